"""What all columns together tell where one column alone does not."""

from collections.abc import Iterable
from dataclasses import dataclass

from shoal.sources.dates import order_evidence
from shoal.sources.drafts import Distinct
from shoal.sources.number_text import Style, number_text

# Enough cells to see how a column is written; the column itself is read from all of them.
_MOST_TEXTS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How one column is written: signs of a decimal sign and of an order of day and month."""

    point: bool = False
    comma: bool = False
    month_first: bool = False
    day_first: bool = False
    american: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """How the table is written, for columns that leave it open."""

    decimal_comma: bool = False
    month_first: bool = False


def habits_of(distinct: Distinct) -> Habits:
    """Look how the texts of one column are written."""
    texts = [t for t, m in zip(distinct.stripped, distinct.missing.tolist(), strict=True) if not m]
    texts = texts[:_MOST_TEXTS]
    numbers = [number_text(t) for t in texts]
    styles = {n.style for n in numbers if n is not None}
    others = [t for t, n in zip(texts, numbers, strict=True) if n is None]
    order = order_evidence(others, [1] * len(others))
    return Habits(
        point=Style.POINT in styles,
        comma=Style.COMMA in styles,
        month_first=order.month_first > order.day_first,
        day_first=order.day_first > order.month_first,
        american=order.half_day or any(n is not None and n.currency == "USD" for n in numbers),
    )


def hints_of(habits: Iterable[Habits], *, semicolon: bool) -> Hints:
    """Let all columns vote; a table parted by semicolons has decimal commas if nothing objects.

    >>> hints_of([Habits(comma=True), Habits(point=True)], semicolon=True).decimal_comma
    True
    """
    known = tuple(habits)
    comma, point = sum(h.comma for h in known), sum(h.point for h in known)
    decimal_comma = comma > point or (comma == point and semicolon)
    month, day = sum(h.month_first for h in known), sum(h.day_first for h in known)
    american = not decimal_comma and any(h.american for h in known)
    return Hints(
        decimal_comma=decimal_comma,
        month_first=month > day or (month == day and american),
    )
