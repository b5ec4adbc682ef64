"""Find each metric's own scale: fit a few groups, ask which scale suits them, again."""

import numpy as np

from shoal.records.accounts import Metric
from shoal.records.arrays import Floats
from shoal.records.preparation import Preparation, PreparedMetric
from shoal.segments.mixture.design import fitting_design
from shoal.segments.mixture.fit import fit_mixture
from shoal.segments.mixture.scale_choice import best_scale
from shoal.segments.prepare.fitting import fit_metric
from shoal.segments.prepare.replay import apply_preparation
from shoal.segments.prepare.scales import relative

PREPARATION_NAME = "own scale per metric"
_ROUNDS = 2
_PILOT_GROUPS = 6


def own_scales(
    metrics: tuple[Metric, ...],
    values: Floats,
    *,
    rng: np.random.Generator,
    with_pile: bool = True,
    gate: bool = True,
) -> Preparation:
    """Return the preparation in which each metric has the scale its groups ask for.

    Parameters
    ----------
    metrics : tuple of Metric
    values : ndarray of shape (n_accounts, n_metrics)
        Native units, NaN where missing; a bounded sample is enough.
    rng : numpy.random.Generator
    with_pile : bool, default True
        Whether a value that many accounts share exactly becomes a state of its own.
    gate : bool, default True
        Whether metrics that carry nothing get the same values in all groups of the pilot.
    """
    preparation = first_preparation(metrics, values, with_pile=with_pile)
    n_groups = min(_PILOT_GROUPS, max(2, len(values) // 20))
    for _ in range(_ROUNDS):
        design = fitting_design(apply_preparation(preparation, values))
        fitted = fit_mixture(design, n_groups, rng=rng, correlated=False, gate=gate)
        preparation = rescaled(preparation, metrics, values, fitted.chances, with_pile=with_pile)
    return preparation


def first_preparation(
    metrics: tuple[Metric, ...], values: Floats, *, with_pile: bool = True
) -> Preparation:
    """Return the preparation to begin with: logarithm where skewed, identity elsewhere."""
    fitted = tuple(fit_metric(m, values[:, j], with_pile=with_pile) for j, m in enumerate(metrics))
    return Preparation(name=PREPARATION_NAME, metrics=fitted)


def rescaled(
    preparation: Preparation,
    metrics: tuple[Metric, ...],
    values: Floats,
    chances: Floats,
    *,
    with_pile: bool = True,
) -> Preparation:
    """Return the preparation with each scale chosen anew, given chances of groups."""
    chosen = tuple(
        _refit(prepared, metric, values[:, j], chances, with_pile=with_pile)
        for j, (prepared, metric) in enumerate(zip(preparation.metrics, metrics, strict=True))
    )
    return Preparation(name=preparation.name, metrics=chosen)


def _refit(
    prepared: PreparedMetric,
    metric: Metric,
    values: Floats,
    chances: Floats,
    *,
    with_pile: bool,
) -> PreparedMetric:
    free = np.isfinite(values) & (values != prepared.pile)
    scale = best_scale(relative(values, prepared.reference), free, chances)
    return fit_metric(metric, values, scale=scale, with_pile=with_pile)
