"""What the axes of the map say: words at their ends, or native units with two metrics."""

from dataclasses import dataclass, replace

import numpy as np

from shoal.records.accounts import Metric
from shoal.records.arrays import Floats
from shoal.records.preparation import PreparedMetric, Scale
from shoal.reports.orientation import axis_signs
from shoal.reports.reading import Reading, metric_value
from shoal.reports.scales import prepared_by_name, scaled, scaled_value
from shoal.wording import lower_first

_NAMED_METRICS = 2
_NOTABLE = 0.6  # of the largest loading on the axis
_LABEL_LENGTH = 48
_END_LENGTH = 80
_LEAST_GAP = 0.12


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisTick:
    """A round value on an axis; `at` in percent across, in px down."""

    text: str
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NativeAxis:
    """A metric from one end of the map to the other, on its prepared scale."""

    metric: Metric
    prepared: PreparedMetric | None
    low: float
    high: float
    ticks: tuple[AxisTick, ...]

    def share(self, values: Floats) -> Floats:
        """Return where values stand, 0 at the low end and 1 at the high end."""
        positions = scaled(values, self.prepared)
        return (positions - self.low) / (self.high - self.low)

    def placed(self, start: float, end: float) -> "NativeAxis":
        """Return the axis with its ticks between two positions of the drawing."""
        ticks = tuple(
            AxisTick(text=t.text, at=round(start + t.at * (end - start), 2)) for t in self.ticks
        )
        return replace(self, ticks=ticks)


def axis_end_words(reading: Reading) -> tuple[str, str]:
    """Return what lies to the right and to the top, in words."""
    if reading.study.map.native:
        labels = [_with_unit(m) for m in reading.metrics[:2]]
        return (f"{labels[0]} →", f"↑ {labels[1]}" if len(labels) > 1 else "")
    loadings = (
        reading.study.map.loadings
        * axis_signs(reading.study)[: reading.study.map.loadings.shape[1]]
    )
    ends = [_end_words(reading, loadings[:, axis]) for axis in range(loadings.shape[1])]
    return f"{ends[0]} →" if ends[0] else "", f"↑ {ends[1]}" if ends[1:] and ends[1] else ""


def native_axis(reading: Reading, position: int) -> NativeAxis:
    """Return the axis of one metric, from its smallest to its largest value but for outliers."""
    metric = reading.metrics[position]
    prepared = prepared_by_name(reading.study).get(metric.name)
    values = reading.study.accounts.values[:, position]
    answered = values[~np.isnan(values)]
    low, high = np.quantile(answered, [0.002, 0.998]) if answered.size else (0.0, 1.0)
    start, end = scaled_value(float(low), prepared), scaled_value(float(high), prepared)
    axis = NativeAxis(
        metric=metric,
        prepared=prepared,
        low=start,
        high=end if end > start else start + 1,
        ticks=(),
    )
    return replace(axis, ticks=_ticks(axis, float(low), float(high)))


def _ticks(axis: NativeAxis, low: float, high: float) -> tuple[AxisTick, ...]:
    """Return round values that stand far enough apart."""
    stretched = axis.prepared is not None and axis.prepared.scale is not Scale.IDENTITY
    candidates = _round_values(low, high, stretched=stretched)
    ticks: list[AxisTick] = []
    shares = axis.share(np.array(candidates)) if candidates else np.array([])
    for value, share in zip(candidates, shares.tolist(), strict=True):
        apart = not ticks or share - ticks[-1].at >= _LEAST_GAP
        if apart and 0 <= share <= 1:
            text = metric_value(axis.metric, value, unit=axis.metric.unit == "%")
            ticks.append(AxisTick(text=text, at=share))
    return tuple(ticks)


def _round_values(low: float, high: float, *, stretched: bool) -> list[float]:
    """Return evenly spaced round values, on a stretched scale 1, 2, 5, 10, ... below them too."""
    span = high - low
    if not span > 0:
        return [low]
    power = 10.0 ** np.floor(np.log10(span / 4))
    step = next(power * m for m in (1, 2, 2.5, 5, 10) if span / (power * m) <= 6)  # noqa: PLR2004
    even = np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step
    small = [m * 10.0**k for k in range(-2, 9) for m in (1, 2, 5)] if stretched else []
    return sorted({float(v) for v in even} | {v for v in small if low <= v <= high and v < step})


def _end_words(reading: Reading, loadings: Floats) -> str:
    """Name the metrics that drive an axis most: "higher logins, lower days since last login"."""
    largest = float(np.abs(loadings).max(initial=0.0))
    if not largest > 0:
        return ""
    order = np.argsort(-np.abs(loadings), kind="stable")[:_NAMED_METRICS]
    named = [int(j) for j in order if abs(loadings[j]) >= _NOTABLE * largest]
    words = [
        f"{'higher' if loadings[j] > 0 else 'lower'} {_short(reading.metrics[j].label)}"
        for j in named
    ]
    both = ", ".join(words)
    return both if len(both) <= _END_LENGTH else words[0]


def _short(label: str) -> str:
    text = lower_first(label)
    return text if len(text) <= _LABEL_LENGTH else f"{text[: _LABEL_LENGTH - 1].rstrip()}…"


def _with_unit(metric: Metric) -> str:
    return f"{_short(metric.label)} ({metric.unit})" if metric.unit else _short(metric.label)
