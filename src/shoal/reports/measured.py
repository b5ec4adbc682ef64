"""What `shoal measure` says: lines for a terminal, an object for programs."""

from collections.abc import Iterator

from shoal.records.definitions import MetricDefinition
from shoal.records.meanings import Better
from shoal.records.snapshots import Measured, MetricExplained, Snapshot, Unavailable
from shoal.reports.answer import Json, finding_answer
from shoal.wording import format_count, join_words

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
        "dialect": explained.dialect,
        "sql": explained.sql,
    }


def explained_lines(explained: MetricExplained) -> Iterator[str]:
    """Yield what a person reads of `shoal measure --explain`."""
    found = explained.definition
    yield f"{found.name} ({found.unit or 'no unit'}; {_goodness(found)}; {found.kind.value})"
    yield ""
    yield found.meaning
    yield ""
    yield f"-- {explained.dialect}, as of {explained.as_of}"
    yield explained.sql


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
