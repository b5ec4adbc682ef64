import numpy as np

from shoal.segments.search.gaussians import best_bells, redrawn, steadiness


def test_clusters_are_steady_and_the_pieces_of_a_curve_are_not(rng):
    blobs = np.vstack([rng.normal(c, 1, (200, 2)) for c in ((0, 0), (6, 0), (0, 6))])
    angle = rng.uniform(0, 2 * np.pi, 600)
    ring = np.column_stack([np.cos(angle), np.sin(angle)]) + rng.normal(0, 0.05, (600, 2))
    found = [best_bells(points, range(2, 17), seed=0) for points in (blobs, ring)]
    steady = [steadiness(p, f, seed=0) for p, f in zip((blobs, ring), found, strict=True)]
    assert steady[0] > 0.95
    assert steady[1] < 0.8


def test_far_small_clusters_are_bells_of_their_own(rng):
    near = [rng.normal(c, 1, (1000, 2)) for c in (0, 8)]
    far = [rng.normal(c, 1, (50, 2)) for c in ((60, 0), (60, 12), (72, 0))]
    points = np.vstack([*near, *far])
    assert best_bells(points / points.std(), range(2, 9), seed=0).n_clusters == 5


def test_heavy_tails_are_no_clusters_of_their_own():
    rng = np.random.default_rng(1)
    heavy = rng.normal(size=(1000, 16)) / np.sqrt(rng.chisquare(4, (1000, 1)) / 4)
    heavy[500:, 0] += 7.0
    assert best_bells(heavy, range(2, 9), seed=0).n_clusters == 2


def test_borders_of_touching_bells_are_redrawn_and_rings_keep_theirs(rng):
    touching = np.vstack([rng.normal(0, 1, (300, 2)), rng.normal((4, 0), 1, (300, 2))])
    truth = np.repeat([0, 1], 300)
    rough = (touching[:, 0] > 2.5).astype(np.intp)
    again, _ = redrawn(touching, rough, seed=0)
    assert (again == truth).mean() > (rough == truth).mean()
    angle = rng.uniform(0, 2 * np.pi, 600)
    radius = np.repeat([1.0, 3.0], 300)[:, None]
    rings = np.column_stack([np.cos(angle), np.sin(angle)]) * radius
    rings += rng.normal(0, 0.1, rings.shape)
    assert np.array_equal(redrawn(rings, truth, seed=0)[0], truth)
