"""Kinds of point sets that the literature on clustering describes, made up with drawn parameters.

Beside `shapes.py`, whose clusters are few and of about 1,000 points, these have the sizes, columns
and mixtures of shapes that public sets have. Each kind is a function of a random generator alone.
Label 0 is noise that belongs to no cluster. No public set is copied: centres, widths, overlap,
counts and sizes are drawn anew.
"""

from collections.abc import Callable, Mapping
from itertools import pairwise
from types import MappingProxyType

import numpy as np
from shapes import CLUSTERED, Labels, Points, Rng

Kind = Callable[[Rng], tuple[Points, Labels]]


def two_bells(rng: Rng) -> tuple[Points, Labels]:
    """Make two round bells of one size in 1 to 128 columns, from apart to nearly one."""
    return _two(rng, lambda shape: rng.normal(size=shape))


def two_hubs(rng: Rng) -> tuple[Points, Labels]:
    """Make the same with points crowded at the centres: the distance is half normal."""

    def hub(shape: tuple[int, int]) -> Points:
        return _directions(rng, shape) * rng.normal(0, np.sqrt(shape[1]), (shape[0], 1))

    return _two(rng, hub)


def two_heavy_tails(rng: Rng) -> tuple[Points, Labels]:
    """Make the same with Student t tails of 3 to 6 degrees of freedom."""
    freedom = rng.uniform(3, 6)

    def heavy(shape: tuple[int, int]) -> Points:
        return rng.normal(size=shape) / np.sqrt(rng.chisquare(freedom, (shape[0], 1)) / freedom)

    return _two(rng, heavy)


def many_bells(rng: Rng) -> tuple[Points, Labels]:
    """Make 13 to 16 stretched bells in a plane, from apart to deep into each other."""
    count = int(rng.integers(13, 17))
    centres = _spaced(rng, count, 2, rng.uniform(2.0, 5.0))
    labels = _owners(rng, int(rng.integers(600, 5001)), count, ratio=1.3)
    points = rng.normal(size=(len(labels), 2))
    stretch = np.array(
        [_turn(a) * (1.0, s) for a, s in rng.uniform((0, 0.6), (3, 1.2), (count, 2))]
    )
    return centres[labels - 1] + np.einsum("nij,nj->ni", stretch[labels - 1], points), labels


def unbalanced_bells(rng: Rng) -> tuple[Points, Labels]:
    """Make two or three bells of 2,000 points close together and four or five of 100 far off."""
    large, small = int(rng.integers(2, 4)), int(rng.integers(4, 6))
    width = rng.uniform(0.5, 1.5)
    near = _spaced(rng, large, 2, rng.uniform(5, 10))
    far = _spaced(rng, small, 2, rng.uniform(10, 20)) * width + (rng.uniform(35, 60), 0)
    labels = np.repeat(np.arange(large + small) + 1, [2000] * large + [100] * small)
    widths = np.repeat([1.0, width], [large, small])[labels - 1]
    points = rng.normal(size=(len(labels), 2)) * widths[:, None]
    return np.vstack([near, far])[labels - 1] + points, labels


def bells_of_many_columns(rng: Rng) -> tuple[Points, Labels]:
    """Make 4 to 16 bells well apart in 32 to 1,024 columns."""
    count, n_columns = int(rng.integers(4, 17)), 2 ** int(rng.integers(5, 11))
    labels = _owners(rng, 1024, count, ratio=1.0)
    centres = rng.normal(size=(count, n_columns)) * rng.uniform(0.8, 4.0)
    return centres[labels - 1] + rng.normal(size=(1024, n_columns)), labels


def arms_of_spirals(rng: Rng) -> tuple[Points, Labels]:
    """Make two or three thin arms of 100 to 500 points, evenly spread."""
    count, each = int(rng.integers(2, 4)), int(rng.integers(100, 501))
    angle = np.tile(np.linspace(rng.uniform(1, 3), rng.uniform(7, 11), each), count)
    labels = np.repeat(np.arange(count) + 1, each)
    turned = angle + 2 * np.pi * labels / count
    arms = np.column_stack([np.cos(turned), np.sin(turned)]) * angle[:, None]
    return arms + rng.normal(0, rng.uniform(0.02, 0.25), arms.shape), labels


def blobs_in_an_arc(rng: Rng) -> tuple[Points, Labels]:
    """Make an open ring of 100 to 300 points around two blobs that nearly touch it."""
    sizes = rng.integers(80, 151, 3)
    angle = rng.uniform(-0.7, np.pi + 0.7, sizes[0])
    arc = 3.0 * np.column_stack([np.cos(angle), np.sin(angle)])
    parts = [arc + rng.normal(0, 0.15, arc.shape)]
    parts += [
        rng.normal((x, 0), rng.uniform(0.4, 0.65), (n, 2))
        for x, n in zip((-1.3, 1.3), sizes[1:], strict=True)
    ]
    return _stacked(parts)


