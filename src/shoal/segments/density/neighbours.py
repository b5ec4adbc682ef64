"""Nearest neighbours, and the tree that joins points where they are densest first."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components, minimum_spanning_tree
from scipy.spatial import KDTree
from sklearn.neighbors import NearestNeighbors

from shoal.records.arrays import Booleans, Floats, Indices

_TREE_COLUMNS = 12  # beyond, a k-d tree visits every point and plain distances are quicker
_AROUND = 16  # the point itself and 15 others
_CLOSEST = 1e-12  # stands for the distance of equal points, so that logarithms stay finite


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Nearest points of each point, itself first; both (n_points, n_neighbours + 1)."""

    distances: Floats
    indices: Indices

    def up_to(self, n_neighbours: int) -> "Neighbours":
        """Return only the nearest ones."""
        return Neighbours(
            distances=self.distances[:, : n_neighbours + 1],
            indices=self.indices[:, : n_neighbours + 1],
        )


@dataclass(frozen=True, slots=True)
class SpanningTree:
    """Edges by rising length; `first`, `second`, `length` (n_points - 1,), `core` (n_points,).

    `core` is each point's distance to its n-th neighbour; an edge is as long as its two points
    are apart, and at least as long as the core distance of either.
    """

    first: Indices
    second: Indices
    length: Floats
    core: Floats


def nearest_neighbours(points: Floats, n_neighbours: int) -> Neighbours:
    """Return the nearest neighbours of each point, itself first."""
    if points.shape[1] <= _TREE_COLUMNS:
        distances, indices = KDTree(points).query(points, n_neighbours + 1)
    else:
        model = NearestNeighbors(n_neighbors=n_neighbours + 1, algorithm="brute").fit(points)
        distances, indices = model.kneighbors(points)
    return Neighbours(
        distances=np.asarray(distances, dtype=np.float64),
        indices=np.asarray(indices, dtype=np.intp),
    )


def nearest_among(points: Floats, queries: Floats) -> Indices:
    """Return for each query the index of the nearest point."""
    if points.shape[1] <= _TREE_COLUMNS:
        return np.asarray(KDTree(points).query(queries)[1], dtype=np.intp)
    model = NearestNeighbors(n_neighbors=1, algorithm="brute").fit(points)
    return np.asarray(model.kneighbors(queries, return_distance=False)[:, 0], dtype=np.intp)


def borders_on(points: Floats, labels: Indices, moved: Indices, to: Indices) -> Booleans:
    """Return whether the points `moved` have one labelled `to` among their 15 nearest."""
    model = NearestNeighbors(n_neighbors=min(_AROUND, len(points))).fit(points)
    around = model.kneighbors(points[moved], return_distance=False)
    return np.asarray((labels[around] == to[:, None]).any(axis=1))


def local_dimension(near: Neighbours, n_neighbours: int) -> float:
    """Return along how many directions the points spread at the scale of their neighbours.

    The slope of log(number of neighbours) over log(distance), from half of them to all: 1 along
    a curve, 2 in a sheet, whatever the number of columns.
    """
    half = max(n_neighbours // 2, 1)
    inner, outer = near.distances[:, half], near.distances[:, n_neighbours]
    apart = (inner > 0) & (outer > inner)
    if not apart.any():
        return 1.0
    growth = float(np.median(np.log(outer[apart] / inner[apart])))
    return float(np.log(n_neighbours / half)) / growth


def spanning_tree(points: Floats, near: Neighbours, n_neighbours: int) -> SpanningTree:
    """Return the shortest tree through all points by mutual reachability.

    Notes
    -----
    The tree is sought among edges between neighbours; what those leave apart is joined by the
    shortest edge between the pieces, so the tree is exact but for ties and rare long edges.

    References
    ----------
    Campello, Moulavi and Sander (2013), https://doi.org/10.1007/978-3-642-37456-2_14
    """
    core = near.distances[:, n_neighbours]
    n_points, width = near.indices.shape
    first = np.repeat(np.arange(n_points), width - 1)
    second = near.indices[:, 1:].ravel()
    length = np.maximum(near.distances[:, 1:].ravel(), np.maximum(core[first], core[second]))
    length = np.maximum(length, _CLOSEST)
    while True:
        graph = coo_matrix((length, (first, second)), shape=(n_points, n_points)).tocsr()
        tree = minimum_spanning_tree(graph).tocoo()
        n_pieces, found = connected_components(tree, directed=False)
        piece = found.astype(np.intp)
        first, second, length = tree.row.astype(np.intp), tree.col.astype(np.intp), tree.data
        if n_pieces == 1:
            break
        bridges = [_bridge(points, core, piece == p) for p in _smaller_pieces(piece)]
        first = np.append(first, [b[0] for b in bridges])
        second = np.append(second, [b[1] for b in bridges])
        length = np.append(length, [b[2] for b in bridges])
    order = np.argsort(length, kind="stable")
    return SpanningTree(first=first[order], second=second[order], length=length[order], core=core)


def _smaller_pieces(piece: Indices) -> Indices:
    return np.argsort(np.bincount(piece), kind="stable")[:-1]


def _bridge(points: Floats, core: Floats, inside: Booleans) -> tuple[int, int, float]:
    """Return the shortest edge from a piece to the rest: two points and its length."""
    own, rest = np.flatnonzero(inside), np.flatnonzero(~inside)
    nearest = rest[nearest_among(points[rest], points[own])]
    apart = np.linalg.norm(points[own] - points[nearest], axis=1)
    at = int(apart.argmin())
    p, q = int(own[at]), int(nearest[at])
    return p, q, float(max(core[p], core[q], apart[at], _CLOSEST))
