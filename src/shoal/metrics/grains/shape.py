"""What decides how wide the aggregations are: the window, the features, the bits of a number."""

from dataclasses import dataclass
from itertools import pairwise

BITS = 60  # of a 64-bit integer; the sign and a little more stay free on every engine
YEAR = 364  # 52 whole weeks: weekdays stay where they are
MONTH = 28
QUARTER = 91
BLOCK = 4  # weeks in which the peak of a year is looked for
KEY = 100_000  # of a user's volume and last day packed into one number: days have so many places


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The window in days, the features on offer, and which of them are integrations (slots).

    `listed` are the slots of features that are on offer whether anybody used them or not.
    """

    window_days: int
    n_features: int = 0
    integrations: tuple[int, ...] = ()
    listed: tuple[int, ...] = ()

    @property
    def weeks(self) -> int:
        """Whole weeks of the window, at least one."""
        return max(self.window_days // 7, 1)

    @property
    def week_sets(self) -> tuple[tuple[int, int], ...]:
        """Weeks, from and below, that each set of weeks holds: the window's, at least a year's."""
        last = max(self.weeks, YEAR // 7)
        return tuple((low, min(low + BITS, last)) for low in range(0, last, BITS))

    @property
    def feature_columns(self) -> tuple[str, ...]:
        """The columns of an event that hold its feature as a bit."""
        return feature_columns(self.n_features)

    @property
    def starts(self) -> tuple[int, ...]:
        """Ages at which a period begins, the first 0: no window of a preset cuts a period.

        The days of a period in the window, or the last month, fit into one number.
        """
        window = self.window_days
        cuts = {0, MONTH, 2 * MONTH, window, 2 * window, YEAR, YEAR + window}
        days = range(max(window, MONTH))
        for low, high in pairwise(sorted(c for c in (*cuts, len(days)) if c <= len(days))):
            cuts |= set(range(low, high, BITS))
        return tuple(sorted(cuts))

    def period(self, age: int) -> int:
        """Return which period begins at an age."""
        return self.starts.index(age)

    @property
    def feature_sets(self) -> tuple[tuple[int, int], ...]:
        """Slots, from and below, that each set of features holds."""
        return tuple(
            (low, min(low + BITS, self.n_features)) for low in range(0, self.n_features, BITS)
        )


def mask(slots: tuple[int, ...], low: int, high: int) -> int:
    """Return the number whose bits are those of slots in a set that begins at `low`.

    >>> mask((0, 2, 61), 0, 60), mask((0, 2, 61), 60, 120)
    (5, 2)
    """
    return sum(1 << (slot - low) for slot in slots if low <= slot < high)


def feature_columns(n_features: int) -> tuple[str, ...]:
    """Return the columns of an event that hold its feature as a bit, one for each set.

    >>> feature_columns(61)
    ('feature_set_0', 'feature_set_1')
    """
    return tuple(f"feature_set_{k}" for k in range(-(-n_features // BITS)))


def bits(low: int, high: int) -> int:
    """Return the number whose bits from `low` to below `high` are set.

    >>> bits(0, 3), bits(2, 4)
    (7, 12)
    """
    return (1 << high) - (1 << low)


def count_in(numbers: str) -> str:
    """Return the formula of how many bits are set, wide enough to be added to others."""
    return f"cast(bit_count({numbers}) as bigint)"
