"""One aggregation: rows of a relation in, one row a key out."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Grain:
    """A GROUP BY whose columns are picked one by one.

    `columns` maps a name to a formula over the columns of `source`; only those that a metric needs
    are computed. `nothing` is the value of an account without rows: "0" for counts and sums; those
    in `undefined` are NULL then. `where` holds for all rows that count.
    """

    name: str
    source: str
    by: tuple[str, ...]
    columns: Mapping[str, str]
    undefined: frozenset[str] = field(default_factory=frozenset)
    where: str | None = None
