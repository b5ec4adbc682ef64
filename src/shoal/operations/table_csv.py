"""A table as CSV that no spreadsheet runs."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from shoal.files import SafeCsv
from shoal.records.tables import Column, ColumnType, Table


def table_csv(table: Table) -> str:
    """Return the header and one line a row; an empty cell is missing."""
    written = SafeCsv(table.column_names)
    for row in zip(*(_cells(c) for c in table.columns), strict=True):
        written.add(row)
    return written.text()


def _cells(column: Column) -> list[Any]:
    """Return cells as they are written; days without a time of day."""
    if column.type is ColumnType.DATE:
        return _times(column.values)
    if column.type is ColumnType.NUMBER:
        return [_number(v) for v in column.values.tolist()]
    return list(column.values)


def _times(values: NDArray[Any]) -> list[str | None]:
    known = ~np.isnat(values)
    days = values.astype("datetime64[D]")
    shown = days if (values[known] == days[known]).all() else values
    text = [str(t).replace("T", " ") for t in shown]
    return [t if there else None for t, there in zip(text, known.tolist(), strict=True)]


def _number(value: float) -> float | int | None:
    if np.isnan(value):
        return None
    return int(value) if value == int(value) else value
