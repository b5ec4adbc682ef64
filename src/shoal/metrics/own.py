"""Metrics that a workspace declares: grains and a formula from each declaration.

Columns are named by the place of the metric in the workspace, never by what the workspace says.
"""

from dataclasses import dataclass

from shoal.errors import UsageError
from shoal.metrics.grains.grain import Grain
from shoal.metrics.presets.use import trend
from shoal.metrics.units import exact
from shoal.records.definitions import MetricDefinition
from shoal.records.workspace import Aggregation, OwnMetric, Per, Role, WhenNothing

RELATIONS = {
    Role.EVENTS: "activity",
    Role.TICKETS: "tickets",
    Role.SURVEYS: "surveys",
    Role.MILESTONES: "milestones",
    Role.ENGAGEMENT: "engagement",
    Role.OUTCOMES: "outcomes",
    Role.TOUCHES: "touches",
}
OF_NUMBERS = (  # what makes a number of numbers in the rows
    Aggregation.SUM,
    Aggregation.MEAN,
    Aggregation.MEDIAN,
    Aggregation.MIN,
    Aggregation.MAX,
    Aggregation.LATEST,
)
_NO_TREND = (Aggregation.LATEST, Aggregation.DAYS_SINCE, Aggregation.TIME_TO_FIRST)
_ALL_TIME = (Aggregation.DAYS_SINCE, Aggregation.TIME_TO_FIRST)
_BY_ROW = (Aggregation.DISTINCT, Aggregation.MEDIAN)
_VOLUMES = (Aggregation.COUNT, Aggregation.SUM)  # what grows with the days it is taken over
_DAYS_A_WEEK = 7.0
_BY_USER = "_by_user"  # ends the name of a column at the grain of users
_BY_PERIOD = "_by_period"  # and at the grain of periods


@dataclass(frozen=True, slots=True, kw_only=True)
class Owned:
    """An own metric with its place, its role and its window in days."""

    metric: OwnMetric
    place: int
    role: Role
    window_days: int

    @property
    def column(self) -> str:
        """The name of its column at the grain of accounts."""
        return f"own_{self.place}"

    @property
    def missing(self) -> WhenNothing:
        """What an account without rows has; no change and no time since is ever a zero."""
        has_no_zero = self.metric.trend or self.metric.aggregate in _ALL_TIME
        if has_no_zero and self.metric.missing is WhenNothing.ZERO:
            return WhenNothing.UNDEFINED
        return self.metric.missing

    @property
    def is_two_stage(self) -> bool:
        """Whether it rides on the pass over the log at the grain of users."""
        return (
            self.role is Role.EVENTS
            and self.metric.aggregate not in _BY_ROW
            and self.metric.aggregate is not Aggregation.LATEST
        )

    @property
    def may_lack_rates(self) -> bool:
        """Whether it reads rows with amounts, some of which may be in a currency without a rate."""
        return self.role is Role.OUTCOMES and self.metric.aggregate in OF_NUMBERS


def definition_of(owned: Owned) -> MetricDefinition:
    """Return an own metric in the form of a preset.

    Raises
    ------
    UsageError
        If the rows of its source do not happen at a time, or it has no change over time.
    """
    metric = owned.metric
    _refuse(owned)
    return MetricDefinition(
        name=metric.name,
        unit=metric.unit,
        better=metric.better,
        kind=metric.kind,
        meaning=_in_words(owned),
        formula=_formula(owned),
        missing=owned.missing,
    )


def _refuse(owned: Owned) -> None:
    metric = owned.metric
    where = f"{metric.place}: metrics.own.{metric.name}"
    if owned.role not in RELATIONS:
        raise UsageError(
            f"{where} reads {metric.source}; rows of {owned.role.value} do not happen at a time.",
            suggestion=f"Own metrics read {', '.join(RELATIONS)}.",
        )
    if metric.trend and metric.aggregate in _NO_TREND:
        raise UsageError(
            f"{where} has trend: true; there is no window before for {metric.aggregate}.",
            suggestion="Take trend away.",
        )


