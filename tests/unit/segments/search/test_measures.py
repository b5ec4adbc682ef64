import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score, silhouette_score

from shoal.segments.search.agreement import adjusted_rand, contingency, kept_share
from shoal.segments.search.measures import (
    calinski_harabasz,
    davies_bouldin,
    distances_between,
    elbow,
    inertia_share,
    silhouette,
    silhouette_and_error,
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


def test_calinski_harabasz_follows_its_formula(rng):
    points, labels = rng.normal(size=(50, 3)), rng.integers(0, 4, 50)
    inside = inertia_share(points, labels)
    assert calinski_harabasz(points, labels) == pytest.approx((1 - inside) / 3 / (inside / 46))


def test_davies_bouldin_follows_its_formula(rng):
    points, labels = rng.normal(size=(50, 3)), rng.integers(0, 3, 50)
    centres = [points[labels == s].mean(axis=0) for s in range(3)]
    wide = [np.linalg.norm(points[labels == s] - c, axis=1).mean() for s, c in enumerate(centres)]
    worst = [
        max(
            (wide[i] + wide[j]) / np.linalg.norm(centres[i] - centres[j])
            for j in range(3)
            if j != i
        )
        for i in range(3)
    ]
    assert davies_bouldin(points, labels) == pytest.approx(np.mean(worst))


@pytest.mark.parametrize("measure", [calinski_harabasz, davies_bouldin])
def test_what_compares_segments_has_nothing_to_say_of_one_or_of_singles(measure, rng):
    points = rng.normal(size=(5, 2))
    assert measure(points, np.zeros(5, dtype=int)) is None
    assert measure(points, np.arange(5)) is None


def test_the_silhouette_of_all_accounts_has_no_error(rng):
    points, labels = rng.normal(size=(80, 2)), rng.integers(0, 3, 80)
    value, error = silhouette_and_error(distances_between(points), labels, n_accounts=80)
    assert (value, error) == (pytest.approx(silhouette_score(points, labels)), 0.0)


def test_the_error_of_a_sampled_silhouette_is_how_far_samples_vary(rng):
    labels = rng.integers(0, 3, 900)
    points = rng.normal(size=(900, 2)) + 2.0 * np.eye(3)[labels][:, :2]
    exact = silhouette_score(points, labels)
    distances = distances_between(points)
    samples = [rng.permutation(900)[:150] for _ in range(60)]
    found = [
        silhouette_and_error(distances[np.ix_(rows, rows)], labels[rows], n_accounts=900)
        for rows in samples
    ]
    values, errors = np.array(found).T
    assert values.mean() == pytest.approx(exact, abs=0.01)
    assert 0.6 < errors.mean() / np.sqrt(np.mean((values - exact) ** 2)) < 1.5
