"""How well each archetype fits each segment, and which segment gets which name."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from shoal.segments.naming.archetypes import Archetype, Ask
from shoal.segments.naming.catalogue import ARCHETYPES
from shoal.segments.naming.concepts import Concept
from shoal.segments.naming.portraits import Portrait, Reading
from shoal.segments.naming.signs import shows

LEAST_SCORE = 0.5
LEAST_METRICS = 2
AGREES_FROM = 0.2  # rank effect in the direction that is asked
CONTRADICTS_FROM = 0.5  # rank effect against it
ASKED_FIRMLY = 0.5  # only such asks can be contradicted
LEVEL_WITHIN = 0.33  # largest rank effect of a segment that does not differ
FULL_STRENGTH = 0.5  # rank effect from which a difference counts in full
_UNASKED_WEIGHT = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An archetype given to a segment; `score` runs from 0 to 1."""

    archetype: Archetype
    score: float


def match_archetypes(
    portraits: Sequence[Portrait], *, taken: Collection[str] = ()
) -> tuple[Match | None, ...]:
    """Give archetypes to segments, each at most once, so that the scores add up to the most.

    Parameters
    ----------
    portraits : sequence of Portrait
        One per segment of the base.
    taken : collection of str
        Names that are not to be given.

    Returns
    -------
    tuple of Match or None
        None where no archetype fits.

    Notes
    -----
    The assignment problem is solved exactly. Pairs under the least score are worth nothing, so
    that none of them is chosen for the sake of another. The order of the segments has no say but
    between equal scores.
    """
    scores = np.array([[_score(portrait, a) for a in ARCHETYPES] for portrait in portraits])
    scores = np.where(scores >= LEAST_SCORE, scores, 0.0).reshape(len(portraits), len(ARCHETYPES))
    held = {name.casefold() for name in taken}
    scores[:, [a.name.casefold() in held for a in ARCHETYPES]] = 0.0
    matches: list[Match | None] = [None] * len(portraits)
    for s, a in zip(*linear_sum_assignment(scores, maximize=True), strict=True):
        if scores[s, a] > 0:
            matches[s] = Match(archetype=ARCHETYPES[a], score=float(scores[s, a]))
    return tuple(matches)


def agreeing(portrait: Portrait, archetype: Archetype) -> tuple[Reading, ...]:
    """Return the recognised metrics that agree with an archetype, the clearest first."""
    if archetype.level:
        return tuple(r for r in portrait.recognised() if abs(r.more) <= LEVEL_WITHIN)
    asks = {ask.concept: ask.direction for ask in archetype.asks}
    readings = [
        r
        for r in portrait.recognised()
        if r.concept in asks and r.more * np.sign(asks[r.concept]) >= AGREES_FROM
    ]
    return tuple(sorted(readings, key=lambda r: -abs(r.more)))


def _score(portrait: Portrait, archetype: Archetype) -> float:
    """Score one pair; 0 where the archetype is out of the question."""
    if not _is_allowed(portrait, archetype):
        return 0.0
    likeness = _levelness(portrait) if archetype.level else _likeness(portrait, archetype)
    return min(1.0, archetype.edge * likeness)


def _is_allowed(portrait: Portrait, archetype: Archetype) -> bool:
    """Hold the segment against everything that an archetype cannot do without."""
    return (
        len(agreeing(portrait, archetype)) >= LEAST_METRICS
        and all(any(shows(portrait, sign) for sign in group) for group in archetype.needs)
        and not any(shows(portrait, sign) for sign in archetype.forbids)
        and not any(_is_refused(portrait, ask) for ask in archetype.asks)
    )


def _is_refused(portrait: Portrait, ask: Ask) -> bool:
    """Tell whether a concept is missing that must agree, or strongly says the opposite."""
    direction = math.copysign(1.0, ask.direction)
    level = portrait.level(ask.concept)
    if ask.must and (level is None or direction * level < AGREES_FROM):
        return True
    return abs(ask.direction) >= ASKED_FIRMLY and any(
        direction * r.more * r.weight <= -CONTRADICTS_FROM for r in portrait.of(ask.concept)
    )


def _likeness(portrait: Portrait, archetype: Archetype) -> float:
    """Cosine between what is asked and what is there, less where the differences are small.

    Concepts that the table does not measure are left out; those that nobody asked for count half.
    The more of what is asked the table measures, the surer the match.
    """
    asks = {ask.concept: ask.direction for ask in archetype.asks}
    levels = {c: x for c in Concept if (x := portrait.level(c)) is not None}
    dot = sum(asks.get(c, 0.0) * x for c, x in levels.items())
    there = sum((1.0 if c in asks else _UNASKED_WEIGHT) * x * x for c, x in levels.items())
    asked = sum(asks[c] ** 2 for c in levels if c in asks)
    wanted = sum(d * d for d in asks.values())
    if not there or not asked:
        return 0.0
    cosine = dot / math.sqrt(there * asked)
    strength = min(1.0, max(abs(x) for c, x in levels.items() if c in asks) / FULL_STRENGTH)
    measured = 0.7 + 0.3 * asked / wanted
    return max(0.0, cosine) * strength * measured


def _levelness(portrait: Portrait) -> float:
    """Tell how little the segment differs: 1 where no recognised metric does."""
    effects = [r.more for r in portrait.recognised()]
    if not effects or max(abs(e) for e in effects) > LEVEL_WITHIN:
        return 0.0
    return 1.0 - math.sqrt(sum(e * e for e in effects) / len(effects)) / (2 * LEVEL_WITHIN)
