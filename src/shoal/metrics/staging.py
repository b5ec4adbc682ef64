"""Each source's rows in the form of its role: one SELECT a source, one relation a role.

Every relation has `account` and, where rows have a time, `day` in the workspace's zone. Nothing is
aggregated here, and nothing later than the last date that is measured comes through.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlglot import exp

from shoal.metrics.bindings import Bindings
from shoal.metrics.fields import Fields
from shoal.metrics.money import in_currency
from shoal.metrics.own import Owned
from shoal.metrics.trees import column, named, table, tree, union
from shoal.metrics.units import MINUTE
from shoal.records.opened import OpenedSource
from shoal.records.queries import QueryColumn, ValueType
from shoal.records.workspace import Aggregation, Role

_HAPPENED: Mapping[Role, str] = {  # the field that says when a row came to be
    Role.EVENTS: "at",
    Role.TICKETS: "opened",
    Role.SURVEYS: "sent",
    Role.MILESTONES: "at",
    Role.ENGAGEMENT: "at",
    Role.OUTCOMES: "at",
    Role.TOUCHES: "at",
}


_DATED = {"day": ValueType.DATE}
_OF_A_KIND = {**_DATED, "kind": ValueType.TEXT}
_TYPES: Mapping[Role, Mapping[str, ValueType]] = {
    Role.ACCOUNTS: {
        "created": ValueType.DATE,
        "ended": ValueType.DATE,
        "seats": ValueType.NUMBER,
    },
    Role.SUBSCRIPTIONS: {
        "begins": ValueType.DATE,
        "ends": ValueType.DATE,
        "seats": ValueType.NUMBER,
        "amount": ValueType.NUMBER,
        "plan": ValueType.TEXT,
    },
    Role.EVENTS: {
        **_DATED,
        "who": ValueType.TEXT,
        "n": ValueType.NUMBER,
        "minutes": ValueType.NUMBER,
        "by_person": ValueType.BOOLEAN,
        "by_api": ValueType.BOOLEAN,
        "by_agent": ValueType.BOOLEAN,
        "is_login": ValueType.BOOLEAN,
        "slot": ValueType.WHOLE,
    },
    Role.TICKETS: {
        **_DATED,
        "resolved": ValueType.DATE,
        "hours": ValueType.NUMBER,
        "is_severe": ValueType.BOOLEAN,
        "satisfaction": ValueType.NUMBER,
    },
    Role.SURVEYS: {
        **_OF_A_KIND,
        "answered": ValueType.DATE,
        "at": ValueType.TIME,
        "score": ValueType.NUMBER,
    },
    Role.MILESTONES: {
        **_DATED,
        "name": ValueType.TEXT,
        "is_step": ValueType.BOOLEAN,
        "is_value": ValueType.BOOLEAN,
    },
    Role.ENGAGEMENT: _OF_A_KIND,
    Role.OUTCOMES: {**_OF_A_KIND, "amount": ValueType.NUMBER},
    Role.TOUCHES: _OF_A_KIND,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What all staging needs to know.

    `last` is the last date that is measured; `features` have a slot each, in order; `rates` turn
    currencies into the workspace's `currency`. `unknown` names, by source, columns that carry no
    date and were read too late to hold for the date.
    """

    sources: tuple[OpenedSource, ...]
    own: tuple[Owned, ...]
    zone: str
    last: date
    features: tuple[str, ...]
    currency: str | None
    rates: Mapping[str, float]
    unknown: Mapping[str, frozenset[str]] = field(default_factory=dict)
    bindings: Bindings = field(default_factory=Bindings)

    @property
    def end(self) -> datetime:
        """The first instant after the last date, in UTC without zone."""
        midnight = datetime.combine(
            self.last + timedelta(days=1), time(), tzinfo=ZoneInfo(self.zone)
        )
        return midnight.astimezone(UTC).replace(tzinfo=None)

    def of_role(self, role: Role) -> tuple[OpenedSource, ...]:
        """Return the opened sources of a role."""
        return tuple(s for s in self.sources if s.spec.role is role)

    def fields(self, source: OpenedSource) -> Fields:
        """Return the reader of a source's fields."""
        return Fields(
            source=source,
            zone=self.zone,
            around=self.end,
            bindings=self.bindings,
            unknown=self.unknown.get(source.name, frozenset()),
        )


