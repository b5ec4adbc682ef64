"""Bounds a user sets on the sizes of segments; nothing is changed without saying so."""

import numpy as np

from shoal.records.arrays import Floats, Indices
from shoal.records.options import SearchOptions
from shoal.segments.search.algorithms import without_gaps
from shoal.wording import format_share, quantity_words


def merge_small(
    labels: Indices, points: Floats, smallest_share: float
) -> tuple[Indices, str | None]:
    """Merge segments that are too small into the nearest one.

    Parameters
    ----------
    labels : ndarray of shape (n_accounts,)
        From 0.
    points : ndarray of shape (n_accounts, n_metrics)
        In which the distance between centres is taken.
    smallest_share : float
        0 to 1.

    Returns
    -------
    labels : ndarray of shape (n_accounts,)
        From 0 without gaps; segments keep their order.
    note : str or None
        A sentence about what was merged; None if nothing was.

    Notes
    -----
    The smallest segment goes first, and centres are taken anew after each merge, until all are
    large enough or one is left.
    """
    labels = without_gaps(labels)
    n_merged = 0
    while True:
        counts = np.bincount(labels)
        small = int(counts.argmin())
        if len(counts) == 1 or counts[small] >= smallest_share * labels.size:
            break
        centres = _centres(points, labels)
        distances = ((centres - centres[small]) ** 2).sum(axis=1)
        distances[small] = np.inf
        labels = without_gaps(np.where(labels == small, distances.argmin(), labels))
        n_merged += 1
    if not n_merged:
        return labels, None
    is_one = n_merged == 1
    return labels, (
        f"{quantity_words(n_merged).capitalize()} segment{'' if is_one else 's'} with under"
        f" {format_share(smallest_share)} of the accounts {'was' if is_one else 'were'} merged into"
        f" the nearest one, so that no segment is smaller."
    )


def too_large(labels: Indices, largest_share: float | None) -> str | None:
    """Return a sentence about a segment that is larger than asked for; None if none is."""
    if largest_share is None:
        return None
    share = float(np.bincount(labels).max() / labels.size)
    if share <= largest_share:
        return None
    return (
        f"The largest segment has {format_share(share)} of the accounts; at most"
        f" {format_share(largest_share)} was asked for, but no grouping with equal evidence has"
        " smaller ones."
    )


def within_shares(labels: Indices, options: SearchOptions) -> bool:
    """Tell whether all segments are as large and as small as asked for.

    Segments that a count leaves empty do not count.
    """
    counts = np.bincount(labels)
    shares = counts[counts > 0] / labels.size
    largest = 1.0 if options.largest_share is None else options.largest_share
    return bool(shares.min() >= options.smallest_share and shares.max() <= largest)


def _centres(points: Floats, labels: Indices) -> Floats:
    members = np.eye(int(labels.max()) + 1)[labels]
    return np.asarray((members.T @ points) / members.sum(axis=0)[:, None])