def discs_with_bridges(rng: Rng) -> tuple[Points, Labels]:
    """Make five to seven discs of one density, some joined by a thin bridge."""
    count = int(rng.integers(5, 8))
    radii = rng.uniform(1.0, 3.0, count)
    centres = _spaced(rng, count, 2, 2 * radii.max() + rng.uniform(0.5, 2))
    density = rng.uniform(12, 30)
    parts = [
        _disc(rng, int(density * r * r), r) * (1, rng.uniform(0.6, 1)) + c
        for r, c in zip(radii, centres, strict=True)
    ]
    for a, b in ((0, 1), (2, 3)):
        step = (centres[b] - centres[a]) / np.linalg.norm(centres[b] - centres[a])
        start, end = centres[a] + step * radii[a], centres[b] - step * radii[b]
        way = rng.random((int(rng.integers(4, 12)), 1)) * 0.5
        parts[a] = np.vstack(
            [parts[a], start + way * (end - start) + rng.normal(0, 0.1, (len(way), 2))]
        )
    return _stacked(parts)


def zigzags(rng: Rng) -> tuple[Points, Labels]:
    """Make two to five zigzag lines above each other."""
    count, each = int(rng.integers(2, 6)), int(rng.integers(50, 301))
    parts = []
    for k in range(count):
        along = np.sort(rng.uniform(0, 6, each))
        line = np.column_stack([along, np.abs(along % 2 - 1) + k * rng.uniform(0.7, 1.0)])
        parts.append(line + rng.normal(0, rng.uniform(0.01, 0.07), line.shape))
    return _stacked(parts)


def stripes(rng: Rng) -> tuple[Points, Labels]:
    """Make two to six slanted stripes, thin to broad, of 500 to 2,500 points each."""
    parts, at, tilt = [], 0.0, rng.uniform(-1, 1)
    for _ in range(int(rng.integers(2, 7))):
        width = rng.uniform(0.1, 1.0)
        filled = rng.random((int(rng.integers(300, 1500)), 2)) * (width, rng.uniform(4, 9)) + (
            at,
            0,
        )
        parts.append(filled @ np.array([[1, 0], [tilt, 1]]))
        at += width + rng.uniform(0.2, 0.8)
    return _stacked(parts)


def faces(rng: Rng) -> tuple[Points, Labels]:
    """Make a face: outline, two eyes and a mouth, sometimes a nose."""
    outline = _arc(rng, int(rng.integers(300, 800)), 4.0, (0, 2 * np.pi), 0.1)
    mouth = _arc(rng, int(rng.integers(100, 300)), 2.2, (3.6, 5.8), 0.1)
    eyes = [
        rng.normal((x, 1.3), rng.uniform(0.15, 0.4), (int(rng.integers(60, 250)), 2))
        for x in (-1.4, 1.4)
    ]
    nose = [rng.normal(0, (0.1, 0.35), (100, 2))] if rng.random() < 0.5 else []
    return _stacked([outline, mouth, *eyes, *nose])


def nested_frames(rng: Rng) -> tuple[Points, Labels]:
    """Make two to four bands around each other, round or square, of one or of many densities."""
    count, square = int(rng.integers(2, 5)), rng.random() < 0.5
    edge, parts = rng.uniform(0.3, 1.0), []
    for _ in range(count):
        points = rng.uniform(-1, 1, (40_000, 2)) * 8
        distance = np.abs(points).max(axis=1) if square else np.linalg.norm(points, axis=1)
        width = rng.uniform(0.3, 1.0)
        inside = points[(distance < edge + width) & (distance > (edge if parts else 0))]
        parts.append(inside[: int(rng.integers(300, 1200))])
        edge += width + rng.uniform(0.25, 0.7)
    return _stacked(parts)


def crossing_bars(rng: Rng) -> tuple[Points, Labels]:
    """Make two or three long bells that cross like an x, a z or a star."""
    count, parts = int(rng.integers(2, 4)), []
    first, spacing = rng.uniform(0, 3), np.pi / count
    for k in range(count):
        bar = rng.normal(size=(int(rng.integers(150, 700)), 2)) * (
            rng.uniform(2, 4),
            rng.uniform(0.1, 0.5),
        )
        parts.append(bar @ _turn(first + k * spacing).T + rng.uniform(-2, 2, 2))
    return _stacked(parts)


