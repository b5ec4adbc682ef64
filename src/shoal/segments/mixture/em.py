"""Expectation and maximisation steps of the mixture."""

from dataclasses import dataclass, replace

import numpy as np

from shoal.records.arrays import Floats
from shoal.segments.mixture.design import Design
from shoal.segments.mixture.parameters import (
    Mixture,
    coefficients,
    joint_log_density,
    residuals,
    responsibilities,
)

# Weights of the prior: as if this many accounts of the whole base stood in each group.
_PRIOR_MEAN = 0.5
_PRIOR_VARIANCE = 8.0
_PRIOR_VARIANCE_SHARE = 0.6
_PRIOR_PILE = 1.0
_PRIOR_WEIGHT = 1.0
_SMALLEST_VARIANCE_SHARE = 0.03
_GATE = 0.25  # times ln n for each number that groups of their own need: half of Schwarz's charge
_CORRELATION_PRIOR = 20.0
_CORRELATION_LIMIT = 0.95
_CORRELATION_IDENTITY = 0.1
_SMALLEST_EIGENVALUE = 0.05


@dataclass(frozen=True, slots=True)
class Whole:
    """All accounts as one group; arrays have shape (1, n_metrics), `sums` (1, 4 n_metrics)."""

    sums: Floats
    mean: Floats
    variance: Floats
    pile_share: Floats


def whole_of(design: Design) -> Whole:
    """Return mean, variance and pile-up share of each metric over all accounts."""
    sums = design.blocks.sum(axis=0, keepdims=True)
    squares, linear, n_free, n_piled = _blocks(sums)
    n_base = np.maximum(n_free, 1e-9)
    mean = linear / n_base
    share = n_piled / np.maximum(n_free + n_piled, 1e-9)
    return Whole(
        sums=sums,
        mean=mean,
        variance=np.maximum(squares / n_base - mean**2, 1e-6),
        pile_share=share,
    )


def maximise(
    design: Design, chances: Floats, *, gate: bool = True, whole: Whole | None = None
) -> Mixture:
    """Return the mixture that fits best to given chances of groups (n_accounts, n_groups).

    A metric whose gain from values of its own per group is under half of Schwarz's penalty gets
    the same values in all groups: it carries nothing, and says so. `whole` saves work where
    it is known.
    """
    whole = whole or whole_of(design)
    sums = chances.T @ design.blocks
    base = _estimates(whole.sums, whole, design)
    groups = _estimates(sums, whole, design)
    weights = chances.sum(axis=0)
    n_groups, n_accounts = weights.size, float(weights.sum())
    log_weights = np.log((weights + _PRIOR_WEIGHT) / (n_accounts + n_groups * _PRIOR_WEIGHT))
    informative = np.ones(design.n_metrics, dtype=bool)
    if gate and n_groups > 1:
        gain = _gain(sums, groups) - _gain(whole.sums, base)
        n_parameters = np.where(design.own_pile, 3, 2)
        informative = gain > _GATE * np.log(n_accounts) * (n_groups - 1) * n_parameters
        means, variances, shares = groups
        groups = (
            np.where(informative, means, base[0]),
            np.where(informative, variances, base[1]),
            np.where(informative, shares, base[2]),
        )
    means, variances, pile_shares = groups
    return Mixture(
        log_weights=log_weights,
        means=means,
        variances=variances,
        pile_shares=pile_shares,
        informative=informative,
    )


def shared_correlation(mixture: Mixture, design: Design, chances: Floats) -> Floats:
    """Return the correlation of residuals that all groups share, shrunk towards independence.

    Shrinkage is c / (c + 20) for c accounts answering both metrics; then a tenth of the identity
    is mixed in and eigenvalues are kept at 0.05 or more.
    """
    products = np.zeros((design.n_metrics, design.n_metrics))
    for group in range(mixture.n_groups):
        u = residuals(mixture, design, group)
        products += (u * chances[:, [group]]).T @ u
    counts = design.free.T @ design.free
    sizes = np.sqrt(np.maximum(np.diag(products), 1e-12))
    correlation = np.clip(
        products / np.outer(sizes, sizes), -_CORRELATION_LIMIT, _CORRELATION_LIMIT
    )
    correlation *= counts / (counts + _CORRELATION_PRIOR)
    np.fill_diagonal(correlation, 1.0)
    mixed = (1 - _CORRELATION_IDENTITY) * correlation
    mixed[np.diag_indices_from(mixed)] += _CORRELATION_IDENTITY
    values, vectors = np.linalg.eigh(mixed)
    return np.asarray((vectors * np.maximum(values, _SMALLEST_EIGENVALUE)) @ vectors.T)


def run(
    design: Design,
    chances: Floats,
    *,
    n_steps: int,
    correlated: bool = False,
    gate: bool = True,
    tolerance: float = 1e-5,
) -> tuple[Mixture, Floats, float]:
    """Alternate steps until the mean log density grows by less than the tolerance.

    Returns
    -------
    mixture : Mixture
    chances : ndarray of shape (n_accounts, n_groups)
    log_density : float
        Mean log density per account.
    """
    before = -np.inf
    whole = whole_of(design)
    for _ in range(n_steps):
        mixture = maximise(design, chances, gate=gate, whole=whole)
        if correlated:
            shared = shared_correlation(mixture, design, chances)
            mixture = replace(mixture, correlation=shared)
        chances, densities = responsibilities(joint_log_density(mixture, design))
        now = float(densities.mean())
        if abs(now - before) < tolerance:
            break
        before = now
    return mixture, chances, now


def _estimates(sums: Floats, whole: Whole, design: Design) -> tuple[Floats, Floats, Floats]:
    squares, linear, n_free, n_piled = _blocks(sums)
    mean = (linear + _PRIOR_MEAN * whole.mean) / (n_free + _PRIOR_MEAN)
    scatter = squares - 2 * mean * linear + mean**2 * n_free
    variance = (scatter + _PRIOR_VARIANCE * _PRIOR_VARIANCE_SHARE * whole.variance) / (
        n_free + _PRIOR_VARIANCE
    )
    variance = np.maximum(variance, _SMALLEST_VARIANCE_SHARE * whole.variance)
    share = (n_piled + _PRIOR_PILE * whole.pile_share) / (n_free + n_piled + _PRIOR_PILE)
    share = np.minimum(np.maximum(share, 1e-6), 1 - 1e-6)
    share = np.where(design.own_pile, share, np.clip(whole.pile_share, 1e-6, 1 - 1e-6))
    return mean, variance, np.where(design.has_pile, share, 0.0)


def _gain(sums: Floats, estimates: tuple[Floats, Floats, Floats]) -> Floats:
    terms = (sums * coefficients(*estimates)).sum(axis=0)
    return np.asarray(terms.reshape(4, -1).sum(axis=0))


def _blocks(sums: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    n = sums.shape[1] // 4
    return sums[:, :n], sums[:, n : 2 * n], sums[:, 2 * n : 3 * n], sums[:, 3 * n :]
