"""Which features there are: those that sources declare, else those that were ever used."""

from sqlglot import exp

from shoal.metrics.stage import Stage
from shoal.metrics.trees import named, union
from shoal.records.opened import OpenedSource
from shoal.records.queries import Query, QueryColumn, ValueType
from shoal.records.workspace import Role


def feature_names(stage: Stage) -> tuple[str, ...]:
    """Return the features that sources declare to be on offer, by name."""
    return tuple(sorted({name for s in _sources(stage) for name in _declared(s)}))


def features_query(stage: Stage) -> Query | None:
    """Return the query of features that rows name; None where every source declares its own."""
    sources = [s for s in _sources(stage) if not _declared(s)]
    if not sources:
        return None
    seen = union([_seen(stage, source) for source in sources])
    select = exp.select(exp.column("feature", quoted=True)).distinct().from_(seen.subquery("seen"))
    return Query(
        tree=select.where(exp.column("feature", quoted=True).is_(exp.null()).not_()),
        columns=(QueryColumn(name="feature", type=ValueType.TEXT),),
        parameters=dict(stage.bindings.values),
    )


def _sources(stage: Stage) -> list[OpenedSource]:
    return [s for s in stage.of_role(Role.EVENTS) if "feature" in s.fields]


def _declared(source: OpenedSource) -> tuple[str, ...]:
    return tuple(source.spec.values.get("features", ()))


def _seen(stage: Stage, source: OpenedSource) -> exp.Select:
    fields = stage.fields(source)
    feature = named(fields.text("feature"), "feature")
    return exp.select(feature).distinct().from_(fields.rows())