def strokes(rng: Rng) -> tuple[Points, Labels]:
    """Make a letter z with blobs in its corners, every stroke and blob a cluster."""
    n = int(rng.integers(60, 300))
    corners = np.array([(0, 4), (4, 4), (0, 0), (4, 0)]) * 1.0
    line = [a + rng.random((n, 1)) * 0.75 * (b - a) + 0.125 * (b - a) for a, b in pairwise(corners)]
    blobs = [rng.normal(c, 0.25, (n, 2)) for c in ((0.4, 2.2), (3.6, 1.8))]
    width = rng.uniform(0.02, 0.15)
    return _stacked([*(p + rng.normal(0, width, p.shape) for p in line), *blobs])


def trajectories(rng: Rng) -> tuple[Points, Labels]:
    """Make three to five smooth ways through a plane, 4,000 to 8,000 points."""
    count, n = int(rng.integers(3, 6)), int(rng.integers(1000, 1800))
    parts = []
    for k in range(count):
        along = rng.random(n)
        wave = np.sin(along * rng.uniform(2, 6) + rng.uniform(0, 6)) * rng.uniform(0.2, 1.0)
        points = np.column_stack([along * 10, wave + k * rng.uniform(1.6, 2.2)])
        parts.append(points + rng.normal(0, rng.uniform(0.03, 0.15), points.shape))
    return _stacked(parts)


def shapes_in_noise(rng: Rng) -> tuple[Points, Labels]:
    """Make six to nine bars, discs, arcs and waves in a grid, 8,000 points, noise all over."""
    count = int(rng.integers(6, 10))
    cells = rng.permutation(9)[:count]
    parts = []
    for cell in cells:
        n = int(rng.integers(600, 1200))
        kind = int(rng.integers(4))
        shape = (
            rng.uniform(-1, 1, (n, 2)) * (1.6, rng.uniform(0.25, 0.7)),
            _disc(rng, n, rng.uniform(0.8, 1.4)),
            _arc(rng, n, 1.3, (0, rng.uniform(3, 5)), rng.uniform(0.08, 0.2)),
            _wave(rng, n),
        )[kind]
        parts.append(shape @ _turn(rng.uniform(0, 3)).T + (cell % 3 * 4.0, cell // 3 * 4.0))
    return _strewn(rng, *_stacked(parts), share=rng.uniform(0.05, 0.15))


def blobs_in_much_noise(rng: Rng) -> tuple[Points, Labels]:
    """Make 4 to 8 bells of different width, a fifth to half of all points noise."""
    count = int(rng.integers(4, 9))
    labels = _owners(rng, int(rng.integers(500, 2500)), count, ratio=2.0)
    widths = rng.uniform(0.4, 1.0, count)[labels - 1]
    points = _spaced(rng, count, 2, rng.uniform(4, 8))[labels - 1]
    points += rng.normal(size=points.shape) * widths[:, None]
    return _strewn(rng, points, labels, share=rng.uniform(0.2, 0.5))


def tables(rng: Rng) -> tuple[Points, Labels]:
    """Make 150 to 2,000 rows and 4 to 60 columns on very different units, some skewed."""
    count, n_columns = int(rng.integers(2, 8)), int(rng.integers(4, 61))
    labels = _owners(rng, int(rng.integers(150, 2001)), count, ratio=4.0)
    centres = rng.normal(size=(count, n_columns)) * rng.uniform(0.7, 1.5)
    mixed = rng.normal(size=(n_columns, n_columns)) / np.sqrt(n_columns)
    noise = rng.normal(size=(len(labels), n_columns)) @ (mixed + 0.7 * np.eye(n_columns))
    points = centres[labels - 1] + noise
    skewed = rng.random(n_columns) < 0.3
    return np.where(skewed, np.exp(0.7 * points), points) * 10.0 ** rng.uniform(
        -1, 1, n_columns
    ), labels


def one_within_another(rng: Rng) -> tuple[Points, Labels]:
    """Make wide sparse clusters, each with a dense one inside, and one beside."""
    parts = []
    for k in range(int(rng.integers(1, 3))):
        at = np.array([k * 9.0, rng.uniform(-2, 2)])
        parts.append(_disc(rng, int(rng.integers(150, 500)), 3.0) + at)
        parts.append(
            rng.normal(
                at + rng.uniform(-1, 1, 2), rng.uniform(0.15, 0.4), (int(rng.integers(100, 500)), 2)
            )
        )
    parts.append(rng.normal((4.5, 7.0), 0.7, (200, 2)))
    return _stacked(parts)


def mixed_densities(rng: Rng) -> tuple[Points, Labels]:
    """Make a ring around a blob, two blobs that touch, and a dense disc in a sparse one."""
    ring = _arc(rng, int(rng.integers(80, 300)), 2.0, (0, 2 * np.pi), 0.12)
    core = rng.normal(0, 0.45, (int(rng.integers(40, 150)), 2))
    pair = [rng.normal((6.0, y), 0.5, (int(rng.integers(50, 200)), 2)) for y in (-1.2, 1.2)]
    sparse = _disc(rng, int(rng.integers(60, 200)), 2.5) + np.array([2.0, 7.0])
    dense = _disc(rng, int(rng.integers(60, 200)), 0.8) + np.array([2.0, 7.0])
    return _stacked([ring, core, *pair, sparse, dense])


def cap_on_a_blob(rng: Rng) -> tuple[Points, Labels]:
    """Make a thick arc over a blob of 100 to 200 points each, nearly touching."""
    cap = _arc(rng, int(rng.integers(80, 300)), 2.6, (0.2, 2.9), rng.uniform(0.15, 0.35))
    blob = _disc(rng, int(rng.integers(80, 300)), 1.4) * (1.1, 0.8) + rng.uniform(
        (-0.3, -0.2), (0.3, 0.5)
    )
    return _stacked([cap, blob])


def uneven_moons(rng: Rng) -> tuple[Points, Labels]:
    """Make two half rings, one up to six times as sparse as the other."""
    dense = _arc(rng, int(rng.integers(200, 600)), 2.0, (0, np.pi), rng.uniform(0.1, 0.25))
    thin = _arc(rng, int(rng.integers(80, 250)), 2.0, (np.pi, 2 * np.pi), rng.uniform(0.1, 0.25))
    return _stacked([dense, thin + np.array([2.0, rng.uniform(0.0, 0.8)])])


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        f.__name__: f
        for f in (
            two_bells,
            two_hubs,
            two_heavy_tails,
            many_bells,
            unbalanced_bells,
            bells_of_many_columns,
            arms_of_spirals,
            blobs_in_an_arc,
            discs_with_bridges,
            zigzags,
            stripes,
            faces,
            nested_frames,
            crossing_bars,
            strokes,
            trajectories,
            shapes_in_noise,
            blobs_in_much_noise,
            tables,
            one_within_another,
            mixed_densities,
            cap_on_a_blob,
            uneven_moons,
        )
    }
    | {
        name: lambda rng, make=make: make(rng, int(rng.integers(250, 2001)))
        for name, make in CLUSTERED.items()
    }
)


