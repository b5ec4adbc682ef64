"""Labels find the empty places."""

import numpy as np

from shoal.reports.labels import Spot, place_labels, text_width


def test_a_label_goes_where_no_points_are():
    crowd = np.column_stack([np.linspace(45, 55, 50), np.full(50, 100.0)])
    spots = [Spot(x=50.0, y=100.0), Spot(x=50.0, y=200.0)]

    assert place_labels(["Name"], [spots], crowd, height=400) == [spots[1]]


def test_two_labels_do_not_lie_on_each_other():
    spots = [Spot(x=50.0, y=100.0), Spot(x=50.0, y=200.0)]

    placed = place_labels(["One", "Two"], [spots, spots], np.zeros((0, 2)), height=400)

    assert placed[0] != placed[1]


def test_a_label_stays_within_the_map():
    spots = [Spot(x=0.5, y=100.0), Spot(x=50.0, y=2.0), Spot(x=50.0, y=100.0, far=50)]

    assert place_labels(["A long name"], [spots], np.zeros((0, 2)), height=400) == [spots[2]]


def test_the_nearest_of_equal_places_is_taken():
    spots = [Spot(x=50.0, y=100.0, far=9), Spot(x=50.0, y=150.0, far=1)]

    assert place_labels(["Name"], [spots], np.zeros((0, 2)), height=400) == [spots[1]]


def test_longer_words_take_more_room():
    assert text_width("Champions") > text_width("At Risk")
