"""All accounts on one map: close together means alike in behaviour."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shoal.records.arrays import Floats
from shoal.records.evidence import Natural
from shoal.reports.attention import SURE, Attention
from shoal.reports.axes import AxisTick, NativeAxis, axis_end_words, native_axis
from shoal.reports.map_labels import MapLabel, Ring, name_groups, ring_accounts
from shoal.reports.orientation import axis_signs
from shoal.reports.reading import Reading
from shoal.wording import format_count, format_share

MOST_DRAWN = 2000
"""From more accounts than this a sample is drawn."""
SAMPLE = 1500
"""How many of them then."""

_TOP, _BOTTOM = 24.0, 24.0
_SIDE = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloud:
    """Points of one segment; `x` in percent, `y` in px; `look` is a class: sure, soft or odd."""

    css: str
    look: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPicture:
    """The map in words and positions."""

    title: str
    lead: str
    height: int
    clouds: tuple[Cloud, ...]
    labels: tuple[MapLabel, ...]
    rings: tuple[Ring, ...]
    right: str
    top: str
    x_ticks: tuple[AxisTick, ...]
    y_ticks: tuple[AxisTick, ...]
    description: str


def draw_map(reading: Reading, *, attention: Attention | None, height: int = 430) -> AccountPicture:
    """Lay out the accounts, the segments' names and the accounts to look at."""
    positions, x_axis, y_axis = _positions(reading, height=height)
    shown = _shown(reading)
    labels = name_groups(reading, positions, positions[shown], height=height)
    native = reading.study.map.native
    right, top = axis_end_words(reading)
    return AccountPicture(
        title=_title(reading),
        lead=_lead(reading, len(shown)),
        height=height,
        clouds=_clouds(reading, positions, shown),
        labels=labels,
        rings=ring_accounts(attention, positions, labels, height=height),
        right=right,
        top=top,
        x_ticks=x_axis.ticks if native and x_axis else (),
        y_ticks=y_axis.ticks if native and y_axis else (),
        description=_description(reading),
    )


def _title(reading: Reading) -> str:
    return f"All {format_count(reading.n_accounts)} accounts on one map"


def _lead(reading: Reading, n_shown: int) -> str:
    study = reading.study
    sentences = ["Close together means alike in behaviour."]
    if study.map.native:
        sentences = ["Each dot is an account; both axes are in the metrics' own units."]
    elif not np.isnan(study.map.share):
        share = format_share(study.map.share)
        sentences.append(f"Distance shows {share} of the differences; the axes have no unit.")
    if n_shown < reading.n_accounts:
        sentences.append(f"{format_count(n_shown)} of the accounts are drawn.")
    if study.recommendation.natural is Natural.WEAK and _soft(reading).any():
        sentences.append("Hollow dots are close to a border.")
    if study.assignment.unusual.any():
        sentences.append("Hollow grey dots fit nowhere well.")
    return " ".join(sentences)


def _description(reading: Reading) -> str:
    parts = [f"{g.segment.name} {format_count(int(g.members.sum()))}" for g in reading.groups]
    return f"Dots coloured by {reading.noun}: {', '.join(parts)}."


def _positions(
    reading: Reading, *, height: int
) -> tuple[Floats, NativeAxis | None, NativeAxis | None]:
    """Return x in percent and y in px for all accounts, with axes where the map is native."""
    points = np.nan_to_num(reading.study.map.points)
    if reading.study.map.native and points.shape[1] == len(reading.metrics):
        axes = [native_axis(reading, j) for j in range(2)]
        shares = np.column_stack([axes[j].share(points[:, j]) for j in range(2)])
        placed = _place(shares, height=height)
        ends = (_SIDE, 100 - _SIDE), (height - _BOTTOM, _TOP)
        return placed, axes[0].placed(*ends[0]), axes[1].placed(*ends[1])
    points = points * axis_signs(reading.study)[: points.shape[1]]
    low, high = np.quantile(points, [0.005, 0.995], axis=0)
    width = np.where(high > low, high - low, 1.0)
    return _place((points - low) / width, height=height), None, None


def _place(shares: Floats, *, height: int) -> Floats:
    shares = np.clip(shares, -0.01, 1.01)
    x = _SIDE + 1 + shares[:, 0] * (98 - 2 * _SIDE)
    y = height - _BOTTOM - shares[:, 1] * (height - _TOP - _BOTTOM)
    return np.column_stack([np.round(x, 2), np.round(y, 1)])


def _shown(reading: Reading) -> NDArray[np.intp]:
    """Return the accounts drawn: all, or an even sample of every segment."""
    known = np.flatnonzero(~np.isnan(reading.study.map.points).any(axis=1))
    if len(known) <= MOST_DRAWN:
        return known
    by_segment = known[np.argsort(reading.study.assignment.segment[known], kind="stable")]
    picks = np.floor(np.linspace(0, len(known) - 1, SAMPLE)).astype(np.intp)
    return np.sort(by_segment[picks])


def _soft(reading: Reading) -> NDArray[np.bool_]:
    result: NDArray[np.bool_] = reading.study.assignment.confidence < SURE
    return result


def _clouds(reading: Reading, positions: Floats, shown: NDArray[np.intp]) -> tuple[Cloud, ...]:
    unusual = reading.study.assignment.unusual
    weak = reading.study.recommendation.natural is Natural.WEAK
    soft = _soft(reading) & ~unusual if weak else np.zeros(reading.n_accounts, dtype=bool)
    clouds = []
    for group in reading.groups:
        looks = {"sure": ~unusual & ~soft, "soft": soft, "odd": unusual}
        for look, kind in looks.items():
            members = shown[(group.members & kind)[shown]]
            if members.size:
                points = tuple((float(x), float(y)) for x, y in positions[members])
                clouds.append(Cloud(css=group.css, look=look, points=points))
    return tuple(clouds)
