"""Time zones as arithmetic, so that every engine cuts days alike whatever zone data it carries.

A zone is a list of changes: from an instant on, local time is so many seconds ahead of UTC. The
list is written into the query from the year 2010 on; a time before has the first offset. It
begins in the same year for every date, so that a row lies on the same day whichever date is
measured.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from sqlglot import exp

from shoal.metrics.trees import tree

FIRST_YEAR = 2010  # before, a day is told to the hour
_BEYOND = timedelta(days=2)  # changes just after the end still shift the hours before them


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """From `instant` (UTC, without zone) on, local time is `after` seconds ahead of UTC."""

    instant: datetime
    before: int
    after: int


def to_local(value: exp.Expr, zone: str, *, around: datetime) -> exp.Expr:
    """Return the local time of an instant in UTC.

    Parameters
    ----------
    value : Expr
        A timestamp without zone that is in UTC.
    zone : str
        A name of the IANA database.
    around : datetime
        The end of what is measured; later changes do not matter.
    """
    return _shifted(value, zone, around, starts=lambda change: change.instant, sign=1)


def to_utc(value: exp.Expr, zone: str, *, around: datetime) -> exp.Expr:
    """Return the instant in UTC of a local time.

    A time that clocks show twice is the first of the two; one that they skip is as long after the
    change as it claims to be (as Python's `fold=0` has it).
    """
    return _shifted(value, zone, around, starts=_local_start, sign=-1)


def changes(zone: str, *, around: datetime) -> tuple[Change, ...]:
    """Return the changes of a zone's clocks up to a date, in order.

    >>> changes("Europe/Berlin", around=datetime(2026, 6, 30))[-1].after
    7200
    """
    return tuple(c for c in _changes(zone, around.year + 1) if c.instant <= around + _BEYOND)


def offset_at(zone: str, instant: datetime) -> int:
    """Return how many seconds a zone is ahead of UTC at an instant given in UTC."""
    ahead = ZoneInfo(zone).utcoffset(instant.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)))
    return round(ahead.total_seconds()) if ahead else 0


def _local_start(change: Change) -> datetime:
    return change.instant + timedelta(seconds=max(change.before, change.after))


def _shifted(
    value: exp.Expr,
    zone: str,
    around: datetime,
    *,
    starts: Callable[[Change], datetime],
    sign: int,
) -> exp.Expr:
    found = changes(zone, around=around)
    first = found[0].before if found else offset_at(zone, around)
    if not found:
        return _moved(value, sign * first)
    case = exp.Case()
    # The latest change first: most rows of a log are recent and leave at the first branch.
    for change in reversed(found):
        reached = exp.GTE(this=value.copy(), expression=_literal(starts(change)))
        case.when(reached, _moved(value, sign * change.after), copy=False)
    return case.else_(_moved(value, sign * first), copy=False)


def _moved(value: exp.Expr, seconds: int) -> exp.Expr:
    if not seconds:
        return value.copy()
    sign = exp.Add if seconds > 0 else exp.Sub
    return sign(this=value.copy(), expression=tree(f"interval '{abs(seconds)}' second"))


def _literal(instant: datetime) -> exp.Expr:
    return tree(f"timestamp '{instant:%Y-%m-%d %H:%M:%S}'")


@cache
def _changes(zone: str, year: int) -> tuple[Change, ...]:
    day = datetime(FIRST_YEAR, 1, 1)  # noqa: DTZ001  # UTC throughout, as in the queries
    end = datetime(year + 1, 1, 1)  # noqa: DTZ001
    found = []
    while day < end:
        following = day + timedelta(days=1)
        before, after = offset_at(zone, day), offset_at(zone, following)
        if before != after:
            found.append(Change(instant=_instant(zone, day), before=before, after=after))
        day = following
    return tuple(found)


def _instant(zone: str, day: datetime) -> datetime:
    """Return the second of a day at which the offset changes, by halving."""
    low, high = 0, 86_400
    start = offset_at(zone, day)
    while high - low > 1:
        middle = (low + high) // 2
        if offset_at(zone, day + timedelta(seconds=middle)) == start:
            low = middle
        else:
            high = middle
    return day + timedelta(seconds=high)
