"""The form of each role: which columns its rows have, and how a source's fields become them."""

from collections.abc import Mapping

from sqlglot import exp

from shoal.metrics.counted import counted, events_in_row
from shoal.metrics.fields import Fields
from shoal.metrics.grains.shape import feature_columns
from shoal.metrics.owners import happened
from shoal.metrics.stage import Stage
from shoal.metrics.trees import column, tree
from shoal.metrics.units import MINUTE
from shoal.metrics.validity import first_day_without
from shoal.records.opened import OpenedSource
from shoal.records.queries import ValueType
from shoal.records.workspace import Role

_DATED = {"day": ValueType.DATE}
_OF_A_KIND = {**_DATED, "kind": ValueType.TEXT}
TYPES: Mapping[Role, Mapping[str, ValueType]] = {
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
        "is_listed": ValueType.BOOLEAN,
        "is_value": ValueType.BOOLEAN,
    },
    Role.ENGAGEMENT: _OF_A_KIND,
    Role.OUTCOMES: {**_OF_A_KIND, "amount": ValueType.NUMBER},
    Role.TOUCHES: _OF_A_KIND,
}


def columns_of(stage: Stage, source: OpenedSource, fields: Fields) -> dict[str, exp.Expr]:
    """Return what a source's rows have besides their account, by the names of `TYPES`."""
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
    return {
        "created": fields.day("created"),
        "ended": fields.day("ended"),
        "seats": counted(stage, source, fields, "seats"),
    }


def _subscriptions(stage: Stage, source: OpenedSource, fields: Fields) -> dict[str, exp.Expr]:
    amount = counted(stage, source, fields, "amount")
    per_month = 12.0 if source.spec.amount_per == "month" else 1.0
    yearly = exp.Mul(this=amount, expression=exp.Literal.number(per_month))
    return {
        "begins": fields.day("from"),
        "ends": first_day_without(fields),
        "seats": counted(stage, source, fields, "seats"),
        "amount": exp.paren(yearly),
        "plan": fields.text("plan"),
    }


def _events(stage: Stage, source: OpenedSource, fields: Fields) -> dict[str, exp.Expr]:
    sets = feature_columns(len(stage.features))
    return {
        "day": fields.day("at"),
        "who": fields.label("user"),
        "n": events_in_row(fields),
        "minutes": _whole(counted(stage, source, fields, "minutes"), per_unit=MINUTE),
        **_actors(source, fields),
        "is_login": _is_login(source, fields),
        **{
            name: column(name, "features") if fields.has("feature") else tree("cast(0 as bigint)")
            for name in sets
        },
    }


def _whole(amount: exp.Expr, *, per_unit: int) -> exp.Expr:
    """Return an amount in whole small units: sums of whole numbers are the same in any order."""
    return exp.func("ROUND", exp.Mul(this=amount, expression=exp.Literal.number(float(per_unit))))


def _actors(source: OpenedSource, fields: Fields) -> dict[str, exp.Expr]:
    actors = source.spec.actors
    return {
        f"by_{who}": _among(fields, "actor", tuple(actors.get(who, ())))
        for who in ("person", "api", "agent")
    }


def _is_login(source: OpenedSource, fields: Fields) -> exp.Expr:
    logins = tuple(source.spec.values.get("logins", ()))
    return _among(fields, "name", logins)


def _among(fields: Fields, field: str, options: tuple[str, ...]) -> exp.Expr:
    """Compare the text as it is stored; empty text is none of the options.

    To turn it into missing text first would take a twentieth of the time of a busy log.
    """
    return fields.bindings.among(fields.label(field), tuple(o for o in options if o))


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
        "satisfaction": _on_scale(fields.number("satisfaction"), source.spec.scale),
    }


def _surveys(stage: Stage, source: OpenedSource, fields: Fields) -> dict[str, exp.Expr]:
    del stage
    return {
        "day": happened(source, fields),
        "answered": fields.day("at"),
        "at": fields.instant("at"),
        "score": _on_scale(fields.number("score"), source.spec.scale),
        "kind": _kind(source, fields),
        "is_asked": exp.true() if fields.has("sent") else exp.false(),
    }


def _on_scale(score: exp.Expr, scale: tuple[float, float] | None) -> exp.Expr:
    """Return a score, missing where it lies outside the scale that the source declares."""
    if scale is None:
        return score
    low, high = (exp.Literal.number(end) for end in scale)
    inside = exp.Between(this=score, low=low, high=high)
    return exp.paren(exp.Case().when(inside, score.copy()))


def _outcomes(stage: Stage, source: OpenedSource, fields: Fields) -> dict[str, exp.Expr]:
    return {
        "day": fields.day("at"),
        "kind": _kind(source, fields),
        "amount": counted(stage, source, fields, "amount"),
    }


def _rows(stage: Stage, source: OpenedSource, fields: Fields) -> dict[str, exp.Expr]:
    del stage
    return {"day": fields.day("at"), "kind": _kind(source, fields)}


def _milestones(stage: Stage, source: OpenedSource, fields: Fields) -> dict[str, exp.Expr]:
    name, bindings = fields.text("name"), fields.bindings
    value_step, listed = source.spec.value_step, tuple(sorted(stage.listed_steps))
    is_listed = bindings.among(name.copy(), listed)
    is_value = exp.false() if value_step is None else bindings.among(name, (value_step,))
    return {
        "day": fields.day("at"),
        "name": name,
        "is_step": is_listed if source.spec.values.get("steps") else exp.true(),
        "is_listed": is_listed.copy(),
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
