"""Readable thresholds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoal.segments.profiles.rounding import Cut, readable_threshold


def inside(cut):
    return lambda t: 1.0 if cut.below < t <= cut.above else 0.0


@pytest.mark.parametrize(
    ("below", "above", "threshold"),
    [
        (-31.2, -18.4, -20.0),
        (23.9, 26.1, 25.0),
        (0.31, 0.48, 0.4),
        (-3.0, 2.0, 0.0),
        (1234.0, 1290.0, 1250.0),
        (61.2, 63.9, 63.0),
    ],
)
def test_the_number_with_the_fewest_digits_in_the_gap_is_taken(below, above, threshold):
    cut = Cut(below=below, above=above)
    assert readable_threshold(cut, inside(cut), tolerance=0.01) == threshold


def test_whole_numbers_get_whole_thresholds():
    cut = Cut(below=2.0, above=3.0, whole=True)
    assert readable_threshold(cut, inside(cut), tolerance=0.01) == 3.0


def test_digits_are_kept_where_rounding_would_cost_quality():
    cut = Cut(below=98.11, above=98.13)
    assert readable_threshold(cut, inside(cut), tolerance=0.01) == pytest.approx(98.12, abs=0.011)


def test_digits_are_dropped_where_rounding_costs_little():
    cut = Cut(below=98.11, above=98.13)
    quality = lambda t: 1.0 - abs(t - 98.12) / 1000  # noqa: E731
    assert readable_threshold(cut, quality, tolerance=0.01) == 100.0


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))
def test_a_wide_gap_always_gets_a_threshold_inside(below, gap):
    cut = Cut(below=below, above=below + max(gap, abs(below) * 1e-3))
    threshold = readable_threshold(cut, inside(cut), tolerance=0.01)
    assert cut.below < threshold <= cut.above
