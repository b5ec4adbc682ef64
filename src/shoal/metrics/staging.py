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
from shoal.metrics.grains.shape import BITS, bits, feature_columns
from shoal.metrics.money import in_currency
from shoal.metrics.own import Owned
from shoal.metrics.own_columns import own_columns, own_types
from shoal.metrics.trees import column, named, table, tree, union
from shoal.metrics.units import MINUTE
from shoal.records.opened import OpenedSource
from shoal.records.queries import QueryColumn, ValueType
from shoal.records.workspace import Role

HAPPENED: Mapping[Role, str] = {  # the field that says when a row came to be
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
        "is_asked": ValueType.BOOLEAN,
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
            last=self.last,
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
    if role is Role.EVENTS:
        types |= dict.fromkeys(feature_columns(len(stage.features)), ValueType.WHOLE)
    types |= own_types(stage.own, role)
    return tuple(QueryColumn(name=name, type=kind) for name, kind in types.items())


def account_of(source: OpenedSource, fields: Fields) -> exp.Expr:
    """Return the account of a row, which may have to be joined by `with_account`."""
    return column("account", "owners") if source.spec.via is not None else fields.text("account")


def with_account(
    select: exp.Select, stage: Stage, source: OpenedSource, fields: Fields
) -> exp.Select:
    """Join the table through which rows find their account."""
    via = source.spec.via
    if via is None:
        return select
    owner = next(s for s in stage.sources if s.name == via.source)
    theirs = stage.fields(owner)
    own_key, owner_key = via_keys(source, owner)
    dated = owner.spec.role is Role.CONTACTS and theirs.has("from")
    owners = _owners(owner, theirs, owner_key, dated=dated)
    same: exp.Expr = exp.EQ(this=fields.key(own_key), expression=column("key", "owners"))
    if dated:
        same = exp.and_(same, _within(_happened(source, fields)))
    return select.join(owners.subquery("owners"), on=same, join_type="left")


def via_keys(source: OpenedSource, owner: OpenedSource) -> tuple[str, str]:
    """Return the field or column of a source, and of its owner, that have to be the same."""
    on = source.spec.via.on if source.spec.via is not None else "account"
    name = "key" if owner.spec.role is Role.SUBSCRIPTIONS else "user"
    own = on if on in source.fields or _has(source, on) else name
    return own, on if on in owner.fields or _has(owner, on) else name


def kept(condition: exp.Expr, role: Role) -> exp.Expr:
    """Keep an account whose condition cannot be told; other rows need it to hold."""
    if role is not Role.ACCOUNTS:
        return exp.paren(condition)
    return exp.func("COALESCE", exp.paren(condition), exp.true())


def _staged_source(stage: Stage, source: OpenedSource) -> exp.Select:
    fields = stage.fields(source)
    role = source.spec.role
    select = exp.select(
        named(_account(source, fields), "account"),
        *(named(node, name) for name, node in _columns(stage, source, fields).items()),
        *own_columns(stage.own, source, fields),
    ).from_(table(source.table))
    select = with_account(select, stage, source, fields)
    if role is Role.EVENTS and fields.has("feature") and stage.features:
        select = _with_features(select, stage, fields)
    if source.spec.only is not None and source.only is not None:
        select = select.where(kept(fields.holds(source.only), role))
    if role is not Role.EVENTS:
        return select
    select = select.where(_before_end(stage, fields))
    if fields.has("count"):  # a row that stands for no event is none
        select = select.where(exp.GT(this=_events_in_row(fields), expression=tree("0.0")))
    if not any("id" in s.fields for s in stage.of_role(role)):
        return select
    # The same event delivered twice is one event; of those without an id, one at the same instant.
    has_id = fields.has("id")
    at = exp.Case().when(
        exp.Is(this=fields.text("id"), expression=exp.null()), fields.instant("at")
    )
    nothing = exp.cast(exp.null(), "timestamp")
    select = select.select(named(fields.text("id"), "id"), named(at if has_id else nothing, "at"))
    return select.distinct() if has_id else select


def _account(source: OpenedSource, fields: Fields) -> exp.Expr:
    if source.spec.role is Role.EVENTS and source.spec.via is None:
        return fields.label("account")
    return account_of(source, fields)


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
    sets = feature_columns(len(stage.features))
    return {
        "day": fields.day("at"),
        "who": fields.label("user"),
        "n": _events_in_row(fields),
        "minutes": _whole(fields.number("minutes"), per_unit=MINUTE),
        **_actors(source, fields),
        "is_login": _is_login(source, fields),
        **{
            name: column(name, "features") if fields.has("feature") else tree("cast(0 as bigint)")
            for name in sets
        },
    }


def _events_in_row(fields: Fields) -> exp.Expr:
    one = tree("cast(1 as double)")
    return exp.func("COALESCE", fields.number("count"), one) if fields.has("count") else one


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
    return {
        "day": _happened(source, fields),
        "answered": fields.day("at"),
        "at": fields.instant("at"),
        "score": fields.number("score"),
        "kind": _kind(source, fields),
        "is_asked": exp.true() if fields.has("sent") else exp.false(),
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


def _happened(source: OpenedSource, fields: Fields) -> exp.Expr:
    """Return the day on which a row came to be."""
    day = fields.day(HAPPENED[source.spec.role])
    if source.spec.role is not Role.SURVEYS:
        return day
    # A survey without a day of sending counts as sent when it was answered.
    answered = fields.day("at")
    return exp.func("COALESCE", day, answered) if fields.has("sent") else answered


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
    following = tree('lead("begins") over (partition by "key" order by "begins" nulls first)')
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


def _with_features(select: exp.Select, stage: Stage, fields: Fields) -> exp.Select:
    """Join the bit of each row's feature, so that nothing has to be shifted row by row."""
    sets = feature_columns(len(stage.features))
    rows = []
    for slot, name in enumerate(stage.features):
        numbers = [
            bits(slot % BITS, slot % BITS + 1) * (k == slot // BITS) for k in range(len(sets))
        ]
        whole = [exp.cast(exp.Literal.number(n), "bigint") for n in numbers]
        rows.append(exp.Tuple(expressions=[fields.bindings.bind(name), *whole]))
    alias = exp.TableAlias(
        this=exp.to_identifier("features", quoted=True),
        columns=[exp.to_identifier(name, quoted=True) for name in ("feature", *sets)],
    )
    same = exp.EQ(this=fields.label("feature"), expression=column("feature", "features"))
    return select.join(exp.Values(expressions=rows, alias=alias), on=same, join_type="left")


def _before_end(stage: Stage, fields: Fields) -> exp.Expr:
    """Return whether an event happened in time, in the form that files can skip rows by."""
    if fields.source.type_of(fields.source.fields["at"]) is ValueType.DATE:
        return exp.LTE(this=fields.day("at"), expression=tree(f"date '{stage.last}'"))
    end = tree(f"timestamp '{stage.end:%Y-%m-%d %H:%M:%S}'")
    return exp.LT(this=fields.instant("at"), expression=end)


def _has(source: OpenedSource, name: str) -> bool:
    return any(found.name == name for found in source.columns)
