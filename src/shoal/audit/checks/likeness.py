"""Metrics that say the same thing twice."""

import numpy as np
from numpy.typing import NDArray

from shoal.audit.survey import Survey
from shoal.records.findings import Finding, Severity
from shoal.records.meanings import Kind

_ALIKE = 0.95
_FEWEST_ACCOUNTS = 10
_MOST_ACCOUNTS = 20_000
_MOST_CELLS = 1_000_000  # of ranks that are compared; more metrics are compared on fewer accounts
_MOST_METRICS = 5_000
_BLOCK = 500
_MOST_PAIRS = 200


def near_duplicates(survey: Survey) -> list[Finding]:
    """Find pairs of metrics with a rank correlation beyond 0.95; both are kept.

    Parameters
    ----------
    survey : Survey
        The table's roles and metrics.

    Returns
    -------
    list of Finding
        One `near-duplicate-metrics` for each pair, at most 200.

    Notes
    -----
    Spearman's correlation over the accounts that answered both. Cost: the square of the number of
    metrics; bounded by comparing at most 5,000 metrics on at most a million cells.
    """
    if survey.n_accounts < _FEWEST_ACCOUNTS or len(survey.metrics) < 2:  # noqa: PLR2004
        return []
    values = survey.values[:, :_MOST_METRICS]
    most_rows = min(_MOST_ACCOUNTS, max(200, _MOST_CELLS // values.shape[1]))
    step = -(-len(values) // most_rows)
    return [_pair(survey, i, j, rho) for i, j, rho in _alike_pairs(values[::step])]


def duplicate_columns(survey: Survey) -> list[Finding]:
    """Find columns with exactly the values of another; one of them is used.

    Parameters
    ----------
    survey : Survey
        The table's roles and metrics.

    Returns
    -------
    list of Finding
        One `duplicate-column` for each that is left out.
    """
    return [
        Finding(
            code="duplicate-column",
            severity=Severity.NOTE,
            column=role.name,
            message=f"{role.name} is left out. {role.why}",
            suggestion="Remove one of the two.",
        )
        for role in survey.of_kind(Kind.DUPLICATE)
    ]


def _pair(survey: Survey, i: int, j: int, rho: float) -> Finding:
    one, other = survey.metrics[i], survey.metrics[j]
    return Finding(
        code="near-duplicate-metrics",
        severity=Severity.NOTE,
        column=other.column,
        message=f"{one.name} and {other.name} order the accounts nearly the same way (rank "
        f"correlation {rho:.2f}). Both are kept, so that what they say counts twice.",
        evidence={"other": one.column, "rank_correlation": round(rho, 4)},
        suggestion=f"Keep one of them with {survey.names.metrics}.",
    )


def _alike_pairs(values: NDArray[np.float64]) -> list[tuple[int, int, float]]:
    ranks, answered = _centred_ranks(values)
    weights = answered.astype(np.float64)
    squares = ranks**2
    pairs: list[tuple[int, int, float]] = []
    for start in range(0, values.shape[1], _BLOCK):
        # Later metrics only: each pair is looked at once.
        block, later = slice(start, start + _BLOCK), slice(start, None)
        shared = ranks[:, block].T @ ranks[:, later]
        norms = (squares[:, block].T @ weights[:, later]) * (
            weights[:, block].T @ squares[:, later]
        )
        rho = np.divide(shared, np.sqrt(norms), out=np.zeros_like(shared), where=norms > 0)
        for i, j in zip(*np.nonzero(np.abs(rho) > _ALIKE), strict=True):
            if i < j:
                pairs.append((int(start + i), int(start + j), float(rho[i, j])))
            if len(pairs) >= _MOST_PAIRS:
                return pairs
    return pairs


def _centred_ranks(
    values: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Give average ranks less their mean, 0 where missing."""
    answered = ~np.isnan(values)
    ranks = np.zeros(values.shape, dtype=np.float64)
    for i in range(values.shape[1]):
        known = answered[:, i]
        ranks[known, i] = average_ranks(values[known, i])
        ranks[known, i] -= ranks[known, i].mean() if known.any() else 0.0
    return ranks, answered


def average_ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rank values from 1; equal ones share the mean of their ranks.

    >>> average_ranks(np.array([10.0, 30.0, 10.0])).tolist()
    [1.5, 3.0, 1.5]
    """
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    upper = np.cumsum(counts)
    middle: NDArray[np.float64] = upper - (counts - 1) / 2
    return middle[place]
