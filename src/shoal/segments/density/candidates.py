"""Density-based ways to segment accounts, every account labelled."""

import numpy as np

from shoal.records.arrays import Floats, Indices
from shoal.records.evidence import Algorithm
from shoal.segments.density.dense_regions import hdbscan_labels
from shoal.segments.density.knee import dbscan_labels
from shoal.segments.density.neighbours import nearest_among

_FEWEST_CLUSTERS = 2


def density_candidates(points: Floats, *, most: int = 16) -> list[tuple[Algorithm, Indices]]:
    """Return what HDBSCAN and DBSCAN find, noise handed to the nearest cluster.

    Parameters
    ----------
    points : ndarray of shape (n_points, n_columns)
        Finite.
    most : int, default 16
        More clusters than that are no candidate.

    Returns
    -------
    list of (Algorithm, ndarray of shape (n_points,))
        Labels from 0 without gaps; an algorithm that finds fewer than two clusters is left out.
        Nothing in it is random.
    """
    found = [
        (Algorithm.HDBSCAN, hdbscan_labels(points)),
        (Algorithm.DBSCAN, dbscan_labels(points)),
    ]
    return [
        (algorithm, without_noise(points, labels))
        for algorithm, labels in found
        if _FEWEST_CLUSTERS <= labels.max() + 1 <= most
    ]


def without_noise(points: Floats, labels: Indices) -> Indices:
    """Return labels in which noise (-1) has the label of the nearest point that has one."""
    labelled = labels >= 0
    if labelled.all() or not labelled.any():
        return labels
    filled = labels.copy()
    nearest = nearest_among(points[labelled], points[~labelled])
    filled[~labelled] = labels[labelled][nearest]
    return np.asarray(filled)
