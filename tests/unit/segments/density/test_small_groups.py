import numpy as np
import pytest

from shoal.segments.density.small_groups import split_small_groups


def planted(rng, *, n=600, share=0.02, far=5.0):
    """A cloud in eight columns, and a tight group far off in four of them."""
    points = rng.normal(size=(n, 8))
    members = rng.permutation(n)[: round(share * n)]
    centre = np.array([far] * 4 + [0.0] * 4)
    points[members] = centre + 0.3 * rng.normal(size=(len(members), 8))
    return points, np.sort(members)


@pytest.mark.parametrize("share", [0.015, 0.02, 0.05])
def test_a_small_far_group_becomes_a_segment_of_its_own(share):
    for seed in range(10):
        points, members = planted(np.random.default_rng(seed), share=share)
        labels = (points[:, 7] > 0).astype(np.intp)
        split = split_small_groups(points, labels)
        new = np.flatnonzero(split > 1)
        assert np.isin(new, members).all()
        assert new.size >= 0.7 * members.size
        rest = np.setdiff1d(np.arange(len(points)), new)
        assert np.array_equal(split[rest], labels[rest])


def test_a_group_that_has_its_own_label_stays_as_it_is(rng):
    points, members = planted(rng)
    labels = np.zeros(len(points), dtype=np.intp)
    labels[members] = 1
    assert np.array_equal(split_small_groups(points, labels), labels)


def test_a_cloud_has_no_small_groups():
    for seed in range(10):
        points = np.random.default_rng(seed).normal(size=(500, 6))
        labels = np.zeros(500, dtype=np.intp)
        assert np.array_equal(split_small_groups(points, labels), labels)


def test_oddities_unlike_each_other_are_no_group(rng):
    points = rng.normal(size=(600, 8))
    points[:18] = 5.0 * rng.choice([-1.0, 1.0], (18, 8)) + rng.normal(size=(18, 8))
    labels = np.zeros(600, dtype=np.intp)
    assert np.array_equal(split_small_groups(points, labels), labels)


def test_too_few_points_are_left_alone():
    labels = np.zeros(12, dtype=np.intp)
    assert np.array_equal(split_small_groups(np.arange(12.0)[:, None], labels), labels)


@pytest.mark.parametrize("seed", range(5))
def test_layers_of_equal_counts_are_no_groups(seed):
    rng = np.random.default_rng(seed)
    points = np.column_stack([rng.normal(size=(600, 2)), rng.poisson(1.5, 600)])
    points = (points - points.mean(axis=0)) / points.std(axis=0)
    assert split_small_groups(points, np.zeros(600, dtype=np.intp)).max() == 0
