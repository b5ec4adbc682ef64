"""Which features there are: those that sources list, and what the sources without a list show."""

from typing import Final

from sqlglot import exp

from shoal.metrics.stage import Stage
from shoal.metrics.staging import kept
from shoal.metrics.trees import column, named, tree, union
from shoal.records.opened import OpenedSource
from shoal.records.queries import Query, QueryColumn, ValueType
from shoal.records.workspace import Role

MOST_FEATURES: Final = 500
"""So many values may a column of features have that no list tells.

Products have tens of features, large ones a few hundred; a column with more holds addresses, ids or
titles. Each sixty take one more number a user and period, so that a limit keeps the pass over the
log as quick as it is.
"""


def unlisted_query(stage: Stage) -> Query | None:
    """Return the query of features that rows name in sources without a list.

    Returns
    -------
    Query or None
        `feature`, each once, at most one more than `MOST_FEATURES`; None where every source has a
        list.
    """
    sources = unlisted_sources(stage)
    if not sources:
        return None
    seen = union([_seen(stage, source) for source in sources])
    select = exp.select(column("feature")).distinct().from_(seen.subquery("seen"))
    select = select.where(tree("feature is not null")).limit(MOST_FEATURES + 1)
    return _query(stage, select, {"feature": ValueType.TEXT})


def first_days_query(stage: Stage) -> Query:
    """Return the query of `feature` and `day`, the day on which it is first named by the last date.

    The earliest come first, at most one more than `MOST_FEATURES`; sources have no list.
    """
    seen = union([_dated(stage, source) for source in unlisted_sources(stage)])
    firsts = exp.select(column("feature"), named(tree("min(day)"), "day"))
    firsts = firsts.from_(seen.subquery("seen")).group_by(column("feature"))
    select = exp.select(column("feature"), column("day")).from_(firsts.subquery("firsts"))
    select = select.order_by(column("day"), column("feature")).limit(MOST_FEATURES + 1)
    return _query(stage, select, {"feature": ValueType.TEXT, "day": ValueType.DATE})


def n_values_query(stage: Stage, source: OpenedSource) -> Query:
    """Return the query of one number, `n`: values of a source's features by the last date."""
    seen = _dated(stage, source).subquery("seen")
    select = exp.select(named(tree("count(distinct feature)"), "n")).from_(seen)
    return _query(stage, select, {"n": ValueType.WHOLE})


def unlisted_sources(stage: Stage) -> list[OpenedSource]:
    """Return the sources of events that have features and no list of them."""
    sources = [s for s in stage.of_role(Role.EVENTS) if "feature" in s.fields]
    return [s for s in sources if not s.spec.values.get("features")]


def _seen(stage: Stage, source: OpenedSource) -> exp.Select:
    fields = stage.fields(source)
    feature = named(fields.text("feature"), "feature")
    return exp.select(feature).distinct().from_(fields.rows())


def _dated(stage: Stage, source: OpenedSource) -> exp.Select:
    """Return feature and day of the rows by the last date."""
    fields = stage.fields(source)
    feature, day = fields.text("feature"), fields.day("at")
    by_the_end = exp.LTE(this=day.copy(), expression=tree(f"date '{stage.last}'"))
    is_there = exp.Not(this=exp.Is(this=feature.copy(), expression=exp.null()))
    select = exp.select(named(feature, "feature"), named(day, "day")).from_(fields.rows())
    select = select.where(by_the_end, is_there)
    if source.only is None:
        return select
    return select.where(kept(fields.holds(source.only), Role.EVENTS))


def _query(stage: Stage, select: exp.Select, types: dict[str, ValueType]) -> Query:
    columns = tuple(QueryColumn(name=name, type=kind) for name, kind in types.items())
    return Query(tree=select, columns=columns, parameters=dict(stage.bindings.values))
