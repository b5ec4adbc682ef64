"""One cell as a date or an instant."""

import re
from datetime import date
from typing import NamedTuple

_DAY_SECONDS = 86_400
_EPOCH = date(1970, 1, 1).toordinal()
_CENTURY_PIVOT = 69  # two-digit years from 69 are 19xx, as POSIX has it
_HALF_DAY = 12

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar jänner janvier janv",
            "feb february februar février févr",
            "mar march märz mrz mär mars",
            "apr april avril avr",
            "may mai",
            "jun june juni juin",
            "jul july juli juillet juil",
            "aug august août",
            "sep sept september septembre",
            "oct october okt oktober octobre",
            "nov november novembre",
            "dec december dez dezember décembre déc",
        ),
        start=1,
    )
    for name in names.split()
}

_TIME = r"""(?:(?:T|\ |,\ ?)\s*
    (?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?
    \s*(?P<half>[ap]\.?m\.?)?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?"""
_YEAR_FIRST = re.compile(
    rf"(?P<year>\d{{4}})(?P<sep>[-/.])(?P<month>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}}){_TIME}",
    re.VERBOSE | re.ASCII | re.IGNORECASE,
)
_YEAR_LAST = re.compile(
    rf"(?P<first>\d{{1,2}})(?P<sep>[-/.])(?P<second_>\d{{1,2}})(?P=sep)"
    rf"(?P<year>\d{{4}}|\d{{2}}){_TIME}",
    re.VERBOSE | re.ASCII | re.IGNORECASE,
)
_DAY_NAMED = re.compile(
    rf"(?:\w{{2,9}}\.?,\s*)?(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?"
    rf"[ -]+(?P<name>[^\W\d_]{{3,9}})\.?,?[ -]+(?P<year>\d{{4}}|\d{{2}}){_TIME}",
    re.VERBOSE | re.IGNORECASE,
)
_NAMED_DAY = re.compile(
    rf"(?:\w{{2,9}}\.?,\s*)?(?P<name>[^\W\d_]{{3,9}})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+"
    rf"(?P<year>\d{{4}}){_TIME}",
    re.VERBOSE | re.IGNORECASE,
)


class DateText(NamedTuple):
    """A date as it was written; `either` tells that `month` and `day` may be the other way.

    `clock` is seconds after midnight less the zone's offset; `half_day` that am or pm stood there.
    """

    year: int
    month: int
    day: int
    clock: int = 0
    either: bool = False
    half_day: bool = False

    def instant(self, *, month_first: bool) -> int | None:
        """Return seconds since 1970 in UTC; None if there is no such day.

        >>> date_text("1/2/1970").instant(month_first=True)
        86400
        """
        month, day = self.month, self.day
        if self.either and not month_first:
            month, day = day, month
        try:
            ordinal = date(self.year, month, day).toordinal()
        except ValueError:
            return None
        return (ordinal - _EPOCH) * _DAY_SECONDS + self.clock


def date_text(text: str) -> DateText | None:
    """Take a cell (blanks around it dropped) apart; None if it does not read as a date.

    Examples
    --------
    >>> date_text("30 Jun 2026")
    DateText(year=2026, month=6, day=30, clock=0, either=False, half_day=False)
    >>> date_text("4/5/2026").either
    True
    >>> date_text("A-17") is None
    True
    """
    for pattern, build in _READERS:
        found = pattern.fullmatch(text)
        if found is not None:
            clock = _clock(found)
            return None if clock is None else build(found, clock)
    return None


def _clock(found: re.Match[str]) -> int | None:
    if found["hour"] is None:
        return 0
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"] or 0)
    if found["half"]:
        if not 1 <= hour <= _HALF_DAY:
            return None
        hour = hour % _HALF_DAY + _HALF_DAY * (found["half"][0] in "pP")
    if hour > 23 or minute > 59 or second > 60:  # noqa: PLR2004 - the clock's own numbers
        return None
    return hour * 3600 + minute * 60 + second - _offset(found["zone"])


def _offset(zone: str | None) -> int:
    if zone is None or zone[0] not in "+-":
        return 0
    digits = zone[1:].replace(":", "")
    seconds = int(digits[:2]) * 3600 + int(digits[2:] or 0) * 60
    return -seconds if zone[0] == "-" else seconds


def _year_first(found: re.Match[str], clock: int) -> DateText:
    return DateText(int(found["year"]), int(found["month"]), int(found["day"]), clock)


def _year_last(found: re.Match[str], clock: int) -> DateText | None:
    first, second = found["first"], found["second_"]
    if len(found["year"]) == len("26") and not len(first) == len(second) == len("06"):
        return None  # 1.2.10 is rather a version than a day
    half_day = found["half"] is not None
    if found["sep"] == ".":  # wherever dates have points, the day stands first
        return DateText(_year(found), int(second), int(first), clock, half_day=half_day)
    return DateText(_year(found), int(first), int(second), clock, either=True, half_day=half_day)


def _named(found: re.Match[str], clock: int) -> DateText | None:
    month = _MONTHS.get(found["name"].casefold())
    if month is None:
        return None
    return DateText(_year(found), month, int(found["day"]), clock)


def _year(found: re.Match[str]) -> int:
    year = int(found["year"])
    if len(found["year"]) == len("2026"):
        return year
    return year + (1900 if year >= _CENTURY_PIVOT else 2000)


_READERS = (
    (_YEAR_FIRST, _year_first),
    (_YEAR_LAST, _year_last),
    (_DAY_NAMED, _named),
    (_NAMED_DAY, _named),
)
