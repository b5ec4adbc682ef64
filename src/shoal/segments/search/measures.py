"""Numbers shown beside every candidate: silhouette, inertia, elbow, smallest share, and others.

Each is explained for readers in docs/evidence.md: formula, source, range, how to read it.
"""

import numpy as np
from scipy.spatial.distance import cdist
from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score

from shoal.records.arrays import Floats, Indices

_JACKKNIFE_GROUPS = 20


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
    return float(silhouette_widths(distances, labels).mean())


def silhouette_widths(distances: Floats, labels: Indices) -> Floats:
    """Return the silhouette width of each account, shape (n,); 0 where there is one segment."""
    members = _members(labels)
    return _widths(distances @ members, members, members.sum(axis=0))


def silhouette_and_error(
    distances: Floats, labels: Indices, *, n_accounts: int
) -> tuple[float, float]:
    """Return the mean silhouette width of a sample of accounts, and its standard error.

    Parameters
    ----------
    distances : ndarray of shape (n_sampled, n_sampled)
    labels : ndarray of shape (n_sampled,)
        From 0.
    n_accounts : int
        How many the sample was drawn from; where it holds them all the error is 0.

    Returns
    -------
    value, error : float

    Notes
    -----
    The error is that of a jackknife that leaves out a twentieth of the sample at a time, which
    counts too that the sampled accounts are compared with each other and not with all; with a
    factor sqrt(1 - m / n) for drawing m of n without replacement. Cost: quadratic in the sample.

    References
    ----------
    Efron and Stein (1981), https://doi.org/10.1214/aos/1176345462
    """
    most = len(labels)
    members = _members(labels)
    sums, counts = distances @ members, members.sum(axis=0)
    whole = float(_widths(sums, members, counts).mean())
    if n_accounts <= most:
        return whole, 0.0
    left = []
    for group in range(_JACKKNIFE_GROUPS):
        out = np.arange(most) % _JACKKNIFE_GROUPS == group
        without = sums[~out] - distances[np.ix_(~out, out)] @ members[out]
        kept = _widths(without, members[~out], counts - members[out].sum(axis=0))
        left.append(float(kept.mean()))
    spread = np.sqrt((_JACKKNIFE_GROUPS - 1) * np.var(left))
    return whole, float(spread * np.sqrt(1.0 - most / n_accounts))


def calinski_harabasz(points: Floats, labels: Indices) -> float | None:
    """Return the spread between centres over the spread inside; larger is clearer.

    (B / (k - 1)) / (W / (n - k)) with B and W the squared spreads between and inside k segments.
    None for one segment, or as many as accounts. It grows with the number of accounts, so it
    compares candidates on one table only.

    References
    ----------
    Calinski and Harabasz (1974), https://doi.org/10.1080/03610927408827101
    """
    if not _comparable(labels):
        return None
    return float(calinski_harabasz_score(points, labels))


def davies_bouldin(points: Floats, labels: Indices) -> float | None:
    """Return how wide segments are for the distance to their most similar one; smaller is clearer.

    Mean over segments of max (s_i + s_j) / d_ij, with s the mean distance to the own centre and d
    the distance of two centres. None for one segment, or as many as accounts.

    References
    ----------
    Davies and Bouldin (1979), https://doi.org/10.1109/TPAMI.1979.4766909
    """
    if not _comparable(labels):
        return None
    return float(davies_bouldin_score(points, labels))


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


def _members(labels: Indices) -> Floats:
    """Return who belongs where, one column a segment that has accounts."""
    members = np.eye(int(labels.max()) + 1)[labels]
    return np.asarray(members[:, members.any(axis=0)])


def _widths(sums: Floats, members: Floats, counts: Floats) -> Floats:
    """Return silhouette widths from each account's summed distances to every segment."""
    if len(counts) < 2:  # noqa: PLR2004  # nothing to compare with
        return np.zeros(len(sums))
    own, rows = members.argmax(axis=1), np.arange(len(sums))
    inside = sums[rows, own] / np.maximum(counts[own] - 1, 1)
    means = sums / np.maximum(counts, 1)
    means[rows, own] = np.inf
    outside = means.min(axis=1)
    widths = (outside - inside) / np.maximum(np.maximum(inside, outside), 1e-12)
    return np.asarray(np.where(counts[own] > 1, widths, 0.0))


def _comparable(labels: Indices) -> bool:
    return 1 < len(np.unique(labels)) < labels.size