def own_grains(owned: tuple[Owned, ...]) -> tuple[Grain, ...]:
    """Return the grains that own metrics need besides those of the presets."""
    found = []
    two_stage = [o for o in owned if o.is_two_stage]
    if two_stage:
        found.append(_account_grain("own_use", "users", two_stage, upper=True))
    for role, relation in RELATIONS.items():
        here = [o for o in owned if o.role is role and not o.is_two_stage]
        simple = [o for o in here if _parts(o)]
        if simple:
            found.append(_account_grain(f"own_{relation}", relation, simple, upper=False))
        found += [_latest_grain(o) for o in here if o.metric.aggregate is Aggregation.LATEST]
    return tuple(found)


def period_columns(owned: tuple[Owned, ...]) -> dict[str, str]:
    """Return what the pass over the log computes for own metrics."""
    return {
        f"{name}{_BY_PERIOD}": lower
        for o in owned
        if o.is_two_stage
        for name, (lower, _) in _parts(o).items()
    }


def user_columns(owned: tuple[Owned, ...]) -> dict[str, str]:
    """Return how periods of own metrics come together in a user: as users do in an account."""
    return {
        f"{name}{_BY_USER}": upper.replace(_BY_USER, _BY_PERIOD)
        for o in owned
        if o.is_two_stage
        for name, (_, upper) in _parts(o).items()
    }


def latest_relation(owned: Owned) -> str:
    """Return the name of the relation that holds the last rows of an account."""
    return f"latest_{owned.place}"


def _account_grain(name: str, source: str, owned: list[Owned], *, upper: bool) -> Grain:
    columns = {
        column: parts[1] if upper else parts[0]
        for o in owned
        for column, parts in _parts(o).items()
    }
    return Grain(
        name=name,
        source=source,
        by=("account",),
        columns=columns,
        undefined=frozenset(columns),
    )


def _latest_grain(owned: Owned) -> Grain:
    return Grain(
        name=f"own_latest_{owned.place}",
        source=latest_relation(owned),
        by=("account",),
        columns={owned.column: "min(latest_value)"},
        undefined=frozenset({owned.column}),
    )


def _parts(owned: Owned) -> dict[str, tuple[str, str]]:
    """Return columns with the formula over rows, and the one over users."""
    window = owned.window_days
    recent = f"age < {window}"
    is_latest = owned.metric.aggregate is Aggregation.LATEST  # made by a grain of its own
    found = {} if is_latest else _parts_of(owned, owned.column, recent)
    if owned.may_lack_rates:
        lost = f"count(case when lost_{owned.place} and {recent} then 1 end)"
        found[_lost(owned)] = (lost, "")
    if owned.metric.trend:
        before = f"age >= {window} and age < {2 * window}"
        found |= _parts_of(owned, f"{owned.column}_before", before)
    return found


def _parts_of(owned: Owned, name: str, inside: str) -> dict[str, tuple[str, str]]:
    k, aggregate = owned.place, owned.metric.aggregate
    counts = f"holds_{k} and {inside}"
    weight = "n" if owned.role is Role.EVENTS else "1.0"
    value = f"case when {counts} then value_{k} end"
    rows = f"sum(case when {counts} then {weight} end)"
    total = f"sum(case when {counts} then {exact(f'value_{k}')} end)"
    simple = {
        Aggregation.COUNT: (rows, f"sum({name}{_BY_USER})"),
        Aggregation.SUM: (total, f"sum({name}{_BY_USER})"),
        Aggregation.MIN: (f"min({value})", f"min({name}{_BY_USER})"),
        Aggregation.MAX: (f"max({value})", f"max({name}{_BY_USER})"),
        Aggregation.DISTINCT: (f"nullif(count(distinct {value}), 0)", ""),
        Aggregation.MEDIAN: (f"quantile_cont({value}, 0.5)", ""),
        Aggregation.DAYS_SINCE: (
            f"min(case when holds_{k} then age end)",
            f"min({name}{_BY_USER})",
        ),
        Aggregation.TIME_TO_FIRST: (
            f"max(case when holds_{k} then age end)",
            f"max({name}{_BY_USER})",
        ),
    }
    if aggregate in simple:
        return {name: simple[aggregate]}
    below, above = f"{name}_of", f"{name}_sum"
    if aggregate is Aggregation.MEAN:
        return {
            above: (total, f"sum({above}{_BY_USER})"),
            below: (f"count({value})", f"sum({below}{_BY_USER})"),
        }
    every = f"sum(case when row_{k} and {inside} then {weight} end)"
    return {above: (rows, f"sum({above}{_BY_USER})"), below: (every, f"sum({below}{_BY_USER})")}


