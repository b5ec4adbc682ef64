"""What day it is: the one place that asks the computer."""

from datetime import UTC, date, datetime


def today() -> date:
    """Return today's date in UTC."""
    return datetime.now(tz=UTC).date()