def _two(rng: Rng, cloud: Callable[[tuple[int, int]], Points]) -> tuple[Points, Labels]:
    n_columns = 2 ** int(rng.integers(8))
    labels = np.repeat([1, 2], 1024)
    points = cloud((2048, n_columns))
    points[1024:] += rng.uniform(1.5, 8.0) / np.sqrt(n_columns)
    return points, labels


def _directions(rng: Rng, shape: tuple[int, int]) -> Points:
    points = rng.normal(size=shape)
    return points / np.linalg.norm(points, axis=1, keepdims=True)


def _owners(rng: Rng, n: int, count: int, *, ratio: float) -> Labels:
    shares = rng.uniform(1, ratio, count)
    labels = rng.choice(count, n, p=shares / shares.sum()) + 1
    labels[:count] = np.arange(1, count + 1)
    return np.asarray(labels, dtype=np.intp)


def _spaced(rng: Rng, count: int, n_columns: int, apart: float) -> Points:
    """Return centres the closest two of which are so far apart, of a hundred draws the tightest."""

    def closest(c: Points) -> float:
        gaps = np.linalg.norm(c[:, None] - c, axis=2)[np.triu_indices(count, 1)]
        return float(gaps.min())

    drawn = max((rng.random((count, n_columns)) for _ in range(100)), key=closest)
    return drawn * apart / closest(drawn)


def _turn(angle: float) -> Points:
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def _disc(rng: Rng, n: int, radius: float) -> Points:
    return _directions(rng, (n, 2)) * radius * np.sqrt(rng.random((n, 1)))


def _arc(rng: Rng, n: int, radius: float, between: tuple[float, float], width: float) -> Points:
    angle = rng.uniform(*between, n)
    return radius * np.column_stack([np.cos(angle), np.sin(angle)]) + rng.normal(0, width, (n, 2))


def _wave(rng: Rng, n: int) -> Points:
    along = rng.uniform(-1.6, 1.6, n)
    return np.column_stack([along, 0.8 * np.sin(2.5 * along)]) + rng.normal(0, 0.1, (n, 2))


def _stacked(parts: list[Points]) -> tuple[Points, Labels]:
    return np.vstack(parts), np.repeat(np.arange(len(parts)) + 1, [len(p) for p in parts])


def _strewn(rng: Rng, points: Points, labels: Labels, *, share: float) -> tuple[Points, Labels]:
    n = int(len(points) * share / (1 - share))
    low, high = points.min(axis=0), points.max(axis=0)
    noise = rng.uniform(low - 0.1 * (high - low), high + 0.1 * (high - low), (n, 2))
    return np.vstack([points, noise]), np.concatenate([labels, np.zeros(n, dtype=np.intp)])
