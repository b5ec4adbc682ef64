"""How a source's files write what can be read in several ways: dates, decimals, letters."""

from dataclasses import dataclass
from enum import StrEnum


class DateOrder(StrEnum):
    """What stands first in a date that does not begin with its year; any of . / - may part it."""

    YEAR_FIRST = "year-month-day"  # there is none but those that begin with it
    DAY_FIRST = "day.month.year"
    MONTH_FIRST = "month/day/year"


class DecimalSign(StrEnum):
    """What parts a number from its decimals; the other sign, if it is there, groups thousands."""

    POINT = "point"
    COMMA = "comma"


class Encoding(StrEnum):
    """How the letters of a text file are written."""

    UTF_8 = "utf-8"
    UTF_16 = "utf-16"
    WINDOWS = "windows-1252"
    LATIN = "latin-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """How texts of a source are written; None where the workspace does not say it.

    Dates that begin with the year are read whatever is said. A number is read as it stands, without
    groups of thousands, unless a decimal sign is declared.
    """

    dates: DateOrder | None = None
    decimal: DecimalSign | None = None
    encoding: Encoding = Encoding.UTF_8

    @property
    def has_decimal_comma(self) -> bool:
        """Whether 1.234 is a thousand and more."""
        return self.decimal is DecimalSign.COMMA
