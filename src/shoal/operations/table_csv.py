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
        text = _times(column.values)
        return [None if t == "NaT" else t for t in text]
    if column.type is ColumnType.NUMBER:
        return [_number(v) for v in column.values.tolist()]
    return list(column.values)


def _times(values: NDArray[Any]) -> list[str]:
    days = values.astype("datetime64[D]")
    known = ~np.isnat(values)
    if (values[known] == days[known]).all():
        return [str(t) for t in days]
    return [str(t).replace("T", " ") for t in values]


def _number(value: float) -> float | int | None:
    if np.isnan(value):
        return None
    return int(value) if value == int(value) else value
