"""Whether there is empty space between neighbouring groups."""

import numpy as np

from shoal.records.arrays import Floats, Indices

_BAND = 0.15
_RIDGE = 1e-3


def valley_ratio(z: Floats, labels: Indices, n_groups: int) -> float:
    """Return how full the space between groups is against their centres: 0 empty, 1 as full.

    For each pair of groups, accounts of both are projected on their pooled discriminant; those
    within 0.15 of the middle are counted over those within 0.15 of the smaller group's centre
    (centres are 1 apart). The counts are summed over the tree that joins nearest groups.
    """
    sizes = np.bincount(labels, minlength=n_groups)
    kept = np.flatnonzero(sizes > z.shape[1] // 4 + 2)
    if kept.size < 2:  # noqa: PLR2004  # a pair
        return 1.0
    between, at_centre = 0, 0
    for a, b in _nearest_tree(z, labels, kept):
        smaller, larger = (a, b) if sizes[a] <= sizes[b] else (b, a)
        positions = _positions(z, labels, smaller, larger)
        between += int((np.abs(positions - 0.5) < _BAND).sum())
        at_centre += int((np.abs(positions) < _BAND).sum())
    return between / max(at_centre, 1)


def _positions(z: Floats, labels: Indices, start: int, end: int) -> Floats:
    """Return where both groups' accounts lie between the centres: 0 at start's, 1 at end's."""
    first, second = z[labels == start], z[labels == end]
    gap = second.mean(axis=0) - first.mean(axis=0)
    pooled = (_scatter(first) + _scatter(second)) / (len(first) + len(second))
    pooled[np.diag_indices_from(pooled)] += _RIDGE
    direction = np.linalg.solve(pooled, gap)
    length = float(gap @ direction)
    both = np.vstack([first, second]) - first.mean(axis=0)
    return np.asarray(both @ direction / max(length, 1e-12))


def _scatter(group: Floats) -> Floats:
    centred = group - group.mean(axis=0)
    return np.asarray(centred.T @ centred)


def _nearest_tree(z: Floats, labels: Indices, groups: Indices) -> list[tuple[int, int]]:
    centres = np.stack([z[labels == g].mean(axis=0) for g in groups])
    spread = np.sqrt(sum(_scatter(z[labels == g]).diagonal() for g in groups) / len(z) + _RIDGE)
    scaled = centres / spread
    distances = np.linalg.norm(scaled[:, None] - scaled[None], axis=2)
    joined, edges = [0], []
    while len(joined) < len(groups):
        outside = [g for g in range(len(groups)) if g not in joined]
        block = distances[np.ix_(joined, outside)]
        i, j = np.unravel_index(int(block.argmin()), block.shape)
        edges.append((int(groups[joined[i]]), int(groups[outside[j]])))
        joined.append(outside[j])
    return edges
