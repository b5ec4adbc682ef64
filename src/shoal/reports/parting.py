"""The metrics on which segments lie furthest apart, one dot a segment."""

from dataclasses import dataclass

import numpy as np

from shoal.records.accounts import Metric
from shoal.reports.differences import CLEAR
from shoal.reports.reading import Reading, metric_value
from shoal.reports.scales import percent_along, prepared_by_name

_SHOWN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class PartingDot:
    """A segment's typical value: `x` in percent."""

    x: float
    css: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartingMetric:
    """One metric over the range of most accounts, from the 5th to the 95th in a hundred."""

    label: str
    low: str
    high: str
    dots: tuple[PartingDot, ...]


def parting_metrics(reading: Reading) -> tuple[PartingMetric, ...]:
    """Return up to four metrics, the one that parts most first; none for a single segment."""
    if len(reading.groups) < 2:  # noqa: PLR2004 - nothing to tell apart
        return ()
    order = separation_order(reading)[:_SHOWN]
    found = [_parting(reading, reading.metrics[j]) for j in order]
    return tuple(p for p in found if p is not None)


def separation_order(reading: Reading) -> list[int]:
    """Return positions of metrics, the one that separates segments most first."""
    higher = np.array([g.higher for g in reading.groups])
    weights = np.array([g.members.sum() for g in reading.groups], dtype=np.float64)
    spread = np.sqrt(np.average(higher**2, axis=0, weights=weights))
    return [int(j) for j in np.argsort(-spread, kind="stable")]


def _parting(reading: Reading, metric: Metric) -> PartingMetric | None:
    position = reading.metrics.index(metric)
    if max(abs(float(g.higher[position])) for g in reading.groups) < CLEAR:
        return None
    prepared = prepared_by_name(reading.study).get(metric.name)
    dots, low, high = [], float("nan"), float("nan")
    for group in reversed(reading.groups):
        profile = group.profile(metric)
        if profile is None:
            continue
        low, high = profile.low, profile.high
        x = percent_along(profile.median, low=low, high=high, prepared=prepared)
        if x is not None:
            title = f"{group.segment.name}: {metric_value(metric, profile.median)}"
            dots.append(PartingDot(x=x, css=group.css, title=title))
    if not dots:
        return None
    return PartingMetric(
        label=metric.label,
        low=metric_value(metric, low),
        high=metric_value(metric, high),
        dots=tuple(dots),
    )
