"""The ways to find clusters in a matrix: one protocol, one entry each."""

from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from sklearn.cluster import KMeans

from shoal.records.arrays import Floats, Indices
from shoal.records.evidence import Algorithm

_STARTS = 10


class Clusterer(Protocol):
    """Labels the rows of a matrix for several counts at once."""

    def __call__(self, points: Floats, counts: tuple[int, ...], *, seed: int) -> dict[int, Indices]:
        """Return labels (n_rows,) from 0, without gaps, for each count.

        Parameters
        ----------
        points : ndarray of shape (n_rows, n_columns)
            Finite.
        counts : tuple of int
            Each at most the number of distinct rows.
        seed : int
        """


def kmeans(points: Floats, counts: tuple[int, ...], *, seed: int) -> dict[int, Indices]:
    """Label rows by k-means, the best of ten starts.

    References
    ----------
    Lloyd (1982), https://doi.org/10.1109/TIT.1982.1056489
    """
    found = {}
    for count in counts:
        fitted = KMeans(count, n_init=_STARTS, random_state=seed).fit(points)
        found[count] = without_gaps(fitted.labels_)
    return found


def ward(points: Floats, counts: tuple[int, ...], *, seed: int) -> dict[int, Indices]:
    """Label rows by cutting Ward's tree; nothing in it is random.

    References
    ----------
    Ward (1963), https://doi.org/10.1080/01621459.1963.10500845
    """
    del seed
    tree = linkage(points, method="ward")
    return {count: without_gaps(fcluster(tree, count, criterion="maxclust")) for count in counts}


def without_gaps(labels: NDArray[np.integer[Any]]) -> Indices:
    """Return labels renumbered 0, 1, ... in the order of their values."""
    return np.asarray(np.unique(labels, return_inverse=True)[1], dtype=np.intp)


CENTRE_ALGORITHMS: Mapping[Algorithm, Clusterer] = {
    Algorithm.KMEANS: kmeans,
    Algorithm.WARD: ward,
}
