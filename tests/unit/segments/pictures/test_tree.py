import numpy as np
import pytest
from scipy.cluster.hierarchy import linkage

from shoal.records.preparation import Preparation, Prepared, PreparedMetric, Scale
from shoal.records.scoring import Assignment
from shoal.segments.pictures.tree import grow_tree


def grown(points, segment, *, n_segments=3, seed=0):
    metrics = tuple(
        PreparedMetric(metric=f"m{j}", scale=Scale.IDENTITY, reference=1.0, centre=0.0, spread=1.0)
        for j in range(points.shape[1])
    )
    prepared = Prepared(
        z=points,
        present=np.ones(points.shape, dtype=bool),
        piled=np.zeros(points.shape, dtype=bool),
    )
    assignment = Assignment(
        keys=tuple(f"s{i + 1}" for i in range(n_segments)),
        segment=segment,
        second=np.full(len(segment), -1),
        confidence=np.ones(len(segment)),
        unusual=np.zeros(len(segment), dtype=bool),
    )
    return grow_tree(Preparation(name="t", metrics=metrics), prepared, assignment, seed=seed)


@pytest.fixture
def blobs(rng):
    segment = np.repeat([0, 1, 2], [50, 40, 30])
    return rng.normal(size=(120, 3)) + np.eye(3)[segment] * 12, segment


def test_the_upper_branches_are_those_of_the_whole_tree(blobs):
    tree = grown(*blobs)
    heights = [height for _, _, height in tree.merges]
    expected = linkage(blobs[0], method="ward")[-len(heights) :, 2]
    np.testing.assert_allclose(heights, expected)


def test_leaves_hold_every_account_once(blobs):
    tree = grown(*blobs)
    assert len(tree.leaves) == 24
    assert tree.n_accounts == sum(leaf.size for leaf in tree.leaves) == 120
    by_segment = {
        key: sum(leaf.size for leaf in tree.leaves if leaf.segment == key)
        for key in ("s1", "s2", "s3")
    }
    assert by_segment == {"s1": 50, "s2": 40, "s3": 30}


def test_every_node_but_the_root_is_merged_once_and_into_a_later_one(blobs):
    tree = grown(*blobs)
    n_leaves = len(tree.leaves)
    assert len(tree.merges) == n_leaves - 1
    merged = [node for left, right, _ in tree.merges for node in (left, right)]
    assert sorted(merged) == list(range(2 * n_leaves - 2))
    assert all(max(left, right) < n_leaves + i for i, (left, right, _) in enumerate(tree.merges))


def test_branches_are_drawn_without_crossing(blobs):
    tree = grown(*blobs)
    spans = {i: (i, i) for i in range(len(tree.leaves))}
    for i, (left, right, _) in enumerate(tree.merges):
        (a, b), (c, d) = sorted([spans[left], spans[right]])
        assert c == b + 1
        spans[len(tree.leaves) + i] = (a, d)


def test_plain_groups_are_the_three_thickest_branches(blobs):
    assert grown(*blobs).agreement == 1.0


def test_agreement_falls_with_accounts_that_the_tree_puts_elsewhere(blobs):
    points, segment = blobs
    moved = segment.copy()
    moved[:6] = 2
    assert grown(points, moved).agreement == pytest.approx(114 / 120)


@pytest.mark.parametrize("n_distinct", [1, 2])
def test_fewer_than_three_different_accounts_have_no_tree(n_distinct):
    points = np.arange(20.0).reshape(-1, 1) % n_distinct
    assert grown(points, np.zeros(20, dtype=int), n_segments=1) is None


def test_three_different_accounts_are_enough_for_a_tree():
    points = np.array([[0.0], [1.0], [5.0], [5.0]])
    tree = grown(points, np.array([0, 0, 1, 1]), n_segments=2)
    assert [height for _, _, height in tree.merges][:2] == [0.0, 1.0]
    assert tree.agreement == 1.0


def test_of_very_many_accounts_a_random_part_is_taken(rng):
    segment = np.arange(1_600) % 2
    points = rng.normal(size=(1_600, 2)) + 20 * segment[:, None]
    tree = grown(points, segment, n_segments=2)
    assert tree.n_accounts == sum(leaf.size for leaf in tree.leaves) == 1_500
    assert tree.agreement == 1.0
    assert grown(points, segment, n_segments=2) == tree
