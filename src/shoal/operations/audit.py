"""`shoal audit`: sources judged, then the snapshot that was made of them."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from shoal.audit.examine import examine
from shoal.audit.sources.findings import source_findings, worst_first
from shoal.errors import NothingToCluster
from shoal.metrics.grains.shape import Shape
from shoal.metrics.plan import Plan
from shoal.operations.dates import today_in
from shoal.operations.features_on_offer import features_of
from shoal.operations.fit import USUAL
from shoal.operations.fit_options import needed_columns, options_of
from shoal.operations.judging import judge_sources
from shoal.operations.opening import Functions, opened
from shoal.operations.option_names import names_in
from shoal.operations.planning import chosen_metrics, stage_of
from shoal.operations.snapshot_files import read_snapshot
from shoal.operations.snapshot_findings import counts_at, findings_about
from shoal.operations.snapshot_table import snapshot_table
from shoal.records.findings import Finding, Severity
from shoal.records.judged import Audited, Judged
from shoal.records.snapshots import Snapshot
from shoal.records.workspace import Place, SegmentationSpec, WorkspaceSpec

Progress = Callable[[str, float], None]

_TOLD_OF_SOURCES = frozenset({"ids-differ-by-case"})


def audit(
    spec: WorkspaceSpec, as_of: date, *, now: datetime, functions: Functions, progress: Progress
) -> Audited:
    """Judge the sources as they are, and audit a snapshot that was measured before.

    Parameters
    ----------
    spec : WorkspaceSpec
    as_of : date
        The date of the snapshot, by which rows of the sources count as in time.
    now : datetime
        When the sources are read; aware.
    functions : mapping of str to callable
        Sources that Python gives.
    progress : callable
        Told the stage in words and the share of it that is done.

    Raises
    ------
    NotAFile, SnapshotInvalid
        If there is no snapshot of the date, or its files were changed.
    UsageError, DataError, OutsideError
        As opening the sources and the engine raise them.
    """
    snapshot = read_snapshot(spec, as_of)
    judged, about_date = _judged(spec, as_of, now=now, functions=functions, progress=progress)
    sources = source_findings(judged)
    progress("Reading the snapshot", 0.0)
    found = _untold((*about_date, *_examined(spec, snapshot)), sources)
    return Audited(judged=judged, sources=sources, snapshot=worst_first(found))


def _judged(
    spec: WorkspaceSpec, as_of: date, *, now: datetime, functions: Functions, progress: Progress
) -> tuple[Judged, tuple[Finding, ...]]:
    """Count in the sources, and tell of the date what measuring it tells."""
    progress("Opening the sources", 0.0)
    read_on = today_in(now, spec.timezone)
    with opened(spec, functions=functions) as workspace:
        stage = stage_of(spec, workspace, last=as_of, read_on=read_on)
        metrics, _ = chosen_metrics(spec, workspace)
        features = features_of(workspace.engine, stage, metrics, first=as_of)
        plan = Plan(
            stage=stage,
            metrics=(),
            shape=Shape(window_days=spec.metrics.window_days),
            crowded=features.crowded,
        )
        counts = counts_at(workspace.engine, plan, as_of)
        judged = judge_sources(
            spec, workspace, stage, accounts=counts.accounts, now=now, progress=progress
        )
        return judged, findings_about(plan, as_of, counts=counts, read_on=read_on)


def _examined(spec: WorkspaceSpec, snapshot: Snapshot) -> tuple[Finding, ...]:
    """Audit the snapshot as `shoal fit` would, also where it is too small for segments.

    Attributes that are missing for all, as those are that carry no date, are not shown there; that
    they are missing is told once, about the date.
    """
    table = snapshot_table(snapshot, spec.engine, name=spec.name)
    everybody = SegmentationSpec(name=USUAL, place=Place(file=str(spec.file), line=1))
    options = options_of(spec, everybody, snapshot, table)
    names = names_in(spec, next(iter(spec.segmentations), everybody))
    try:
        kept = needed_columns(table, options, snapshot)
        return examine(kept, options.table, names=names).findings
    except NothingToCluster as error:
        return (
            *(f for f in error.findings if isinstance(f, Finding)),
            Finding(
                code=error.code,
                severity=Severity.ERROR,
                message=error.message,
                suggestion=error.suggestion,
            ),
        )


def _untold(findings: Iterable[Finding], told: Iterable[Finding]) -> list[Finding]:
    """Keep findings that were not told of the sources, each once."""
    seen = {(f.code, f.message) for f in told}
    codes = _TOLD_OF_SOURCES & {f.code for f in told}
    found = []
    for finding in findings:
        if finding.code not in codes and (finding.code, finding.message) not in seen:
            seen.add((finding.code, finding.message))
            found.append(finding)
    return found
