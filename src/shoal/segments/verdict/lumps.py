"""Whether a single metric falls into separate lumps."""

from dataclasses import dataclass

import numpy as np

from shoal.records.accounts import Metric
from shoal.records.arrays import Floats
from shoal.segments.prepare.fitting import fit_metric
from shoal.segments.prepare.replay import prepare_values

_BINS = 128
_MARGIN_BINS = 12
_SMALLEST_SIDE = 0.05
_ROUNDING = 1e-9  # values no further apart, against their size, are one value
_FEWEST_VALUES = 50
_DEEP = 0.6
_SURE = 4.0  # of 100,000 unimodal samples of 50 to 1,000 none of that depth reached it
_STEPPED = 1 / 3
_FEWEST_LEVELS = 8
_WIDE_STEP = 2.0


@dataclass(frozen=True, slots=True)
class Lump:
    """A gap in one metric: `depth` 0 to 1, `z` how far the gap is beyond chance."""

    depth: float
    z: float
    share_below: float


def lumps_of(metrics: tuple[Metric, ...], values: Floats) -> dict[str, Lump]:
    """Return the metrics whose values, off any pile-up, fall into separate lumps.

    Parameters
    ----------
    metrics : tuple of Metric
    values : ndarray of shape (n_accounts, n_metrics)
        Native units, NaN where missing.

    Notes
    -----
    A lump needs a gap of depth 0.6 or more whose z is at least 4; the level is that of
    benchmarks/lumps.py. Metrics with fewer than eight different values at even steps, such as
    ratings from one to five, are not looked at: an answer that few give is no gap.
    """
    found = {}
    for j, metric in enumerate(metrics):
        answered = values[np.isfinite(values[:, j]), j]
        prepared = fit_metric(metric, answered)
        off_pile = answered[answered != prepared.pile]
        levels = np.unique(off_pile)
        if _is_rating(levels):
            continue
        stepped = levels.size < _STEPPED * off_pile.size
        gap = deepest_gap(spread_steps(off_pile) if stepped else prepare_values(prepared, off_pile))
        if gap and gap.depth >= _DEEP and gap.z >= _SURE:
            found[metric.name] = gap
    return found


def spread_steps(values: Floats) -> Floats:
    """Spread equal values evenly around theirs, so that steps between whole numbers are no gaps.

    Each fills half of the usual step on both sides.

    Examples
    --------
    >>> spread_steps(np.array([1.0, 1.0, 2.0, 2.0]))
    array([0.75, 1.25, 1.75, 2.25])
    """
    distinct, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    step = float(np.median(np.diff(distinct))) if distinct.size > 1 else 0.0
    order = np.argsort(inverse, kind="stable")
    starts = np.cumsum(counts) - counts
    rank = np.empty(values.size)
    rank[order] = np.arange(values.size) - np.repeat(starts, counts)
    return values + step * ((rank + 0.5) / counts[inverse] - 0.5)


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
    if high - low <= _ROUNDING * max(abs(low), abs(high)) or bandwidth <= 0:
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


def _is_rating(levels: Floats) -> bool:
    steps = np.diff(levels)
    even = steps.size == 0 or steps.max() <= _WIDE_STEP * steps.min()
    return levels.size < _FEWEST_LEVELS and bool(even)


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
