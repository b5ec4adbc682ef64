"""Dates as people write them, in English whatever the machine's language."""

from datetime import date, timedelta

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def long_date(day: date) -> str:
    """Write a date in full.

    >>> long_date(date(2026, 6, 30))
    '30 June 2026'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def short_date(start: date, days: int) -> str:
    """Write the date some days after another one, without its year.

    >>> short_date(date(2026, 6, 30), 45)
    '14 Aug'
    """
    day = start + timedelta(days=days)
    return f"{day.day} {_MONTHS[day.month - 1][:3]}"