def _formula(owned: Owned) -> str:
    metric = owned.metric
    now = _value(owned, owned.column)
    if metric.trend:
        before = _value(owned, f"{owned.column}_before")
        by_the_day = metric.aggregate in _VOLUMES
        if by_the_day or metric.aggregate is Aggregation.DISTINCT:
            now = f"coalesce({now}, {_zero(owned)})"
        change = trend(now, f"({before})", days=str(owned.window_days), by_the_day=by_the_day)
        # The least of nothing and a bound is the bound.
        return f"case when {now} is not null then {change} end"
    now = _filled(owned, now)
    if metric.per is None:
        return now
    now = f"{now} / {_divisor(owned)}"
    if metric.per is Per.ACTIVE_USER and owned.missing is WhenNothing.ZERO:
        now = f"case when active_users > 0 then {now} else 0 end"
    return now


def _filled(owned: Owned, value: str) -> str:
    """Return zero for an account without rows, where that is what it means."""
    is_zero = owned.missing is WhenNothing.ZERO
    return f"coalesce({value}, {_zero(owned)})" if is_zero else f"({value})"


def _zero(owned: Owned) -> str:
    """Return zero, but nothing where there are amounts and a rate for none of them."""
    if not owned.may_lack_rates:
        return "0"
    return f"case when coalesce({_lost(owned)}, 0) = 0 then 0 end"


def _lost(owned: Owned) -> str:
    return f"{owned.column}_lost"


def _value(owned: Owned, name: str) -> str:
    aggregate = owned.metric.aggregate
    if aggregate is Aggregation.SUM:
        return f"cast({name} as double)"
    if aggregate is Aggregation.MEAN:
        return f"(cast({name}_sum as double) / nullif({name}_of, 0))"
    if aggregate is Aggregation.SHARE:
        return f"(100.0 * coalesce({name}_sum, 0) / nullif({name}_of, 0))"
    if aggregate is Aggregation.TIME_TO_FIRST:
        known = f"age_days is not null and {name} is not null"
        return f"(case when {known} then greatest(0, age_days - {name}) end)"
    return name


def _divisor(owned: Owned) -> str:
    window = owned.window_days
    return {
        Per.SEAT: "nullif(seats, 0)",
        Per.ACTIVE_USER: "nullif(active_users, 0)",
        Per.WEEK: f"(least({window}, lived_days + 1) / {_DAYS_A_WEEK})",
    }[owned.metric.per or Per.WEEK]


def _in_words(owned: Owned) -> str:
    metric = owned.metric
    what = f"{metric.aggregate.value.replace('_', ' ')} of"
    rows = "the events" if owned.role is Role.EVENTS else "the rows"
    column = metric.column or rows
    where = f" where {metric.where}" if metric.where else ""
    per = f", per {metric.per.value.replace('_', ' ')}" if metric.per else ""
    time = "all history" if metric.aggregate in _ALL_TIME else f"{owned.window_days} days"
    change = ", as the change against the window before in %" if metric.trend else ""
    return f"{what.capitalize()} {column} of {metric.source}{where}{per}, over {time}{change}."
