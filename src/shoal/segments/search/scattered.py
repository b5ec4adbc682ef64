"""Accounts that share a segment only because they are unlike everybody, each other included."""

import numpy as np

from shoal.records.arrays import Booleans, Floats, Indices
from shoal.segments.search.algorithms import without_gaps

_LARGEST_SHARE = 0.08
# Collections of planted oddities had 2.6 to 4.4 times the spread, small segments 0.3 to 1.3 times.
_WIDER = 2.0


def scattered_accounts(points: Floats, labels: Indices) -> Booleans:
    """Return who stands in a small segment that is wider than all accounts together.

    Parameters
    ----------
    points : ndarray of shape (n_accounts, n_metrics)
        Prepared metrics, every cell filled.
    labels : ndarray of shape (n_accounts,)
        From 0.

    Returns
    -------
    ndarray of shape (n_accounts,)

    Notes
    -----
    A mixture gives a wide bell of its own to accounts that are extreme in one way or another. They
    are no group: the mean squared distance to their centre is at least twice that of all accounts
    to theirs. Looked at are segments of at most 8 % of the accounts.
    """
    whole = float(points.var(axis=0).sum())
    scattered = np.zeros(len(labels), dtype=np.bool_)
    for segment in np.unique(labels):
        members = labels == segment
        few = members.mean() <= _LARGEST_SHARE
        if few and float(points[members].var(axis=0).sum()) >= _WIDER * whole:
            scattered |= members
    return scattered


def put_to_nearest(points: Floats, labels: Indices, moved: Booleans) -> Indices:
    """Return labels without gaps in which those moved stand with the nearest of the others."""
    if not moved.any():
        return labels
    left = np.unique(labels[~moved])
    centres = np.stack([points[(labels == k) & ~moved].mean(axis=0) for k in left])
    apart = ((points[moved][:, None] - centres) ** 2).sum(axis=2)
    changed = labels.copy()
    changed[moved] = left[apart.argmin(axis=1)]
    return without_gaps(changed)
