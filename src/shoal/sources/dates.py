"""A column of text as instants; day or month first is decided once for the column."""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shoal.sources.date_text import DateText, date_text
from shoal.sources.drafts import Distinct

_MOST_MONTHS = 12
_ISO_LINES = re.compile(r"(?:\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?)?\n)+", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatesRead:
    """The different texts of a column as instants; arrays have shape (n_texts,).

    `ambiguous`: no cell decides whether the day or the month stands first, and it matters.
    `is_iso`: all begin with the year, as 2026-06-30 does.
    """

    values: NDArray[np.datetime64]
    is_date: NDArray[np.bool_]
    month_first: bool = False
    ambiguous: bool = False
    is_iso: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderEvidence:
    """Rows that can only have the month, only the day, first; and whether am or pm is there."""

    month_first: int = 0
    day_first: int = 0
    half_day: bool = False
    either: int = 0


def order_evidence(texts: list[str], counts: list[int]) -> OrderEvidence:
    """Count what a column's cells tell about the order of day and month.

    >>> order_evidence(["12/31/2025", "1/2/2026"], [1, 3])
    OrderEvidence(month_first=1, day_first=0, half_day=False, either=3)
    """
    return _evidence([date_text(t) for t in texts], counts)


def read_dates(distinct: Distinct, *, month_first: bool) -> DatesRead:
    """Read all texts of a column as instants.

    The column's own cells decide the order of day and month (a number over 12); `month_first`,
    what the rest of the table says, decides where they do not.
    """
    quick = _iso_only(distinct)
    if quick is not None:
        return quick
    parsed = [
        None if missing else date_text(text)
        for text, missing in zip(distinct.stripped, distinct.missing.tolist(), strict=True)
    ]
    evidence = _evidence(parsed, distinct.counts.tolist())
    decided = evidence.month_first != evidence.day_first
    first = evidence.month_first > evidence.day_first if decided else month_first
    values = _instants(parsed, month_first=first)
    return DatesRead(
        values=values,
        is_date=~np.isnat(values),
        month_first=first,
        ambiguous=not decided and evidence.either > 0,
    )


def _evidence(parsed: list[DateText | None], counts: list[int]) -> OrderEvidence:
    month_first = day_first = either = 0
    half_day = False
    for found, count in zip(parsed, counts, strict=True):
        if found is None:
            continue
        half_day = half_day or found.half_day
        if not found.either:
            continue
        if found.month > _MOST_MONTHS:  # `month` is the number that stands first
            day_first += count
        elif found.day > _MOST_MONTHS:
            month_first += count
        elif found.month != found.day:
            either += count
    return OrderEvidence(
        month_first=month_first, day_first=day_first, half_day=half_day, either=either
    )


def _iso_only(distinct: Distinct) -> DatesRead | None:
    answered = [
        t for t, m in zip(distinct.stripped, distinct.missing.tolist(), strict=True) if not m
    ]
    if not answered or _ISO_LINES.fullmatch("\n".join(answered) + "\n") is None:
        return None
    try:
        instants = np.array(answered, dtype="datetime64[s]")
    except ValueError:
        return None
    values = np.full(len(distinct.texts), np.datetime64("NaT", "s"))
    values[~distinct.missing] = instants
    return DatesRead(values=values, is_date=~distinct.missing, is_iso=True)


def _instants(parsed: list[DateText | None], *, month_first: bool) -> NDArray[np.datetime64]:
    seconds = [p.instant(month_first=month_first) if p is not None else None for p in parsed]
    values = np.full(len(parsed), np.datetime64("NaT", "s"))
    known = [i for i, s in enumerate(seconds) if s is not None]
    instants = np.array([s for s in seconds if s is not None], dtype=np.int64)
    values[known] = instants.astype("datetime64[s]")
    return values
