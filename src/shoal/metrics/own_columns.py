"""What own metrics read of the rows of their source."""

from sqlglot import exp

from shoal.errors import UnknownColumn, UsageError, near_matches
from shoal.metrics.fields import Fields
from shoal.metrics.own import Owned
from shoal.metrics.trees import named
from shoal.records.opened import OpenedSource
from shoal.records.queries import ValueType
from shoal.records.workspace import Aggregation, Role

_TIMES = frozenset({ValueType.DATE, ValueType.TIME, ValueType.INSTANT})


def own_columns(owned: tuple[Owned, ...], source: OpenedSource, fields: Fields) -> list[exp.Expr]:
    """Return the columns of own metrics on a role; rows of its other sources never count.

    Raises
    ------
    UnknownColumn
        If the source has no such field, and its table no such column.
    UsageError
        If a number is to be made of times.
    """
    found = []
    for one in owned:
        if one.role is not source.spec.role:
            continue
        is_ours = one.metric.source == source.name
        where = source.wheres.get(one.metric.name)
        holds = fields.own_holds(where) if is_ours and where is not None else _truth(is_ours)
        found += [
            named(_truth(is_ours), f"row_{one.place}"),
            named(exp.paren(holds), f"holds_{one.place}"),
            named(_value(one, fields) if is_ours else _nothing(one), f"value_{one.place}"),
        ]
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
            if one.metric.aggregate is Aggregation.LATEST:
                found[f"at_{one.place}"] = ValueType.TIME
    return found


def _type(owned: Owned) -> ValueType:
    by_text = owned.metric.aggregate is Aggregation.DISTINCT
    return ValueType.TEXT if by_text else ValueType.NUMBER


def _value(owned: Owned, fields: Fields) -> exp.Expr:
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
    return fields.own(metric.column, "double")


def _nothing(owned: Owned) -> exp.Expr:
    return exp.cast(exp.null(), "text" if _type(owned) is ValueType.TEXT else "double")


def _told_at(role: Role) -> str:
    return "opened" if role is Role.TICKETS else "at"


def _truth(value: bool) -> exp.Expr:  # noqa: FBT001  # it is the value
    return exp.true() if value else exp.false()
