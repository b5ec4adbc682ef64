"""Clusters as peaks of density that stand out beyond chance from the saddles around them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from shoal.records.arrays import Floats, Indices
from shoal.segments.density.neighbours import (
    Neighbours,
    SpanningTree,
    local_dimension,
    nearest_neighbours,
    spanning_tree,
)

_POINTS = 1_000  # that the bounds below hold for
_LEAST_SURE = 0.75
_SHEET = 3  # columns up to which points that fill fewer directions are taken for curves
_FEWEST_NEAR = 15  # edges per point in which the tree is sought
_POINTS_A_NEIGHBOUR = 8
_FEWEST_MEMBERS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class PeakBounds:
    """How far a peak must stand above its saddle, in standard errors, on 1,000 points.

    `sure` by number of neighbours: few have the noisier density. `on_curves` is added in full
    where points run along a curve, in part between curve and sheet. `per_doubling` is the share by
    which all of it grows with each doubling of the points.
    """

    sure: Mapping[int, float]
    on_curves: float
    per_doubling: float


# Set by benchmarks/peaks.py on made-up shapes alone.
BOUNDS = PeakBounds(
    sure={4: 7.5, 8: 7.0, 16: 7.0, 32: 6.0, 64: 5.5}, on_curves=2.0, per_doubling=0.1
)
_COUNTS_OF_NEIGHBOURS = tuple(BOUNDS.sure)


@dataclass(frozen=True, slots=True)
class DensityLevel:
    """The tree at one number of neighbours.

    `dimension` is the local one; `curved` is 0 on a sheet or a cloud and 1 along a curve.
    """

    tree: SpanningTree
    n_neighbours: int
    dimension: float
    curved: float


def peaks_within(
    levels: Sequence[DensityLevel],
    counts: range,
    *,
    asked: Sequence[float] = (1.0,),
    smallest_share: float = 0.02,
    bounds: PeakBounds = BOUNDS,
) -> Indices | None:
    """Label points by the peak of density they belong to.

    Parameters
    ----------
    levels : sequence of DensityLevel
        What `density_levels` returns.
    counts : range
        A number of neighbours that leads to another number of clusters is passed over.
    asked : sequence of float, default (1.0,)
        Times the bounds that a peak must reach; one after the other, until something fits.
    smallest_share : float, default 0.02
        Share of the points that a cluster must have at least, and never fewer than 5.
    bounds : PeakBounds

    Returns
    -------
    ndarray of shape (n_points,) or None
        Clusters from 0 without gaps; every point has one. None where no two peaks stand out.

    Notes
    -----
    Density at a point is read from the distance r to its k-th neighbour; its logarithm is
    -m log r up to a constant, with m the local dimension and standard error 1 / sqrt(k). Points
    are joined along the shortest tree by mutual reachability, densest first. Where two pieces
    meet at an edge of length w, the lower of their peaks stands m log(w / r_peak) above the
    saddle; if that is more than chance allows, they stay apart. Few neighbours see thin gaps,
    many see shallow valleys: the number with the most clusters is taken, of equals the smallest.

    References
    ----------
    Chazal, Guibas, Oudot and Skraba (2013), "Persistence-based clustering in Riemannian
    manifolds", https://doi.org/10.1145/2535927

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> two = np.vstack([rng.normal(0, 1, (200, 2)), rng.normal(6, 1, (200, 2))])
    >>> np.bincount(peaks_within(density_levels(two), range(2, 11))).tolist()
    [200, 200]
    """
    for times in asked:
        found = [_peaks_at(level, bounds, times, smallest_share) for level in levels]
        fitting = [f for f in found if f.max() > 0 and int(f.max()) + 1 in counts]
        if fitting:
            return max(fitting, key=lambda f: int(f.max()))
    return None


def density_levels(points: Floats) -> list[DensityLevel]:
    """Return the trees of finite points, fewest neighbours first; empty for a handful.

    n log n in few columns, quadratic beyond 12.
    """
    n_points = len(points)
    fewest, most = min(_COUNTS_OF_NEIGHBOURS), max(_COUNTS_OF_NEIGHBOURS)
    largest = min(most, max(n_points // _POINTS_A_NEIGHBOUR, fewest))
    widest = max(largest, _FEWEST_NEAR)
    if n_points <= widest:
        return []
    near = nearest_neighbours(points, widest)
    return [_level(points, near, k) for k in _COUNTS_OF_NEIGHBOURS if k <= largest]


def _level(points: Floats, near: Neighbours, n_neighbours: int) -> DensityLevel:
    n_columns = points.shape[1]
    dimension = min(local_dimension(near, max(n_neighbours, 8)), float(n_columns))
    missing = min(max(min(n_columns, _SHEET) - dimension, 0.0), 1.0) if n_columns > 1 else 1.0
    return DensityLevel(
        tree=spanning_tree(points, near.up_to(max(n_neighbours, _FEWEST_NEAR)), n_neighbours),
        n_neighbours=n_neighbours,
        dimension=dimension,
        curved=missing,
    )


def _peaks_at(
    level: DensityLevel, bounds: PeakBounds, asked: float, smallest_share: float
) -> Indices:
    n_points = len(level.tree.core)
    sure = bounds.sure[level.n_neighbours] + bounds.on_curves * level.curved
    height = asked * sure * _chances(n_points, bounds) / np.sqrt(level.n_neighbours)
    smallest = max(round(smallest_share * n_points), _FEWEST_MEMBERS)
    # The ratio of two distances at which a peak is as high as it has to be.
    return _join(level.tree, float(np.exp(height / level.dimension)), smallest)


def _chances(n_points: int, bounds: PeakBounds) -> float:
    """Return how much the highest false peak grows with the number of places it can stand at."""
    return max(1.0 + bounds.per_doubling * float(np.log2(n_points / _POINTS)), _LEAST_SURE)


def _join(tree: SpanningTree, ratio: float, smallest: int) -> Indices:
    """Join points along the tree, but not two pieces that both stand out."""
    parent = list(range(len(tree.core)))
    size = [1] * len(parent)
    peak = np.maximum(tree.core, 1e-12).tolist()

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    edges = zip(tree.first.tolist(), tree.second.tolist(), tree.length.tolist(), strict=True)
    for first, second, length in edges:
        large, small = root(first), root(second)
        if size[large] < size[small]:
            large, small = small, large
        stands_out = length > ratio * max(peak[large], peak[small])
        if size[small] >= smallest and stands_out:
            continue
        parent[small] = large
        size[large] += size[small]
        peak[large] = min(peak[large], peak[small])
    roots = [root(node) for node in range(len(parent))]
    return np.asarray(np.unique(roots, return_inverse=True)[1], dtype=np.intp)
