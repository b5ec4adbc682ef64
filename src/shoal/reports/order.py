"""Which segment comes first: the one that needs someone most."""

import numpy as np
from numpy.typing import NDArray

from shoal.records.evidence import Natural
from shoal.records.segments import Segment
from shoal.records.studies import Study
from shoal.reports.differences import directions
from shoal.reports.orientation import axis_signs

NEEDS_SOMEONE = ("At Risk", "Silent Churners")
"""Archetypes whose accounts all need somebody."""
OPPORTUNITIES = ("Expansion Ready", "Growing", "Champions")
"""Archetypes with an account worth a call for a good reason, best first."""

_URGENCY = (
    "At Risk",
    "Silent Churners",
    "Dormant",
    "Struggling Adopters",
    "Support-Heavy",
    "Onboarding",
    "Casual",
    "Steady",
    "Growing",
    "Expansion Ready",
    "Self-Sufficient Power Users",
    "Champions",
)


def display_order(study: Study, *, differences: NDArray[np.float64]) -> tuple[int, ...]:
    """Return positions in `study.segments`, the one to look at first first.

    Slices of a continuum run from left to right on the map, so that their numbers do too.
    Elsewhere a segment's place is its archetype's urgency; a descriptive one stands where its
    goodness puts it among the archetypes.

    Parameters
    ----------
    study : Study
    differences : ndarray of shape (n_segments, n_metrics)
        Standardised, positive where the segment is higher than the others.
    """
    if study.recommendation.natural is Natural.NONE:
        places = _places_on_map(study)
    else:
        goodness = segment_goodness(study, differences=differences)
        places = [_urgency(s, float(g)) for s, g in zip(study.segments, goodness, strict=True)]
    return tuple(sorted(range(len(places)), key=lambda i: (places[i], study.segments[i].key)))


def segment_goodness(study: Study, *, differences: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean difference in the good direction over metrics that have one.

    Returns
    -------
    ndarray of shape (n_segments,)
        0 for all where no metric has a good direction.
    """
    signs = directions(study.accounts.metrics)
    directed = signs != 0
    if not directed.any():
        return np.zeros(len(study.segments))
    result: NDArray[np.float64] = (differences[:, directed] * signs[directed]).mean(axis=1)
    return result


def _urgency(segment: Segment, goodness: float) -> float:
    """Return a place on the scale of archetypes, 0 (urgent) to 11 (at ease)."""
    if segment.archetype in _URGENCY:
        return float(_URGENCY.index(segment.archetype))
    middle = _URGENCY.index("Casual")
    return middle + 4.5 * float(np.tanh(goodness))


def _places_on_map(study: Study) -> list[float]:
    x = study.map.points[:, 0] * axis_signs(study)[0]
    members = [study.assignment.segment == i for i in range(len(study.segments))]
    return [float(np.mean(x[m])) if m.any() else 0.0 for m in members]
