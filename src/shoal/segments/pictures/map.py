"""All accounts on one map: the two directions in which they differ most."""

import numpy as np

from shoal.records.accounts import Accounts
from shoal.records.arrays import Floats
from shoal.records.preparation import Preparation, Prepared
from shoal.records.studies import AccountMap
from shoal.segments.prepare.replay import filled, piles_at_edge

_PLAIN_METRICS = 2
_MOST_ACCOUNTS = 2_000


def map_accounts(accounts: Accounts, preparation: Preparation, prepared: Prepared) -> AccountMap:
    """Return the first two principal components of prepared metrics.

    Piled cells stand at the lowest or highest prepared value of their metric, missing ones at
    its fill. With two metrics the map is the two metrics themselves; with one, the second axis
    is the order of the accounts' ids, which says nothing.

    References
    ----------
    Pearson (1901), https://doi.org/10.1080/14786440109462720
    """
    if len(accounts.metrics) <= _PLAIN_METRICS:
        return _plain_map(accounts)
    z = piles_at_edge(preparation, prepared, filled(preparation, prepared))
    z -= z.mean(axis=0)
    z /= np.maximum(z.std(axis=0), 1e-12)
    axes, share = _principal_axes(z)
    return AccountMap(points=z @ axes, share=share, loadings=axes)


def _principal_axes(z: Floats) -> tuple[Floats, float]:
    """Return the two directions of largest spread (n_metrics, 2), and their share of it.

    Found on at most 2,000 evenly spaced accounts, from whichever of the two product matrices is
    smaller.
    """
    part = z[:: max(1, len(z) // _MOST_ACCOUNTS)]
    if part.shape[1] <= part.shape[0]:
        values, vectors = np.linalg.eigh(part.T @ part)
        axes = vectors[:, [-1, -2]]
    else:
        values, vectors = np.linalg.eigh(part @ part.T)
        axes = part.T @ vectors[:, [-1, -2]]
        axes /= np.maximum(np.linalg.norm(axes, axis=0), 1e-12)
    axes *= np.where(axes.sum(axis=0) < 0, -1.0, 1.0)
    return axes, float(values[-2:].sum() / max(float(values.sum()), 1e-12))


def _plain_map(accounts: Accounts) -> AccountMap:
    n_metrics = len(accounts.metrics)
    points = np.zeros((len(accounts.ids), 2))
    points[:, :n_metrics] = accounts.values
    if n_metrics < _PLAIN_METRICS:
        points[:, 1] = np.linspace(0.0, 1.0, len(points))
    return AccountMap(points=points, share=1.0, loadings=np.eye(n_metrics, 2), native=True)
