"""Confidence that means something: the chance that a refit on other data keeps the segment."""

import numpy as np

from shoal.records.arrays import Floats, Indices
from shoal.segments.search.agreement import matched_labels

_MOST_KNOTS = 8
_FEWEST_PER_KNOT = 12

Knots = tuple[tuple[float, float], ...]


def kept_by_others(labels: Indices, others: tuple[Indices, ...]) -> Floats:
    """Return for each account the share of other attempts that keep it in its segment.

    Segments of an attempt are matched to ours by overlap.
    """
    kept = [matched_labels(labels, other) == labels for other in others]
    return np.asarray(np.mean(kept, axis=0), dtype=np.float64)


def calibrate(gaps: Floats, kept: Floats) -> Knots:
    """Return the rising curve from score gaps to the chance of being kept.

    Parameters
    ----------
    gaps : ndarray of shape (n_accounts,)
        Log score of the best segment less that of the second; 0 on a border.
    kept : ndarray of shape (n_accounts,)
        Share of other attempts that kept the account.

    Returns
    -------
    tuple of (gap, chance)
        At most nine points with rising gaps and chances that do not fall. On the border itself,
        where two segments are equally likely, the chance is at most a half.

    Notes
    -----
    Accounts are cut into bins of equal size by gap; means of neighbouring bins that fall are
    pooled until none does (isotonic regression by pooling adjacent violators).

    References
    ----------
    Zadrozny and Elkan (2002), https://doi.org/10.1145/775047.775151
    """
    n_knots = int(np.clip(gaps.size // _FEWEST_PER_KNOT, 1, _MOST_KNOTS))
    order = np.argsort(gaps, kind="stable")
    bins = np.array_split(order, n_knots)
    points = [(float(np.median(gaps[b])), float(kept[b].mean()), len(b)) for b in bins]
    curve = [(gap, chance) for gap, chance, _ in _pooled(points)]
    first_gap, first_chance = curve[0]
    on_border = [(0.0, min(first_chance, 0.5))] if first_gap > 0 else []
    return tuple(on_border + curve)


def confidence_of(gaps: Floats, knots: Knots) -> Floats:
    """Return the chance at each gap, on straight lines between knots, flat beyond."""
    at, chances = np.array(knots).T
    return np.asarray(np.interp(gaps, at, chances))


def _pooled(points: list[tuple[float, float, int]]) -> list[tuple[float, float, int]]:
    pooled: list[tuple[float, float, int]] = []
    for point in points:
        pooled.append(point)
        while len(pooled) > 1 and pooled[-2][1] >= pooled[-1][1]:
            gap, chance, n = pooled.pop()
            before_gap, before, m = pooled.pop()
            share = n / (n + m)
            pooled.append(
                (before_gap + share * (gap - before_gap), before + share * (chance - before), n + m)
            )
    return pooled
