"""Columns of values whose type needs no guessing: numbers, yes or no, instants."""

import numpy as np
from numpy.typing import NDArray

from shoal.records.findings import Finding, Severity
from shoal.records.tables import Column, ColumnType
from shoal.sources.drafts import Draft

# Whole numbers beyond this are not exact as float64.
EXACT_BELOW = 2.0**53


def number_draft(
    name: str, values: NDArray[np.float64], *, written: NDArray[np.object_] | None = None
) -> Draft:
    """Make a number column; infinities become missing and are reported."""
    findings: tuple[Finding, ...] = ()
    infinite = np.isinf(values)
    if infinite.any():
        values = np.where(infinite, np.nan, values)
        findings = (infinite_finding(name, int(infinite.sum())),)
    if np.isnan(values).all():
        return Draft(name=name, column=empty_column(name, values.size), findings=findings)
    column = Column(name=name, type=ColumnType.NUMBER, values=values, written=written)
    return Draft(name=name, column=column, findings=findings)


def boolean_draft(name: str, values: NDArray[np.float64]) -> Draft:
    """Make a yes-or-no column from 0, 1 and NaN."""
    if np.isnan(values).all():
        return Draft(name=name, column=empty_column(name, values.size))
    return Draft(name=name, column=Column(name=name, type=ColumnType.BOOLEAN, values=values))


def date_draft(name: str, values: NDArray[np.datetime64]) -> Draft:
    """Make a column of instants, UTC without a zone, shortened to whole seconds."""
    if np.isnat(values).all():
        return Draft(name=name, column=empty_column(name, values.size))
    seconds = values.astype("datetime64[s]")
    return Draft(name=name, column=Column(name=name, type=ColumnType.DATE, values=seconds))


def duration_draft(name: str, values: NDArray[np.timedelta64]) -> Draft:
    """Make a number column in days from lengths of time."""
    days = values / np.timedelta64(1, "D")
    draft = number_draft(name, np.asarray(days, dtype=np.float64))
    note = Finding(
        code="duration-in-days",
        severity=Severity.NOTE,
        column=name,
        message=f'Column "{name}" holds lengths of time; they were read as days.',
    )
    return Draft(name=name, column=draft.column, findings=(*draft.findings, note))


def empty_column(name: str, n_rows: int) -> Column:
    """Make a column without any answer."""
    return Column(name=name, type=ColumnType.EMPTY, values=np.full(n_rows, np.nan))


def infinite_finding(name: str, count: int) -> Finding:
    """Tell that infinite values were set missing."""
    return Finding(
        code="infinite-values",
        severity=Severity.WARNING,
        column=name,
        message=f'Column "{name}" has {count} infinite value(s); they were read as missing.',
        evidence={"count": count},
        suggestion="An infinity is most often a division by zero; leave the cell empty instead.",
    )
