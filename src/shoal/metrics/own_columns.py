"""What own metrics read of the rows of their source."""

from collections.abc import Mapping

from sqlglot import exp

from shoal.errors import UnknownColumn, UsageError, near_matches
from shoal.metrics.counted import counted_columns
from shoal.metrics.fields import Fields
from shoal.metrics.own import Owned
from shoal.metrics.stage import Stage
from shoal.metrics.trees import named
from shoal.records.opened import OpenedSource
from shoal.records.queries import ValueType
from shoal.records.workspace import Aggregation, Role

_TIMES = frozenset({ValueType.DATE, ValueType.TIME, ValueType.INSTANT})


def own_columns(stage: Stage, source: OpenedSource, fields: Fields) -> list[exp.Expr]:
    """Return the columns of own metrics on a role; rows of its other sources never count.

    They read fields as presets do: money in the workspace's currency, no minutes below zero.

    Raises
    ------
    UnknownColumn
        If the source has no such field, and its table no such column.
    UsageError
        If a number is to be made of times.
    """
    found = []
    instead = counted_columns(stage, source, fields)
    for one in stage.own:
        if one.role is not source.spec.role:
            continue
        is_ours = one.metric.source == source.name
        where = source.wheres.get(one.metric.name)
        holds = (
            fields.own_holds(where, instead=instead)
            if is_ours and where is not None
            else _truth(is_ours)
        )
        value = _value(one, fields, instead) if is_ours else _nothing(one)
        found += [
            named(_truth(is_ours), f"row_{one.place}"),
            named(exp.paren(holds), f"holds_{one.place}"),
            named(value, f"value_{one.place}"),
        ]
        if one.may_lack_rates:
            found.append(named(_lacks_rate(value, holds, one, fields), f"lost_{one.place}"))
        if one.metric.aggregate is Aggregation.LATEST:
            found.append(named(fields.instant(_told_at(one.role)), f"at_{one.place}"))
    return found


def own_types(owned: tuple[Owned, ...], role: Role) -> dict[str, ValueType]:
    """Return the names of these columns with their types, in the same order."""
    found: dict[str, ValueType] = {}
    for one in owned:
        if one.role is role:
            found |= {f"{what}_{one.place}": ValueType.BOOLEAN for what in ("row", "holds")}
            found[f"value_{one.place}"] = _type(one)
            if one.may_lack_rates:
                found[f"lost_{one.place}"] = ValueType.BOOLEAN
            if one.metric.aggregate is Aggregation.LATEST:
                found[f"at_{one.place}"] = ValueType.TIME
    return found


def _type(owned: Owned) -> ValueType:
    by_text = owned.metric.aggregate is Aggregation.DISTINCT
    return ValueType.TEXT if by_text else ValueType.NUMBER


def _value(owned: Owned, fields: Fields, instead: Mapping[str, exp.Expr]) -> exp.Expr:
    metric, source = owned.metric, fields.source
    if metric.column is None:
        return _nothing(owned)
    column, names = (
        source.fields.get(metric.column, metric.column),
        [c.name for c in source.columns],
    )
    where = f"{metric.place}: metrics.own.{metric.name}"
    if column not in names:
        known = sorted({*source.fields, *names})
        raise UnknownColumn(
            f"{where} takes {metric.column} of {source.name}, which has neither a field nor a"
            f" column of that name.{near_matches(metric.column, known)}",
            suggestion=f"There are: {', '.join(known[:5])}.",
        )
    if _type(owned) is ValueType.TEXT:
        return fields.own(metric.column, "text")
    if source.type_of(column) in _TIMES:
        raise UsageError(
            f"{where} takes the {metric.aggregate} of {metric.column}, which holds times and not"
            " numbers.",
            suggestion="days_since and time_to_first make numbers of when rows happened.",
        )
    if column in instead:
        return instead[column].copy()
    return fields.own(metric.column, "double")


def _lacks_rate(value: exp.Expr, holds: exp.Expr, owned: Owned, fields: Fields) -> exp.Expr:
    """Return whether a row that may count has an amount, and no rate that would make one of it."""
    column = owned.metric.column
    if owned.metric.source != fields.source.name or column is None:
        return exp.false()
    written = fields.own(column, "double")
    is_there = exp.Not(this=exp.paren(exp.Is(this=written, expression=exp.null())))
    is_lost = exp.Is(this=value.copy(), expression=exp.null())
    may_count = exp.func("COALESCE", exp.paren(holds.copy()), exp.true())
    return exp.paren(exp.and_(is_there, exp.paren(is_lost), may_count))


def _nothing(owned: Owned) -> exp.Expr:
    return exp.cast(exp.null(), "text" if _type(owned) is ValueType.TEXT else "double")


def _told_at(role: Role) -> str:
    return "opened" if role is Role.TICKETS else "at"


def _truth(value: bool) -> exp.Expr:  # noqa: FBT001  # it is the value
    return exp.true() if value else exp.false()
