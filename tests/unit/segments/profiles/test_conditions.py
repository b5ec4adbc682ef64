"""The search for conditions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoal.records.segments import Condition
from shoal.segments.profiles.conditions import Sample, find_conditions, fits, quality


def sample_of(values, inside, weights=None):
    values = np.asarray(values, dtype=float)
    return Sample(
        names=tuple("abcdef"[: values.shape[1]]),
        values=values,
        inside=np.asarray(inside, dtype=bool),
        weights=np.ones(len(values)) if weights is None else np.asarray(weights, dtype=float),
    )


def test_one_condition_is_enough_where_one_metric_separates():
    rng = np.random.default_rng(1)
    values = rng.normal(size=(200, 3))
    inside = np.arange(200) < 60
    values[:, 1] = np.where(inside, 20 + values[:, 1], values[:, 1])
    sample = sample_of(values, inside)
    (condition,) = find_conditions(sample)
    assert (condition.metric, condition.at_least) == ("b", True)
    assert (fits([condition], sample.names, values) == inside).all()


def test_a_corner_takes_two_conditions_and_a_box_in_one_metric_takes_a_range():
    grid = np.stack(np.meshgrid(np.arange(20.0), np.arange(20.0)), axis=-1).reshape(-1, 2)
    corner = (grid[:, 0] >= 12) & (grid[:, 1] < 7)
    found = find_conditions(sample_of(grid, corner))
    assert {(c.metric, c.at_least, c.threshold) for c in found} == {
        ("a", True, 12),
        ("b", False, 7),
    }
    band = (grid[:, 0] >= 5) & (grid[:, 0] < 10)
    found = find_conditions(sample_of(grid, band))
    assert {(c.metric, c.at_least, c.threshold) for c in found} == {
        ("a", True, 5),
        ("a", False, 10),
    }


def test_a_missing_value_fits_no_condition():
    values = np.array([[np.nan], [1.0]])
    for at_least in (True, False):
        rule = [Condition(metric="a", at_least=at_least, threshold=1.0 if at_least else 2.0)]
        assert fits(rule, ["a"], values).tolist() == [False, True]


def test_nothing_is_found_where_all_values_are_equal_or_missing():
    assert find_conditions(sample_of(np.ones((10, 2)), np.arange(10) < 5)) == ()
    assert find_conditions(sample_of(np.full((10, 2), np.nan), np.arange(10) < 5)) == ()


def test_quality_is_the_f_measure_with_half_weight_on_coverage():
    sample = sample_of(np.zeros((10, 1)), np.arange(10) < 4, weights=np.arange(1.0, 11.0))
    mask = np.isin(np.arange(10), [0, 3, 9])
    precision, coverage = (1 + 4) / (1 + 4 + 10), (1 + 4) / (1 + 2 + 3 + 4)
    expected = 1.5 * precision * coverage / (0.5 * precision + coverage)
    assert quality(mask, sample) == pytest.approx(expected)


@given(st.integers(0, 10_000))
def test_a_rule_is_never_worse_than_the_best_single_cut_by_much(seed):
    rng = np.random.default_rng(seed)
    values = np.round(rng.normal(size=(60, 2)), 1)
    inside = values[:, 0] + 0.5 * rng.normal(size=60) > 0.5
    sample = sample_of(values, inside)
    singles = [
        quality(values[:, j] >= t if up else values[:, j] < t, sample)
        for j in range(2)
        for t in np.unique(values[:, j])
        for up in (True, False)
        if inside.any()
    ]
    found = find_conditions(sample)
    assert len(found) <= 3
    # each of three thresholds may cost four points in rounding, each dropped condition one
    assert quality(fits(found, sample.names, values), sample) >= max(singles, default=0) - 0.15
