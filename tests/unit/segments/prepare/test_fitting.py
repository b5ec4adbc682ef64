import numpy as np
import pytest

from shoal.records.accounts import Metric
from shoal.records.preparation import Preparation, Scale
from shoal.segments.prepare.fitting import centre_and_spread, fit_metric, pile_of
from shoal.segments.prepare.replay import apply_preparation, filled

METRIC = Metric(name="m", column="m", label="M")


def test_one_absurd_value_does_not_set_the_scale(rng):
    values = rng.normal(10, 2, 500)
    plain = fit_metric(METRIC, values)
    values[0] = 1e12
    outlying = fit_metric(METRIC, values, scale=plain.scale)
    assert outlying.spread / plain.spread == pytest.approx(1, abs=0.1)


def test_centre_and_spread_are_mean_and_deviation_where_nothing_is_far_out():
    values = np.random.default_rng(0).uniform(size=400)
    assert centre_and_spread(values) == pytest.approx((values.mean(), values.std()))


def test_equal_values_have_a_spread_of_one():
    assert centre_and_spread(np.full(9, 3.0)) == (3.0, 1.0)


def test_many_zeros_are_a_state_of_their_own():
    assert pile_of(np.array([0.0] * 2 + list(range(1, 19)))) == 0.0


def test_few_zeros_are_not():
    assert pile_of(np.array([0.0, *list(range(1, 20))])) is None


def test_a_short_scale_of_grades_stays_whole():
    assert pile_of(np.repeat([1.0, 2.0, 3.0, 4.0, 5.0], 10)) is None


def test_a_ceiling_that_many_share_is_a_state():
    assert pile_of(np.concatenate([np.linspace(10, 90, 50), np.full(20, 100.0)])) == 100.0


def test_skewed_metrics_begin_on_the_logarithm(rng):
    assert fit_metric(METRIC, rng.lognormal(0, 1.5, 300)).scale is Scale.LOG
    assert fit_metric(METRIC, rng.normal(50, 5, 300)).scale is Scale.IDENTITY


def test_replay_gives_the_standardised_values_of_the_fit(rng):
    values = rng.normal(50, 5, (300, 1))
    prepared = fit_metric(METRIC, values[:, 0])
    z = apply_preparation(Preparation(name="p", metrics=(prepared,)), values).z[:, 0]
    np.testing.assert_allclose(z, (values[:, 0] - values.mean()) / values.std(), atol=0.05)


def test_missing_cells_are_filled_with_the_median_and_undefined_ones_with_the_middle(rng):
    values = np.append(rng.lognormal(0, 1, 99), np.nan)
    for structural in (False, True):
        metric = Metric(name="m", column="m", label="M", structural=structural)
        prepared = fit_metric(metric, values, scale=Scale.IDENTITY)
        preparation = Preparation(name="p", metrics=(prepared,))
        z = filled(preparation, apply_preparation(preparation, values[:, None]))
        native = z[-1, 0] * prepared.spread + prepared.centre
        expected = prepared.centre * prepared.reference if structural else np.nanmedian(values)
        assert native * prepared.reference == pytest.approx(expected)
