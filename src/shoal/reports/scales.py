"""Where a value stands on the scale its metric was prepared with, so that no tail crowds a line."""

import math

import numpy as np

from shoal.records.arrays import Floats
from shoal.records.preparation import PreparedMetric, Scale
from shoal.records.studies import Study

_ROOT_SHIFT = 0.05
_STEEP_SHIFT = 0.02


def prepared_by_name(study: Study) -> dict[str, PreparedMetric]:
    """Return how each metric was prepared, by its name."""
    return {p.metric: p for p in study.rule.preparation.metrics}


def scaled(values: Floats, prepared: PreparedMetric | None) -> Floats:
    """Return values on the metric's prepared scale, before standardising; NaN stays NaN.

    >>> scaled(np.array([3.0, np.nan]), None).tolist()
    [3.0, nan]
    """
    if prepared is None or prepared.scale is Scale.IDENTITY:
        return values
    ratio = values / (prepared.reference or 1.0)
    if prepared.scale is Scale.ASINH:
        return np.arcsinh(ratio)
    ratio = np.maximum(ratio, 0.0)
    if prepared.scale is Scale.ROOT:
        return 2.0 * np.sqrt(ratio + _ROOT_SHIFT)
    if prepared.scale is Scale.LOG:
        return np.log1p(ratio)
    return np.log(ratio + _STEEP_SHIFT)


def scaled_value(value: float, prepared: PreparedMetric | None) -> float:
    """Return one value on the metric's prepared scale.

    >>> scaled_value(3.0, None)
    3.0
    """
    return float(scaled(np.array([value]), prepared)[0])


def scaled_table(study: Study) -> Floats:
    """Return all values on their prepared scales, shape (n_accounts, n_metrics)."""
    prepared, accounts = prepared_by_name(study), study.accounts
    columns = [
        scaled(accounts.values[:, j], prepared.get(metric.name))
        for j, metric in enumerate(accounts.metrics)
    ]
    return np.column_stack(columns) if columns else accounts.values


def percent_along(
    value: float, *, low: float, high: float, prepared: PreparedMetric | None
) -> float | None:
    """Return where a value stands between two others, 0 to 100; None if it is not known.

    >>> percent_along(5.0, low=0.0, high=20.0, prepared=None)
    25.0
    """
    if math.isnan(value) or math.isnan(low) or math.isnan(high):
        return None
    at, start, end = (scaled_value(v, prepared) for v in (value, low, high))
    if end <= start:
        return 50.0
    return round(100.0 * min(max((at - start) / (end - start), 0.0), 1.0), 1)
