"""Amounts in such a form that their sum is the same in whatever order it is taken."""

from typing import Final

MINUTE: Final = 60_000  # milliseconds: whole numbers add up alike in any order

_MOST = "1e18"  # what is beyond is no measurement


def exact(value: str) -> str:
    """Return the formula of a number with 12 places after the point, to be summed.

    Sums of doubles differ in their last bits by the order of rows; sums of these do not. A number
    beyond 1e18 is left out.

    >>> exact("x")
    'case when abs(x) < 1e18 then cast(x as decimal(38, 12)) end'
    """
    return f"case when abs({value}) < {_MOST} then cast({value} as decimal(38, 12)) end"


def exact_sum(value: str, *, where: str) -> str:
    """Return the formula of an exact sum over the rows for which a condition holds."""
    return f"cast(sum(case when {where} then {exact(value)} end) as double)"
