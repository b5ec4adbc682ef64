"""Ward's tree of the accounts, its finest branches folded."""

import numpy as np
from scipy.cluster.hierarchy import fcluster, leaves_list, linkage

from shoal.records.arrays import Floats, Indices
from shoal.records.preparation import Preparation, Prepared
from shoal.records.scoring import Assignment
from shoal.records.studies import Tree, TreeLeaf
from shoal.segments.prepare.replay import filled
from shoal.segments.search.agreement import kept_share
from shoal.segments.search.algorithms import without_gaps

_MOST_ACCOUNTS = 1_500
_LEAVES = 24


def grow_tree(
    preparation: Preparation, prepared: Prepared, assignment: Assignment, *, seed: int
) -> Tree | None:
    """Return Ward's tree of at most 1,500 random accounts, folded into at most 24 leaves.

    None where fewer than three accounts differ.

    References
    ----------
    Ward (1963), https://doi.org/10.1080/01621459.1963.10500845
    """
    points = filled(preparation, prepared)
    segment = assignment.segment
    if len(points) > _MOST_ACCOUNTS:
        drawn = np.random.default_rng(seed).permutation(len(points))[:_MOST_ACCOUNTS]
        points, segment = points[np.sort(drawn)], segment[np.sort(drawn)]
    if len(np.unique(points, axis=0)) < 3:  # noqa: PLR2004  # two points make no tree
        return None
    merges = linkage(points, method="ward")
    cut = without_gaps(fcluster(merges, len(assignment.keys), criterion="maxclust"))
    return _fold(merges, segment, assignment.keys, kept_share(cut, segment))


def _fold(merges: Floats, segment: Indices, keys: tuple[str, ...], agreement: float) -> Tree:
    n_leaves = min(_LEAVES, len(segment))
    bundle = fcluster(merges, n_leaves, criterion="maxclust") - 1
    n_leaves = int(bundle.max()) + 1
    drawn = list(dict.fromkeys(bundle[leaves_list(merges)].tolist()))
    place = {old: new for new, old in enumerate(drawn)}
    leaves = tuple(_leaf(segment[bundle == old], keys) for old in drawn)
    return Tree(
        leaves=leaves,
        merges=_upper_merges(merges, [place[b] for b in bundle.tolist()], n_leaves),
        agreement=agreement,
        n_accounts=len(segment),
    )


def _leaf(members: Indices, keys: tuple[str, ...]) -> TreeLeaf:
    most = int(np.bincount(members, minlength=len(keys)).argmax())
    return TreeLeaf(size=len(members), segment=keys[most])


def _upper_merges(
    merges: Floats, leaf_of: list[int], n_leaves: int
) -> tuple[tuple[int, int, float], ...]:
    """Return the merges above the leaves, renumbered: leaves first, then merges in order."""
    node = list(leaf_of)
    upper: list[tuple[int, int, float]] = []
    for left, right, height, _ in merges.tolist():
        a, b = node[int(left)], node[int(right)]
        if a == b:
            node.append(a)
            continue
        upper.append((a, b, float(height)))
        node.append(n_leaves + len(upper) - 1)
    return tuple(upper)
