"""What `shoal measure` says: lines for a terminal, an object for programs."""

from collections.abc import Iterator
from datetime import date

from shoal.records.definitions import MetricDefinition
from shoal.records.meanings import Better, Kind
from shoal.records.snapshots import Measured, MetricExplained, Snapshot, Unavailable
from shoal.records.workspace import WhenNothing
from shoal.reports.answer import Json, finding_answer
from shoal.wording import format_count, join_words

_WIDTH = 100
_KINDS = {
    Kind.BEHAVIOUR: "behaviour: it is clustered",
    Kind.OUTCOME: "outcome: shown beside segments, never clustered",
    Kind.FACT: "fact: shown beside segments, never clustered",
    Kind.TOUCH: "touch, what the team did: never clustered",
}
_MISSING = {
    WhenNothing.ZERO: "zero without any row, because nothing happened",
    WhenNothing.UNKNOWN: "without any row unknown, because nobody answered",
    WhenNothing.UNDEFINED: "without any row undefined, because there was nothing to measure",
}
_BETTER = {Better.MORE: "more", Better.LESS: "less", Better.NEITHER: "neither"}


def measured_answer(measured: Measured) -> Json:
    """Return what a program reads of a run of `shoal measure`."""
    return {
        "snapshots": [_snapshot(s) for s in measured.snapshots],
        "unavailable": [_unavailable(u) for u in measured.unavailable],
        "findings": [finding_answer(f) for f in measured.findings],
    }


def measured_lines(measured: Measured) -> Iterator[str]:
    """Yield what a person reads of a run of `shoal measure`."""
    for snapshot in measured.snapshots:
        yield (
            f"{snapshot.as_of}: {format_count(len(snapshot.definitions))} metrics of"
            f" {format_count(snapshot.n_accounts)} accounts,"
            f" {'in' if snapshot.metrics_hash else 'to go into'} {snapshot.metrics}"
        )
    if measured.unavailable:
        yield ""
        yield "Not measured, for want of data:"
    for one in measured.unavailable:
        yield f"  {one.metric}: needs {join_words(one.needs)}"


def explained_answer(explained: MetricExplained) -> Json:
    """Return what a program reads of `shoal measure --explain`."""
    return {
        **_definition(explained.definition),
        "as_of": explained.as_of.isoformat(),
        "window_days": explained.window_days,
        "sources": [
            {"source": f.source, "role": f.role.value, "columns": list(f.columns)}
            for f in explained.feeds
        ],
        "dialect": explained.dialect,
        "sql": explained.sql,
        "values": {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in explained.values.items()
        },
    }


def explained_lines(explained: MetricExplained) -> Iterator[str]:
    """Yield what a person reads of `shoal measure --explain`."""
    found = explained.definition
    whose = "the metric's own" if explained.own_window else "unless the meaning names another"
    yield found.name
    yield ""
    yield found.meaning
    yield ""
    yield f"unit      {found.unit or 'none'}; {_goodness(found)}"
    yield f"kind      {_KINDS[found.kind]}"
    yield f"date      {explained.as_of}; nothing later is read"
    yield f"window    {explained.window_days} days that end with it, {whose}"
    yield f"missing   {_MISSING[found.missing]}"
    for k, feed in enumerate(explained.feeds):
        head = "" if k else "reads"
        yield f"{head:<10}{feed.source} ({feed.role.value}): {', '.join(feed.columns)}"
    yield ""
    yield f"In SQL ({explained.dialect}):"
    yield ""
    yield explained.sql
    yield from _bound(explained)


def _bound(explained: MetricExplained) -> Iterator[str]:
    """List the values that stand in the query by name, several a line."""
    if not explained.values:
        return
    mark = "$" if "$p1" in explained.sql else ":"
    told = [f"{mark}{n} = {_quoted(v)}" for n, v in explained.values.items()]
    line = ""
    yield ""
    for one in told:
        if line and len(line) + 2 + len(one) > _WIDTH:
            yield f"{line},"
            line = one
        else:
            line = f"{line}, {one}" if line else one
    yield line


def _quoted(value: str | float | date) -> str:
    if isinstance(value, int | float):
        return str(value)
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in str(value))
    return "'{}'".format(shown.replace("'", "''"))


def _goodness(found: MetricDefinition) -> str:
    word = _BETTER[found.better]
    return "neither more nor less is better" if word == "neither" else f"{word} is better"


def _snapshot(snapshot: Snapshot) -> Json:
    return {
        "as_of": snapshot.as_of.isoformat(),
        "accounts": snapshot.n_accounts,
        "path": str(snapshot.metrics),
        "sha256": snapshot.metrics_hash or None,
        "metrics": [_definition(d) for d in snapshot.definitions],
    }


def _definition(found: MetricDefinition) -> Json:
    return {
        "metric": found.name,
        "unit": found.unit,
        "better": _BETTER[found.better],
        "kind": found.kind.value,
        "missing": found.missing.value,
        "meaning": found.meaning,
    }


def _unavailable(one: Unavailable) -> Json:
    return {"metric": one.metric, "needs": list(one.needs)}
