import numpy as np
import pytest

from shoal.records.accounts import Metric
from shoal.records.preparation import Preparation, PreparedMetric, Scale
from shoal.segments.search import base as module
from shoal.segments.search.base import choose_base, for_centres, most_shared


def metrics(n):
    return tuple(Metric(name=f"m{j:03}", column=f"m{j:03}", label=f"M{j}") for j in range(n))


def test_a_small_table_is_searched_whole(rng):
    values = rng.normal(10, 1, (60, 4))
    base = choose_base(metrics(4), values, rng)
    np.testing.assert_array_equal(base.rows, np.arange(60))
    np.testing.assert_array_equal(base.columns, np.arange(4))
    np.testing.assert_array_equal(base.values, values)
    assert base.n_distinct == 60
    assert [m.metric for m in base.preparation.metrics] == [m.name for m in base.metrics]


def test_of_a_large_table_a_random_part_is_searched(rng, monkeypatch):
    monkeypatch.setattr(module, "MOST_ACCOUNTS", 50)
    values = rng.normal(10, 1, (200, 3))
    base = choose_base(metrics(3), values, rng)
    assert len(np.unique(base.rows)) == len(base.rows) == 50
    assert np.all(np.diff(base.rows) > 0)
    assert base.n_accounts == 200
    np.testing.assert_array_equal(base.values, values[base.rows])
    assert base.rows.max() > 100  # not simply the first ones


def test_missing_cells_are_filled_for_distances(rng):
    values = rng.normal(10, 1, (80, 3))
    values[::4, 1] = np.nan
    base = choose_base(metrics(3), values, rng)
    assert np.isfinite(base.points).all()
    assert np.isnan(base.values[::4, 1]).all()


def test_points_that_are_equal_count_once(rng):
    values = np.repeat(rng.normal(10, 1, (12, 3)), 5, axis=0)
    assert choose_base(metrics(3), values, rng).n_distinct == 12


def test_units_do_not_matter(rng):
    values = np.exp(rng.normal(size=(80, 3)))
    first = choose_base(metrics(3), values, np.random.default_rng(1))
    again = choose_base(metrics(3), values * [1e-3, 1, 977.0], np.random.default_rng(1))
    np.testing.assert_allclose(again.points, first.points, rtol=1e-9, atol=1e-9)


def test_a_pile_of_zeros_does_not_decide_all_distances(rng):
    values = np.exp(rng.normal(size=(100, 1)))
    values[:40] = 0.0
    steep = PreparedMetric(
        metric="m000", scale=Scale.STEEP_LOG, reference=1.0, centre=0.0, spread=1.0, pile=0.0
    )
    plain = for_centres(Preparation(name="p", metrics=(steep,)), metrics(1), values)
    assert plain.metrics[0].scale is Scale.LOG
    assert plain.metrics[0].pile is None


@pytest.mark.parametrize("scale", [Scale.IDENTITY, Scale.ROOT, Scale.LOG])
def test_other_scales_stay(rng, scale):
    values = np.exp(rng.normal(size=(100, 1)))
    given = PreparedMetric(metric="m000", scale=scale, reference=1.0, centre=0.0, spread=1.0)
    plain = for_centres(Preparation(name="p", metrics=(given,)), metrics(1), values)
    assert plain.metrics[0].scale is scale


def test_of_very_many_metrics_those_that_go_together_are_searched(rng, monkeypatch):
    monkeypatch.setattr(module, "MOST_METRICS", 8)
    values = rng.normal(size=(200, 40))
    together = np.array([3, 11, 17, 18, 22, 30, 31, 39])
    values[:, together] += 3 * rng.normal(size=(200, 1))
    values[rng.random(values.shape) < 0.05] = np.nan
    np.testing.assert_array_equal(most_shared(values), together)


def test_up_to_a_hundred_metrics_are_searched_all(rng):
    np.testing.assert_array_equal(most_shared(rng.normal(size=(20, 100))), np.arange(100))
    assert len(most_shared(rng.normal(size=(20, 101)))) == 100
