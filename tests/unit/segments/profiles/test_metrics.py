"""Typical values and rank effect sizes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoal.segments.profiles.metrics import cliffs_delta, profile_metrics

cells = st.one_of(st.integers(-3, 3).map(float), st.just(float("nan")))


def brute_force(values, segment, s):
    here = [v for v, g in zip(values, segment, strict=True) if g == s and not np.isnan(v)]
    others = [v for v, g in zip(values, segment, strict=True) if g != s and not np.isnan(v)]
    pairs = [int(x > y) - int(x < y) for x in here for y in others]
    return sum(pairs) / len(pairs) if pairs else 0.0


@given(st.lists(st.tuples(cells, st.integers(0, 2)), min_size=1, max_size=30))
def test_the_effect_equals_the_count_over_all_pairs(rows):
    values = np.array([v for v, _ in rows])
    segment = np.array([s for _, s in rows], dtype=np.intp)
    expected = [brute_force(values, segment, s) for s in range(3)]
    np.testing.assert_allclose(cliffs_delta(values, segment, n_segments=3), expected, atol=1e-12)


@given(st.lists(cells, min_size=4, max_size=20), st.floats(0.01, 100))
def test_a_positive_factor_changes_no_effect(column, factor):
    values = np.array(column)
    segment = np.arange(len(values)) % 2
    np.testing.assert_array_equal(
        cliffs_delta(values, segment, n_segments=2),
        cliffs_delta(values * factor, segment, n_segments=2),
    )


def test_profiles_are_in_native_units_and_leave_missing_cells_out(build_base):
    accounts, assignment, _ = build_base(
        {"a": {"nps": 10.0, "logins": 1.0}, "b": {"nps": None, "logins": 5.0}}, sizes=(5, 3)
    )
    here, there = profile_metrics(accounts, assignment)
    by_name = {p.metric: p for p in here}
    assert by_name["nps"].median == pytest.approx(10)
    assert by_name["nps"].effect == 0
    assert np.isnan({p.metric: p for p in there}["nps"].median)
    logins = accounts.values[:, 0]
    assert by_name["logins"].mean == pytest.approx(logins[:5].mean())
    assert by_name["logins"].overall_median == pytest.approx(np.median(logins))
    assert by_name["logins"].others_median == pytest.approx(np.median(logins[5:]))
    assert by_name["logins"].low == pytest.approx(np.percentile(logins, 5))
    assert by_name["logins"].high == pytest.approx(np.percentile(logins, 95))
    assert by_name["logins"].effect == -1


def test_a_metric_that_nobody_answered_has_no_numbers_and_no_effect(build_base):
    accounts, assignment, _ = build_base({"a": {"nps": None, "x": 1.0}, "b": {"x": 2.0}})
    nps = profile_metrics(accounts, assignment)[0][0]
    assert nps.metric == "nps"
    assert np.isnan([nps.mean, nps.median, nps.overall_median, nps.low, nps.high]).all()
    assert nps.effect == 0
