"""The part of the file that says what is measured."""

from shoal.errors import near_matches
from shoal.records.meanings import Better, Kind
from shoal.records.workspace import Aggregation, MetricsSpec, OwnMetric, Per, WhenNothing
from shoal.spec.groups import Given
from shoal.spec.notes import Notes
from shoal.spec.source_reading import check_condition

WITHOUT_COLUMN = frozenset(
    {Aggregation.COUNT, Aggregation.SHARE, Aggregation.DAYS_SINCE, Aggregation.TIME_TO_FIRST}
)
_RESERVED = ("account_id", "as_of")
_COUNTING = frozenset({Aggregation.COUNT, Aggregation.SUM, Aggregation.DISTINCT})


def read_metrics(given: Given, sources: Given, notes: Notes) -> MetricsSpec:
    """Return what is measured; metrics of the user's own that are at fault are left out."""
    usual = MetricsSpec()
    own = given.part("own")
    found = [
        _own_metric(own.part(name), own, sources, notes, name=name)
        for name in own.values
        if name in own
    ]
    presets, without = _presets(given)
    if presets == () and not own.values and not notes.has_error:
        notes.note(
            given.where("presets"),
            "metrics leaves all presets out, and there is no metric of its own: nothing would be"
            " measured.",
            code="missing-key",
            suggestion="Write presets: standard, or a metric below own.",
        )
    return MetricsSpec(
        window_days=given.whole("window_days") or usual.window_days,
        presets=presets,
        without=without,
        own=tuple(metric for metric in found if metric is not None),
    )


def _presets(given: Given) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
    """Return the names of presets, None for all of them, and those that are left out."""
    if given.text("presets") == "standard" or "presets" not in given:
        return None, ()
    if isinstance(given.values["presets"], tuple):
        return given.texts("presets"), ()
    part = given.part("presets")
    wanted = None if part.flag("standard") or "standard" not in part else ()
    return wanted, part.texts("without")


def _own_metric(
    given: Given, own: Given, sources: Given, notes: Notes, *, name: str
) -> OwnMetric | None:
    what, source = f"metrics.own.{name}", given.text("source")
    if name in _RESERVED:
        notes.note(
            own.where(name),
            f"A metric cannot be called {name}: a snapshot has that column itself.",
            code="wrong-value",
        )
    if source is not None and source not in sources.values:
        notes.note(
            given.where("source"),
            f"{what}.source is {source}; there is no such source."
            f"{near_matches(source, sources.values)}",
            code="unknown-name",
            suggestion=f"Sources are {', '.join(sources.values)}.",
        )
    if source is None or "aggregate" not in given:
        return None
    metric = _metric(given, name=name, source=source)
    _check(metric, given, notes, what=what)
    return metric


def _metric(given: Given, *, name: str, source: str) -> OwnMetric:
    better, per = given.text("better"), given.text("per")
    aggregate = Aggregation(given.text("aggregate") or "")
    return OwnMetric(
        name=name,
        source=source,
        aggregate=aggregate,
        place=given.place,
        column=given.text("column"),
        where=given.text("where"),
        per=Per(per) if per else None,
        window_days=given.whole("window_days"),
        trend=given.flag("trend"),
        better=Better[better.upper()] if better else Better.NEITHER,
        kind=Kind(given.text("kind") or Kind.BEHAVIOUR),
        unit=given.text("unit") or "",
        missing=WhenNothing(given.text("missing") or _usual_missing(aggregate)),
    )


def _usual_missing(aggregate: Aggregation) -> WhenNothing:
    """Return what a metric is without any row: what counts is zero, what describes is undefined."""
    return WhenNothing.ZERO if aggregate in _COUNTING else WhenNothing.UNDEFINED


def _check(metric: OwnMetric, given: Given, notes: Notes, *, what: str) -> None:
    aggregate = metric.aggregate
    if aggregate in WITHOUT_COLUMN and metric.column is not None:
        notes.note(
            given.where("column"),
            f"{what} has a column, and {aggregate} takes none.",
            code="conflicting-keys",
            suggestion="Take the column away, or say in where which rows count.",
        )
    if aggregate not in WITHOUT_COLUMN and metric.column is None:
        notes.note(
            given.where("aggregate"),
            f"{what} has no column to take {_said(aggregate)} of.",
            code="missing-key",
            suggestion="Write column: and a field of the source's role, or a column of its table.",
        )
    if aggregate is Aggregation.SHARE and metric.where is None:
        notes.note(
            given.where("aggregate"),
            f"{what} has no where: share is the part of the rows for which it holds.",
            code="missing-key",
        )
    if metric.where is not None:
        check_condition(metric.where, given, "where", notes, what=f"{what}.where")


def _said(aggregate: Aggregation) -> str:
    if aggregate is Aggregation.DISTINCT:
        return "distinct values"
    return f"the {aggregate}"
