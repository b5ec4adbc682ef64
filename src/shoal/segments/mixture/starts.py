"""Where to begin: quick k-means on prepared metrics, softened."""

import numpy as np

from shoal.records.arrays import Floats, Indices
from shoal.segments.mixture.design import Design

_PILE_WEIGHT = 1.5
_CERTAINTY = 0.9
_LLOYD_STEPS = 4


def start_points(design: Design) -> Floats:
    """Return the matrix that starts are sought in: z with 0 for absent cells, and pile-ups."""
    piled = design.piled[:, design.has_pile]
    return np.hstack([design.z, (piled - piled.mean(axis=0)) * _PILE_WEIGHT])


def soft_start(points: Floats, n_groups: int, rng: np.random.Generator) -> Floats:
    """Return chances of groups from one k-means++ seeding and a few Lloyd steps."""
    return soften(quick_kmeans(points, n_groups, rng), n_groups)


def soften(labels: Indices, n_groups: int) -> Floats:
    """Return chances that give 0.9 to the label and share the rest."""
    rest = (1 - _CERTAINTY) / max(n_groups - 1, 1)
    chances = np.full((labels.size, n_groups), rest if n_groups > 1 else 1.0)
    if n_groups > 1:
        chances[np.arange(labels.size), labels] = _CERTAINTY
    return chances


def quick_kmeans(points: Floats, n_groups: int, rng: np.random.Generator) -> Indices:
    """Return labels of a k-means that is only good enough to start from.

    Seeding after Arthur and Vassilvitskii (2007), "k-means++: the advantages of careful seeding".
    """
    norms = np.einsum("ij,ij->i", points, points)
    centres = points[[rng.integers(len(points))]]
    nearest = _squared_distances(points, norms, centres)[:, 0]
    for _ in range(n_groups - 1):
        cumulated = np.cumsum(nearest)
        if cumulated[-1] <= 0:
            break
        chosen = min(int(np.searchsorted(cumulated, rng.random() * cumulated[-1])), len(points) - 1)
        centres = np.vstack([centres, points[[chosen]]])
        nearest = np.minimum(nearest, _squared_distances(points, norms, points[[chosen]])[:, 0])
    for _ in range(_LLOYD_STEPS):
        labels = _squared_distances(points, norms, centres).argmin(axis=1)
        members = np.eye(len(centres))[labels]
        counts = members.sum(axis=0)
        kept = counts > 0
        centres[kept] = (members.T @ points)[kept] / counts[kept, None]
    return np.asarray(_squared_distances(points, norms, centres).argmin(axis=1), dtype=np.intp)


def _squared_distances(points: Floats, norms: Floats, centres: Floats) -> Floats:
    squared = norms[:, None] - 2.0 * points @ centres.T + np.einsum("ij,ij->i", centres, centres)
    return np.asarray(np.maximum(squared, 0.0))
