"""Columns of raw cells as spreadsheets leave them: empty rows at the end, empty columns."""

from collections.abc import Sequence
from typing import Any

from shoal.records.findings import Finding, Severity


def is_blank(cell: object) -> bool:
    """Tell whether nothing stands in a cell.

    >>> [is_blank(c) for c in (None, " ", 0, "x")]
    [True, True, False, False]
    """
    return cell is None or (isinstance(cell, str) and not cell.strip())


def drop_empty_rows(columns: Sequence[list[Any]]) -> int:
    """Cut rows without any cell off the end of all columns; return how many."""
    n_rows = len(columns[0]) if columns else 0
    kept = n_rows
    while kept and all(is_blank(column[kept - 1]) for column in columns):
        kept -= 1
    for column in columns:
        del column[kept:]
    return n_rows - kept


def named_or_filled(header: Sequence[str], columns: Sequence[Sequence[object]]) -> list[int]:
    """Return the positions of columns that have a name or at least one cell."""
    return [
        position
        for position, (name, column) in enumerate(zip(header, columns, strict=True))
        if name.strip() or not all(map(is_blank, column))
    ]


def empty_rows_finding(count: int) -> tuple[Finding, ...]:
    """Tell that empty rows at the end were left out."""
    if not count:
        return ()
    return (
        Finding(
            code="empty-rows-at-end",
            severity=Severity.NOTE,
            message=f"{count} row(s) at the end of the table have no cell; they were left out.",
            evidence={"count": count},
        ),
    )
