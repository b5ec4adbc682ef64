"""Between an engine's columns and tables of NumPy arrays."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shoal.records.queries import QueryColumn, ValueType
from shoal.records.tables import Column, ColumnType, Moments, Table

COLUMN_TYPES = {
    ValueType.TEXT: ColumnType.TEXT,
    ValueType.NUMBER: ColumnType.NUMBER,
    ValueType.WHOLE: ColumnType.NUMBER,
    ValueType.BOOLEAN: ColumnType.BOOLEAN,
    ValueType.DATE: ColumnType.DATE,
    ValueType.TIME: ColumnType.DATE,
    ValueType.INSTANT: ColumnType.DATE,
}
_VALUE_TYPES = {
    ColumnType.TEXT: ValueType.TEXT,
    ColumnType.NUMBER: ValueType.NUMBER,
    ColumnType.BOOLEAN: ValueType.BOOLEAN,
    ColumnType.EMPTY: ValueType.TEXT,
}
_DATE_TYPES = {
    Moments.DAY: ValueType.DATE,
    Moments.LOCAL: ValueType.TIME,
    Moments.INSTANT: ValueType.INSTANT,
}


def table_of_arrays(name: str, columns: Iterable[QueryColumn], arrays: Mapping[str, Any]) -> Table:
    """Make a table of arrays that may be masked where a cell is missing."""
    made = [
        Column(name=c.name, type=COLUMN_TYPES[c.type], values=_values(c.type, arrays[c.name]))
        for c in columns
    ]
    return Table(name=name, n_rows=len(made[0].values) if made else 0, columns=tuple(made))


def table_of_rows(
    name: str, columns: tuple[QueryColumn, ...], rows: Iterable[tuple[object, ...]]
) -> Table:
    """Make a table of rows of Python values; None where a cell is missing."""
    cells = list(zip(*rows, strict=True)) or [()] * len(columns)
    arrays = {c.name: _masked(c.type, v) for c, v in zip(columns, cells, strict=True)}
    return table_of_arrays(name, columns, arrays)


def type_of_column(column: Column) -> ValueType:
    """Return what an engine holds a column of a table as; an empty one is text."""
    if column.type is ColumnType.DATE:
        return _DATE_TYPES[column.moments]
    return _VALUE_TYPES[column.type]


def cells_for_engine(column: Column, *, as_text: bool) -> NDArray[Any]:
    """Return the cells of a column as an engine takes them in.

    Parameters
    ----------
    column
        A column of shape (n_rows,).
    as_text
        Give the cells as they were written, where that was kept.
    """
    if as_text and column.written is not None:
        return column.written
    if column.type is ColumnType.EMPTY:
        return np.full(len(column.values), None, dtype=object)
    return column.values


def _values(type_: ValueType, array: Any) -> NDArray[Any]:  # noqa: ANN401 - masked or not
    missing = np.ma.getmaskarray(array)
    data = np.ma.getdata(array)
    if type_ is ValueType.TEXT:
        texts = np.array(data, dtype=object)
        texts[missing] = None
        return texts
    if type_ in (ValueType.DATE, ValueType.TIME, ValueType.INSTANT):
        instants = data.astype("datetime64[s]")
        instants[missing] = np.datetime64("NaT")
        return instants
    numbers = data.astype(np.float64)
    numbers[missing] = np.nan
    return numbers


def _masked(type_: ValueType, cells: tuple[object, ...]) -> Any:  # noqa: ANN401 - NumPy's masked arrays
    missing = np.array([c is None for c in cells], dtype=bool)
    if type_ is ValueType.TEXT:
        data = np.empty(len(cells), dtype=object)
        data[:] = cells
    elif type_ in (ValueType.DATE, ValueType.TIME, ValueType.INSTANT):
        data = np.array([_plain(c) for c in cells], dtype="datetime64[us]")
    else:
        data = np.array([0 if c is None else c for c in cells], dtype=np.float64)
    return np.ma.array(data, mask=missing)


def _plain(cell: Any) -> Any:  # noqa: ANN401 - a date or a time
    """Take the zone, which is UTC, off a time: NumPy knows none."""
    return cell.replace(tzinfo=None) if getattr(cell, "tzinfo", None) else cell
