"""HDBSCAN: dense regions of any shape, each at the density at which it holds longest."""

import numpy as np
from sklearn.cluster import HDBSCAN

from shoal.records.arrays import Floats, Indices

_FEWEST_MEMBERS = 5


def hdbscan_labels(
    points: Floats, *, smallest_share: float = 0.02, n_neighbours: int | None = None
) -> Indices:
    """Label points by HDBSCAN; -1 marks noise.

    Parameters
    ----------
    points : ndarray of shape (n_points, n_columns)
        Finite. Memory is linear in few dimensions; time is quadratic in many, so keep n bounded.
    smallest_share : float, default 0.02
        Share of the points that a cluster must have at least, and never fewer than 5 points.
    n_neighbours : int, optional
        Neighbours from whose distance density is read; default: the smallest cluster's size.

    Returns
    -------
    ndarray of shape (n_points,)
        Clusters from 0, noise -1; all -1 where there are too few points.

    References
    ----------
    Campello, Moulavi and Sander (2013), https://doi.org/10.1007/978-3-642-37456-2_14

    Examples
    --------
    >>> line = np.concatenate([np.linspace(0, 1, 20), np.linspace(5, 6, 20)])[:, None]
    >>> np.bincount(hdbscan_labels(line)).tolist()
    [20, 20]
    """
    smallest = max(round(smallest_share * len(points)), _FEWEST_MEMBERS)
    if len(points) < 2 * smallest:
        return np.full(len(points), -1, dtype=np.intp)
    neighbours = smallest if n_neighbours is None else n_neighbours
    neighbours = min(neighbours, len(points) - 1)
    model = HDBSCAN(min_cluster_size=smallest, min_samples=neighbours, copy=True)
    return np.asarray(model.fit(points).labels_, dtype=np.intp)
