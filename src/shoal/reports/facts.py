"""Facts about a segment's accounts that were not used to form it."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from shoal.records.accounts import ContextColumn
from shoal.records.arrays import Booleans
from shoal.records.meanings import ContextRole
from shoal.records.tables import ColumnType
from shoal.reports.reading import Group, Reading
from shoal.wording import format_count, format_share

_ROLES = frozenset(
    {ContextRole.INDUSTRY, ContextRole.STAGE, ContextRole.PRODUCT, ContextRole.OTHER}
)
_MOST_VALUES = 20
_LEAST_GAP = 0.1
_LEAST_ERRORS = 3.0  # a gap that chance alone makes is not worth a line
_SHOWN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What is more frequent in a segment than elsewhere."""

    label: str
    value: str
    note: str
    gap: float


def typical_facts(reading: Reading, group: Group) -> tuple[Fact, ...]:
    """Return at most two values that are much more frequent here than elsewhere.

    Much: at least 10 points, and three standard errors of the difference.
    """
    if len(reading.groups) == 1:
        return ()
    columns = [
        c for c in reading.study.accounts.context if c.role in _ROLES and c.type is ColumnType.TEXT
    ]
    found = [_most_frequent(column, group.members) for column in columns]
    facts = [fact for fact in found if fact is not None]
    return tuple(sorted(facts, key=lambda f: -f.gap)[:_SHOWN])


def _most_frequent(column: ContextColumn, members: Booleans) -> Fact | None:
    known = np.array([bool(v) for v in column.values])
    here = Counter(str(v) for v in column.values[known & members])
    elsewhere = Counter(str(v) for v in column.values[known & ~members])
    if not here or not elsewhere or len(here | elsewhere) > _MOST_VALUES:
        return None
    n_here, n_elsewhere = here.total(), elsewhere.total()
    gaps = {v: here[v] / n_here - elsewhere[v] / n_elsewhere for v in sorted(here)}
    value = max(gaps, key=lambda v: gaps[v])
    share = (here[value] + elsewhere[value]) / (n_here + n_elsewhere)
    error = np.sqrt(share * (1 - share) * (1 / n_here + 1 / n_elsewhere))
    if gaps[value] < max(_LEAST_GAP, _LEAST_ERRORS * error):
        return None
    note = (
        f"{format_count(here[value])} of {format_count(n_here)}, "
        f"elsewhere {format_share(elsewhere[value] / n_elsewhere)}"
    )
    return Fact(label=column.label, value=value, note=note, gap=gaps[value])
