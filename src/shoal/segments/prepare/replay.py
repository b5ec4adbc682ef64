"""Apply a stored preparation to any accounts."""

import numpy as np

from shoal.records.arrays import Floats
from shoal.records.preparation import Preparation, Prepared, PreparedMetric
from shoal.segments.prepare.scales import rescale


def apply_preparation(preparation: Preparation, values: Floats) -> Prepared:
    """Return prepared metrics of accounts, one column a metric.

    Parameters
    ----------
    preparation : Preparation
        One entry per column of `values`.
    values : ndarray of shape (n_accounts, n_metrics)
        Native units, NaN where missing.
    """
    present = np.isfinite(values)
    piled = np.zeros_like(present)
    z = np.zeros_like(values)
    for j, metric in enumerate(preparation.metrics):
        if metric.pile is not None:
            piled[:, j] = values[:, j] == metric.pile
        free = present[:, j] & ~piled[:, j]
        z[free, j] = prepare_values(metric, values[free, j])
    return Prepared(z=z, present=present, piled=piled)


def weights_of(preparation: Preparation) -> Floats:
    """Return how often each metric counts; shape (n_metrics,)."""
    return np.array([m.weight for m in preparation.metrics], dtype=np.float64)


def prepare_values(metric: PreparedMetric, values: Floats) -> Floats:
    """Return the z of answered values of one metric."""
    y = rescale(values / metric.reference, metric.scale)
    return np.clip((y - metric.centre) / metric.spread, -metric.clip, metric.clip)


def piles_at_edge(preparation: Preparation, prepared: Prepared, z: Floats) -> Floats:
    """Return z with piled cells moved to the end of their metric's range that they stand at."""
    placed = z.copy()
    for j, metric in enumerate(preparation.metrics):
        piled = prepared.piled[:, j]
        free = prepared.z[prepared.present[:, j] & ~piled, j]
        if metric.pile is None or free.size == 0:
            continue
        below = prepare_values(metric, np.array([metric.pile]))[0] < 0
        placed[piled, j] = free.min() if below else free.max()
    return placed


def filled(preparation: Preparation, prepared: Prepared) -> Floats:
    """Return z with missing cells filled, for algorithms that need every cell."""
    fill = np.array([m.fill for m in preparation.metrics])
    return np.where(prepared.present, prepared.z, fill)
