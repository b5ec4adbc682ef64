"""What of a snapshot is clustered, what is shown beside it, and what is left out."""

from dataclasses import replace

import numpy as np

from shoal.errors import UsageError, near_matches
from shoal.metrics.attributes import AGE
from shoal.metrics.presets.catalogue import PRESETS
from shoal.operations.snapshot_table import ID
from shoal.records.definitions import MetricDefinition
from shoal.records.meanings import Kind
from shoal.records.options import Declared, SegmentOptions, TableOptions
from shoal.records.snapshots import Snapshot
from shoal.records.tables import Column, ColumnType, Table
from shoal.records.workspace import Role, SegmentationSpec, WorkspaceSpec
from shoal.spec.conditions import readings_of
from shoal.spec.placements import read_placements

ONBOARDING = "Onboarding"
SIZES = frozenset({"weekly_active_users"})  # measures of size among the presets


def options_of(
    spec: WorkspaceSpec, segmentation: SegmentationSpec, snapshot: Snapshot, table: Table
) -> SegmentOptions:
    """Return the options of the main job: metrics to cluster on, facts to show, placements."""
    known = {d.name: d for d in snapshot.definitions}
    metrics = _metrics(segmentation, known, table)
    shown = shown_attributes(table, spec, {ID, AGE, *known})
    placements = dict(segmentation.search.placements)
    if segmentation.youngest_days and _has_young(table, segmentation.youngest_days):
        placements = {ONBOARDING: f"{AGE} < {segmentation.youngest_days}", **placements}
    return SegmentOptions(
        table=TableOptions(
            id=ID,
            metrics=metrics,
            context=shown,
            declared={
                name: Declared(unit=known[name].unit, better=known[name].better)
                for name in metrics
                if name not in PRESETS
            },
        ),
        search=replace(
            segmentation.search,
            placements=placements,
            weights={n: w for n, w in segmentation.search.weights.items() if n in metrics},
        ),
        as_of=snapshot.as_of,
        title=spec.name,
    )


def shown_attributes(table: Table, spec: WorkspaceSpec, others: set[str]) -> tuple[str, ...]:
    """Return attributes to show beside segments: each once, under its field's name, if known."""
    (accounts,) = spec.of_role(Role.ACCOUNTS)
    doubled = {column for field, column in accounts.columns.items() if field != column}
    doubled -= set(accounts.columns)
    return tuple(
        c.name
        for c in table.columns
        if c.name not in others and c.name not in doubled and not _is_missing(c)
    )


def _differs(column: Column) -> bool:
    """Whether a metric has at least two different values."""
    values = np.asarray(column.values, dtype=float)
    known = values[~np.isnan(values)]
    return bool(known.size and known.min() < known.max())


def _is_missing(column: Column) -> bool:
    """Whether a column holds nothing, as what was not known at the date does."""
    if column.type is ColumnType.TEXT:
        return all(cell is None for cell in column.values)
    kind = np.isnat if column.type is ColumnType.DATE else np.isnan
    return bool(kind(column.values).all())


def needed_columns(table: Table, options: SegmentOptions, snapshot: Snapshot) -> Table:
    """Leave out columns that are neither clustered nor shown nor asked by a placement."""
    measured = {d.name for d in snapshot.definitions} - SIZES
    rules = read_placements(options.search.placements, readings_of(table))
    asked = {name for rule in rules for name in rule.columns}
    kept = {ID, *(options.table.metrics or ()), *options.table.context, *asked, *measured}
    return replace(table, columns=tuple(c for c in table.columns if c.name in kept))


def _has_young(table: Table, days: int) -> bool:
    """Whether an account is younger than so many days."""
    return bool((table.column(AGE).values.astype(float) < days).any())


def _metrics(
    segmentation: SegmentationSpec, known: dict[str, MetricDefinition], table: Table
) -> tuple[str, ...]:
    """Return the metrics to cluster on: what customers do, and no measure of size.

    Unless they are named, those that tell no account from another are left to the audit.
    """
    if segmentation.metrics is None:
        behaviour = [n for n, d in known.items() if d.kind is Kind.BEHAVIOUR and n not in SIZES]
        return tuple(name for name in behaviour if _differs(table.column(name)))
    for name in segmentation.metrics:
        if name not in known:
            raise UsageError(
                f"{segmentation.place}: the snapshot has no metric {name}."
                f"{near_matches(name, known)}",
                suggestion="Measure again after a change of the workspace's metrics.",
            )
        if known[name].kind is not Kind.BEHAVIOUR:
            raise UsageError(
                f"{segmentation.place}: {name} is of kind {known[name].kind}; only behaviour is"
                " clustered.",
                suggestion="Take it out of the segmentation's metrics; it is shown beside them.",
            )
    return segmentation.metrics
