"""One aggregation: rows of a relation in, one row a key out."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Grain:
    """A GROUP BY whose columns are picked one by one.

    `columns` maps a name to a formula over the columns of `source`; only those that a metric needs
    are computed. An account without rows has 0; in columns that are `undefined` it has NULL.
    `keys` are formulas of those in `by` that the source does not have under that name; only rows
    count for which `where` holds.
    """

    name: str
    source: str
    by: tuple[str, ...]
    columns: Mapping[str, str]
    undefined: frozenset[str] = field(default_factory=frozenset)
    keys: Mapping[str, str] = field(default_factory=dict)
    where: str | None = None