def staged(stage: Stage, role: Role) -> exp.Select | exp.Union | None:
    """Return the relation of a role, None where the workspace has no source of it."""
    sources = stage.of_role(role)
    return union([_staged_source(stage, source) for source in sources]) if sources else None


def staged_columns(stage: Stage, role: Role) -> tuple[QueryColumn, ...]:
    """Return the columns of a role's relation with their types, without an event's id."""
    types = {"account": ValueType.TEXT, **_TYPES[role]}
    for owned in stage.own:
        if owned.role is role:
            types |= {f"{what}_{owned.place}": ValueType.BOOLEAN for what in ("row", "holds")}
            types[f"value_{owned.place}"] = _own_type(owned)
    return tuple(QueryColumn(name=name, type=kind) for name, kind in types.items())


def _own_type(owned: Owned) -> ValueType:
    by_text = owned.metric.aggregate is Aggregation.DISTINCT
    return ValueType.TEXT if by_text else ValueType.NUMBER


def _staged_source(stage: Stage, source: OpenedSource) -> exp.Select:
    fields = stage.fields(source)
    role = source.spec.role
    select = exp.select(
        named(_account(stage, source, fields), "account"),
        *(named(node, name) for name, node in _columns(stage, source, fields).items()),
        *_own_columns(stage, source, fields),
    ).from_(table(source.table))
    select = _with_account(select, stage, source, fields)
    if role is Role.EVENTS and fields.has("feature") and stage.features:
        select = _with_slots(select, stage, fields)
    if source.spec.only is not None and source.only is not None:
        select = select.where(_kept(fields.holds(source.only), role))
    if role is not Role.EVENTS:
        return select
    select = select.where(_before_end(stage, fields))
    # The same event delivered twice is one event.
    return select.select(named(fields.text("id"), "id")).distinct() if fields.has("id") else select


def _columns(stage: Stage, source: OpenedSource, fields: Fields) -> dict[str, exp.Expr]:
    make = {
        Role.ACCOUNTS: _accounts,
        Role.SUBSCRIPTIONS: _subscriptions,
        Role.EVENTS: _events,
        Role.TICKETS: _tickets,
        Role.SURVEYS: _surveys,
        Role.MILESTONES: _milestones,
        Role.OUTCOMES: _outcomes,
    }.get(source.spec.role, _rows)
    return make(stage, source, fields)


def _accounts(stage: Stage, source: OpenedSource, fields: Fields) -> dict[str, exp.Expr]:
    del stage, source
    return {
        "created": fields.day("created"),
        "ended": fields.day("ended"),
        "seats": fields.number("seats"),
    }


def _subscriptions(stage: Stage, source: OpenedSource, fields: Fields) -> dict[str, exp.Expr]:
    amount = in_currency(fields, "amount", currency=stage.currency, rates=stage.rates)
    per_month = 12.0 if source.spec.amount_per == "month" else 1.0
    yearly = exp.Mul(this=amount, expression=exp.Literal.number(per_month))
    return {
        "begins": fields.day("from"),
        "ends": fields.day("to"),
        "seats": fields.number("seats"),
        "amount": exp.paren(yearly),
        "plan": fields.text("plan"),
    }


def _events(stage: Stage, source: OpenedSource, fields: Fields) -> dict[str, exp.Expr]:
    del stage
    return {
        "day": fields.day("at"),
        "who": exp.func("COALESCE", fields.text("user"), exp.Literal.string("")),
        "n": fields.number("count") if fields.has("count") else tree("cast(1 as double)"),
        "minutes": _whole(fields.number("minutes"), per_unit=MINUTE),
        **_actors(source, fields),
        "is_login": _is_login(source, fields),
        "slot": tree('"features"."slot"') if fields.has("feature") else tree("cast(null as int)"),
    }


def _whole(amount: exp.Expr, *, per_unit: int) -> exp.Expr:
    """Return an amount in whole small units: sums of whole numbers are the same in any order."""
    return exp.func("ROUND", exp.Mul(this=amount, expression=exp.Literal.number(float(per_unit))))


def _actors(source: OpenedSource, fields: Fields) -> dict[str, exp.Expr]:
    among = fields.bindings.among
    actors = source.spec.actors
    return {
        f"by_{who}": among(fields.text("actor"), tuple(actors.get(who, ())))
        for who in ("person", "api", "agent")
    }


