"""Small pieces that the queries of this folder are put together from."""

from collections.abc import Mapping

from sqlglot import exp

from shoal.metrics.judging.rows import Judging
from shoal.records.opened import OpenedSource
from shoal.records.queries import Query, QueryColumn, ValueType


def owner_of(judging: Judging, source: OpenedSource) -> OpenedSource | None:
    """Return the source through which rows find their account, None if they name it."""
    via = source.spec.via
    if via is None:
        return None
    return next(s for s in judging.stage.sources if s.name == via.source)


def with_relations(select: exp.Select, made: Mapping[str, exp.Expr | None]) -> exp.Select:
    """Return a SELECT that may read relations by name."""
    for name, cte in made.items():
        if cte is not None:
            select = select.with_(exp.to_identifier(name, quoted=True), as_=cte)
    return select


def query_of(judging: Judging, select: exp.Select, types: Mapping[str, ValueType]) -> Query:
    """Return a query with its columns and the values that its conditions are bound to."""
    columns = tuple(QueryColumn(name=name, type=kind) for name, kind in types.items())
    return Query(tree=select, columns=columns, parameters=dict(judging.stage.bindings.values))
