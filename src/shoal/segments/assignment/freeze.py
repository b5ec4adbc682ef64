"""Make the frozen rule out of labels: one maximisation step, whatever found the labels."""

from dataclasses import replace

import numpy as np

from shoal.records.arrays import Floats, Indices
from shoal.records.preparation import Preparation, Prepared
from shoal.records.scoring import Prototype, ScoringRule
from shoal.segments.assignment.unusual import density_floor
from shoal.segments.mixture.design import Design, design_of, fitting_design
from shoal.segments.mixture.em import maximise, shared_correlation
from shoal.segments.prepare.replay import weights_of

_LOADING_LIMIT = 0.9
_FACTOR_STEPS = 50
_MOST_CORRELATED = 200  # metrics; beyond, the correlation costs more than all else together


def freeze_mixture(
    preparation: Preparation,
    prepared: Prepared,
    labels: Indices,
    keys: tuple[str, ...],
    *,
    rng: np.random.Generator,
    unusual_share: float = 0.01,
) -> ScoringRule:
    """Return the rule of a mixture: own spreads half pooled, one shared correlation of rank 1.

    Parameters
    ----------
    preparation : Preparation
    prepared : Prepared
        The accounts that `labels` belong to.
    labels : ndarray of shape (n_accounts,)
        Index into `keys`; every key has at least one account.
    keys : tuple of str
    rng : numpy.random.Generator
        Draws the accounts from which the bound of the unusual is read.
    unusual_share : float, default 0.01
        Share of ordinary accounts that is marked unusual.
    """
    design = fitting_design(prepared, weights_of(preparation))
    chances = np.eye(len(keys))[labels]
    mixture = maximise(design, chances)
    loading = np.zeros(0)
    if design.n_metrics <= _MOST_CORRELATED:
        loading = rank_one(shared_correlation(mixture, design, chances))
    spreads = np.sqrt(_half_pooled(mixture.variances, labels))
    prototypes = tuple(
        Prototype(
            segment=key,
            log_weight=float(mixture.log_weights[k]),
            means=tuple(mixture.means[k].tolist()),
            spreads=tuple(spreads[k].tolist()),
            pile_shares=tuple(mixture.pile_shares[k].tolist()),
        )
        for k, key in enumerate(keys)
    )
    rule = ScoringRule(
        preparation=preparation, prototypes=prototypes, loading=tuple(loading.tolist()) or None
    )
    return replace(rule, unusual_below=density_floor(rule, design, rng=rng, share=unusual_share))


def freeze_centres(
    preparation: Preparation,
    prepared: Prepared,
    labels: Indices,
    keys: tuple[str, ...],
    *,
    unusual_share: float = 0.01,
) -> ScoringRule:
    """Return the rule of nearest centres: equal weights and one spread everywhere.

    For k-means and Ward. A missing cell is left out of the distance, and so of the centre; where
    nobody in a segment answered, all who did stand in.
    """
    design = design_of(prepared, weights_of(preparation))
    centres = _answered_means(design, np.eye(len(keys))[labels])
    squares = (design.z - centres[labels]) ** 2 * design.free
    spread = float(np.sqrt(squares.sum() / max(design.free.sum(), 1.0)))
    spread = max(spread, 1e-6)
    width = design.n_metrics
    prototypes = tuple(
        Prototype(
            segment=key,
            log_weight=0.0,
            means=tuple(centres[k].tolist()),
            spreads=(spread,) * width,
            pile_shares=(0.0,) * width,
        )
        for k, key in enumerate(keys)
    )
    rule = ScoringRule(preparation=preparation, prototypes=prototypes)
    return replace(rule, unusual_below=density_floor(rule, design, rng=None, share=unusual_share))


def rank_one(correlation: Floats) -> Floats:
    """Return loadings l for which diag(1 - l^2) + l l' is close to a correlation matrix.

    Principal axis factoring with one factor, communalities iterated.
    """
    loading = np.zeros(len(correlation))
    for _ in range(_FACTOR_STEPS):
        reduced = correlation.copy()
        np.fill_diagonal(reduced, loading**2)
        values, vectors = np.linalg.eigh(reduced)
        following = vectors[:, -1] * np.sqrt(max(values[-1], 0.0))
        following = np.clip(following, -_LOADING_LIMIT, _LOADING_LIMIT)
        if np.allclose(np.abs(following), np.abs(loading), atol=1e-6):
            break
        loading = following
    return np.asarray(loading * (1.0 if loading.sum() >= 0 else -1.0))


def _answered_means(design: Design, members: Floats) -> Floats:
    """Return the mean of each metric over the members of each group that answered it."""
    overall = design.z.sum(axis=0) / np.maximum(design.free.sum(axis=0), 1.0)
    counts = members.T @ design.free
    means = (members.T @ design.z) / np.maximum(counts, 1.0)
    return np.asarray(np.where(counts > 0, means, overall))


def _half_pooled(variances: Floats, labels: Indices) -> Floats:
    counts = np.bincount(labels, minlength=len(variances)).astype(np.float64)
    weights = counts / counts.sum()
    pooled = weights @ variances
    return np.asarray(np.exp(0.5 * (np.log(variances) + np.log(pooled))))
