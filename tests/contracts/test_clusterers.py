"""What every clusterer of a matrix keeps, whatever it is."""

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from shoal.segments.search.algorithms import CENTRE_ALGORITHMS

pytestmark = pytest.mark.parametrize("clusterer", CENTRE_ALGORITHMS.values(), ids=str)


@pytest.fixture
def blobs(rng):
    truth = np.repeat([0, 1, 2], 40)
    return truth, rng.normal(size=(120, 4)) + np.eye(3, 4)[truth] * 8


def test_labels_are_numbered_without_gaps(clusterer, blobs):
    for count, labels in clusterer(blobs[1], (2, 3, 7), seed=0).items():
        assert np.array_equal(np.unique(labels), np.arange(count))


def test_plain_groups_are_found(clusterer, blobs):
    truth, points = blobs
    assert adjusted_rand_score(truth, clusterer(points, (3,), seed=0)[3]) == 1.0


def test_the_same_input_gives_the_same_labels(clusterer, blobs):
    first, again = (clusterer(blobs[1], (5,), seed=3)[5] for _ in range(2))
    assert np.array_equal(first, again)


def test_as_many_groups_as_different_rows_can_be_made(clusterer):
    points = np.repeat(np.eye(3), 2, axis=0)
    labels = clusterer(points, (3,), seed=0)[3]
    assert len(np.unique(labels)) == 3
