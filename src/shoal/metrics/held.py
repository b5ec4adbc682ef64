"""How an engine holds the log for several dates."""

from enum import StrEnum


class Held(StrEnum):
    """The form in which an engine holds the log."""

    ROWS = "rows"  # as staged, with account and user as text
    NUMBERED = "numbered"  # with the number of the user in their place
    DAILY = "daily"  # one row a user and day
