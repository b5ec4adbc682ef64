"""What a user may ask of the main job."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from shoal.records.evidence import Algorithm
from shoal.records.meanings import Better


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
class OptionNames:
    """What a suggestion calls the things that can be asked for, where the reader would ask.

    These are the options of `shoal segment`; a workspace has keys for most of them. None where
    there is no way to ask: `any_column` takes a column as a metric that is none by itself.
    """

    metrics: str = "--metrics"
    any_column: str | None = "--metrics"
    seats: str = "--seats"
    context: str = "--context"
    suggestions: str | None = "--apply-suggestions"
    drop_noise: str | None = "--drop-noise"


ON_COMMAND_LINE = OptionNames()


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What is said of a metric that no name tells: its unit, and which direction is good."""

    unit: str = ""
    better: Better = Better.NEITHER


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOptions:
    """How a table's columns are to be understood.

    `metrics` None means: all that look like behaviour. `meanings` declares what a column is, by
    canonical key ({"sessions": "logins"}); `declared` says more of metrics by their names.
    """

    id: str | None = None
    metrics: tuple[str, ...] | None = None
    context: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    seats: str | None = None
    meanings: Mapping[str, str] = field(default_factory=dict)
    suggestions: Suggestions = Suggestions.SAFE
    on_duplicate_id: OnDuplicateId = OnDuplicateId.ERROR
    declared: Mapping[str, Declared] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchOptions:
    """What the search may choose from; None leaves the choice to the evidence.

    `low` and `high` bound the counts that are tried, both included; `ranged` says that they were
    asked for, so that the choice is free among them. Shares are of all accounts
    that are clustered, 0 to 1; `largest_share` None sets no bound. `weights` say how much metrics
    count, by name; one that is not named counts 1. `placements` are rules before clustering: the
    name of a segment and the condition, as text, that puts an account there, first match first.
    `drop_noise` leaves out metrics that carry nothing for the separation.
    """

    algorithm: Algorithm | None = None
    n_segments: int | None = None
    low: int = 2
    high: int = 10
    ranged: bool = False
    seed: int = 0
    smallest_share: float = 0.01
    largest_share: float | None = None
    unusual_share: float = 0.01
    weights: Mapping[str, float] = field(default_factory=dict)
    placements: Mapping[str, str] = field(default_factory=dict)
    drop_noise: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentOptions:
    """All options of `shoal segment`; `as_of` None means today."""

    table: TableOptions = TableOptions()
    search: SearchOptions = SearchOptions()
    as_of: date | None = None
    title: str | None = None
