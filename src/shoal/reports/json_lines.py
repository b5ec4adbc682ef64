"""A table as JSON lines: one object a row, null where a cell is missing."""

import json

import numpy as np

from shoal.records.tables import Column, ColumnType, Table


def json_lines(table: Table) -> str:
    """Return one JSON object a row; times are ISO text, whole numbers have no decimal point."""
    cells = [_cells(column) for column in table.columns]
    rows = zip(*cells, strict=True)
    return "".join(
        json.dumps(dict(zip(table.column_names, row, strict=True)), ensure_ascii=False) + "\n"
        for row in rows
    )


def _cells(column: Column) -> list[object]:
    if column.type is ColumnType.DATE:
        return [None if np.isnat(v) else str(v) for v in column.values]
    if column.type is ColumnType.TEXT:
        return list(column.values)
    return [_number(v) for v in column.values.tolist()]


def _number(value: float) -> float | int | None:
    if np.isnan(value):
        return None
    return int(value) if value == int(value) else value
