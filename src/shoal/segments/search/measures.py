"""Numbers shown beside every candidate: silhouette, inertia, elbow, smallest share."""

import numpy as np
from scipy.spatial.distance import cdist

from shoal.records.arrays import Floats, Indices


def distances_between(points: Floats) -> Floats:
    """Return Euclidean distances between all rows; (n, n), so keep n bounded."""
    return np.asarray(cdist(points, points))


def silhouette(distances: Floats, labels: Indices) -> float:
    """Return the mean silhouette width, -1 to 1: how much nearer own accounts are than others.

    For each account (b - a) / max(a, b), with a its mean distance to its own segment and b the
    smallest mean distance to another; 0 for a segment of one. Exact, quadratic in accounts.

    References
    ----------
    Rousseeuw (1987), https://doi.org/10.1016/0377-0427(87)90125-7
    """
    members = np.eye(int(labels.max()) + 1)[labels]
    members = members[:, members.any(axis=0)]
    if members.shape[1] < 2:  # noqa: PLR2004  # nothing to compare with
        return 0.0
    own = members.argmax(axis=1)
    counts = members.sum(axis=0)
    sums = distances @ members
    rows = np.arange(len(own))
    inside = sums[rows, own] / np.maximum(counts[own] - 1, 1)
    means = sums / counts
    means[rows, own] = np.inf
    outside = means.min(axis=1)
    widths = (outside - inside) / np.maximum(np.maximum(inside, outside), 1e-12)
    return float(np.where(counts[own] > 1, widths, 0.0).mean())


def inertia_share(points: Floats, labels: Indices) -> float:
    """Return the share of the total squared spread that is left inside segments, 0 to 1."""
    members = np.eye(int(labels.max()) + 1)[labels]
    centres = (members.T @ points) / np.maximum(members.sum(axis=0), 1)[:, None]
    inside = float(((points - centres[labels]) ** 2).sum())
    return inside / max(float(((points - points.mean(axis=0)) ** 2).sum()), 1e-12)


def smallest_share(labels: Indices) -> float:
    """Return the share of accounts in the smallest segment."""
    counts = np.bincount(labels)
    return float(counts[counts > 0].min() / labels.size)


def elbow(counts: tuple[int, ...], inertias: tuple[float, ...]) -> int:
    """Return the count at the bend of a falling curve, farthest below the line of its ends.

    References
    ----------
    Satopaa et al. (2011), "Finding a 'Kneedle' in a haystack",
    https://doi.org/10.1109/ICDCSW.2011.20

    Examples
    --------
    >>> elbow((2, 3, 4, 5, 6), (0.9, 0.5, 0.2, 0.17, 0.15))
    4
    """
    x = np.array(counts, dtype=np.float64)
    y = np.array(inertias)
    if x.size < 3 or y.max() == y.min():  # noqa: PLR2004  # two points have no bend
        return counts[0]
    falling = (y - y.min()) / (y.max() - y.min())
    along = (x - x.min()) / (x.max() - x.min())
    return counts[int(np.argmax(1.0 - along - falling))]
