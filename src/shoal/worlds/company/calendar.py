"""The days of the logs: their working weeks, holidays and hours."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from shoal.records.arrays import Floats, Indices

DAYS = 60 * 7  # of logs
WEEKS = DAYS // 7
QUARTER_DAYS, MONTH_DAYS = 91.25, 30.4
WEEKDAYS = np.array([1.0, 1.06, 1.06, 1.02, 0.86, 0.12, 0.08])  # Monday to Sunday
SUMMER, DECEMBER, JANUARY = 8, 12, 1  # months
LAST_WORK, FIRST_WORK = 23, 3  # of December, of January
SUMMER_ACTIVITY, HOLIDAY_ACTIVITY = 0.85, 0.35
MONDAY = 4  # 1970-01-05 is the first Monday that datetime64 counts
NOON, HOURS_AROUND, EARLIEST, LATEST = 12.0, 2.6, 5.5, 20.0  # UTC
HOUR_SECONDS = 3600

Days = NDArray[np.datetime64]


def first_day_of(as_of: date) -> date:
    """Return the first of the `DAYS` days that end with `as_of`."""
    day: date = (np.datetime64(as_of, "D") - (DAYS - 1)).item()
    return day


def dates(first_day: date, days: Indices) -> Days:
    """Turn numbers of days since the first into dates, datetime64[D].

    >>> dates(date(2026, 6, 30), np.array([0, 1])).astype(str).tolist()
    ['2026-06-30', '2026-07-01']
    """
    counted: Days = np.datetime64(first_day, "D") + days
    return counted


def activity_by_day(first_day: date) -> Floats:
    """Return how much of a usual working day's activity each day has, shape (DAYS,).

    Weekends are quiet, and so are August and the days from 24 December to 2 January.
    """
    all_days = dates(first_day, np.arange(DAYS))
    weekday = (all_days.astype(np.int64) - MONDAY) % 7
    month = all_days.astype("datetime64[M]").astype(np.int64) % 12 + 1
    day = (all_days - all_days.astype("datetime64[M]")).astype(np.int64) + 1
    holiday = ((month == DECEMBER) & (day > LAST_WORK)) | ((month == JANUARY) & (day < FIRST_WORK))
    season = np.where(month == SUMMER, SUMMER_ACTIVITY, 1.0)
    activity: Floats = WEEKDAYS[weekday] * np.where(holiday, HOLIDAY_ACTIVITY, season)
    return activity


def instants(first_day: date, days: Indices, seconds: NDArray[np.int64]) -> Days:
    """Return the instant so many seconds after the midnight that begins each day, UTC."""
    midnights = dates(first_day, days).astype("datetime64[s]")
    counted: Days = midnights + seconds.astype("timedelta64[s]")
    return counted


def moments(rng: np.random.Generator, first_day: date, days: Indices) -> Days:
    """Draw an instant in the working hours of each day, UTC, datetime64[s]."""
    hours = np.clip(rng.normal(NOON, HOURS_AROUND, len(days)), EARLIEST, LATEST)
    jitter = rng.integers(0, HOUR_SECONDS, len(days))  # so that nothing piles up at either end
    return instants(first_day, days, (hours * HOUR_SECONDS).astype(np.int64) + jitter)
