"""Where a value stands on a drawn line: on the scale its metric was prepared with."""

import math

from shoal.records.preparation import PreparedMetric, Scale
from shoal.records.studies import Study

_ROOT_SHIFT = 0.05
_STEEP_SHIFT = 0.02


def prepared_by_name(study: Study) -> dict[str, PreparedMetric]:
    """Return how each metric was prepared, by its name."""
    return {p.metric: p for p in study.rule.preparation.metrics}


def scaled(value: float, prepared: PreparedMetric | None) -> float:
    """Return a value on the metric's prepared scale, so that a long tail does not crowd a line.

    >>> scaled(3.0, None)
    3.0
    """
    if prepared is None or prepared.scale is Scale.IDENTITY:
        return value
    ratio = value / (prepared.reference or 1.0)
    if prepared.scale is Scale.ASINH:
        return math.asinh(ratio)
    ratio = max(ratio, 0.0)
    if prepared.scale is Scale.ROOT:
        return 2.0 * math.sqrt(ratio + _ROOT_SHIFT)
    if prepared.scale is Scale.LOG:
        return math.log1p(ratio)
    return math.log(ratio + _STEEP_SHIFT)


def percent_along(
    value: float, *, low: float, high: float, prepared: PreparedMetric | None
) -> float | None:
    """Return where a value stands between two others, 0 to 100; None if it is not known.

    >>> percent_along(5.0, low=0.0, high=20.0, prepared=None)
    25.0
    """
    if math.isnan(value) or math.isnan(low) or math.isnan(high):
        return None
    start, end = scaled(low, prepared), scaled(high, prepared)
    if end <= start:
        return 50.0
    share = (scaled(value, prepared) - start) / (end - start)
    return round(100.0 * min(max(share, 0.0), 1.0), 1)