def _is_login(source: OpenedSource, fields: Fields) -> exp.Expr:
    logins = tuple(source.spec.values.get("logins", ()))
    return fields.bindings.among(fields.text("name"), logins)


def _tickets(stage: Stage, source: OpenedSource, fields: Fields) -> dict[str, exp.Expr]:
    severe = tuple(source.spec.values.get("severe", ()))
    hours = exp.Div(
        this=exp.cast(
            exp.TimestampDiff(
                this=fields.instant("resolved"),
                expression=fields.instant("opened"),
                unit=exp.var("SECOND"),
            ),
            "double",
        ),
        expression=exp.Literal.number("3600.0"),
    )
    del stage
    return {
        "day": fields.day("opened"),
        "resolved": fields.day("resolved"),
        "hours": hours,
        "is_severe": fields.bindings.among(fields.text("severity"), severe),
        "satisfaction": fields.number("satisfaction"),
    }


def _surveys(stage: Stage, source: OpenedSource, fields: Fields) -> dict[str, exp.Expr]:
    del stage
    answered = fields.day("at")
    # A survey without a day of sending counts as sent when it was answered.
    sent = fields.day("sent")
    return {
        "day": exp.func("COALESCE", sent, answered) if fields.has("sent") else answered,
        "answered": answered.copy(),
        "at": fields.instant("at"),
        "score": fields.number("score"),
        "kind": _kind(source, fields),
    }


def _outcomes(stage: Stage, source: OpenedSource, fields: Fields) -> dict[str, exp.Expr]:
    return {
        "day": fields.day("at"),
        "kind": _kind(source, fields),
        "amount": in_currency(fields, "amount", currency=stage.currency, rates=stage.rates),
    }


def _rows(stage: Stage, source: OpenedSource, fields: Fields) -> dict[str, exp.Expr]:
    del stage
    return {"day": fields.day("at"), "kind": _kind(source, fields)}


def _milestones(stage: Stage, source: OpenedSource, fields: Fields) -> dict[str, exp.Expr]:
    del stage
    name, bindings = fields.text("name"), fields.bindings
    steps, value_step = source.spec.values.get("steps"), source.spec.value_step
    is_value = exp.false() if value_step is None else bindings.among(name, (value_step,))
    return {
        "day": fields.day("at"),
        "name": name,
        "is_step": bindings.among(name.copy(), tuple(steps)) if steps else exp.true(),
        "is_value": is_value,
    }


def _kind(source: OpenedSource, fields: Fields) -> exp.Expr:
    if source.spec.kind is not None:
        return fields.bindings.bind(source.spec.kind)
    found = fields.text("kind")
    if not source.spec.kinds:
        return found
    case = exp.Case(this=found)
    for value, word in source.spec.kinds.items():
        case = case.when(fields.bindings.bind(value), fields.bindings.bind(word))
    return case.else_(found.copy())


def _own_columns(stage: Stage, source: OpenedSource, fields: Fields) -> list[exp.Expr]:
    """Return what own metrics read; rows of other sources of the role never count."""
    found = []
    for owned in stage.own:
        if owned.role is not source.spec.role:
            continue
        is_ours = owned.metric.source == source.name
        where = source.wheres.get(owned.metric.name)
        holds = fields.holds(where) if is_ours and where is not None else _truth(is_ours=is_ours)
        found += [
            named(_truth(is_ours=is_ours), f"row_{owned.place}"),
            named(exp.paren(holds), f"holds_{owned.place}"),
            named(_own_value(owned, fields, is_ours=is_ours), f"value_{owned.place}"),
        ]
    return found


def _own_value(owned: Owned, fields: Fields, *, is_ours: bool) -> exp.Expr:
    kind = "text" if _own_type(owned) is ValueType.TEXT else "double"
    if owned.metric.column is None or not is_ours:
        return exp.cast(exp.null(), kind)
    return fields.own(owned.metric.column, kind)


def _truth(*, is_ours: bool) -> exp.Expr:
    return exp.true() if is_ours else exp.false()


def _account(stage: Stage, source: OpenedSource, fields: Fields) -> exp.Expr:
    del stage
    return column("account", "owners") if source.spec.via is not None else fields.text("account")


