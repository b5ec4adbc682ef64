"""`shoal measure --explain`: what a metric means, and its SQL."""

from datetime import date, datetime

from shoal.errors import UsageError, near_matches
from shoal.metrics.narrowing import columns_read, narrowed, spoken
from shoal.metrics.plan import snapshot_query
from shoal.metrics.presets.catalogue import PRESETS
from shoal.operations.dates import today_in
from shoal.operations.opening import Functions, opened
from shoal.operations.planning import chosen_metrics, plan_of
from shoal.records.snapshots import Feed, MetricExplained
from shoal.records.workspace import WorkspaceSpec
from shoal.wording import join_words


def explain_metric(
    spec: WorkspaceSpec, name: str, as_of: date, *, now: datetime, functions: Functions
) -> MetricExplained:
    """Return the meaning of a metric, what feeds it, and the query that measures it alone.

    Raises
    ------
    UsageError
        If there is no such metric, or the sources do not allow it.
    """
    with opened(spec, functions=functions) as workspace:
        metrics, unavailable = chosen_metrics(spec, workspace)
        known = {m.name: m for m in metrics}
        lacking = {u.metric: u.needs for u in unavailable}
        if name in lacking:
            raise UsageError(
                f"{name} cannot be measured here; it needs {join_words(lacking[name])}.",
                suggestion=PRESETS[name].summary,
            )
        if name not in known:
            raise UsageError(
                f"There is no metric {name}.{near_matches(name, known)}",
                suggestion=f"There are: {', '.join(known)}.",
            )
        read_on = today_in(now, spec.timezone)
        plan = plan_of(spec, workspace, (known[name],), last=as_of, read_on=read_on)
        query = narrowed(snapshot_query(plan, as_of))
        sources = {s.table: s for s in workspace.sources}
        sql = workspace.engine.text(spoken(query, {t: s.name for t, s in sources.items()}))
    own = {metric.name: metric.window_days for metric in spec.metrics.own}.get(name)
    return MetricExplained(
        definition=known[name],
        as_of=as_of,
        dialect=spec.engine.kind.value,
        sql=sql,
        window_days=own or spec.metrics.window_days,
        own_window=own is not None,
        feeds=tuple(
            Feed(source=sources[t].name, role=sources[t].spec.role, columns=columns)
            for t, columns in columns_read(query, sources).items()
        ),
        values=query.parameters,
    )
