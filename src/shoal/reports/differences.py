"""How far a segment or an account stands from the others, in one currency for all metrics.

A standardised difference is a difference on a metric's prepared scale over its robust spread
there. It decides shades, order and which metrics a sentence names; people read native values.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from shoal.records.accounts import Metric
from shoal.records.preparation import PreparedMetric
from shoal.records.segments import Segment
from shoal.reports.scales import scaled

CLEAR = 0.4
"""From here a difference is shaded."""
LARGE = 1.2
"""From here it is shaded twice."""

_QUARTILES_OF_BELL = 1.349  # distance between the quartiles of a standard normal
_TAILS_OF_BELL = 3.290  # distance between its 5th and 95th percentile
_LIMIT = 6.0


def metric_spreads(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a robust spread of each metric.

    Parameters
    ----------
    values : ndarray of shape (n_accounts, n_metrics)
        On the metrics' prepared scales, NaN where missing.

    Returns
    -------
    ndarray of shape (n_metrics,)
        1 where a metric does not vary or has no answers, so that it can divide.

    Notes
    -----
    The larger of (q75 - q25) / 1.349 and half of (q95 - q5) / 3.29. Both parts are the standard
    deviation of a bell curve; the second one keeps a metric that is zero for most accounts from
    having no spread at all.

    Examples
    --------
    >>> metric_spreads(np.array([[0.0], [0.0], [0.0], [np.nan]])).tolist()
    [1.0]
    """
    spreads = np.ones(values.shape[1])
    for j in range(values.shape[1]):
        answered = values[~np.isnan(values[:, j]), j]
        if not answered.size:
            continue
        q5, q25, q75, q95 = np.quantile(answered, [0.05, 0.25, 0.75, 0.95])
        spread = max((q75 - q25) / _QUARTILES_OF_BELL, 0.5 * (q95 - q5) / _TAILS_OF_BELL)
        spreads[j] = spread if spread > 0 else np.std(answered) or 1.0
    return spreads


def segment_differences(
    segments: tuple[Segment, ...],
    metrics: tuple[Metric, ...],
    *,
    spreads: NDArray[np.float64],
    prepared: Mapping[str, PreparedMetric],
) -> NDArray[np.float64]:
    """Return how much higher each segment's typical value is than everyone else's.

    Medians keep their place under a scale that keeps order, so the native ones are rescaled.

    Returns
    -------
    ndarray of shape (n_segments, n_metrics)
        In spreads, between -6 and 6; 0 where a typical value is not known.
    """
    result = np.zeros((len(segments), len(metrics)))
    for i, segment in enumerate(segments):
        profiles = {p.metric: p for p in segment.metrics}
        for j, metric in enumerate(metrics):
            profile = profiles.get(metric.name)
            if profile is not None:
                pair = np.array([profile.median, profile.others_median])
                here, others = scaled(pair, prepared.get(metric.name))
                result[i, j] = (here - others) / spreads[j]
    return np.clip(np.nan_to_num(result, nan=0.0), -_LIMIT, _LIMIT)


def account_differences(
    values: NDArray[np.float64], *, spreads: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return how much higher each account is than the typical account, on prepared scales.

    Returns
    -------
    ndarray of shape (n_accounts, n_metrics)
        In spreads, between -6 and 6; 0 where the account has no answer.
    """
    middles = np.array([typical_value(values[:, j]) for j in range(values.shape[1])])
    result: NDArray[np.float64] = np.clip(
        np.nan_to_num((values - middles) / spreads, nan=0.0), -_LIMIT, _LIMIT
    )
    return result


def typical_value(values: NDArray[np.float64]) -> float:
    """Return the median of what was answered; NaN where nothing was.

    >>> typical_value(np.array([1.0, np.nan, 3.0]))
    2.0
    """
    answered = values[~np.isnan(values)]
    return float(np.median(answered)) if answered.size else float("nan")


def directions(metrics: tuple[Metric, ...]) -> NDArray[np.float64]:
    """Return 1, -1 or 0 for each metric: whether more is better, worse or neither."""
    return np.array([float(m.better) for m in metrics])


def heat_step(difference: float) -> int:
    """Return the shade of a difference: -2 (far below) to 2 (far above).

    >>> [heat_step(d) for d in (-1.3, -0.5, 0.39, 0.4, 1.2)]
    [-2, -1, 0, 1, 2]
    """
    size = 2 if abs(difference) >= LARGE else 1 if abs(difference) >= CLEAR else 0
    return size if difference > 0 else -size
