"""Shapes of points, made up: some are one piece, some fall into known clusters.

Bounds for the search among plain points are set on these, never on a public set. Each shape is a
function of a random generator and a number of points. Widths, gaps, shares and the number of
clusters vary from draw to draw, so that some draws are easy and some are hopeless. Label 0 is
noise that belongs to no cluster.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Labels = NDArray[np.intp]
Rng = np.random.Generator
OnePiece = Callable[[Rng, int], Points]
Clustered = Callable[[Rng, int], tuple[Points, Labels]]


def bell(n_columns: int) -> OnePiece:
    """Return a maker of normal points."""
    return lambda rng, n: rng.normal(size=(n, n_columns))


def heavy_tails(n_columns: int) -> OnePiece:
    """Return a maker of Student t points with 4 degrees of freedom, tails in common."""
    return lambda rng, n: rng.normal(size=(n, n_columns)) / np.sqrt(rng.chisquare(4, (n, 1)) / 4.0)


def box(*sides: float) -> OnePiece:
    """Return a maker of points that fill a box evenly."""
    return lambda rng, n: rng.random((n, len(sides))) * sides


def disc(rng: Rng, n: int) -> Points:
    """Fill a disc evenly."""
    return np.sqrt(rng.random((n, 1))) * _circle(rng.uniform(0, 2 * np.pi, n))


def slope(rng: Rng, n: int) -> Points:
    """Fill a square ever more densely towards one side."""
    return np.column_stack([np.sqrt(rng.random(n)), rng.random(n)])


def shell(rng: Rng, n: int) -> Points:
    """Cover a sphere."""
    points = rng.normal(size=(n, 3))
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    return points * rng.normal(1.0, rng.uniform(0.02, 0.1), (n, 1))


def ring(rng: Rng, n: int) -> Points:
    """Follow a circle."""
    return _blurred(rng, _circle(rng.uniform(0, 2 * np.pi, n)), rng.uniform(0.02, 0.12))


def uneven_ring(rng: Rng, n: int) -> Points:
    """Follow a circle, one side up to three times as densely as the other."""
    angle = rng.uniform(0, 2 * np.pi, 4 * n)
    kept = rng.random(4 * n) < 0.5 + 0.25 * np.cos(angle)
    return _blurred(rng, _circle(angle[kept][:n]), rng.uniform(0.02, 0.12))


def arc(rng: Rng, n: int) -> Points:
    """Follow a part of a circle."""
    return _blurred(rng, _circle(rng.uniform(0, rng.uniform(2, 5), n)), rng.uniform(0.02, 0.12))


def spiral(rng: Rng, n: int) -> Points:
    """Follow a spiral, evenly along its length."""
    return _blurred(rng, _spiral(rng, n, turns=rng.uniform(1, 2)), rng.uniform(0.02, 0.06))


def wave(rng: Rng, n: int) -> Points:
    """Follow a wave."""
    along = rng.uniform(0, 10, n)
    return _blurred(rng, np.column_stack([along, np.sin(along)]), rng.uniform(0.05, 0.2))


def helix(rng: Rng, n: int) -> Points:
    """Follow a screw in three columns."""
    angle = rng.uniform(0, 12, n)
    return _blurred(rng, np.column_stack([_circle(angle), angle / 4]), rng.uniform(0.02, 0.12))


def blobs(rng: Rng, n: int) -> tuple[Points, Labels]:
    """Make round clusters of different size, in 2 to 5 columns."""
    return _bells(rng, n, n_columns=int(rng.integers(2, 6)), widths=(1.0, 1.0))


def blobs_of_many_columns(rng: Rng, n: int) -> tuple[Points, Labels]:
    """Make round clusters in 8 to 16 columns."""
    return _bells(rng, n, n_columns=int(rng.integers(8, 17)), widths=(1.0, 1.0))


def dense_and_sparse_blobs(rng: Rng, n: int) -> tuple[Points, Labels]:
    """Make round clusters, some up to six times as wide as others."""
    return _bells(rng, n, n_columns=2, widths=(1.0, 6.0))


def bars(rng: Rng, n: int) -> tuple[Points, Labels]:
    """Make long boxes side by side, filled with different density."""
    labels = _owners(rng, n, int(rng.integers(2, 6)))
    at = np.cumsum(1.0 + rng.uniform(0.15, 0.8, labels.max()))
    lengths = rng.uniform(2, 8, labels.max())
    points = rng.random((n, 2))
    return np.column_stack(
        [points[:, 0] + at[labels - 1], points[:, 1] * lengths[labels - 1]]
    ), labels


def nested_rings(rng: Rng, n: int) -> tuple[Points, Labels]:
    """Make rings around a common centre."""
    labels = _owners(rng, n, int(rng.integers(2, 4)))
    radii = np.cumsum(rng.uniform(0.6, 1.2, labels.max()))
    circles = _circle(rng.uniform(0, 2 * np.pi, n)) * radii[labels - 1][:, None]
    return _blurred(rng, circles, rng.uniform(0.04, 0.16)), labels


def ring_and_blob(rng: Rng, n: int) -> tuple[Points, Labels]:
    """Make a ring with a round cluster inside, not in the middle."""
    labels = _owners(rng, n, 2)
    around = _blurred(rng, 3 * _circle(rng.uniform(0, 2 * np.pi, n)), rng.uniform(0.1, 0.4))
    inside = rng.normal(rng.uniform(-0.7, 0.7, 2), rng.uniform(0.2, 0.7), (n, 2))
    return np.where((labels == 1)[:, None], around, inside), labels


def moons(rng: Rng, n: int) -> tuple[Points, Labels]:
    """Make two half rings, one hooked into the other."""
    labels = _owners(rng, n, 2)
    half = _circle(rng.uniform(0, np.pi, n))
    moved = np.array([1.0, rng.uniform(0.3, 0.6)]) - half
    points = np.where((labels == 1)[:, None], half, moved)
    return _blurred(rng, points, rng.uniform(0.04, 0.14)), labels


def spirals(rng: Rng, n: int) -> tuple[Points, Labels]:
    """Make two or three arms that wind around each other."""
    labels = _owners(rng, n, int(rng.integers(2, 4)))
    points = _spiral(rng, n, turns=rng.uniform(0.6, 1.2))
    angle = 2 * np.pi * (labels - 1) / labels.max()
    cosine, sine = np.cos(angle), np.sin(angle)
    turned = np.column_stack(
        [
            cosine * points[:, 0] - sine * points[:, 1],
            sine * points[:, 0] + cosine * points[:, 1],
        ]
    )
    return _blurred(rng, turned, rng.uniform(0.02, 0.05)), labels


def helix_and_axis(rng: Rng, n: int) -> tuple[Points, Labels]:
    """Make a screw with a rod along its axis."""
    labels = _owners(rng, n, 2)
    angle = rng.uniform(0, 12, n)
    screw = np.column_stack([_circle(angle), angle / 4])
    rod = np.column_stack([np.zeros((n, 2)), angle / 4])
    points = np.where((labels == 1)[:, None], screw, rod)
    return _blurred(rng, points, rng.uniform(0.03, 0.15)), labels


def blob_beside_arc(rng: Rng, n: int) -> tuple[Points, Labels]:
    """Make a round cluster in the mouth of a thin arc."""
    labels = _owners(rng, n, 2)
    thin = _blurred(rng, 3 * _circle(rng.uniform(0.5, 5.5, n)), rng.uniform(0.05, 0.3))
    round_one = rng.normal((rng.uniform(0, 4), 0.0), rng.uniform(0.2, 0.6), (n, 2))
    return np.where((labels == 1)[:, None], thin, round_one), labels


def crosswise_bells(rng: Rng, n: int) -> tuple[Points, Labels]:
    """Make two long bells, each along its own direction, that may touch."""
    labels = _owners(rng, n, 2)
    points = rng.normal(size=(n, 2)) * (4.0, 0.6)
    upright = points[:, ::-1] + (rng.uniform(3, 8), rng.uniform(0, 6))
    return np.where((labels == 1)[:, None], points, upright), labels


def in_noise(make: Clustered) -> Clustered:
    """Return a maker of the same clusters with 5 to 15 % of noise all over them."""

    def made(rng: Rng, n: int) -> tuple[Points, Labels]:
        points, labels = make(rng, n)
        strewn = rng.random(n) < rng.uniform(0.05, 0.15)
        low, high = points.min(axis=0), points.max(axis=0)
        noise = rng.uniform(low, high, points.shape)
        return np.where(strewn[:, None], noise, points), np.where(strewn, 0, labels)

    return made


SHEETS: Mapping[str, OnePiece] = MappingProxyType(
    {
        **{f"bell in {d}": bell(d) for d in (1, 2, 3, 8, 32)},
        **{f"heavy tails in {d}": heavy_tails(d) for d in (2, 8)},
        "square": box(1, 1),
        "bar": box(10, 1),
        "cube": box(1, 1, 1),
        "disc": disc,
        "slope": slope,
        "shell": shell,
    }
)
CURVES: Mapping[str, OnePiece] = MappingProxyType(
    {f.__name__: f for f in (ring, uneven_ring, arc, spiral, wave, helix)}
)
CLUSTERED: Mapping[str, Clustered] = MappingProxyType(
    {
        **{
            f.__name__: f
            for f in (
                blobs,
                blobs_of_many_columns,
                dense_and_sparse_blobs,
                bars,
                nested_rings,
                ring_and_blob,
                moons,
                spirals,
                helix_and_axis,
                blob_beside_arc,
                crosswise_bells,
            )
        },
        "blobs in noise": in_noise(blobs),
        "bars in noise": in_noise(bars),
        "nested rings in noise": in_noise(nested_rings),
    }
)


def _owners(rng: Rng, n: int, count: int) -> Labels:
    """Return labels from 1 with shares that differ up to threefold; every label occurs."""
    shares = rng.uniform(1, 3, count)
    labels = rng.choice(count, n, p=shares / shares.sum()) + 1
    labels[:count] = np.arange(1, count + 1)
    return np.asarray(labels, dtype=np.intp)


def _bells(
    rng: Rng, n: int, *, n_columns: int, widths: tuple[float, float]
) -> tuple[Points, Labels]:
    count = int(rng.integers(2, 9))
    labels = _owners(rng, n, count)
    spread = rng.uniform(*widths, count)
    centres = rng.normal(size=(count, n_columns))
    apart = np.linalg.norm(centres[:, None] - centres, axis=2) / (spread[:, None] + spread)
    centres *= rng.uniform(1.5, 4.0) / apart[np.triu_indices(count, 1)].min()
    return centres[labels - 1] + rng.normal(size=(n, n_columns)) * spread[labels - 1][
        :, None
    ], labels


def _circle(angle: Points) -> Points:
    return np.column_stack([np.cos(angle), np.sin(angle)])


def _spiral(rng: Rng, n: int, *, turns: float) -> Points:
    way = np.sqrt(rng.uniform(0.05, 1, n))
    return _circle(2 * np.pi * turns * way) * way[:, None]


def _blurred(rng: Rng, points: Points, width: float) -> Points:
    return points + rng.normal(0, width, points.shape)
