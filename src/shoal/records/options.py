"""What a user may ask of the main job."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from shoal.records.evidence import Algorithm


class Suggestions(StrEnum):
    """Which of the audit's suggestions are applied without asking."""

    NONE = "none"
    SAFE = "safe"


class OnDuplicateId(StrEnum):
    """What to do when one id has different rows."""

    ERROR = "error"
    LAST = "last"
    MEAN = "mean"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOptions:
    """How a table's columns are to be understood.

    `metrics` None means: all that look like behaviour. `meanings` declares what a column is, by
    canonical key ({"sessions": "logins"}).
    """

    id: str | None = None
    metrics: tuple[str, ...] | None = None
    context: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    seats: str | None = None
    meanings: Mapping[str, str] = field(default_factory=dict)
    suggestions: Suggestions = Suggestions.SAFE
    on_duplicate_id: OnDuplicateId = OnDuplicateId.ERROR


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchOptions:
    """What the search may choose from; None leaves the choice to the evidence."""

    algorithm: Algorithm | None = None
    n_segments: int | None = None
    low: int = 2
    high: int = 10
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentOptions:
    """All options of `shoal segment`; `as_of` None means today."""

    table: TableOptions = TableOptions()
    search: SearchOptions = SearchOptions()
    as_of: date | None = None
    title: str | None = None
