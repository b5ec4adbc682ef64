import numpy as np

from shoal.segments.search.scattered import put_to_nearest, scattered_accounts


def test_a_small_segment_wider_than_all_accounts_is_scattered(rng):
    points = rng.normal(size=(300, 6))
    points[:12] = rng.choice([-3.0, 3.0], (12, 6))
    labels = np.where(np.arange(300) < 12, 2, np.arange(300) % 2)
    assert np.array_equal(scattered_accounts(points, labels), labels == 2)


def test_a_small_segment_that_keeps_together_is_not(rng):
    points = rng.normal(size=(300, 6))
    points[:12] += 5.0
    labels = np.where(np.arange(300) < 12, 2, np.arange(300) % 2)
    assert not scattered_accounts(points, labels).any()


def test_a_large_segment_is_never_scattered(rng):
    points = rng.normal(size=(300, 2))
    points[:60] *= 6.0
    assert not scattered_accounts(points, np.repeat([1, 0], [60, 240])).any()


def test_those_moved_go_to_the_nearest_centre_of_the_others():
    points = np.array([[0.0], [1.0], [10.0], [11.0], [4.0], [8.0]])
    labels = np.array([0, 0, 2, 2, 1, 1])
    moved = labels == 1
    assert put_to_nearest(points, labels, moved).tolist() == [0, 0, 1, 1, 0, 1]


def test_without_anybody_to_move_labels_stay(rng):
    labels = rng.integers(0, 3, 30)
    nobody = np.zeros(30, dtype=bool)
    assert put_to_nearest(rng.normal(size=(30, 2)), labels, nobody) is labels
