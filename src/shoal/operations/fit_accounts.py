"""Which accounts of a snapshot a segmentation is of."""

from dataclasses import replace

import numpy as np

from shoal.audit.conditions import holds
from shoal.errors import NothingToCluster
from shoal.records.arrays import Indices
from shoal.records.findings import Finding, Severity
from shoal.records.tables import Column, Table
from shoal.records.workspace import SegmentationSpec
from shoal.spec.conditions import read_condition, readings_of

LAST_ACTIVITY = "days_since_last_activity"
QUIET_DAYS = 4  # a long weekend is three


def accounts_of(segmentation: SegmentationSpec, table: Table) -> tuple[Table, tuple[Finding, ...]]:
    """Keep the accounts that the segmentation is of; one that cannot be told stays in."""
    if segmentation.accounts is None:
        return table, ()
    what = f"{segmentation.place}: segmentations.{segmentation.name}.accounts"
    held = holds(read_condition(segmentation.accounts, readings_of(table), what=what), table)
    kept = np.flatnonzero(held.true | held.unknown)
    if not len(kept):
        raise NothingToCluster(
            f"{what} holds for no account.", suggestion="Change the condition, or leave it out."
        )
    findings: tuple[Finding, ...] = ()
    if unknown := int(held.unknown.sum()):
        findings = (
            Finding(
                code="condition-unknown",
                severity=Severity.WARNING,
                message=f"For {unknown} of {table.n_rows} accounts it cannot be told whether"
                f" {segmentation.accounts}; they stay in.",
                evidence={"accounts": unknown},
            ),
        )
    columns = tuple(_rows_of(column, kept) for column in table.columns)
    return replace(table, n_rows=len(kept), columns=columns), findings


def silence_of(table: Table) -> tuple[Finding, ...]:
    """Warn where nobody at all was active lately: then the log ends early, not the customers."""
    if LAST_ACTIVITY not in table.column_names:
        return ()
    days = np.asarray(table.column(LAST_ACTIVITY).values, dtype=float)
    least = np.nanmin(days) if not np.isnan(days).all() else 0.0
    if least < QUIET_DAYS:
        return ()
    return (
        Finding(
            code="nobody-active-lately",
            severity=Severity.WARNING,
            column=LAST_ACTIVITY,
            message=f"Nobody was active in the last {least:.0f} days before the date: the log ends"
            " early, and everybody looks silent.",
            evidence={"days": int(least)},
            suggestion="Fit a date that the log reaches; shoal audit says where each source ends.",
        ),
    )


def _rows_of(column: Column, kept: Indices) -> Column:
    written = None if column.written is None else column.written[kept]
    return replace(column, values=column.values[kept], written=written)
