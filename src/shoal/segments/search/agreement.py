"""How far two groupings of the same accounts agree."""

import numpy as np
from scipy.optimize import linear_sum_assignment

from shoal.records.arrays import Floats, Indices


def contingency(first: Indices, second: Indices) -> Floats:
    """Return how many accounts have each pair of labels (labels start at 0)."""
    n_second = int(second.max()) + 1
    n_first = int(first.max()) + 1
    counts = np.bincount(first * n_second + second, minlength=n_first * n_second)
    return counts.reshape(n_first, n_second).astype(np.float64)


def adjusted_rand(first: Indices, second: Indices) -> float:
    """Return the adjusted Rand index: 1 for equal groupings, 0 on average for unrelated ones.

    References
    ----------
    Hubert and Arabie (1985), "Comparing partitions", https://doi.org/10.1007/BF01908075

    Examples
    --------
    >>> a = np.array([0, 0, 1, 1])
    >>> adjusted_rand(a, 1 - a)
    1.0
    """
    table = contingency(first, second)
    pairs = float(_pairs(table).sum())
    rows = float(_pairs(table.sum(axis=1)).sum())
    columns = float(_pairs(table.sum(axis=0)).sum())
    expected = rows * columns / float(_pairs(np.array([first.size], dtype=float))[0])
    largest = (rows + columns) / 2
    return 1.0 if largest == expected else (pairs - expected) / (largest - expected)


def matched_labels(labels: Indices, other: Indices) -> Indices:
    """Return the other grouping in the names of the first, matched by overlap; -1 has no match.

    Examples
    --------
    >>> matched_labels(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 1]))
    array([0, 0, 1, 0])
    """
    rows, columns = linear_sum_assignment(-contingency(labels, other))
    names = np.full(int(other.max()) + 1, -1)
    names[columns] = rows
    return np.asarray(names[other])


def kept_share(first: Indices, second: Indices) -> float:
    """Return the share of accounts in the same group of both, groups matched by overlap.

    Examples
    --------
    >>> kept_share(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 1]))
    0.75
    """
    return float(np.mean(matched_labels(first, second) == first))


def _pairs(counts: Floats) -> Floats:
    return np.asarray(counts * (counts - 1) / 2)
