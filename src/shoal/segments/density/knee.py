"""DBSCAN with its radius read from the knee of the k-distance curve."""

import numpy as np
from sklearn.cluster import DBSCAN

from shoal.records.arrays import Floats, Indices
from shoal.segments.density.neighbours import nearest_neighbours

_FEWEST_NEIGHBOURS = 5
_MOST_NEIGHBOURS = 30


def dbscan_labels(points: Floats, *, n_neighbours: int | None = None) -> Indices:
    """Label points by DBSCAN; -1 marks noise.

    Parameters
    ----------
    points : ndarray of shape (n_points, n_columns)
        Finite.
    n_neighbours : int, optional
        Neighbours that make a point a core point, itself not counted; default: twice the
        columns, at least 5 and at most 30.

    Returns
    -------
    ndarray of shape (n_points,)
        Clusters from 0, noise -1.

    Notes
    -----
    The radius is the height of `knee_height` on the rising curve of distances to the k-th
    neighbour: most points have that many neighbours within it, the sparse ones have not.

    References
    ----------
    Ester, Kriegel, Sander and Xu (1996), "A density-based algorithm for discovering clusters",
    https://cdn.aaai.org/KDD/1996/KDD96-037.pdf

    Examples
    --------
    >>> line = np.concatenate([np.linspace(0, 1, 20), np.linspace(5, 6, 20), [20.0]])[:, None]
    >>> labels = dbscan_labels(line)
    >>> np.bincount(labels + 1).tolist()
    [1, 20, 20]
    """
    if n_neighbours is None:
        n_neighbours = min(max(2 * points.shape[1], _FEWEST_NEIGHBOURS), _MOST_NEIGHBOURS)
    n_neighbours = min(n_neighbours, len(points) - 1)
    if n_neighbours < 1:
        return np.full(len(points), -1, dtype=np.intp)
    distances = np.sort(nearest_neighbours(points, n_neighbours).distances[:, n_neighbours])
    radius = max(knee_height(distances), 1e-12)
    fitted = DBSCAN(eps=radius, min_samples=n_neighbours + 1).fit(points)
    return np.asarray(fitted.labels_, dtype=np.intp)


def knee_height(rising: Floats) -> float:
    """Return the height at which a rising convex curve turns upwards.

    Notes
    -----
    With both axes scaled to 0..1, the knee is where the curve lies farthest below the line from
    its first point to its last: max over i of x_i - y_i.

    References
    ----------
    Satopaa et al. (2011), "Finding a 'Kneedle' in a haystack",
    https://doi.org/10.1109/ICDCSW.2011.20

    Examples
    --------
    >>> knee_height(np.array([1.0, 1.1, 1.2, 1.3, 5.0, 9.0]))
    1.3
    """
    height = rising[-1] - rising[0]
    if height <= 0:
        return float(rising[-1])
    along = np.linspace(0.0, 1.0, rising.size)
    return float(rising[int(np.argmax(along - (rising - rising[0]) / height))])
