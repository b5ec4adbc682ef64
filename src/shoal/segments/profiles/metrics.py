"""Each metric in each segment: typical values in native units and a rank effect size."""

import numpy as np
from numpy.typing import NDArray

from shoal.records.accounts import Accounts, Metric
from shoal.records.arrays import Floats
from shoal.records.scoring import Assignment
from shoal.records.segments import MetricProfile


def profile_metrics(
    accounts: Accounts, assignment: Assignment
) -> tuple[tuple[MetricProfile, ...], ...]:
    """Describe every metric in every segment.

    Parameters
    ----------
    accounts : Accounts
        Values in native units, NaN where missing; a missing value counts nowhere.
    assignment : Assignment
        The segment of each account.

    Returns
    -------
    tuple of tuple of MetricProfile
        One tuple per key of `assignment.keys`, each in the order of `accounts.metrics`. Numbers
        are NaN where nobody answered; the effect is 0 where there is nobody to compare with.
    """
    columns = [
        _profile_column(metric, accounts.values[:, j], assignment)
        for j, metric in enumerate(accounts.metrics)
    ]
    return tuple(tuple(column[s] for column in columns) for s in range(len(assignment.keys)))


def cliffs_delta(values: Floats, segment: NDArray[np.intp], *, n_segments: int) -> Floats:
    """Compare each segment with all other accounts by ranks.

    Parameters
    ----------
    values : array of shape (n_accounts,)
        NaN where missing; such accounts are left out.
    segment : array of shape (n_accounts,)
        Index of each account's segment.
    n_segments : int
        How many segments there are.

    Returns
    -------
    array of shape (n_segments,)
        From -1 (all lower than all others) to 1 (all higher); 0 where one side is empty.

    Notes
    -----
    delta = P(x > y) - P(x < y) for x in the segment and y outside it, which is 2 U / (m n) - 1
    with the Mann-Whitney statistic U of mean ranks; ties count half. One sort serves all
    segments: O(n log n).

    References
    ----------
    Cliff, N. (1993). Dominance statistics. Psychological Bulletin 114(3), 494-509.
    https://doi.org/10.1037/0033-2909.114.3.494

    Examples
    --------
    >>> cliffs_delta(np.array([1.0, 2.0, 3.0, 4.0]), np.array([0, 0, 1, 1]), n_segments=2)
    array([-1.,  1.])
    """
    answered = ~np.isnan(values)
    groups = segment[answered]
    inside = np.bincount(groups, minlength=n_segments).astype(float)
    outside = inside.sum() - inside
    rank_sums = np.bincount(groups, weights=_mean_ranks(values[answered]), minlength=n_segments)
    wins = rank_sums - inside * (inside + 1) / 2
    pairs = inside * outside
    return np.where(pairs > 0, 2 * wins / np.maximum(pairs, 1) - 1, 0.0)


def _profile_column(
    metric: Metric, values: Floats, assignment: Assignment
) -> tuple[MetricProfile, ...]:
    """Describe one metric in all segments."""
    n_segments = len(assignment.keys)
    effects = cliffs_delta(values, assignment.segment, n_segments=n_segments)
    answered = ~np.isnan(values)
    known, groups = values[answered], assignment.segment[answered]
    low, high = np.quantile(known, (0.05, 0.95)) if known.size else (np.nan, np.nan)
    overall_mean, overall_median = _mean(known), _median(known)
    profiles = []
    for s in range(n_segments):
        here = groups == s
        profiles.append(
            MetricProfile(
                metric=metric.name,
                mean=_mean(known[here]),
                median=_median(known[here]),
                overall_mean=overall_mean,
                overall_median=overall_median,
                others_median=_median(known[~here]),
                low=float(low),
                high=float(high),
                effect=float(effects[s]),
                unit=metric.unit,
            )
        )
    return tuple(profiles)


def _mean_ranks(values: Floats) -> Floats:
    """Rank from 1; equal values share the mean of their ranks."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks: Floats = np.cumsum(counts) - (counts - 1) / 2
    return ranks[inverse]


def _mean(values: Floats) -> float:
    return float(values.mean()) if values.size else float("nan")


def _median(values: Floats) -> float:
    return float(np.median(values)) if values.size else float("nan")