def _with_account(
    select: exp.Select, stage: Stage, source: OpenedSource, fields: Fields
) -> exp.Select:
    """Join the table through which rows find their account."""
    via = source.spec.via
    if via is None:
        return select
    owner = next(s for s in stage.sources if s.name == via.source)
    theirs = stage.fields(owner)
    name = "key" if owner.spec.role is Role.SUBSCRIPTIONS else "user"
    owner_key = via.on if via.on in owner.fields or _has(owner, via.on) else name
    own_key = via.on if via.on in source.fields or _has(source, via.on) else name
    dated = owner.spec.role is Role.CONTACTS and theirs.has("from")
    owners = _owners(owner, theirs, owner_key, dated=dated)
    same: exp.Expr = exp.EQ(this=fields.key(own_key), expression=column("key", "owners"))
    if dated:
        day = fields.day(_HAPPENED[source.spec.role])
        same = exp.and_(same, _within(day))
    return select.join(owners.subquery("owners"), on=same, join_type="left")


def _owners(owner: OpenedSource, theirs: Fields, key: str, *, dated: bool) -> exp.Select:
    """Return one account a key, or with validity one a key and day: no row is ever doubled."""
    rows = exp.select(
        named(theirs.key(key), "key"),
        named(theirs.text("account"), "account"),
        *((named(theirs.day("from"), "begins"), named(theirs.day("to"), "ends")) if dated else ()),
    ).from_(table(owner.table))
    rows = rows.where(exp.Not(this=exp.Is(this=theirs.text("account"), expression=exp.null())))
    if not dated:
        return (
            exp.select(column("key"), named(tree('min("account")'), "account"))
            .from_(rows.subquery("rows"))
            .group_by(column("key"))
        )
    # One that begins later takes over from the one before, whatever end that one claims; of two
    # that begin on one day the first in the alphabet holds.
    once = (
        exp.select(
            column("key"),
            column("begins"),
            named(tree('min("account")'), "account"),
            named(tree('max("ends")'), "ends"),
        )
        .from_(rows.subquery("rows"))
        .group_by(column("key"), column("begins"))
    )
    following = tree('lead("begins") over (partition by "key" order by "begins")')
    return exp.select(
        column("key"), column("account"), column("begins"), column("ends"),
        named(following, "next"),
    ).from_(once.subquery("once"))  # fmt: skip


def _within(day: exp.Expr) -> exp.Expr:
    begins = tree('"owners"."begins" is null or "owners"."begins" <= :day')
    ends = tree('"owners"."ends" is null or "owners"."ends" > :day')
    following = tree('"owners"."next" is null or "owners"."next" > :day')
    parts = [exp.paren(_filled(part, day)) for part in (begins, ends, following)]
    return exp.and_(*parts)


def _filled(part: exp.Expr, day: exp.Expr) -> exp.Expr:
    for hole in list(part.find_all(exp.Placeholder)):
        hole.replace(day.copy())
    return part


def _with_slots(select: exp.Select, stage: Stage, fields: Fields) -> exp.Select:
    """Join the slot of each row's feature: features become bits, and a set of them a number."""
    rows = [
        exp.Tuple(expressions=[fields.bindings.bind(name), exp.Literal.number(slot)])
        for slot, name in enumerate(stage.features)
    ]
    alias = exp.TableAlias(
        this=exp.to_identifier("features", quoted=True),
        columns=[exp.to_identifier(name, quoted=True) for name in ("feature", "slot")],
    )
    same = exp.EQ(this=fields.text("feature"), expression=column("feature", "features"))
    return select.join(exp.Values(expressions=rows, alias=alias), on=same, join_type="left")


def _kept(condition: exp.Expr, role: Role) -> exp.Expr:
    """Keep an account whose condition cannot be told; other rows need it to hold."""
    if role is not Role.ACCOUNTS:
        return exp.paren(condition)
    return exp.func("COALESCE", exp.paren(condition), exp.true())


def _before_end(stage: Stage, fields: Fields) -> exp.Expr:
    """Return whether an event happened in time, in the form that files can skip rows by."""
    if fields.source.type_of(fields.source.fields["at"]) is ValueType.DATE:
        return exp.LTE(this=fields.day("at"), expression=tree(f"date '{stage.last}'"))
    end = tree(f"timestamp '{stage.end:%Y-%m-%d %H:%M:%S}'")
    return exp.LT(this=fields.instant("at"), expression=end)


def _has(source: OpenedSource, name: str) -> bool:
    return any(found.name == name for found in source.columns)
