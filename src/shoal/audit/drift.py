"""New values held against those a segmentation was fitted on."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from shoal.audit.checks.wording import number
from shoal.records.accounts import Accounts, Metric
from shoal.records.findings import Finding, Severity
from shoal.wording import format_share

_DECILES = np.linspace(0.0, 1.0, 11)
_FEWEST_VALUES = 20
_FAR_FACTOR = 5.0  # with fewer values: all must lie this far out
_BIG_FACTOR = 20.0  # no behaviour of a whole base changes as much
_STEADY = 5.0  # how much the factor may differ between deciles where it is big
_KNOWN_FACTORS = (7.0, 12.0)  # days and weeks, months and years
_NEAR = 1.15
_STEADY_KNOWN = 1.3
_MANY_OUTSIDE = 0.10
_FEWEST_DECILES = 3


def drift(accounts: Accounts, reference: Mapping[str, tuple[float, ...]]) -> tuple[Finding, ...]:
    """Find metrics that changed their scale, or left the range of the fit.

    Parameters
    ----------
    accounts : Accounts
        The new accounts.
    reference : mapping of str to tuple of float
        For each metric the 11 deciles of the fit, smallest and largest value included.

    Returns
    -------
    tuple of Finding
        For each metric at most one of `scale-drift` and `outside-range`. Metrics with under 20
        answered values are passed over, unless all of these lie outside by more than a factor 5.

    Notes
    -----
    The factor is the median ratio of the new deciles to the fit's, over those that are not zero
    in either. It tells a change of unit where it is at least 20 and much alike in all deciles
    (within a factor 5), or near 7 or 12 and nearly the same in all (within 1.3).
    """
    findings = []
    for i, metric in enumerate(accounts.metrics):
        values = accounts.values[:, i]
        answered = values[np.isfinite(values)]
        deciles = np.array(reference.get(metric.name, ()), dtype=np.float64)
        if len(answered) and len(deciles) == len(_DECILES):
            findings += _metric_drift(metric, answered, deciles)
    return tuple(findings)


def _metric_drift(
    metric: Metric, values: NDArray[np.float64], deciles: NDArray[np.float64]
) -> list[Finding]:
    low, high = float(deciles[0]), float(deciles[-1])
    if len(values) < _FEWEST_VALUES:
        is_far = _all_far(values, low, high)
        return [_outside(metric, values, low=low, high=high)] if is_far else []
    factor = _scale_factor(values, deciles)
    if factor is not None:
        return [_scaled(metric, factor, values, deciles)]
    share = float(np.mean((values < low) | (values > high)))
    return [_outside(metric, values, low=low, high=high)] if share > _MANY_OUTSIDE else []


def _scale_factor(values: NDArray[np.float64], deciles: NDArray[np.float64]) -> float | None:
    """Return the factor between new and fitted values where it looks like a change of unit."""
    new = np.quantile(values, _DECILES)
    # The two ends depend on single accounts.
    inner = slice(1, -1)
    usable = (new[inner] * deciles[inner]) > 0
    if np.count_nonzero(usable) < _FEWEST_DECILES:
        return None
    ratios = new[inner][usable] / deciles[inner][usable]
    factor = float(np.median(ratios))
    size = max(factor, 1 / factor)
    unsteady = float(ratios.max() / ratios.min())
    is_big = size >= _BIG_FACTOR and unsteady <= _STEADY
    is_known = any(1 / _NEAR <= size / known <= _NEAR for known in _KNOWN_FACTORS)
    return factor if is_big or (is_known and unsteady <= _STEADY_KNOWN) else None


def _all_far(values: NDArray[np.float64], low: float, high: float) -> bool:
    """Tell whether every value is over a factor 5 beyond the fit's range, on either side."""
    above = values > (_FAR_FACTOR * high if high > 0 else high / _FAR_FACTOR)
    below = values < (low / _FAR_FACTOR if low > 0 else _FAR_FACTOR * low)
    # Zero is a state, not a scale; it lies outside of a positive range without any factor.
    return bool(np.all((above | below) & (values != 0)))


def _scaled(
    metric: Metric,
    factor: float,
    values: NDArray[np.float64],
    deciles: NDArray[np.float64],
) -> Finding:
    words = (
        f"{number(factor)} times as large" if factor > 1 else f"{number(1 / factor)} times as small"
    )
    middle, fitted = float(np.median(values)), float(deciles[5])
    return Finding(
        code="scale-drift",
        severity=Severity.WARNING,
        column=metric.column,
        message=f"{metric.name} is about {words} as when the segments were found (median "
        f"{number(middle)}, then {number(fitted)}). It looks like another unit.",
        evidence={"ratio": factor, "median": middle, "fitted_median": fitted},
        suggestion="Write the column in the unit of the fit and assign again.",
    )


def _outside(metric: Metric, values: NDArray[np.float64], *, low: float, high: float) -> Finding:
    share = float(np.mean((values < low) | (values > high)))
    return Finding(
        code="outside-range",
        severity=Severity.WARNING,
        column=metric.column,
        message=f"{format_share(share)} of the values of {metric.name} lie outside the range that "
        f"the segments were found on ({number(low)} to {number(high)}).",
        evidence={"share": round(share, 4), "low": low, "high": high},
        suggestion="Check the unit; if customers have changed as much, find the segments anew.",
    )
