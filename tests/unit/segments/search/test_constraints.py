import numpy as np
import pytest

from shoal.records.options import SearchOptions
from shoal.segments.search.constraints import merge_small, too_large, within_shares


@pytest.fixture
def groups():
    """Four groups on a line: 50 at 0, 40 at 10, 6 at 12, 4 at 30."""
    sizes, centres = (50, 40, 6, 4), (0.0, 10.0, 12.0, 30.0)
    labels = np.repeat(np.arange(4), sizes)
    return labels, np.repeat(centres, sizes)[:, None]


def test_the_small_go_to_the_nearest_and_it_is_said(groups):
    labels, points = groups
    merged, note = merge_small(labels, points, 0.05)
    # 30 is nearest to 12
    assert np.bincount(merged).tolist() == [50, 40, 10]
    assert note.startswith("One segment with under 5% of the accounts was merged into the nearest")


def test_centres_are_taken_anew_after_each_merge(groups):
    labels, points = groups
    merged, note = merge_small(labels, points, 0.11)
    # 4 at 30 join 6 at 12: ten around 19.2, still too few, and nearest to 10
    assert np.bincount(merged).tolist() == [50, 50]
    assert note.startswith("Two segments with under 11% of the accounts were merged")


def test_large_enough_segments_stay_as_they_are(groups):
    labels, points = groups
    merged, note = merge_small(labels, points, 0.04)
    assert note is None
    assert np.array_equal(merged, labels)


def test_labels_nobody_has_are_closed_up(groups):
    labels, points = groups
    merged, _ = merge_small(labels * 2, points, 0.0)
    assert np.array_equal(merged, labels)


def test_one_segment_is_always_left(groups):
    labels, points = groups
    merged, note = merge_small(labels, points, 0.9)
    assert np.bincount(merged).tolist() == [100]
    assert note.startswith("Three segments")


def test_a_large_segment_is_told_only_where_it_was_asked(groups):
    labels, _ = groups
    assert too_large(labels, None) is None
    assert too_large(labels, 0.5) is None
    assert "has 50% of the accounts; at most 40%" in too_large(labels, 0.4)


@pytest.mark.parametrize(
    ("smallest", "largest", "within"),
    [(0.04, None, True), (0.05, None, False), (0.0, 0.5, True), (0.0, 0.49, False)],
)
def test_shares_are_bounds_that_may_be_met(groups, smallest, largest, within):
    options = SearchOptions(smallest_share=smallest, largest_share=largest)
    assert within_shares(groups[0], options) is within
    assert within_shares(groups[0] * 2, options) is within
