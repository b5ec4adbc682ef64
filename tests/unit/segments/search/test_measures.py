import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score, silhouette_score

from shoal.segments.search.agreement import adjusted_rand, contingency, kept_share
from shoal.segments.search.measures import (
    distances_between,
    elbow,
    inertia_share,
    silhouette,
    smallest_share,
)


def test_silhouette_equals_that_of_scikit_learn(rng):
    points, labels = rng.normal(size=(120, 3)), rng.integers(0, 4, 120)
    labels[labels == 3] = 4  # a label nobody has must not matter
    assert silhouette(distances_between(points), labels) == pytest.approx(
        silhouette_score(points, labels)
    )


def test_silhouette_of_a_segment_of_one_counts_as_zero(rng):
    points = rng.normal(size=(30, 2))
    labels = np.array([0] * 15 + [1] * 14 + [2])
    assert silhouette(distances_between(points), labels) == pytest.approx(
        silhouette_score(points, labels)
    )


def test_adjusted_rand_equals_that_of_scikit_learn(rng):
    a, b = rng.integers(0, 5, 200), rng.integers(0, 3, 200)
    assert adjusted_rand(a, b) == pytest.approx(adjusted_rand_score(a, b))
    assert adjusted_rand(a, a) == 1.0


def test_contingency_counts_all_accounts(rng):
    a, b = rng.integers(0, 5, 200), rng.integers(0, 3, 200)
    assert contingency(a, b).sum() == 200


def test_the_kept_share_does_not_depend_on_the_names_of_groups(rng):
    a = rng.integers(0, 4, 100)
    assert kept_share(a, (a + 1) % 4) == 1.0


def test_inertia_is_nothing_where_groups_are_points():
    points = np.repeat([[0.0, 0.0], [1.0, 1.0]], 5, axis=0)
    assert inertia_share(points, np.repeat([0, 1], 5)) == pytest.approx(0)
    assert inertia_share(points, np.zeros(10, dtype=int)) == pytest.approx(1)


def test_the_smallest_share_leaves_out_labels_nobody_has():
    assert smallest_share(np.array([0, 0, 0, 2])) == 0.25


def test_the_elbow_of_a_straight_line_is_its_first_point():
    assert elbow((2, 3), (0.5, 0.4)) == 2
