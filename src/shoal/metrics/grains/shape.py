"""What decides how wide the aggregations are: the window, the features, the bits of a number."""

from dataclasses import dataclass

BITS = 60  # of a 64-bit integer; the sign and a little more stay free on every engine
YEAR = 364  # 52 whole weeks: weekdays stay where they are
MONTH = 28
QUARTER = 91
BLOCK = 4  # weeks in which the peak of a year is looked for
KEY = 100_000  # of a user's volume and last day packed into one number: days have so many places


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The window in days, the features on offer, and which of them are integrations (slots)."""

    window_days: int
    n_features: int = 0
    integrations: tuple[int, ...] = ()

    @property
    def weeks(self) -> int:
        """Whole weeks of the window, at least one."""
        return max(self.window_days // 7, 1)

    @property
    def day_sets(self) -> tuple[tuple[int, int], ...]:
        """Ages, from and below, that each set of days holds."""
        last = max(self.window_days, MONTH)
        return tuple((low, min(low + BITS, last)) for low in range(0, last, BITS))

    @property
    def feature_sets(self) -> tuple[tuple[int, int], ...]:
        """Slots, from and below, that each set of features holds."""
        return tuple(
            (low, min(low + BITS, self.n_features)) for low in range(0, self.n_features, BITS)
        )


def bits(low: int, high: int) -> int:
    """Return the number whose bits from `low` to below `high` are set.

    >>> bits(0, 3), bits(2, 4)
    (7, 12)
    """
    return (1 << high) - (1 << low)


def set_of(what: str, low: int, high: int, *, where: str | None = None) -> str:
    """Return the formula of a set as a number: bit k is there if a row has `what` = low + k.

    The number that is shifted by is kept within its bits even where the row does not count, for
    engines compute it before they leave the row out.
    """
    inside = f"{what} >= {low} and {what} < {high}"
    shift = f"case when {inside} then {what} - {low} else 0 end"
    counts = inside if where is None else f"{inside} and {where}"
    return f"bit_or(cast(1 as bigint) << ({shift})) filter (where {counts})"
