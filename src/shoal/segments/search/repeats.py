"""Whether segments come back: prediction strength, and the Jaccard similarity of each segment."""

from collections.abc import Callable, Sequence

import numpy as np

from shoal.records.arrays import Floats, Indices
from shoal.segments.mixture.design import Design
from shoal.segments.mixture.fit import fit_mixture
from shoal.segments.mixture.parameters import joint_log_density
from shoal.segments.search.agreement import contingency
from shoal.segments.search.algorithms import without_gaps

Tell = Callable[[Indices], Indices]
"""From numbers of accounts to their groups."""

_SMALLEST_SPLIT = 4


def prediction_strength(
    points: Floats,
    labels_of: Callable[[Floats], Indices],
    *,
    rng: np.random.Generator,
    n_splits: int = 5,
) -> float:
    """Return how well segments of one half of the accounts foretell those of the other half.

    Parameters
    ----------
    points : ndarray of shape (n_accounts, n_metrics)
    labels_of : callable
        Finds segments in rows of points: labels from 0, shape (n_rows,).
    rng : numpy.random.Generator
        Draws the halves.
    n_splits : int, default 5

    Returns
    -------
    float
        0 to 1; 0.8 to 0.9 and above is what the authors call a count the data bear out.

    Notes
    -----
    Both halves are segmented. Accounts of the second half go to the nearest centre of the first.
    For each segment of the second half the share of its pairs that also fall together by the
    first is taken, and of these shares the smallest: one segment that does not come back is
    enough. A segment of one account has no pair and counts 0. The result is the mean over splits,
    each half standing in for the other.

    Meant for algorithms whose segments are the nearest centres, such as k-means and Ward.

    References
    ----------
    Tibshirani and Walther (2005), "Cluster validation by prediction strength",
    https://doi.org/10.1198/106186005X59243
    """

    def group(rows: Indices) -> tuple[Indices, Tell]:
        half = points[rows]
        labels = without_gaps(labels_of(half))
        return labels, lambda others: _nearest_centre(half, labels, points[others])

    return _foretold(len(points), group, rng=rng, n_splits=n_splits)


def mixture_strength(design: Design, n_groups: int, *, rng: np.random.Generator) -> float:
    """Return the prediction strength of mixtures, on one split into halves.

    As `prediction_strength`; accounts of the second half go to the most likely group of the first.
    """

    def group(rows: Indices) -> tuple[Indices, Tell]:
        fitted = fit_mixture(design.rows(rows), n_groups, rng=rng, n_starts=2, n_finalists=1)
        labels = without_gaps(fitted.chances.argmax(axis=1))
        return labels, lambda others: joint_log_density(fitted.mixture, design.rows(others)).argmax(
            axis=1
        )

    return _foretold(design.n_accounts, group, rng=rng, n_splits=1)


def segment_jaccards(labels: Indices, others: Sequence[Indices]) -> Floats:
    """Return how alike each segment is to its best match, on average over repeated attempts.

    Parameters
    ----------
    labels : ndarray of shape (n_accounts,)
        From 0.
    others : sequence of ndarray of shape (n_accounts,)
        Labels of the same accounts by the same work on parts of them, from 0; -1 where an attempt
        says nothing of an account, which then counts on neither side.

    Returns
    -------
    ndarray of shape (n_segments,)
        0 to 1. Under 0.6 a segment should not be trusted, from 0.75 on it comes back, from 0.85
        on it is highly stable. NaN without attempts that saw the segment.

    Notes
    -----
    Jaccard similarity = accounts in both / accounts in either; of each attempt the largest one
    counts.

    References
    ----------
    Hennig (2007), "Cluster-wise assessment of cluster stability",
    https://doi.org/10.1016/j.csda.2006.11.025

    Examples
    --------
    >>> segment_jaccards(np.array([0, 0, 1, 1]), [np.array([1, 1, 0, 2])])
    array([1. , 0.5])
    """
    n_segments = int(labels.max()) + 1
    sums, seen = np.zeros(n_segments), np.zeros(n_segments)
    for other in others:
        best, has = _best_matches(labels, other, n_segments)
        sums += best
        seen += has
    with np.errstate(invalid="ignore"):
        return np.asarray(sums / seen)


def _foretold(
    n_accounts: int,
    group: Callable[[Indices], tuple[Indices, Tell]],
    *,
    rng: np.random.Generator,
    n_splits: int,
) -> float:
    if n_accounts < _SMALLEST_SPLIT:
        return 0.0
    found = []
    for _ in range(n_splits):
        order = rng.permutation(n_accounts)
        halves = order[: n_accounts // 2], order[n_accounts // 2 :]
        (first, tell_first), (second, tell_second) = group(halves[0]), group(halves[1])
        found += [
            _kept_pairs(second, tell_first(halves[1])),
            _kept_pairs(first, tell_second(halves[0])),
        ]
    return float(np.mean(found))


def _best_matches(labels: Indices, other: Indices, n_segments: int) -> tuple[Floats, Floats]:
    """Return the largest Jaccard similarity of each segment in one attempt, and which were seen."""
    known = other >= 0
    if not known.any():
        return np.zeros(n_segments), np.zeros(n_segments)
    both = np.zeros((n_segments, int(other.max()) + 1))
    table = contingency(labels[known], other[known])
    both[: len(table)] = table
    sizes = both.sum(axis=1)
    either = sizes[:, None] + both.sum(axis=0) - both
    best = (both / np.maximum(either, 1.0)).max(axis=1)
    return best, (sizes > 0).astype(np.float64)


def _nearest_centre(points: Floats, labels: Indices, others: Floats) -> Indices:
    members = np.eye(int(labels.max()) + 1)[labels]
    centres = (members.T @ points) / members.sum(axis=0)[:, None]
    return np.asarray((-2.0 * others @ centres.T + (centres**2).sum(axis=1)).argmin(axis=1))


def _kept_pairs(labels: Indices, told: Indices) -> float:
    """Return the smallest share of a segment's pairs that `told` also keeps together."""
    table = contingency(labels, told)
    sizes = table.sum(axis=1)
    together = (table * (table - 1.0)).sum(axis=1)
    return float((together / np.maximum(sizes * (sizes - 1.0), 1.0)).min())
