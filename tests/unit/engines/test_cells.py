"""Between columns of engines and arrays."""

from datetime import UTC, date, datetime

import numpy as np

from shoal.engines.cells import cells_for_engine, table_of_arrays, table_of_rows
from shoal.records.queries import QueryColumn, ValueType
from shoal.records.tables import Column, ColumnType

COLUMNS = tuple(QueryColumn(name=t.value, type=t) for t in ValueType)


def test_rows_of_python_values_become_columns():
    noon = datetime.fromisoformat("2024-02-29T12:00:00")
    rows = [
        ("a", 1.5, 3, True, date(2024, 2, 29), noon, noon.replace(tzinfo=UTC)),
        (None,) * len(COLUMNS),
    ]

    table = table_of_rows("t", COLUMNS, rows)

    assert table.n_rows == 2
    assert table.column("text").values.tolist() == ["a", None]
    for name, value in {"number": 1.5, "whole": 3.0, "boolean": 1.0}.items():
        np.testing.assert_array_equal(table.column(name).values, [value, np.nan])
    for name in ("date", "time", "instant"):
        column = table.column(name)
        assert column.type is ColumnType.DATE
        assert column.values.dtype == "datetime64[s]"
        assert np.isnat(column.values).tolist() == [False, True]
    assert str(table.column("instant").values[0]) == "2024-02-29T12:00:00"


def test_no_rows_still_have_columns():
    table = table_of_rows("t", COLUMNS, [])

    assert (table.n_rows, len(table.columns)) == (0, len(COLUMNS))
    assert table.column("date").values.dtype == "datetime64[s]"


def test_masked_cells_are_missing():
    columns = COLUMNS[:2]
    arrays = {
        "text": np.ma.array(np.array(["a", "?"], dtype=object), mask=[False, True]),
        "number": np.ma.array([1, 2], mask=[True, False]),
    }

    table = table_of_arrays("t", columns, arrays)

    assert table.column("text").values.tolist() == ["a", None]
    np.testing.assert_array_equal(table.column("number").values, [np.nan, 2.0])


def test_cells_go_in_as_they_were_written_if_that_is_asked_for():
    written = np.array(["007"], dtype=object)
    column = Column(name="id", type=ColumnType.NUMBER, values=np.array([7.0]), written=written)

    assert cells_for_engine(column, as_text=True).tolist() == ["007"]
    assert cells_for_engine(column, as_text=False).tolist() == [7.0]


def test_an_empty_column_goes_in_as_nothing():
    column = Column(name="x", type=ColumnType.EMPTY, values=np.array([np.nan]))

    assert cells_for_engine(column, as_text=False).tolist() == [None]
