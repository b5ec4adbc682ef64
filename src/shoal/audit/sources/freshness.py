"""Whether a log goes on to the date, begins in time, and has rows on all usual days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import Final

from shoal.audit.checks.wording import listed
from shoal.audit.sources.telling import about
from shoal.records.findings import Finding, Severity
from shoal.records.judged import DayRows, Judged, JudgedSource
from shoal.records.workspace import Role
from shoal.wording import format_count

_FEWEST_DAYS: Final = 10  # with rows, before anything is usual
_DAILY: Final = 0.5  # share of days with rows from which a log goes on day by day; weekdays are 0.7
_LONGER: Final = (1.5, 2.0)  # than the usual gap: of a daily log, of another
_USUAL: Final = 0.98  # of all gaps; a single outage long ago makes none usual
_MANY_ROWS: Final = 10  # on a weekday; none at all has a chance of 1 in 20,000 then
_NEARLY_ALL: Final = 0.985
_COUNTED: Final = (Role.EVENTS, Role.TICKETS, Role.SURVEYS, Role.ENGAGEMENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How regularly a log has rows.

    `usual_gap` is how many days without rows in a row are still usual; `is_daily` whether most
    days have rows.
    """

    usual_gap: int
    is_daily: bool


def is_empty(judged: Judged, source: JudgedSource) -> Iterator[Finding]:
    """Find a source without rows, or without any by the date."""
    if not source.rows:
        yield about(
            source,
            code="source-empty",
            severity=Severity.WARNING,
            message="it has no rows, or none that only keeps.",
            suggestion="Look at the file, and at only.",
        )
    elif not source.rows_in_time:
        yield about(
            source,
            code="source-empty",
            severity=Severity.WARNING,
            message=f"none of its {format_count(source.rows)} rows lies by {judged.as_of}.",
            evidence={"rows": source.rows},
            suggestion="Choose a later date, or look at its column of time.",
        )


def begins_late(judged: Judged, source: JudgedSource) -> Iterator[Finding]:
    """Find a log that begins within the window, so that metrics count fewer days."""
    first = judged.as_of - timedelta(days=judged.window_days - 1)
    if source.first_day is None or source.role not in _COUNTED or source.first_day <= first:
        return
    days = (judged.as_of - source.first_day).days + 1
    yield about(
        source,
        code="source-begins-late",
        severity=Severity.WARNING if source.role is Role.EVENTS else Severity.NOTE,
        message=f"its first row is of {source.first_day}: of the {judged.window_days} days that"
        f" metrics look at it has {days}.",
        evidence={"days": days, "window_days": judged.window_days},
        suggestion="Add older rows, choose a later date, or a shorter window_days.",
    )


def stops_early(judged: Judged, source: JudgedSource) -> Iterator[Finding]:
    """Find a log whose last row lies longer before the date than its usual gap."""
    if source.last_day is None or source.role in {Role.ACCOUNTS, Role.SUBSCRIPTIONS, Role.CONTACTS}:
        return
    missing = (judged.as_of - source.last_day).days
    pace = pace_of(source.days)
    if pace is None:
        if missing >= judged.window_days:
            yield _not_fresh(judged, source, missing, "")
        return
    longer = _LONGER[0] if pace.is_daily else _LONGER[1]
    if missing <= longer * pace.usual_gap:
        return
    usual = f" Until then it was hardly ever more than {_days(pace.usual_gap)} without."
    if pace.usual_gap == 0:
        usual = " Until then it had some every day."
    if not pace.is_daily:
        yield _not_fresh(judged, source, missing, usual)
        return
    yield about(
        source,
        code="source-stops-early",
        severity=Severity.WARNING,
        message=f"its last row is of {source.last_day}, so that {_days(missing)} before the end of"
        f" {judged.as_of} have none.{usual}",
        column=source.time_column,
        evidence={"days": missing, "usual_gap": pace.usual_gap},
        suggestion="Load what is missing, or measure as of"
        f" {source.last_day}; else it counts as silence.",
    )


def days_without_rows(judged: Judged, source: JudgedSource) -> Iterator[Finding]:
    """Find days of the window that have no row where such days usually have some."""
    if len(source.days) < _FEWEST_DAYS:
        return
    holes = _holes(judged, source.days)
    if not holes:
        return
    yield about(
        source,
        code="days-without-rows",
        severity=Severity.WARNING,
        message=f"{_days(len(holes))} of the window have no row, though such weekdays usually have"
        f" some: {listed([str(day) for day in holes])}.",
        column=source.time_column,
        evidence={"days": len(holes), "first": str(holes[0])},
        suggestion="Load what is missing; else it counts as silence.",
    )


def pace_of(days: Sequence[DayRows]) -> Pace | None:
    """Return how regularly a log has rows; None where there are too few days to tell.

    Parameters
    ----------
    days : sequence of DayRows
        Days that have rows, in order.

    Examples
    --------
    >>> month = [date(2026, 6, 1) + timedelta(days=k) for k in range(26)]
    >>> pace_of([DayRows(day=day, rows=3) for day in month if day.weekday() < 5])
    Pace(usual_gap=2, is_daily=True)
    """
    if len(days) < _FEWEST_DAYS:
        return None
    pairs = pairwise(days)
    gaps = sorted((later.day - earlier.day).days - 1 for earlier, later in pairs)
    spanned = (days[-1].day - days[0].day).days + 1
    return Pace(
        usual_gap=gaps[round(_USUAL * (len(gaps) - 1))],
        is_daily=len(days) >= _DAILY * spanned,
    )


def _holes(judged: Judged, days: Sequence[DayRows]) -> list[date]:
    rows = {d.day: d.rows for d in days}
    first, last = days[0].day, days[-1].day
    span = [first + timedelta(days=k) for k in range((last - first).days + 1)]
    begin = judged.as_of - timedelta(days=judged.window_days - 1)
    usual = {w: [rows.get(d, 0) for d in span if d.weekday() == w] for w in range(7)}
    full = [w for w in range(7) if len(usual[w]) > 1 and median(usual[w])]
    cells = [n for w in full for n in usual[w]]
    nearly_all = bool(cells) and sum(n > 0 for n in cells) >= _NEARLY_ALL * len(cells)
    return [
        day
        for day in span
        if day >= begin
        and day not in rows
        and day.weekday() in full
        and (nearly_all or median(usual[day.weekday()]) >= _MANY_ROWS)
    ]


def _not_fresh(judged: Judged, source: JudgedSource, missing: int, usual: str) -> Finding:
    return about(
        source,
        code="source-not-fresh",
        severity=Severity.NOTE,
        message=f"its last row is of {source.last_day}, {_days(missing)} before"
        f" {judged.as_of}.{usual}",
        column=source.time_column,
        evidence={"days": missing},
        suggestion="Look whether it is still loaded.",
    )


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{format_count(count)} days"
