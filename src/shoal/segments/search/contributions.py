"""What each metric gives to telling the segments apart, and which give nothing."""

import numpy as np

from shoal.records.arrays import Booleans, Floats, Indices
from shoal.records.preparation import Prepared
from shoal.records.scoring import ScoringRule
from shoal.segments.mixture.design import Design, design_of
from shoal.segments.mixture.em import maximise
from shoal.segments.mixture.parameters import Mixture, coefficients

_MOST_ACCOUNTS = 20_000


def contributions(rule: ScoringRule, prepared: Prepared, segment: Indices) -> Floats:
    """Return the share of the separation that each metric gives.

    Parameters
    ----------
    rule : ScoringRule
        Tells how much each metric counts.
    prepared : Prepared
        Metrics of the accounts under the rule's preparation.
    segment : ndarray of shape (n_accounts,)
        The segment of each account, from 0.

    Returns
    -------
    ndarray of shape (n_metrics,)
        Adds up to 1; 0 for metrics that carry nothing. All 0 if none carries anything.

    Notes
    -----
    The gain of a metric is the mean over accounts of log f(x | own segment) - log f(x), with f a
    bell curve and a share at the pile-up, per segment and for all accounts together; a missing
    cell gains nothing. That is how much the metric and the segment tell of each other (their
    mutual information, in nats), under these shapes. What chance alone gains is taken off,
    (k - 1) p / (2 n) for k segments, p numbers each and n accounts (Wilks). The gain counts as
    often as the metric's weight.

    Of more than 20,000 accounts as many stand for all, evenly spaced.

    Metrics are looked at one by one: a correlation that all segments share is left out, so two
    metrics that tell the same both get their full gain.

    References
    ----------
    Cover and Thomas (2006), Elements of Information Theory, chapter 2.
    Wilks (1938), https://doi.org/10.1214/aoms/1177732360
    """
    gains = weighed_gains(rule, prepared, segment)
    total = float(gains.sum())
    return gains / total if total > 0 else gains


def weighed_gains(rule: ScoringRule, prepared: Prepared, segment: Indices) -> Floats:
    """Return the gain of each metric in nats per account, times its weight; (n_metrics,)."""
    part, segment = _bounded(prepared, segment)
    design = design_of(part)
    chances = np.eye(int(segment.max()) + 1)[segment]
    everybody = np.ones((design.n_accounts, 1))
    own = maximise(design, chances, gate=False)
    whole = maximise(design, everybody, gate=False)
    gains = _log_density(own, design, chances) - _log_density(whole, design, everybody)
    n_numbers = np.where(design.has_pile, 3, 2) * (chances.shape[1] - 1)
    gains = np.maximum(gains - n_numbers / 2.0, 0.0) / design.n_accounts
    weights = np.array([m.weight for m in rule.preparation.metrics])
    return np.asarray(np.where(carries(part, segment), gains, 0.0) * weights)


def carries(prepared: Prepared, segment: Indices) -> Booleans:
    """Tell which metrics differ between segments at all; shape (n_metrics,).

    The same gate as the mixture's own: a gain over a quarter of Schwarz's penalty for the numbers
    that segments of their own need.
    """
    prepared, segment = _bounded(prepared, segment)
    chances = np.eye(int(segment.max()) + 1)[segment]
    return maximise(design_of(prepared), chances, gate=True).informative


def noise_metrics(rule: ScoringRule, prepared: Prepared, segment: Indices) -> tuple[str, ...]:
    """Return the names of metrics that carry nothing: they only add noise to the search.

    Empty for one segment, and if no metric carries anything: then none is worse than another.
    """
    if not segment.any():
        return ()
    carrying = carries(prepared, segment)
    if not carrying.any():
        return ()
    return tuple(
        m.metric for m, kept in zip(rule.preparation.metrics, carrying, strict=True) if not kept
    )


def _bounded(prepared: Prepared, segment: Indices) -> tuple[Prepared, Indices]:
    """Return at most 20,000 of the accounts, evenly spaced."""
    step = -(-len(segment) // _MOST_ACCOUNTS)
    part = Prepared(
        z=prepared.z[::step], present=prepared.present[::step], piled=prepared.piled[::step]
    )
    return part, segment[::step]


def _log_density(mixture: Mixture, design: Design, chances: Floats) -> Floats:
    """Return the log density of all accounts in their own group, by metric; (n_metrics,)."""
    factors = coefficients(mixture.means, mixture.variances, mixture.pile_shares)
    terms = (chances.T @ design.blocks) * factors
    return np.asarray(terms.sum(axis=0).reshape(4, -1).sum(axis=0))
