import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from shoal.segments.density.peaks import density_levels, peaks_within


def peaks(points):
    return peaks_within(density_levels(points), range(2, 17))


def ring(rng, n, radius, *, width=0.1):
    angle = rng.uniform(0, 2 * np.pi, n)
    return np.column_stack([np.cos(angle), np.sin(angle)]) * rng.normal(radius, width, n)[:, None]


@pytest.mark.parametrize(
    "draw",
    [
        lambda rng: rng.normal(size=(800, 2)),
        lambda rng: rng.uniform(size=(800, 2)),
        lambda rng: rng.standard_t(3, size=(800, 2)),
        lambda rng: rng.normal(size=(300, 8)),
        lambda rng: ring(rng, 800, 2.0),
    ],
    ids=["bell", "square", "heavy tails", "eight columns", "ring"],
)
def test_without_groups_there_is_one_peak(draw):
    found = [peaks(draw(np.random.default_rng(s))) for s in range(6)]
    assert sum(f is not None for f in found) <= 1


def test_a_ring_around_a_ball_is_two_clusters(rng):
    points = np.vstack([ring(rng, 400, 4.0), rng.normal(0, 0.5, (200, 2))])
    truth = np.repeat([0, 1], [400, 200])
    assert adjusted_rand_score(truth, peaks(points)) == 1.0


def test_clusters_of_unequal_density_are_found(rng):
    points = np.vstack([rng.normal(0, 0.1, (500, 2)), rng.normal(4, 1.0, (200, 2))])
    truth = np.repeat([0, 1], [500, 200])
    assert adjusted_rand_score(truth, peaks(points)) > 0.97


def test_units_do_not_matter(rng):
    points = np.vstack([rng.normal(0, 1, (150, 2)), rng.normal(6, 1, (150, 2))])
    assert np.array_equal(peaks(points), peaks(points * 1024.0))


def test_equal_points_are_no_obstacle():
    points = np.repeat([[0.0, 0.0], [1.0, 1.0]], 60, axis=0)
    labels = peaks(points)
    assert np.array_equal(labels, np.repeat([0, 1], 60))


def test_an_asked_for_number_is_met_or_refused(rng):
    points = np.vstack([rng.normal(c, 0.5, (100, 2)) for c in (0, 5, 10)])
    levels = density_levels(points)
    labels = peaks_within(levels, range(3, 4))
    assert labels is not None
    assert np.bincount(labels).tolist() == [100, 100, 100]
    assert peaks_within(levels, range(9, 10)) is None


def test_a_shallow_valley_is_seen_by_asking_less():
    rng = np.random.default_rng(1)
    near = np.vstack([rng.normal(0, 1, (300, 2)), rng.normal((3.2, 0), 1, (300, 2))])
    levels = density_levels(near)
    assert peaks_within(levels, range(2, 3)) is None
    asking_less = peaks_within(levels, range(2, 3), asked=(1.0, 0.65))
    assert adjusted_rand_score(np.repeat([0, 1], 300), asking_less) > 0.6


def test_a_handful_of_points_has_no_peaks():
    assert peaks(np.arange(8.0)[:, None]) is None
