"""Rows by role as they stood at a date: nothing later, with ages in days.

`age` is 0 on the date itself. Every relation is built from the staged rows of its role, which are
either written into the query or, when several dates share them, held by the engine.
"""

from collections.abc import Callable, Mapping
from datetime import date

from sqlglot import exp

from shoal.metrics.own import RELATIONS, Owned, latest_relation
from shoal.metrics.trees import column, named, table, tree
from shoal.records.workspace import Aggregation, Role

# Role: days of a row, besides its own, that tell what was known at the date.
_FURTHER: Mapping[Role, tuple[str, ...]] = {
    Role.TICKETS: ("resolved",),
    Role.SURVEYS: ("answered",),
}
_ROLES: Mapping[str, Role] = {relation: role for role, relation in RELATIONS.items()}


def staged_name(role: Role) -> str:
    """Return the name of the staged rows of a role."""
    return f"staged {role.value}"


def relations(as_of: date, owned: tuple[Owned, ...]) -> dict[str, Callable[[], exp.Select]]:
    """Return how each relation is made, by name; one may read those before it."""
    found: dict[str, Callable[[], exp.Select]] = {
        name: _dated_maker(role, as_of) for name, role in _ROLES.items()
    }
    found["accounts"] = lambda: _accounts(as_of)
    found["subscriptions"] = lambda: _subscriptions(as_of)
    found["steps"] = _steps
    found["last_answers"] = _last_answers
    for one in owned:
        if one.metric.aggregate is Aggregation.LATEST:
            found[latest_relation(one)] = _latest_maker(one)
    return found


def reads(name: str, owned: tuple[Owned, ...]) -> tuple[str | Role, ...]:
    """Return what a relation is made from: another relation, or the staged rows of a role."""
    if name in _ROLES:
        return (_ROLES[name],)
    further = {
        "accounts": (Role.ACCOUNTS,),
        "subscriptions": (Role.SUBSCRIPTIONS,),
        "steps": ("milestones",),
        "last_answers": ("surveys",),
        **{latest_relation(one): (RELATIONS[one.role],) for one in owned},
    }
    found: tuple[str | Role, ...] = further[name]
    return found


def _dated_maker(role: Role, as_of: date) -> Callable[[], exp.Select]:
    return lambda: _dated(role, as_of)


def _latest_maker(owned: Owned) -> Callable[[], exp.Select]:
    return lambda: _latest(owned)


def _dated(role: Role, as_of: date) -> exp.Select:
    ages = {"age": "day", **{f"{name}_age": name for name in _FURTHER.get(role, ())}}
    select = exp.select(
        exp.Star(), *(named(_days_since(name, as_of), age) for age, name in ages.items())
    )
    select = select.from_(table(staged_name(role))).where(_by(as_of, "day"))
    # A row whose account is not known counts nowhere; of a log this is told after it is summed up.
    return select if role is Role.EVENTS else select.where(tree("account is not null"))


def _accounts(as_of: date) -> exp.Select:
    """Accounts that count at the date, one row each."""
    return (
        exp.select(
            column("account"),
            named(exp.Max(this=_days_since("created", as_of)), "age_days"),
            named(tree("max(seats)"), "seats_declared"),
        )
        .from_(table(staged_name(Role.ACCOUNTS)))
        .where(tree("account is not null"))
        .where(exp.or_(tree("created is null"), _by(as_of, "created")))
        .where(exp.or_(tree("ended is null"), exp.Not(this=_by(as_of, "ended"))))
        .group_by(column("account"))
    )


def _subscriptions(as_of: date) -> exp.Select:
    return exp.select(
        exp.Star(),
        named(_days_since("begins", as_of), "begins_age"),
        named(_days_since("ends", as_of), "ends_age"),
    ).from_(table(staged_name(Role.SUBSCRIPTIONS)))


def _steps() -> exp.Select:
    """Find the first time each step was reached."""
    return (
        exp.select(
            column("account"),
            column("name"),
            named(tree("max(age)"), "age"),
            named(tree("count(case when is_value then 1 end) > 0"), "is_value"),
            named(tree("count(case when is_listed then 1 end) > 0"), "is_listed"),
        )
        .from_(table("milestones"))
        .where(tree("is_step and name is not null"))
        .group_by(column("account"), column("name"))
    )


def _last_answers() -> exp.Select:
    """All answers of the last instant at which an account answered."""
    # A join: to rank the answers of each account would sort them all.
    scored = tree(
        "surveys.kind = 'nps' and surveys.answered_age >= 0 and surveys.score is not null"
    )
    last = exp.select(column("account"), named(tree("max(at)"), "last_at"))
    last = last.from_(table("surveys")).where(scored.copy()).group_by(column("account"))
    same = tree("last_answer.account = surveys.account and last_answer.last_at = surveys.at")
    return (
        exp.select(column("account", "surveys"), column("score", "surveys"))
        .from_(table("surveys"))
        .join(last.subquery(exp.to_identifier("last_answer", quoted=True)), on=same)
        .where(scored)
    )


def _latest(owned: Owned) -> exp.Select:
    """Find all values of the last instant at which an account had one."""
    k = owned.place
    place = tree(f"rank() over (partition by account order by at_{k} desc)")
    ranked = (
        exp.select(
            column("account"), named(column(f"value_{k}"), "latest_value"), named(place, "place")
        )
        .from_(table(RELATIONS[owned.role]))
        .where(tree(f"holds_{k} and value_{k} is not null and age < {owned.window_days}"))
    )
    return (
        exp.select(column("account"), column("latest_value"))
        .from_(ranked.subquery("ranked"))
        .where(tree("place = 1"))
    )


def _days_since(name: str, as_of: date) -> exp.Expr:
    return tree(f"date_diff('day', {name}, date '{as_of}')")


def _by(as_of: date, name: str) -> exp.Expr:
    return tree(f"{name} <= date '{as_of}'")
