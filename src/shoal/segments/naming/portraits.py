"""A segment as the namer sees it: its metrics by concept, and what share of it answered."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shoal.records.accounts import Accounts, Metric
from shoal.records.scoring import Assignment
from shoal.records.segments import MetricProfile, OutcomeShare
from shoal.segments.naming.concepts import Concept, concept_of, orientation

# heads counted without seats tell the size of the customer as much as how it uses the product
_HEAD_COUNTS = frozenset({"daily_active_users", "weekly_active_users", "monthly_active_users"})
_HEAD_COUNT_WEIGHT = 0.5
_CHURN_WORDS = ("churn", "cancel", "kündig", "kuendig", "attrition")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One metric in one segment; `lowest` and `highest` are those of all accounts.

    `answered` and `others_answered` are shares of accounts with a value, 0 to 1.
    """

    metric: Metric
    profile: MetricProfile
    lowest: float
    highest: float
    answered: float
    others_answered: float

    @property
    def concept(self) -> Concept | None:
        """What the metric measures, if recognised."""
        return concept_of(self.metric.meaning)

    @property
    def weight(self) -> float:
        """How much it says about its concept."""
        return _HEAD_COUNT_WEIGHT if self.is_head_count else 1.0

    @property
    def is_head_count(self) -> bool:
        """Whether it counts active users of the whole customer."""
        return self.metric.meaning in _HEAD_COUNTS and self.metric.per is None

    @property
    def more(self) -> float:
        """How much more of the concept the segment has than others: effect, -1 to 1."""
        meaning = self.metric.meaning
        return self.profile.effect * (orientation(meaning) if meaning and self.concept else 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """All readings of one segment, in the order of the table's metrics.

    `churns` is true where accounts of the segment left more often than those of the whole base,
    with a Wilson interval that says so.
    """

    size: int
    readings: tuple[Reading, ...]
    churns: bool = False

    def of(self, concept: Concept) -> tuple[Reading, ...]:
        """Return the readings that measure a concept."""
        return tuple(r for r in self.readings if r.concept is concept)

    def meaning(self, key: str) -> Reading | None:
        """Return the reading with this canonical key that somebody here answered."""
        return next((r for r in self.readings if r.metric.meaning == key and r.answered > 0), None)

    def level(self, concept: Concept) -> float | None:
        """Weigh how much more of a concept there is here than elsewhere; None if not measured."""
        readings = self.of(concept)
        total = sum(r.weight for r in readings)
        return sum(r.weight * r.more for r in readings) / total if total else None

    def recognised(self) -> tuple[Reading, ...]:
        """Return the readings whose concept is known."""
        return tuple(r for r in self.readings if r.concept is not None)


def paint_portraits(
    accounts: Accounts,
    assignment: Assignment,
    profiles: Sequence[Sequence[MetricProfile]],
    outcomes: Sequence[Sequence[OutcomeShare]],
) -> tuple[Portrait, ...]:
    """Put together what the namer looks at, one portrait per key of `assignment.keys`."""
    answered = ~np.isnan(accounts.values)
    ranges = [_range(accounts.values[:, j]) for j in range(len(accounts.metrics))]
    bases = _base_shares(accounts)
    portraits = []
    for s in range(len(assignment.keys)):
        here = assignment.segment == s
        inside, outside = _shares(answered[here]), _shares(answered[~here])
        readings = tuple(
            Reading(
                metric=metric,
                profile=profiles[s][j],
                lowest=ranges[j][0],
                highest=ranges[j][1],
                answered=float(inside[j]),
                others_answered=float(outside[j]),
            )
            for j, metric in enumerate(accounts.metrics)
        )
        churns = any(o.low > base for o, base in zip(outcomes[s], bases, strict=True))
        portraits.append(Portrait(size=int(here.sum()), readings=readings, churns=churns))
    return tuple(portraits)


def _base_shares(accounts: Accounts) -> list[float]:
    """Share of the whole base that left, per outcome; one (never exceeded) for other outcomes."""
    shares = []
    for outcome in accounts.outcomes:
        known = outcome.values[~np.isnan(outcome.values)]
        words = f"{outcome.name} {outcome.label}".casefold()
        leaves = outcome.bad and any(word in words for word in _CHURN_WORDS)
        shares.append(float((known > 0).mean()) if leaves and known.size else 1.0)
    return shares


def _shares(answered: NDArray[np.bool_]) -> NDArray[np.float64]:
    return answered.mean(axis=0) if len(answered) else np.zeros(answered.shape[1])


def _range(values: NDArray[np.float64]) -> tuple[float, float]:
    known = values[~np.isnan(values)]
    return (float(known.min()), float(known.max())) if known.size else (np.nan, np.nan)
