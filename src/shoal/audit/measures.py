"""From behaviour columns to metrics: label, unit, bounds, and volumes taken per seat."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from shoal.audit.names import humanise, read_name
from shoal.audit.readings import numbers
from shoal.audit.roles import Role
from shoal.audit.scales import decimals_of, scale_of
from shoal.audit.vocabulary import meanings, rank
from shoal.records.accounts import ExcludedColumn, Metric
from shoal.records.meanings import Better, ContextRole, Kind, Topic
from shoal.records.options import Declared
from shoal.records.tables import ColumnType

_PER_SEAT_MEANING = {
    "daily_active_users": "active_rate",
    "weekly_active_users": "active_rate",
    "monthly_active_users": "active_rate",
    "logins": "logins_per_user",
    "tickets": "tickets_per_seat",
    "minutes": "minutes_per_user",
    "events": "events_per_user",
    "api_calls": "api_calls_per_seat",
}
_PER_TIME = {1: "per day", 7: "per week", 30: "per month", 90: "per quarter", 365: "per year"}
_UNIT_WORDS = {"day": "days", "hour": "hours", "minute": "minutes", "second": "seconds"}
_PERCENT_WORDS = frozenset({"pct", "percent", "percentage", "prozent"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Metrics sorted by name, the role each came from, and volumes that ratios replaced."""

    metrics: tuple[Metric, ...]
    roles: tuple[Role, ...]
    sized: tuple[ExcludedColumn, ...] = ()


def measure(
    roles: Sequence[Role],
    *,
    seats: str | None,
    is_safe: bool,
    declared: Mapping[str, Declared] = MappingProxyType({}),
) -> Measures:
    """Make a metric of every behaviour column.

    Parameters
    ----------
    roles : sequence of Role
        All columns.
    seats : str or None
        The column of seats; None where there is none.
    is_safe : bool
        Whether safe suggestions are applied: impossible values read as missing, volumes per seat.
    declared : mapping of str to Declared
        Unit and direction of metrics, by column; they go before what the name tells. Such a
        metric is taken as it is, never per seat.

    Returns
    -------
    Measures
        Sorted by the names of the metrics.
    """
    behaviour = [r for r in roles if r.kind is Kind.BEHAVIOUR]
    names = {r.name for r in behaviour}
    pairs: list[tuple[Metric, Role]] = []
    sized: list[ExcludedColumn] = []
    for role in behaviour:
        metric = _metric(role, is_safe=is_safe)
        if (said := declared.get(role.name)) is not None:
            metric = replace(metric, unit=said.unit, better=said.better)
        is_plain = role.name in declared or not is_volume(role)
        if seats is None or not is_safe or is_plain or role.name == seats:
            pairs.append((metric, role))
            continue
        ratio = _per_seat(metric, seats)
        sized.append(_sized(role, ratio.name, is_there=ratio.name in names))
        if ratio.name not in names:
            pairs.append((ratio, role))
    pairs.sort(key=lambda pair: pair[0].name)
    return Measures(
        metrics=_told_apart([m for m, _ in pairs]),
        roles=tuple(r for _, r in pairs),
        sized=tuple(sized),
    )


def is_volume(role: Role) -> bool:
    """Tell whether a column grows with the customer's size."""
    return role.meaning is not None and role.meaning.volume


def seats_column(roles: Iterable[Role], named: str | None) -> str | None:
    """Return the column that counts seats: the one named, or the best known of those found.

    Parameters
    ----------
    roles : iterable of Role
        All columns.
    named : str or None
        The column the user named.

    Returns
    -------
    str or None
        None where there is none, or where it holds no numbers.
    """
    if named is not None:
        return named
    found = [
        (rank(r.meaning), r.name)
        for r in roles
        if r.meaning is not None
        and r.meaning.role is ContextRole.SEATS
        and r.kind is Kind.FACT
        and r.is_shown
        and r.column.type is ColumnType.NUMBER
    ]
    return min(found)[1] if found else None


def _metric(role: Role, *, is_safe: bool) -> Metric:
    values = numbers(role.column)
    meaning = role.meaning
    if meaning is None or meaning.kind is not Kind.BEHAVIOUR:
        return _plain_metric(role, values)
    scale = scale_of(meaning, values)
    label = f"{meaning.label}{_window_words(role.name)}"
    return Metric(
        name=role.name,
        column=role.name,
        label=f"{label} (0 to 1)" if scale.is_fraction and not scale.signed else label,
        meaning=meaning.key,
        unit=scale.unit or ("" if scale.is_fraction else _plain_unit(role.name, values)),
        better=meaning.better,
        topic=meaning.topic,
        structural=meaning.structural and bool(np.any(np.isnan(values))),
        signed=scale.signed,
        decimals=2 if scale.is_fraction else _decimals(values, meaning.decimals),
        window_days=read_name(role.name).window_days,
        low=scale.low if is_safe else None,
        high=scale.high if is_safe else None,
    )


def _plain_metric(role: Role, values: NDArray[np.float64]) -> Metric:
    """Make a metric of a column that nobody knows, or of a fact that the user wants clustered."""
    meaning = role.meaning
    return Metric(
        name=role.name,
        column=role.name,
        label=humanise(role.name) if meaning is None else meaning.label,
        meaning=None if meaning is None else meaning.key,
        unit=_plain_unit(role.name, values) if meaning is None else meaning.unit,
        better=Better.NEITHER,
        topic=Topic.OTHER,
        signed=bool(np.any(values < 0)),
        decimals=decimals_of(values),
        window_days=read_name(role.name).window_days,
    )


def _per_seat(metric: Metric, seats: str) -> Metric:
    key = _PER_SEAT_MEANING.get(metric.meaning or "", metric.meaning)
    better = metric.better if key is None else meanings()[key].better
    return replace(
        metric,
        name=f"{metric.name}_per_seat",
        per=seats,
        label=f"{metric.label} per seat",
        meaning=key,
        unit="per seat",
        better=better,
        decimals=2,
    )


def _sized(role: Role, ratio: str, *, is_there: bool) -> ExcludedColumn:
    words = "is already a column" if is_there else "takes its place"
    return ExcludedColumn(
        column=role.name,
        kind=Kind.SIZE,
        why=f"Grows with the size of the account; {ratio} {words}.",
    )


def _told_apart(metrics: Sequence[Metric]) -> tuple[Metric, ...]:
    """Give metrics that would carry one label the names of their columns instead."""
    counts = Counter(m.label for m in metrics)
    return tuple(replace(m, label=humanise(m.name)) if counts[m.label] > 1 else m for m in metrics)


def _window_words(name: str) -> str:
    found = read_name(name)
    if found.window_days is None:
        return ""
    if found.is_rate and found.window_days in _PER_TIME:
        return f" {_PER_TIME[found.window_days]}"
    return f" (last {found.window_days} days)"


def _plain_unit(name: str, values: NDArray[np.float64]) -> str:
    words = read_name(name).words
    if _PERCENT_WORDS & set(words):
        is_fraction = not np.any(np.abs(values) > 1)
        return "" if is_fraction else "%"
    ends = [words[0], words[-1]] if len(words) > 1 else []
    return next((_UNIT_WORDS[w] for w in ends if w in _UNIT_WORDS), "")


def _decimals(values: NDArray[np.float64], usual: int) -> int:
    """Show more decimals than usual where values are small and not whole."""
    is_whole = not np.any(values[np.isfinite(values)] % 1)
    return usual if is_whole else max(usual, decimals_of(values))
