import numpy as np

from shoal.audit.readings import read, read_all
from shoal.records.accounts import Metric


def test_a_ratio_needs_seats(column):
    columns = {"x": column("x", [6, 6, 6, None]), "s": column("s", [2, 0, None, 3])}
    found = read(Metric(name="r", column="x", label="r", per="s"), columns)
    np.testing.assert_array_equal(found, [3, np.nan, np.nan, np.nan])


def test_values_beyond_bounds_and_infinities_are_missing(column):
    columns = {"x": column("x", [-1, 0, 50, 101, np.inf])}
    found = read(Metric(name="x", column="x", label="x", low=0, high=100, factor=0.01), columns)
    np.testing.assert_array_equal(found, [np.nan, 0, 0.5, np.nan, np.nan])


def test_a_ratio_too_large_for_a_number_is_missing(column):
    columns = {"x": column("x", [1e308]), "s": column("s", [1e-10])}
    assert np.isnan(read(Metric(name="r", column="x", label="r", per="s"), columns))[0]


def test_metrics_come_in_their_order(column):
    columns = {"a": column("a", [1, 2]), "b": column("b", [3, 4])}
    metrics = [Metric(name="b", column="b", label="b"), Metric(name="a", column="a", label="a")]
    assert read_all(metrics, columns, 2).tolist() == [[3, 1], [4, 2]]


def test_reading_leaves_the_table_as_it_was(column):
    given = column("x", [-5, 1])
    read(Metric(name="x", column="x", label="x", low=0), {"x": given})
    assert given.values.tolist() == [-5, 1]
