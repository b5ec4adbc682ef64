import numpy as np
import pytest

from shoal.errors import NothingToCluster
from shoal.segments.estimators.ordered_table import accounts_of, order_table

NAN = np.nan


@pytest.fixture
def values(rng):
    found = rng.integers(0, 3, (30, 4)).astype(float)
    found[rng.random(found.shape) < 0.2] = NAN
    return found


def test_shuffled_rows_and_columns_give_the_same_table(values, rng):
    names = ["d", "b", "a", "c"]
    rows, columns = rng.permutation(30), rng.permutation(4)
    first = order_table(values, names)
    again = order_table(values[np.ix_(rows, columns)], [names[j] for j in columns])
    assert [m.name for m in first.metrics] == ["a", "b", "c", "d"]
    assert first.metrics == again.metrics
    np.testing.assert_array_equal(first.values, again.values)


def test_places_lead_back_to_the_rows_that_came_in(values):
    table = order_table(values, None)
    np.testing.assert_array_equal(table.values[table.places], values[:, table.columns])


def test_columns_that_cannot_tell_rows_apart_are_left_out():
    table = order_table(np.array([[1.0, 5.0, NAN, NAN], [2.0, 5.0, NAN, 7.0]]), None)
    assert [m.name for m in table.metrics] == ["x0"]


def test_a_table_without_differences_is_refused_in_words():
    with pytest.raises(NothingToCluster, match="None of the 2 columns has two different values"):
        order_table(np.ones((5, 2)), None)


def test_different_rows_are_counted_with_missing_cells_as_a_value():
    table = order_table(np.array([[1, NAN], [1, NAN], [1, 2], [3, 4], [1, 2.0]]), None)
    assert table.n_distinct == 3


def test_accounts_hold_the_ordered_values(values):
    table = order_table(values, None)
    accounts = accounts_of(table)
    assert accounts.values is table.values
    assert len(accounts.ids) == len(set(accounts.ids)) == 30
