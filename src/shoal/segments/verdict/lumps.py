"""Whether a single metric falls into separate lumps."""

from dataclasses import dataclass

import numpy as np

from shoal.records.arrays import Floats

_BINS = 128
_MARGIN_BINS = 12
_SMALLEST_SIDE = 0.05
_FEWEST_VALUES = 50


@dataclass(frozen=True, slots=True)
class Lump:
    """A gap in one metric: `depth` 0 to 1, `z` how far the gap is beyond chance."""

    depth: float
    z: float
    share_below: float


def deepest_gap(values: Floats) -> Lump | None:
    """Return the deepest gap between two lumps of values, or None where there are too few.

    Parameters
    ----------
    values : ndarray of shape (n,)
        Prepared values of one metric off its pile-up.

    Notes
    -----
    The density is a histogram smoothed by a Gaussian kernel with Silverman's bandwidth (0.9 of
    the smaller of standard deviation and interquartile range / 1.34, times n^-1/5). A gap is a
    minimum between two peaks, each with at least 5 % of the values on its side. Its depth is
    1 - gap / lower peak; z compares the counts within one bandwidth of gap and lower peak as two
    Poisson counts, (peak - gap) / sqrt(peak + gap).
    """
    if values.size < _FEWEST_VALUES:
        return None
    low, high = float(values.min()), float(values.max())
    bandwidth = _bandwidth(values)
    if high <= low or bandwidth <= 0:
        return None
    width = (high - low) / (_BINS - 2 * _MARGIN_BINS)
    bandwidth = max(bandwidth, width)
    counts, _ = np.histogram(
        values,
        bins=_BINS,
        range=(low - _MARGIN_BINS * width, low + (_BINS - _MARGIN_BINS) * width),
    )
    density = _smooth(counts.astype(np.float64), bandwidth / width)
    return _gap_of(density, counts, bandwidth / width)


def _bandwidth(values: Floats) -> float:
    upper, lower = np.quantile(values, [0.75, 0.25])
    spread = float(values.std())
    middle = float(upper - lower) / 1.34
    size = min(spread, middle) if middle > 0 else spread
    return float(0.9 * size * values.size**-0.2)


def _smooth(counts: Floats, bins: float) -> Floats:
    reach = np.arange(-_BINS, _BINS + 1)
    kernel = np.exp(-0.5 * (reach / bins) ** 2)
    return np.convolve(counts, kernel / kernel.sum(), mode="full")[_BINS : _BINS + _BINS]


def _gap_of(density: Floats, counts: Floats, bins: float) -> Lump | None:
    total = counts.sum()
    below = np.cumsum(counts) / total
    left_peak = np.maximum.accumulate(density)
    right_peak = np.maximum.accumulate(density[::-1])[::-1]
    lower_peak = np.minimum(left_peak, right_peak)
    allowed = (below >= _SMALLEST_SIDE) & (below <= 1 - _SMALLEST_SIDE)
    depth = np.where(allowed & (lower_peak > 0), 1 - density / np.maximum(lower_peak, 1e-12), 0.0)
    at = int(depth.argmax())
    if depth[at] <= 0:
        return None
    window = 2.0 * bins
    peak, gap = float(lower_peak[at]) * window, float(density[at]) * window
    z = (peak - gap) / np.sqrt(max(peak + gap, 1e-12))
    return Lump(depth=float(depth[at]), z=float(z), share_below=float(below[at]))
