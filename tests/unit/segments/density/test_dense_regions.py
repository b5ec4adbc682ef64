import numpy as np

from shoal.segments.density.candidates import density_candidates, without_noise
from shoal.segments.density.dense_regions import hdbscan_labels
from shoal.segments.density.knee import dbscan_labels


def two_balls(rng):
    return np.vstack([rng.normal(0, 0.3, (100, 2)), rng.normal(5, 0.3, (100, 2)), [[50.0, 50.0]]])


def test_hdbscan_leaves_the_far_point_as_noise(rng):
    labels = hdbscan_labels(two_balls(rng), smallest_share=0.1)
    assert labels[-1] == -1
    assert len(set(labels[:100].tolist()) - {-1}) == 1
    assert labels.max() == 1


def test_hdbscan_of_too_few_points_is_all_noise():
    assert hdbscan_labels(np.arange(6.0)[:, None]).tolist() == [-1] * 6


def test_dbscan_reads_a_radius_that_parts_the_balls(rng):
    labels = dbscan_labels(two_balls(rng))
    assert labels[-1] == -1
    assert labels.max() == 1


def test_dbscan_takes_equal_points():
    assert dbscan_labels(np.zeros((10, 2))).tolist() == [0] * 10


def test_candidates_label_every_point(rng):
    points = two_balls(rng)
    found = density_candidates(points)
    assert [a.value for a, _ in found] == ["hdbscan", "dbscan"]
    for _, labels in found:
        assert labels.min() == 0
        assert labels[-1] == labels[100:200].max()


def test_one_cluster_is_no_candidate():
    assert density_candidates(np.zeros((50, 2))) == []


def test_noise_goes_to_the_nearest_labelled_point():
    points = np.array([[0.0], [1.0], [9.0], [10.0]])
    assert without_noise(points, np.array([0, -1, -1, 1])).tolist() == [0, 0, 1, 1]
