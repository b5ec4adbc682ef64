"""`shoal measure`: snapshots of all metrics, as of any dates."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime

from shoal.engines.engine import Engine
from shoal.files import only_writer
from shoal.metrics.attributes import attributes_query
from shoal.metrics.held import Held
from shoal.metrics.plan import Plan, snapshot_query, staged_query
from shoal.metrics.relations import staged_name
from shoal.metrics.sharing import PEOPLE, form_for, people_query, sample_query, shared_query
from shoal.metrics.stage import Stage
from shoal.operations.dates import today_in
from shoal.operations.opening import Functions, Opened, opened
from shoal.operations.planning import chosen_metrics, plan_at, plan_of
from shoal.operations.snapshot_files import (
    attributes_path,
    metrics_path,
    put_in_place,
    ready_path,
)
from shoal.operations.snapshot_findings import Counts, counts_at, findings_about
from shoal.records.snapshots import Measured, Snapshot
from shoal.records.workspace import EngineKind, Role, WorkspaceSpec

Progress = Callable[[str, float], None]

# What holds for one date only, or is small, is read again for each.
_BY_DATE = frozenset({Role.ACCOUNTS, Role.SUBSCRIPTIONS, Role.CONTACTS})


def measure(
    spec: WorkspaceSpec,
    dates: tuple[date, ...],
    *,
    now: datetime,
    functions: Functions,
    dry_run: bool = False,
    progress: Progress,
) -> Measured:
    """Measure all metrics as of each date and write a snapshot of each.

    Parameters
    ----------
    spec : WorkspaceSpec
    dates : tuple of date
        In order. Several share one reading of the sources.
    now : datetime
        When the sources are read.
    functions : mapping of str to callable
        Sources that Python gives.
    dry_run : bool, default False
        Count the accounts of each date and write nothing; hashes are empty then.
    progress : callable
        Told the stage in words and the share of it that is done.

    Raises
    ------
    NothingToMeasure
        If no account counts at a date; snapshots of dates before it are there.
    UsageError, DataError, OutsideError
        As opening, planning and the engine raise them.
    """
    progress("Opening the sources", 0.0)
    read_on = today_in(now, spec.timezone)
    with opened(spec, functions=functions) as workspace:
        metrics, unavailable = chosen_metrics(spec, workspace)
        plan = plan_of(spec, workspace, metrics, first=dates[0], last=dates[-1], read_on=read_on)
        shared = len(dates) > 1 and not dry_run
        held = _hold(spec, workspace, plan, progress) if shared else {}
        snapshots: list[Snapshot] = []
        findings = [*workspace.noticed]
        for k, as_of in enumerate(dates):
            progress(f"Measuring {as_of}", k / len(dates))
            dated = plan_at(plan, workspace, as_of, read_on=read_on)
            counts = counts_at(workspace.engine, dated, as_of)
            snapshot = _snapshot(spec, dated, as_of, counts)
            if not dry_run:
                with _without_collecting():
                    snapshot = _written(spec, workspace, dated, snapshot, held)
            snapshots.append(snapshot)
            findings += findings_about(dated, as_of, counts=counts, read_on=read_on)
    return Measured(snapshots=tuple(snapshots), unavailable=unavailable, findings=tuple(findings))


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Keep Python from looking for garbage among the nodes of a query while it is built.

    There are thousands of them, all in use; to look through them again and again takes a third of
    all planning. Between dates what was built is let go.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _hold(
    spec: WorkspaceSpec, workspace: Opened, plan: Plan, progress: Progress
) -> dict[Role, Held]:
    """Read every log once, as far as the last date, for all dates together."""
    held = {}
    roles = {source.spec.role for source in workspace.sources} - _BY_DATE
    for role in sorted(roles):
        progress(f"Reading {role.value}", 0.0)
        query, form = staged_query(plan.stage, role), Held.ROWS
        # Spark would number its users on one worker.
        if role is Role.EVENTS and spec.engine.kind is not EngineKind.SPARK:
            form = _form(workspace.engine, plan.stage)
        if form is not Held.ROWS:
            query = shared_query(plan.stage, form)
        if query is not None:
            workspace.engine.keep(staged_name(role), query)
            held[role] = form
    return held


def _form(engine: Engine, stage: Stage) -> Held:
    """Give users numbers, if the log can be held with them, and look at what some of them do."""
    people = people_query(stage)
    if people is None:
        return Held.ROWS
    engine.keep(PEOPLE, people)
    row = engine.rows(sample_query(stage))
    events, days = (float(row.column(name).values[0] or 0) for name in ("events", "days"))
    return form_for(events=events, days=days)


def _snapshot(spec: WorkspaceSpec, plan: Plan, as_of: date, counts: Counts) -> Snapshot:
    """Return what is to be written."""
    return Snapshot(
        as_of=as_of,
        metrics=metrics_path(spec, as_of),
        attributes=attributes_path(spec, as_of),
        n_accounts=counts.accounts,
        window_days=spec.metrics.window_days,
        definitions=plan.metrics,
        metrics_hash="",
        attributes_hash="",
    )


def _written(
    spec: WorkspaceSpec, workspace: Opened, plan: Plan, snapshot: Snapshot, held: dict[Role, Held]
) -> Snapshot:
    """Make the files of one date ready, then put them in place."""
    metrics, attributes = ready_path(snapshot.metrics), ready_path(snapshot.attributes)
    with only_writer(metrics), only_writer(attributes):
        workspace.engine.write(attributes_query(plan.stage, snapshot.as_of), attributes)
        log = held.get(Role.EVENTS, Held.ROWS)
        query = snapshot_query(plan, snapshot.as_of, held=frozenset(held), log=log)
        workspace.engine.write(query, metrics)
        return put_in_place(spec, snapshot)
