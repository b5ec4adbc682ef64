"""How checks list columns and write numbers."""

from collections.abc import Sequence

MOST_EXAMPLES = 5


def listed(names: Sequence[str]) -> str:
    """Name at most five of many.

    >>> listed(["a", "b"]), listed(["a", "b", "c", "d", "e", "f"])
    ('a, b', 'a, b, c, d, e and 1 more')
    """
    shown = ", ".join(names[:MOST_EXAMPLES])
    more = len(names) - MOST_EXAMPLES
    return f"{shown} and {more:,} more" if more > 0 else shown


def counted(count: int, noun: str) -> str:
    """Write a count with its noun.

    >>> counted(1, "row"), counted(1200, "row")
    ('1 row', '1,200 rows')
    """
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def number(value: float) -> str:
    """Write a number for people, in three or four figures.

    >>> number(1234567.0), number(12.0), number(0.12345)
    ('1,234,567', '12', '0.123')
    """
    if float(value).is_integer() or abs(value) >= 1000:  # noqa: PLR2004
        return f"{value:,.0f}" if abs(value) < 1e15 else f"{value:.3g}"  # noqa: PLR2004
    return f"{value:.3g}"
