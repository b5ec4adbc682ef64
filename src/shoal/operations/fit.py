"""`shoal fit`: a snapshot segmented as a segmentation of the workspace says."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from shoal.audit.conditions import holds
from shoal.errors import NothingToCluster, UsageError, near_matches
from shoal.files import only_writer, write_folder
from shoal.operations.outputs import FILE_NAMES, study_files
from shoal.operations.segment import segment_table
from shoal.operations.segment_file import Written
from shoal.operations.snapshot_files import read_snapshot
from shoal.operations.snapshot_table import ID, snapshot_table
from shoal.records.arrays import Indices
from shoal.records.definitions import MetricDefinition
from shoal.records.findings import Finding, Severity
from shoal.records.meanings import Kind
from shoal.records.options import SegmentOptions, TableOptions
from shoal.records.snapshots import Snapshot
from shoal.records.tables import Column, Table
from shoal.records.workspace import SegmentationSpec, WorkspaceSpec
from shoal.spec.conditions import read_condition, readings_of

Progress = Callable[[str, float], None]

ONBOARDING = "Onboarding"
SIZES = frozenset({"weekly_active_users"})  # measures of size among the presets


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """One segmentation of one snapshot: the study, its four files, and what was noticed before."""

    segmentation: str
    written: Written
    findings: tuple[Finding, ...]


def fit(spec: WorkspaceSpec, name: str | None, as_of: date, *, progress: Progress) -> Fitted:
    """Segment a snapshot and write the four files of `shoal segment`.

    Parameters
    ----------
    spec : WorkspaceSpec
    name : str or None
        Which segmentation; None where the workspace has one.
    as_of : date
        Of a snapshot that was measured before.
    progress : callable
        Told the stage in words and the share of it that is done.

    Returns
    -------
    Fitted
        The files are in `.shoal/fits/<segmentation>/<as-of>/`.

    Raises
    ------
    UsageError
        If there is no such segmentation, or it names what the snapshot does not have.
    NotAFile, SnapshotInvalid
        If there is no snapshot of the date, or its files were changed.
    DataError
        As segmenting raises it.
    """
    segmentation = _segmentation(spec, name)
    snapshot = read_snapshot(spec, as_of)
    progress("Reading the snapshot", 0.0)
    whole = snapshot_table(snapshot, spec.engine, name=spec.name)
    table, findings = _of_segmentation(whole, segmentation)
    options = _options(spec, segmentation, snapshot, table)
    out = spec.storage / "fits" / segmentation.name / as_of.isoformat()
    with only_writer(out):
        study, model = segment_table(table, options, progress=progress)
        study = replace(study, findings=(*findings, *study.findings))
        progress("Writing the report", 0.0)
        write_folder(out, study_files(study, model))
    files = {file.split(".", maxsplit=1)[0]: str(out / file) for file in FILE_NAMES}
    written = Written(study=study, files=files)
    return Fitted(segmentation=segmentation.name, written=written, findings=findings)


def _segmentation(spec: WorkspaceSpec, name: str | None) -> SegmentationSpec:
    known = {s.name: s for s in spec.segmentations}
    if name is None and len(known) == 1:
        return next(iter(known.values()))
    if name in known:
        return known[name]
    asked = "is to be named" if name is None else f"{name} is not in the workspace"
    raise UsageError(
        f"The segmentation {asked}.{near_matches(name or '', known)}",
        suggestion=f"There are: {', '.join(known)}." if known else "Add one to segmentations.",
    )


def _of_segmentation(
    table: Table, segmentation: SegmentationSpec
) -> tuple[Table, tuple[Finding, ...]]:
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


def _options(
    spec: WorkspaceSpec, segmentation: SegmentationSpec, snapshot: Snapshot, table: Table
) -> SegmentOptions:
    known = {d.name: d for d in snapshot.definitions}
    metrics = _metrics(segmentation, known)
    context = [n for n in table.column_names if n != ID and n not in known]
    placements = dict(segmentation.search.placements)
    if segmentation.youngest_days and not table_is_old(table, segmentation.youngest_days):
        placements = {ONBOARDING: f"age_days < {segmentation.youngest_days}", **placements}
    return SegmentOptions(
        table=TableOptions(
            id=ID,
            metrics=metrics,
            context=tuple(n for n in context if n != "age_days"),
        ),
        search=replace(
            segmentation.search,
            placements=placements,
            weights=dict(segmentation.search.weights),
        ),
        as_of=snapshot.as_of,
        title=spec.name,
    )


def table_is_old(table: Table, days: int) -> bool:
    """Whether no account is younger than so many days."""
    age = table.column("age_days").values.astype(float)
    return not bool((age < days).any())


def _metrics(segmentation: SegmentationSpec, known: dict[str, MetricDefinition]) -> tuple[str, ...]:
    """Return the metrics to cluster on: what customers do, and no measure of size."""
    if segmentation.metrics is None:
        return tuple(
            name for name, d in known.items() if d.kind is Kind.BEHAVIOUR and name not in SIZES
        )
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
