"""What several dates share of the log: read once, and made as short as it gets.

Each user has a number, so that text is hashed once and not once for each date. Where users have
many events a day, the log is held by day: sums and sets of a day are the same whatever the date.
"""

from typing import Final

from sqlglot import exp

from shoal.metrics.grains.shape import feature_columns
from shoal.metrics.held import Held
from shoal.metrics.stage import Stage
from shoal.metrics.staging import staged
from shoal.metrics.trees import column, named, table, tree
from shoal.records.queries import Query, QueryColumn, ValueType
from shoal.records.workspace import Role

PEOPLE: Final = "people"
_SAMPLED: Final = 64  # every so manieth user is looked at
_SHORTER: Final = 2.0  # events a user and day from which on days are worth making

_VOLUMES: Final = {
    "n": "sum(n)",
    "n_by_person": "sum(n) filter (where by_person)",
    "n_by_api": "sum(n) filter (where by_api)",
    "n_by_agent": "sum(n) filter (where by_agent)",
    "n_of_logins": "sum(n) filter (where is_login)",
    "minutes": "sum(minutes)",
}

_COUNTS: Final = {name: formula.replace("sum(n)", "count(*)") for name, formula in _VOLUMES.items()}


def is_weighted(stage: Stage) -> bool:
    """Whether a row of the log may stand for several events."""
    return any("count" in source.fields for source in stage.of_role(Role.EVENTS))


def people_query(stage: Stage) -> Query | None:
    """Return the numbers of all users of the log; None without one.

    None too where own metrics read the log, for they may ask for anything in its rows.
    """
    rows = staged(stage, Role.EVENTS)
    if rows is None or any(one.role is Role.EVENTS for one in stage.own):
        return None
    pairs = (
        exp.select(column("account"), named(tree("coalesce(who, '')"), "who"))
        .distinct()
        .from_(rows.subquery("rows"))
        .where(tree("account <> ''"))
    )
    number = tree("row_number() over (order by account, who)")
    select = exp.select(named(number, "number"), column("account"), column("who"))
    return Query(
        tree=select.from_(pairs.subquery("pairs")),
        columns=(
            QueryColumn(name="number", type=ValueType.WHOLE),
            QueryColumn(name="account", type=ValueType.TEXT),
            QueryColumn(name="who", type=ValueType.TEXT),
        ),
        parameters=dict(stage.bindings.values),
    )


def sample_query(stage: Stage) -> Query:
    """Return the query of one row: events of some users, and days on which they have any."""
    some = _numbered(stage, "number", "day").where(tree(f"number % {_SAMPLED} = 0"))
    days = exp.select(named(tree("count(*)"), "n")).from_(some.subquery("some"))
    days = days.group_by(column("number"), column("day"))
    select = exp.select(named(tree("count(*)"), "days"), named(tree("sum(n)"), "events"))
    return _query(
        stage,
        select.from_(days.subquery("days")),
        {"days": ValueType.WHOLE, "events": ValueType.NUMBER},
    )


def form_for(*, events: float, days: float) -> Held:
    """Return the shorter form for a log of so many events on so many days of users.

    >>> form_for(events=13_000, days=1_000).value, form_for(events=1_010, days=1_000).value
    ('daily', 'numbered')
    """
    return Held.DAILY if events >= _SHORTER * max(days, 1) else Held.NUMBERED


def shared_query(stage: Stage, form: Held) -> Query:
    """Return the rows of the log in a form, with the users' numbers under `PEOPLE`."""
    sets = dict.fromkeys(feature_columns(len(stage.features)), ValueType.WHOLE)
    keys = {"number": ValueType.WHOLE, "day": ValueType.DATE}
    marks = dict.fromkeys(("by_person", "by_api", "by_agent", "is_login"), ValueType.BOOLEAN)
    amounts = dict.fromkeys(
        ("n", "minutes") if is_weighted(stage) else ("minutes",), ValueType.NUMBER
    )
    rows = _numbered(stage, *keys, *amounts, *marks, *sets)
    if form is not Held.DAILY:
        return _query(stage, rows, {**keys, **amounts, **marks, **sets})
    sums = _VOLUMES if is_weighted(stage) else _COUNTS
    formulas = {**sums, **{name: f"bit_or({name})" for name in sets}}
    made = [named(tree(formula), name) for name, formula in formulas.items()]
    daily = exp.select(column("number"), column("day"), *made).from_(rows.subquery("rows"))
    types = {**keys, **dict.fromkeys(_VOLUMES, ValueType.NUMBER), **sets}
    # In this order what belongs to a user is worked on at once: a tenth off the time of each date,
    # at the price of what three dates save.
    daily = daily.group_by(column("number"), column("day")).order_by("number", "day")
    return _query(stage, daily, types)


def _numbered(stage: Stage, *names: str) -> exp.Select:
    rows = staged(stage, Role.EVENTS)
    assert rows is not None  # noqa: S101  # who has users has a log
    same = tree("people.account = rows.account and people.who = coalesce(rows.who, '')")
    return (
        exp.select(*(column(name) for name in names))
        .from_(rows.subquery(exp.to_identifier("rows", quoted=True)))
        .join(table(PEOPLE), on=same)
    )


def _query(stage: Stage, select: exp.Select, types: dict[str, ValueType]) -> Query:
    columns = tuple(QueryColumn(name=name, type=kind) for name, kind in types.items())
    return Query(tree=select, columns=columns, parameters=dict(stage.bindings.values))
