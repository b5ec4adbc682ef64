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


def _rows_of(column: Column, kept: Indices) -> Column:
    written = None if column.written is None else column.written[kept]
    return replace(column, values=column.values[kept], written=written)
