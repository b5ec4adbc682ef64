"""The shapes a metric may be given, and what each costs in density.

Everything here works on relative values: divided by the metric's own reference, so that units
do not matter.
"""

import numpy as np

from shoal.records.arrays import Floats
from shoal.records.preparation import Scale

ROOT_SHIFT = 0.05
STEEP_SHIFT = 0.02
_SIGNIFICANT_DIGITS = 11


def reference_of(values: Floats) -> float:
    """Return the metric's own unit: the median size of its non-zero values, or 1."""
    sizes = np.abs(values[np.isfinite(values) & (values != 0)])
    return float(np.median(sizes)) if sizes.size else 1.0


def relative(values: Floats, reference: float) -> Floats:
    """Return values / reference, rounded to 11 significant digits.

    The rounding removes what a change of units leaves in the last bits, so that a search started
    from either unit takes the very same steps.
    """
    x = values / reference
    size = np.abs(x, where=np.isfinite(x) & (x != 0), out=np.ones_like(x))
    step = 10.0 ** (np.floor(np.log10(size)) - (_SIGNIFICANT_DIGITS - 1))
    return np.asarray(np.round(x / step) * step)


def offered_scales(x: Floats) -> tuple[Scale, ...]:
    """Return the scales that suit the sign of the values."""
    if np.nanmin(x) >= 0:
        return (Scale.IDENTITY, Scale.ROOT, Scale.LOG, Scale.STEEP_LOG)
    return (Scale.IDENTITY, Scale.ASINH)


def rescale(x: Floats, scale: Scale) -> Floats:
    """Change the shape of relative values; NaN stays NaN.

    Where a scale has no place for negative values (a later table may hold some) they count as 0.
    """
    if scale is Scale.IDENTITY:
        return x
    if scale is Scale.ASINH:
        return np.asarray(np.arcsinh(x))
    x = np.maximum(x, 0.0)
    if scale is Scale.ROOT:
        return np.asarray(2.0 * np.sqrt(x + ROOT_SHIFT))
    if scale is Scale.LOG:
        return np.asarray(np.log1p(x))
    return np.asarray(np.log(x + STEEP_SHIFT))


def log_slope(x: Floats, scale: Scale) -> Floats:
    """Return the log derivative of `rescale`.

    Added to a log density on the new scale it gives the log density on the old one, so that
    scales can be compared by likelihood.
    """
    if scale is Scale.IDENTITY:
        return np.zeros_like(x)
    if scale is Scale.ASINH:
        return np.asarray(-0.5 * np.log1p(x * x))
    x = np.maximum(x, 0.0)
    if scale is Scale.ROOT:
        return np.asarray(-0.5 * np.log(x + ROOT_SHIFT))
    if scale is Scale.LOG:
        return np.asarray(-np.log1p(x))
    return np.asarray(-np.log(x + STEEP_SHIFT))
