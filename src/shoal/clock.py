"""What time it is: the one place that asks the computer."""

from datetime import UTC, date, datetime


def now() -> datetime:
    """Return this instant, in UTC."""
    return datetime.now(tz=UTC)


def today() -> date:
    """Return today's date in UTC."""
    return now().date()
