"""What users do in a period: events to one row an account, user and period.

The log is read at this grain. It costs less than the grain of users, which is made from it: a row
belongs to one period, so nothing is asked of it once for each window; and a log comes in the order
of time, so only the few periods of its last rows are worked on at once.
"""

from typing import Final

from shoal.metrics.grains.grain import Grain
from shoal.metrics.grains.shape import BITS, MONTH, Shape
from shoal.metrics.held import Held

_MARKS: Final = {  # what tells that a row is of a kind
    "by_person": "by_person",
    "by_api": "by_api",
    "by_agent": "by_agent",
    "of_logins": "is_login",
}


def periods(shape: Shape, log: Held = Held.ROWS, *, is_weighted: bool = True) -> Grain:
    """Events to periods of users: volumes, days and weeks and features as sets, the last day.

    Where no row `is_weighted`, rows are counted: that is a twelfth off the time of a busy log.
    """
    recent = f"age < {shape.window_days}"
    return Grain(
        name="periods",
        source="activity",
        by=("account", "who", "period") if log is Held.ROWS else ("number", "period"),
        columns={
            **_volumes(recent, log, is_weighted=is_weighted or log is Held.DAILY),
            "minutes_spent": f"sum(minutes) filter (where {recent})",
            "nearest_age": "min(age)",
            "farthest_age": "max(age)",
            "days": _days(shape),
            **{f"weeks_{k}": _weeks(low, high) for k, (low, high) in enumerate(shape.week_sets)},
            **{f"used_set_{k}": f"bit_or({name})" for k, name in enumerate(shape.feature_columns)},
        },
        keys={"period": _case({start: k for k, start in enumerate(shape.starts)})},
    )


def _volumes(recent: str, log: Held, *, is_weighted: bool) -> dict[str, str]:
    if log is Held.DAILY:
        parts = {f"volume_{name}": f"sum(n_{name}) filter (where {recent})" for name in _MARKS}
        return {"volume": "sum(n)", **parts}
    rows = "sum(n)" if is_weighted else "count(*)"
    return {
        "volume": f"cast({rows} as double)",
        **{
            f"volume_{name}": f"cast({rows} filter (where {recent} and {mark}) as double)"
            for name, mark in _MARKS.items()
        },
    }


def _days(shape: Shape) -> str:
    """Return the formula of the days of a period as a set, as far as anybody counts days."""
    last = max(shape.window_days, MONTH)
    shifts = {start: f"age - {start}" if start else "age" for start in shape.starts if start < last}
    shift = _case({**shifts, last: 0})
    return f"bit_or(cast(1 as bigint) << ({shift})) filter (where age < {last})"


def _weeks(low: int, high: int) -> str:
    # Engines compute the number that is shifted by before they leave a row out, so it stays within
    # its bits for rows that do not count.
    since = f"cast(age // 7 as int) - {low}" if low else "cast(age // 7 as int)"
    shift = f"greatest(0, least({BITS}, {since}))" if low else f"least({BITS}, {since})"
    inside = f"age >= {7 * low} and age < {7 * high}" if low else f"age < {7 * high}"
    return f"bit_or(cast(1 as bigint) << ({shift})) filter (where {inside})"


def _case(by_start: dict[int, object]) -> str:
    """Return what stands at the last start that an age has reached."""
    *others, (_, last) = zip((*list(by_start)[1:], None), by_start.values(), strict=True)
    whens = " ".join(f"when age < {end} then {value}" for end, value in others)
    return f"case {whens} else {last} end"
