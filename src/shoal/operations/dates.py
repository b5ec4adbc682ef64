"""Dates as they are asked for: the last whole day of a workspace unless another is named."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from shoal.errors import UsageError


def last_whole_day(now: datetime, zone: str) -> date:
    """Return yesterday in a zone.

    >>> from datetime import UTC
    >>> last_whole_day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC), "Europe/Berlin")
    datetime.date(2026, 6, 30)
    """
    return today_in(now, zone) - timedelta(days=1)


def today_in(now: datetime, zone: str) -> date:
    """Return the day it is in a zone."""
    return now.astimezone(ZoneInfo(zone)).date()


def asked_dates(asked: object, *, now: datetime, zone: str) -> tuple[date, ...]:
    """Return the dates that were asked for, in order, each once.

    Parameters
    ----------
    asked : date, ISO text, a sequence of them, or None
        Text may name several with commas.
    now, zone
        What time it is, and where.

    Raises
    ------
    UsageError
        If one is no date, or lies in the future.
    """
    if asked is None:
        return (last_whole_day(now, zone),)
    several = asked.split(",") if isinstance(asked, str) else asked
    parts = several if isinstance(several, list | tuple) else [several]
    found = sorted({_date(part) for part in parts})
    if not found:
        raise UsageError("No date was given.", suggestion="Write it as 2026-06-30.")
    today = today_in(now, zone)
    if found[-1] > today:
        raise UsageError(
            f"{found[-1]} is in the future; today is {today}.",
            suggestion=f"The last whole day is {last_whole_day(now, zone)}.",
        )
    return tuple(found)


def asked_date(asked: object, *, now: datetime, zone: str) -> date:
    """Return the one date that was asked for; see `asked_dates`."""
    dates = asked_dates(asked, now=now, zone=zone)
    if len(dates) > 1:
        raise UsageError(
            f"{len(dates)} dates were given where one is needed.",
            suggestion="shoal measure takes several; the other verbs one at a time.",
        )
    return dates[0]


def _date(given: object) -> date:
    if isinstance(given, datetime):
        return given.date()
    if isinstance(given, date):
        return given
    try:
        return date.fromisoformat(str(given).strip())
    except ValueError:
        raise UsageError(f"{given} is not a date.", suggestion="Write it as 2026-06-30.") from None
