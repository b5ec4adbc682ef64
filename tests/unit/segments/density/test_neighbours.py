import numpy as np
from scipy.sparse.csgraph import minimum_spanning_tree
from scipy.spatial.distance import cdist

from shoal.segments.density.neighbours import local_dimension, nearest_neighbours, spanning_tree


def test_the_tree_is_as_short_as_the_one_among_all_pairs(rng):
    points = np.vstack([rng.normal(0, 1, (60, 3)), rng.normal(20, 1, (40, 3))])
    distances = cdist(points, points)
    core = np.sort(distances, axis=1)[:, 4]
    reach = np.maximum(distances, np.maximum(core[:, None], core))
    whole = minimum_spanning_tree(np.triu(reach, 1)).sum()
    tree = spanning_tree(points, nearest_neighbours(points, 15), 4)
    assert tree.length.size == 99
    np.testing.assert_allclose(tree.length.sum(), whole)
    np.testing.assert_allclose(tree.core, core)


def test_neighbours_are_the_same_by_tree_and_by_force(rng):
    points = np.hstack([rng.normal(size=(80, 3)), np.zeros((80, 10))])
    by_force = nearest_neighbours(points, 5)
    by_tree = nearest_neighbours(points[:, :3], 5)
    np.testing.assert_allclose(by_force.distances, by_tree.distances, atol=1e-6)


def test_dimension_is_that_of_the_shape_and_not_of_the_columns(rng):
    flat = np.hstack([rng.uniform(size=(3000, 2)), np.zeros((3000, 3))])
    curve = np.zeros((3000, 3))
    curve[:, 0] = rng.uniform(size=3000)
    assert abs(local_dimension(nearest_neighbours(flat, 16), 16) - 2.0) < 0.3
    assert abs(local_dimension(nearest_neighbours(curve, 16), 16) - 1.0) < 0.2
