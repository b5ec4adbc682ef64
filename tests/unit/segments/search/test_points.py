import numpy as np
import pytest
from sklearn.datasets import make_moons
from sklearn.metrics import adjusted_rand_score

from shoal.records.evidence import Algorithm, Natural
from shoal.segments.assignment.score import assign_accounts
from shoal.segments.search.points import find_points


def search(points, *, count=None):
    return find_points(points, low=2, high=16, n_segments=count, seed=0)


def moons(rng):
    points, labels = make_moons(400, noise=0.05, random_state=int(rng.integers(1000)))
    return points, labels


def rings(rng):
    angle = rng.uniform(0, 2 * np.pi, 600)
    radius = np.repeat([1.0, 3.0], 300) + rng.normal(0, 0.1, 600)
    return np.column_stack([np.cos(angle), np.sin(angle)]) * radius[:, None], np.repeat([0, 1], 300)


def unequal(rng):
    sizes, spreads, centres = (400, 100, 60), (1.0, 0.2, 0.5), (0.0, 5.0, 9.0)
    points = [rng.normal(c, s, (n, 3)) for n, s, c in zip(sizes, spreads, centres, strict=True)]
    return np.vstack(points), np.repeat([0, 1, 2], sizes)


def overlapping(rng):
    points = rng.normal(size=(1000, 8))
    points[500:] += 3.0 / np.sqrt(8)
    nearer = points.sum(axis=1) > 1.5 * np.sqrt(8)
    return points, nearer.astype(int)


def crossed(rng):
    long, short = rng.normal(0, 3.0, 800), rng.normal(0, 0.3, 800)
    points = np.column_stack([long, short])
    points[400:] = points[400:, ::-1] + (0.0, 9.0)
    return points, np.repeat([0, 1], 400)


def heavy_tails(rng):
    points = rng.normal(size=(1000, 64)) / np.sqrt(rng.chisquare(4, (1000, 1)) / 4)
    points[500:] += 5.0 / np.sqrt(64)
    return points, np.repeat([0, 1], 500)


def strokes(rng):
    """Return four lines that run towards each other and nearly meet."""
    along = rng.uniform(0.12, 1, (800, 1))
    ways = np.repeat([[4, 0], [0, 4], [-4, 0], [0, -4]], 200, axis=0)
    return along * ways + rng.normal(0, 0.15, (800, 2)), np.repeat(np.arange(4), 200)


@pytest.mark.parametrize(
    ("draw", "least"),
    [
        (moons, 0.97),
        (rings, 0.97),
        (unequal, 0.97),
        (overlapping, 0.7),
        (crossed, 0.9),
        (heavy_tails, 0.75),
        (strokes, 0.95),
    ],
    ids=["moons", "rings", "unequal", "overlapping", "crossed", "heavy", "strokes"],
)
def test_shapes_are_found_with_the_count_unknown_and_given(draw, least, rng):
    points, truth = draw(rng)
    for count in (None, int(truth.max()) + 1):
        found = search(points, count=count)
        assert adjusted_rand_score(truth, found.labels) >= least
        assert found.agreement >= 0.97


def test_labels_are_the_rules_own_answer(rng):
    points, _ = moons(rng)
    found = search(points)
    assert np.array_equal(assign_accounts(found.rule, points).segment, found.labels)


def test_segments_are_named_by_falling_size(rng):
    points, _ = unequal(rng)
    sizes = np.bincount(search(points).labels)
    assert sizes.tolist() == sorted(sizes.tolist(), reverse=True)


def test_the_recommendation_says_what_stood_beside(rng):
    recommendation = search(rings(rng)[0]).recommendation
    assert recommendation.algorithm is Algorithm.HDBSCAN
    assert recommendation.natural is Natural.WEAK  # no tables without groups were drawn
    assert [r.chosen for r in recommendation.evidence].count(True) == 1
    assert {r.algorithm for r in recommendation.evidence} >= {
        Algorithm.HDBSCAN,
        Algorithm.MIXTURE,
        Algorithm.KMEANS,
        Algorithm.WARD,
    }
    assert recommendation.same_group_share > 0.95


def test_one_bell_has_no_natural_groups(rng):
    assert search(rng.normal(size=(500, 3))).recommendation.natural is Natural.NONE


def test_an_asked_for_count_is_kept(rng):
    points = rng.normal(size=(300, 2))
    for count in (2, 5):
        assert search(points, count=count).labels.max() + 1 == count


def test_two_different_points_are_two_segments():
    found = search(np.array([[0.0, 0.0]] * 5 + [[1.0, 1.0]] * 5))
    assert np.bincount(found.labels).tolist() == [5, 5]


def test_moving_and_shrinking_all_columns_together_changes_nothing(rng):
    points, _ = unequal(rng)
    moved = search(points * 64.0 + 32.0)
    assert adjusted_rand_score(search(points).labels, moved.labels) == 1.0


def test_the_same_seed_gives_the_same_answer(rng):
    points, _ = moons(rng)
    first, second = search(points), search(points)
    assert first.rule == second.rule
    assert first.recommendation == second.recommendation
