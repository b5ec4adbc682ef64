"""Names on the map: of segments beside their clouds, of accounts to look at beside a ring."""

from dataclasses import dataclass

import numpy as np

from shoal.records.arrays import Floats
from shoal.reports.attention import Attention
from shoal.reports.labels import Spot, place_labels
from shoal.reports.reading import Group, Reading
from shoal.wording import format_count

_NAMED_GROUPS = 6
_NAMED_ACCOUNTS = 3
_LABEL_LENGTH = 18
_LABEL_REACH = 7.0  # about half a name, in percent of the width
_CROSSING = 1500.0  # makes up for thirty points under a label


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


def name_groups(
    reading: Reading, positions: Floats, drawn: Floats, *, height: int
) -> tuple[MapLabel, ...]:
    """Name the six largest groups, number the others; slices are numbered at their middle.

    Parameters
    ----------
    reading : Reading
    positions : ndarray of shape (n_accounts, 2)
        Where every account stands: x in percent, y in px.
    drawn : ndarray of shape (n_drawn, 2)
        Those of them that are drawn and should not be covered.
    height : int
        Of the map in px.
    """
    if len(reading.groups) == 1:
        return ()
    by_size = sorted(reading.groups, key=lambda g: -int(g.members.sum()))
    by_size = [g for g in by_size if g.members.any()]
    named = set() if reading.sliced else {g.number for g in by_size[:_NAMED_GROUPS]}
    texts = [_label_text(g, named=g.number in named) for g in by_size]
    spots = [_label_spots(positions[g.members], inside=reading.sliced) for g in by_size]
    full = [" ".join(text) for text in texts]
    placed = place_labels(full, spots, drawn, height=height)
    return tuple(
        MapLabel(text=text, number=number, x=round(s.x, 2), y=round(s.y, 1), whole=g.segment.name)
        for (text, number), s, g in zip(texts, placed, by_size, strict=True)
    )


def cut_label(name: str) -> str:
    """Cut a name to the room a label has.

    >>> cut_label("Self-Sufficient Power Users")
    'Self-Sufficient P…'
    """
    if len(name) <= _LABEL_LENGTH:
        return name
    return f"{name[: _LABEL_LENGTH - 1].rstrip()}…"


def ring_accounts(
    attention: Attention | None,
    positions: Floats,
    labels: tuple[MapLabel, ...],
    *,
    height: int,
) -> tuple[Ring, ...]:
    """Ring the first accounts to look at, the opportunity among them."""
    if attention is None:
        return ()
    rows = attention.rows[: _NAMED_ACCOUNTS - 1] + attention.rows[_NAMED_ACCOUNTS - 1 :][-1:]
    texts = [cut_label(row.name) for row in rows]
    fixed = [Spot(x=label.x, y=label.y) for label in labels]
    spots = [_ring_spots(positions[row.account], fixed) for row in rows]
    names = [f"{label.text} {label.number}" for label in labels]
    placed = place_labels(names + texts, [[s] for s in fixed] + spots, positions, height=height)[
        len(labels) :
    ]
    return tuple(
        Ring(
            x=float(positions[row.account][0]),
            y=float(positions[row.account][1]),
            label=MapLabel(text=text, number="", x=round(s.x, 2), y=round(s.y, 1), whole=row.name),
        )
        for row, text, s in zip(rows, texts, placed, strict=True)
    )


def _label_text(group: Group, *, named: bool) -> tuple[str, str]:
    if not named:
        return str(group.number), ""
    return cut_label(group.segment.name), format_count(int(group.members.sum()))


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
    sides = [
        Spot(x=float(left - 8), y=float(y), far=80),
        Spot(x=float(right + 8), y=float(y), far=80),
    ]
    return spots + sides


def _ring_spots(point: Floats, labels: list[Spot]) -> list[Spot]:
    """Return places around an account; those whose line crosses a segment's name come last."""
    x, y = float(point[0]), float(point[1])
    spots = []
    for dx in (0.0, -5.0, 5.0, -10.0, 10.0):
        for dy in (24.0, -24.0, 42.0, -42.0, 64.0, -64.0, 90.0, -90.0):
            crossed = sum(_crosses(x, y, dx, dy, label) for label in labels)
            far = abs(dx) * 6 + abs(dy) + _CROSSING * crossed
            spots.append(Spot(x=x + dx, y=y + dy, far=far))
    return spots


def _crosses(x: float, y: float, dx: float, dy: float, label: Spot) -> bool:
    """Return whether a line from an account passes under a segment's name."""
    share = (label.y - y) / dy
    return 0 < share < 1 and abs(x + share * dx - label.x) < _LABEL_REACH
