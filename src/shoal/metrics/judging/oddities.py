"""What may be odd about a row, as conditions on it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Final

from sqlglot import exp

from shoal.metrics.fields import Fields
from shoal.metrics.judging.rows import Judging, day_of, is_blank, is_log, time_field
from shoal.metrics.own import OF_NUMBERS
from shoal.metrics.trees import tree
from shoal.metrics.zones import changes
from shoal.records.judged import Oddity
from shoal.records.opened import OpenedSource
from shoal.records.queries import ValueType
from shoal.records.roles import ROLE_FIELDS
from shoal.records.workspace import Role

# These are told of all rows; what else is odd matters only in rows that are read.
OF_ALL_ROWS: Final = frozenset({Oddity.NO_TIME, Oddity.LATER, Oddity.AHEAD})

_WRITTEN = frozenset({ValueType.TIME, ValueType.TEXT})  # times that may have no zone
_READ = frozenset({ValueType.DATE, ValueType.INSTANT, ValueType.NUMBER})


def oddities(judging: Judging, source: OpenedSource) -> dict[Oddity, exp.Expr]:
    """Return a condition for each oddity that rows of the source may have."""
    fields = judging.fields(source)
    found = dict(_of_time(judging, source, fields))
    found |= dict(_of_clock_changes(judging, source, fields))
    made = _BY_ROLE.get(source.spec.role)
    if made is not None:
        found |= made(source, fields)
    return found


def unread(judging: Judging, source: OpenedSource) -> dict[str, exp.Expr]:
    """Return, by field, whether its cell holds text that is no time or number.

    Columns that an engine reads as times or numbers have no such cells. Columns that own metrics
    take numbers of stand there under names of their own; see `own_numbers`.
    """
    fields = judging.fields(source)
    found: dict[str, exp.Expr] = {}
    for name, column in own_numbers(judging, source).items():
        nothing = exp.Is(this=fields.own(column, "double"), expression=exp.null())
        found[name] = exp.and_(exp.Not(this=is_blank(fields.column(column))), nothing)
    for field in ROLE_FIELDS[source.spec.role]:
        if field.type not in _READ or not fields.has(field.name):
            continue
        if source.type_of(source.fields[field.name]) is not ValueType.TEXT:
            continue
        is_number = field.type is ValueType.NUMBER
        value = fields.number(field.name) if is_number else fields.instant(field.name)
        nothing = exp.Is(this=value, expression=exp.null())
        found[field.name] = exp.and_(exp.Not(this=is_blank(fields.raw(field.name))), nothing)
    return found


def own_numbers(judging: Judging, source: OpenedSource) -> dict[str, str]:
    """Return columns of text that own metrics take numbers of, each under a name for queries."""
    names = {c.name for c in source.columns if c.type is ValueType.TEXT}
    taken = set(source.fields.values())
    found: dict[str, str] = {}
    for one in judging.stage.own:
        column = one.metric.column
        if one.metric.source != source.name or column not in names:
            continue
        is_new = column not in taken and column not in found.values()
        if is_new and one.metric.aggregate in OF_NUMBERS:
            found[f"own_{one.place}"] = column
    return found


def _of_time(
    judging: Judging, source: OpenedSource, fields: Fields
) -> Iterator[tuple[Oddity, exp.Expr]]:
    name, role = time_field(source), source.spec.role
    if name is None or role in {Role.ACCOUNTS, Role.CONTACTS}:
        return
    empty = is_blank(fields.raw(name))
    if role is Role.SURVEYS and name == "sent" and fields.has("at"):
        empty = exp.and_(empty, is_blank(fields.raw("at")))
    yield Oddity.NO_TIME, empty
    day = day_of(source, fields)
    yield Oddity.LATER, exp.GT(this=day, expression=tree(f"date '{judging.as_of}'"))
    if is_log(source):
        yield Oddity.AHEAD, _is_ahead(judging, source, fields, name)


def _is_ahead(judging: Judging, source: OpenedSource, fields: Fields, name: str) -> exp.Expr:
    if source.type_of(source.fields[name]) is ValueType.DATE:
        return exp.GT(this=fields.day(name), expression=tree(f"date '{judging.today}'"))
    now = tree(f"timestamp '{judging.now:%Y-%m-%d %H:%M:%S}'")
    return exp.GT(this=fields.instant(name), expression=now)


def _of_clock_changes(
    judging: Judging, source: OpenedSource, fields: Fields
) -> Iterator[tuple[Oddity, exp.Expr]]:
    name = time_field(source)
    if name is None or not is_log(source):
        return
    kind = source.type_of(source.fields[name])
    zone = source.spec.zone or judging.stage.zone
    found = changes(zone, around=judging.stage.end)
    if kind not in _WRITTEN or not found:
        return
    local = fields.own(name, "timestamp")
    for oddity, sign in ((Oddity.SKIPPED, 1), (Oddity.DOUBLED, -1)):
        spans = []
        for change in found:
            if sign * (change.after - change.before) > 0:
                offsets = sorted((change.before, change.after))
                low, high = (change.instant + timedelta(seconds=s) for s in offsets)
                begins = exp.GTE(this=local.copy(), expression=_literal(low))
                ends = exp.LT(this=local.copy(), expression=_literal(high))
                spans.append(exp.and_(begins, ends))
        if spans:
            yield oddity, exp.or_(*spans)


def _literal(local: object) -> exp.Expr:
    return tree(f"timestamp '{local:%Y-%m-%d %H:%M:%S}'")


def _subscriptions(source: OpenedSource, fields: Fields) -> dict[Oddity, exp.Expr]:
    del source
    return {
        Oddity.ENDS_FIRST: exp.LT(this=fields.day("to"), expression=fields.day("from")),
        **_seats(fields),
        Oddity.NEGATIVE_AMOUNT: exp.LT(this=fields.number("amount"), expression=_ZERO.copy()),
    }


def _contacts(source: OpenedSource, fields: Fields) -> dict[Oddity, exp.Expr]:
    del source
    return {Oddity.ENDS_FIRST: exp.LT(this=fields.day("to"), expression=fields.day("from"))}


def _accounts(source: OpenedSource, fields: Fields) -> dict[Oddity, exp.Expr]:
    del source
    return {
        Oddity.ENDS_FIRST: exp.LT(this=fields.day("ended"), expression=fields.day("created")),
        **_seats(fields),
    }


def _seats(fields: Fields) -> dict[Oddity, exp.Expr]:
    if not fields.has("seats"):
        return {}
    return {
        Oddity.NO_SEATS: exp.LTE(this=fields.number("seats"), expression=_ZERO.copy()),
        Oddity.PART_SEATS: _is_part(fields.number("seats")),
    }


def _is_part(number: exp.Expr) -> exp.Expr:
    return exp.NEQ(this=number, expression=exp.func("FLOOR", number.copy()))


def _events(source: OpenedSource, fields: Fields) -> dict[Oddity, exp.Expr]:
    del source
    found: dict[Oddity, exp.Expr] = {
        Oddity.NEGATIVE_MINUTES: exp.LT(this=fields.number("minutes"), expression=_ZERO.copy())
    }
    if fields.has("count"):
        count = fields.number("count")
        found |= {
            Oddity.NEGATIVE_COUNT: exp.LT(this=count, expression=_ZERO.copy()),
            Oddity.NO_COUNT: exp.Is(this=count.copy(), expression=exp.null()),
            Oddity.PART_COUNT: _is_part(count.copy()),
        }
    return found


def _tickets(source: OpenedSource, fields: Fields) -> dict[Oddity, exp.Expr]:
    earlier = exp.LT(this=fields.instant("resolved"), expression=fields.instant("opened"))
    return {Oddity.RESOLVED_FIRST: earlier, **_outside_scale(source, fields, "satisfaction")}


def _surveys(source: OpenedSource, fields: Fields) -> dict[Oddity, exp.Expr]:
    earlier = exp.LT(this=fields.instant("at"), expression=fields.instant("sent"))
    return {Oddity.ANSWERED_FIRST: earlier, **_outside_scale(source, fields, "score")}


def _outside_scale(source: OpenedSource, fields: Fields, name: str) -> dict[Oddity, exp.Expr]:
    if source.spec.scale is None:
        return {}
    low, high = (exp.cast(exp.Literal.number(s), "double") for s in source.spec.scale)
    inside = exp.Between(this=fields.number(name), low=low, high=high)
    return {Oddity.OUTSIDE_SCALE: exp.Not(this=exp.paren(inside))}


_ZERO = exp.Literal.number(0)
_BY_ROLE: Mapping[Role, Callable[[OpenedSource, Fields], dict[Oddity, exp.Expr]]] = {
    Role.ACCOUNTS: _accounts,
    Role.SUBSCRIPTIONS: _subscriptions,
    Role.CONTACTS: _contacts,
    Role.EVENTS: _events,
    Role.TICKETS: _tickets,
    Role.SURVEYS: _surveys,
}
