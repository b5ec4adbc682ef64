"""Segments as people read them."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricProfile:
    """One metric in one segment, in the metric's own unit.

    `effect` is the rank effect size against all other accounts, -1 to 1 (Cliff's delta).
    `others_median` is the median outside the segment; `low` and `high` are the 5th and 95th
    percentile of all accounts.
    """

    metric: str
    mean: float
    median: float
    overall_mean: float
    overall_median: float
    others_median: float
    low: float
    high: float
    effect: float
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """`metric` at least (or under) `threshold`, in native units."""

    metric: str
    at_least: bool
    threshold: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainRule:
    """At most three conditions that describe a segment.

    `precision`: share of the accounts that fit the rule which are in the segment; `coverage`:
    share of the segment's accounts that the rule finds; both by cross-validation. `fits`, `hits`
    count accounts in this table.
    """

    text: str
    conditions: tuple[Condition, ...]
    precision: float
    coverage: float
    fits: int
    hits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """Something a team does for a segment; `trigger` reads "On entry", "Every week", ..."""

    trigger: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeShare:
    """How often an outcome happened in a segment, with its 95 % Wilson interval."""

    name: str
    label: str
    share: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One segment. `key` never changes; `name` may. `typical` holds ids of typical accounts.

    `archetype` is None where a descriptive name is the right answer; `score` and `reason` say how
    well the archetype fits and on what grounds.
    """

    key: str
    name: str
    size: int
    share: float
    persona: str
    metrics: tuple[MetricProfile, ...]
    archetype: str | None = None
    score: float = 0.0
    reason: str = ""
    rule: PlainRule | None = None
    plays: tuple[Play, ...] = ()
    typical: tuple[str, ...] = ()
    outcomes: tuple[OutcomeShare, ...] = field(default=())
