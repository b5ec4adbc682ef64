"""Small dense groups far from everybody else, told apart from those they were lumped with."""

import numpy as np

from shoal.records.arrays import Floats, Indices
from shoal.segments.density.neighbours import SpanningTree, nearest_neighbours, spanning_tree

_NEIGHBOURS = 3
_NEAR = 15
_FEWEST_MEMBERS = 6
_LARGEST_SHARE = 0.08
_GAP_TO_OWN = 1.18  # of 36 made-up companies without such a group the highest reached 1.13
_GAP_TO_USUAL = 1.15
_ALREADY_APART = 0.5
_FAR, _SEVERAL = 2.5, 2  # standard deviations, metrics


def split_small_groups(points: Floats, labels: Indices, *, smallest_share: float = 0.01) -> Indices:
    """Give small dense groups that lie far from all others a label of their own.

    Parameters
    ----------
    points : ndarray of shape (n_points, n_columns)
        Prepared metrics, every cell filled; about 2,000 rows at most.
    labels : ndarray of shape (n_points,)
        From 0 without gaps.
    smallest_share : float, default 0.01
        Share of the points a group must have; and never fewer than 6 points.

    Returns
    -------
    ndarray of shape (n_points,)
        The labels as they were, with new ones behind the last for groups that were split off.

    Notes
    -----
    Points are joined along the shortest tree by mutual reachability with 3 neighbours. A branch
    of at most 8 % of the points is a group of its own if the edge that joins it to the rest is at
    least 1.18 times the median core distance of its members, and at least 1.15 times that of the
    whole table: it is denser than its surroundings and farther off than accounts usually are
    from each other. Single oddities have no dense branch. A group that has a label for itself
    already is left alone.
    """
    n_points = len(points)
    fewest = max(round(smallest_share * n_points), _FEWEST_MEMBERS)
    most = int(_LARGEST_SHARE * n_points)
    if fewest > most or n_points <= _NEAR:
        return labels
    tree = spanning_tree(points, nearest_neighbours(points, _NEAR), _NEIGHBOURS)
    split = labels.copy()
    for members in _far_groups(tree, fewest, most):
        if not _stands_alone(labels, members) and _differs(points, labels, members):
            split[members] = split.max() + 1
    return split


def _far_groups(tree: SpanningTree, fewest: int, most: int) -> list[Indices]:
    """Return the groups, the farthest off first, none sharing a point with one before it."""
    usual = float(np.median(tree.core))
    found = []
    for members, gap in _branches(tree, fewest, most):
        own = float(np.median(tree.core[members]))
        if gap >= _GAP_TO_USUAL * usual and gap >= _GAP_TO_OWN * own:
            found.append((gap / max(own, 1e-12), members))
    found.sort(key=lambda f: -f[0])
    taken = np.zeros(len(tree.core), dtype=np.bool_)
    groups = []
    for _, members in found:
        if not taken[members].any():
            taken[members] = True
            groups.append(members)
    return groups


def _branches(tree: SpanningTree, fewest: int, most: int) -> list[tuple[Indices, float]]:
    """Return every branch of a fitting size, with the length of the edge that joins it."""
    members = {node: [node] for node in range(len(tree.core))}
    owner = list(range(len(tree.core)))
    found = []
    edges = zip(tree.first.tolist(), tree.second.tolist(), tree.length.tolist(), strict=True)
    for first, second, length in edges:
        large, small = owner[first], owner[second]
        if len(members[large]) < len(members[small]):
            large, small = small, large
        found += [
            (np.array(members[side]), length)
            for side in (large, small)
            if fewest <= len(members[side]) <= most
        ]
        moved = members.pop(small)
        members[large] += moved
        for node in moved:
            owner[node] = large
    return found


def _differs(points: Floats, labels: Indices, members: Indices) -> bool:
    """Whether a group differs from those it was lumped with in at least two metrics at once.

    Accounts that share a count, such as no ticket at all, form dense layers with a gap to the next
    count; but they differ in that metric alone.
    """
    rest = np.isin(labels, np.unique(labels[members]))
    rest[members] = False
    if np.count_nonzero(rest) <= 1:
        return False
    gap = np.abs(points[members].mean(axis=0) - points[rest].mean(axis=0))
    return int((gap >= _FAR * np.maximum(points[rest].std(axis=0), 1e-9)).sum()) >= _SEVERAL


def _stands_alone(labels: Indices, members: Indices) -> bool:
    """Whether a label consists mostly of this group."""
    own = np.bincount(labels[members], minlength=int(labels.max()) + 1)
    sizes = np.bincount(labels, minlength=own.size)
    return bool((own > _ALREADY_APART * np.maximum(sizes, 1)).any())
