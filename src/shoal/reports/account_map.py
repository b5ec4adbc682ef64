"""All accounts on one map: close together means alike in behaviour."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shoal.records.arrays import Floats
from shoal.records.evidence import Natural
from shoal.reports.attention import SURE, Attention
from shoal.reports.axes import AxisTick, NativeAxis, axis_end_words, native_axis
from shoal.reports.labels import Spot, place_labels
from shoal.reports.orientation import axis_signs
from shoal.reports.reading import Group, Reading
from shoal.wording import format_count, format_share

MOST_DRAWN = 2000
"""From more accounts than this a sample is drawn."""
SAMPLE = 1500
"""How many of them then."""

_TOP, _BOTTOM = 26.0, 26.0
_SIDE = 1.5
_NAMED_GROUPS = 6
_NAMED_ACCOUNTS = 3
_LABEL_LENGTH = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloud:
    """Points of one segment; `x` in percent, `y` in px; `look` is a class: sure, soft or odd."""

    css: str
    look: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapLabel:
    """A name on the map; `number` follows it in regular weight; `whole` is the uncut name."""

    text: str
    number: str
    x: float
    y: float
    whole: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """An account to look at, with its name at the end of a line."""

    x: float
    y: float
    label: MapLabel


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


def draw_map(
    reading: Reading, *, attention: Attention | None, height: int = 460
) -> AccountPicture:
    """Lay out the accounts, the segments' names and the accounts to look at."""
    positions, x_axis, y_axis = _positions(reading, height=height)
    shown = _shown(reading)
    labels = _group_labels(reading, positions, shown, height=height)
    native = reading.study.map.native
    right, top = axis_end_words(reading)
    return AccountPicture(
        title=_title(reading),
        lead=_lead(reading, len(shown)),
        height=height,
        clouds=_clouds(reading, positions, shown),
        labels=labels,
        rings=_rings(reading, positions, attention, labels, height=height),
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
        sentences.append(f"{format_count(n_shown)} accounts are drawn, every segment in proportion.")
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
    n = reading.n_accounts
    if n <= MOST_DRAWN:
        return np.arange(n)
    by_segment = np.argsort(reading.study.assignment.segment, kind="stable")
    picks = np.floor(np.linspace(0, n - 1, SAMPLE)).astype(np.intp)
    return np.sort(by_segment[picks])


def _soft(reading: Reading) -> NDArray[np.bool_]:
    result: NDArray[np.bool_] = reading.study.assignment.confidence < SURE
    return result


def _clouds(
    reading: Reading, positions: Floats, shown: NDArray[np.intp]
) -> tuple[Cloud, ...]:
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


def _group_labels(
    reading: Reading, positions: Floats, shown: NDArray[np.intp], *, height: int
) -> tuple[MapLabel, ...]:
    if len(reading.groups) == 1:
        return ()
    by_size = sorted(reading.groups, key=lambda g: -int(g.members.sum()))
    by_size = [g for g in by_size if g.members.any()]
    named = set() if reading.sliced else {g.number for g in by_size[:_NAMED_GROUPS]}
    texts = [_label_text(g, named=g.number in named) for g in by_size]
    spots = [_label_spots(positions[g.members], inside=reading.sliced) for g in by_size]
    full = [" ".join(text) for text in texts]
    placed = place_labels(full, spots, positions[shown], height=height)
    return tuple(
        MapLabel(text=text, number=number, x=round(s.x, 2), y=round(s.y, 1), whole=g.segment.name)
        for (text, number), s, g in zip(texts, placed, by_size, strict=True)
    )


def _label_text(group: Group, *, named: bool) -> tuple[str, str]:
    if not named:
        return str(group.number), ""
    return cut_label(group.segment.name), format_count(int(group.members.sum()))


def cut_label(name: str) -> str:
    """Cut a name to the room a label has.

    >>> cut_label("Self-Sufficient Power Users")
    'Self-Sufficient P…'
    """
    if len(name) <= _LABEL_LENGTH:
        return name
    return f"{name[: _LABEL_LENGTH - 1].rstrip()}…"


def _label_spots(points: Floats, *, inside: bool) -> list[Spot]:
    """Return places above, below and beside a cloud; for slices its middle."""
    x, y = np.median(points[:, 0]), np.median(points[:, 1])
    if inside:
        return [Spot(x=float(x), y=float(y))]
    top, bottom = np.quantile(points[:, 1], [0.03, 0.97])
    left, right = np.quantile(points[:, 0], [0.03, 0.97])
    rows = [top - 12, bottom + 12, top - 26, bottom + 26]
    shifts = [0.0, -5.0, 5.0, -10.0, 10.0, -16.0, 16.0]
    spots = [
        Spot(x=float(x + dx), y=float(row), far=abs(dx) * 8 + 3 * k)
        for k, row in enumerate(rows)
        for dx in shifts
    ]
    sides = [Spot(x=float(left - 8), y=float(y), far=80), Spot(x=float(right + 8), y=float(y), far=80)]
    return spots + sides


def _rings(
    reading: Reading,
    positions: Floats,
    attention: Attention | None,
    labels: tuple[MapLabel, ...],
    *,
    height: int,
) -> tuple[Ring, ...]:
    """Ring the first accounts to look at, the opportunity among them."""
    if attention is None:
        return ()
    rows = attention.rows[: _NAMED_ACCOUNTS - 1] + attention.rows[_NAMED_ACCOUNTS - 1 :][-1:]
    texts = [cut_label(row.name) for row in rows]
    spots = [_ring_spots(positions[row.account]) for row in rows]
    fixed = [Spot(x=label.x, y=label.y) for label in labels]
    names = [f"{label.text} {label.number}" for label in labels]
    placed = place_labels(
        names + texts, [[s] for s in fixed] + spots, positions, height=height
    )[len(labels) :]
    return tuple(
        Ring(
            x=float(positions[row.account][0]),
            y=float(positions[row.account][1]),
            label=MapLabel(
                text=text, number="", x=round(s.x, 2), y=round(s.y, 1), whole=row.name
            ),
        )
        for row, text, s in zip(rows, texts, placed, strict=True)
    )


def _ring_spots(point: Floats) -> list[Spot]:
    x, y = float(point[0]), float(point[1])
    return [
        Spot(x=x + dx, y=y + dy, far=abs(dx) * 6 + abs(dy))
        for dx in (0.0, -5.0, 5.0, -10.0, 10.0)
        for dy in (24.0, -24.0, 42.0, -42.0, 64.0, -64.0, 90.0, -90.0)
    ]
