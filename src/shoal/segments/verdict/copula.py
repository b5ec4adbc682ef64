"""Tables that look like the real one in every metric and every correlation, but have no groups."""

import numpy as np
from scipy.special import ndtri

from shoal.records.arrays import Booleans, Floats, Indices

_SHRINKAGE = 10.0
_CORRECTIONS = 3
_STRETCH = (0.5, 2.0)
_SMALLEST_EIGENVALUE = 1e-3


class CopulaNull:
    """Draws tables that keep each metric's own distribution and the rank correlations.

    Each row's distance from the centre is kept too, so that tails common to all metrics survive:
    a Gaussian copula without it calls a multivariate t distribution grouped.

    Parameters
    ----------
    values : ndarray of shape (n_accounts, n_metrics)
        Native units, NaN where missing; missing cells stay where they are in every draw.
    rng : numpy.random.Generator

    Notes
    -----
    Normal scores are ndtri((rank - 0.5) / m) over the m answered cells of a metric. Their
    correlation is shrunk by n / (n + 10). Three trial draws correct both: the correlation where
    it differs from the observed one by more than 2 / sqrt(n), and the distances, which lose some
    of their spread when values are handed out, quantile by quantile.
    """

    def __init__(self, values: Floats, rng: np.random.Generator) -> None:
        self._present = np.isfinite(values)
        self._sorted = np.sort(values, axis=0)  # NaN sorts last
        self._rng = rng
        scores = normal_scores(values)
        n_accounts = len(values)
        observed = _correlation(scores, self._present)
        target = observed * (n_accounts / (n_accounts + _SHRINKAGE))
        np.fill_diagonal(target, 1.0)
        self._factor, wanted = _factor_and_radii(target, scores)
        self._radii = wanted
        for _ in range(_CORRECTIONS):
            trial = normal_scores(self.draw())
            gap = observed - _correlation(trial, self._present)
            gap[np.abs(gap) <= 2.0 / np.sqrt(n_accounts)] = 0.0
            _, got = _factor_and_radii(target, trial)
            stretch = np.sort(wanted) / np.maximum(np.sort(got), 1e-9)
            self._radii = np.sort(self._radii) * np.clip(stretch, *_STRETCH)
            target = np.clip(target + gap, -0.99, 0.99)
            np.fill_diagonal(target, 1.0)
            self._factor, wanted = _factor_and_radii(target, scores)

    def draw(self) -> Floats:
        """Return one table of the shape, distributions and correlations of the real one."""
        directions = self._rng.standard_normal(self._present.shape)
        directions /= np.linalg.norm(directions, axis=1, keepdims=True)
        radii = self._rng.permutation(self._radii)
        latent = (directions * radii[:, None]) @ self._factor.T
        return hand_out(self._sorted, latent, self._present)


def draw_within(values: Floats, labels: Indices, rng: np.random.Generator) -> Floats:
    """Return one table drawn separately inside each group of the labels."""
    drawn = np.full_like(values, np.nan)
    for group in np.unique(labels):
        rows = labels == group
        drawn[rows] = CopulaNull(values[rows], rng).draw() if rows.sum() > 1 else values[rows]
    return drawn


def normal_scores(values: Floats) -> Floats:
    """Return normal scores by column; equal values share their mean rank, missing ones get 0."""
    scores = np.zeros_like(values)
    for j in range(values.shape[1]):
        present = np.isfinite(values[:, j])
        answered = values[present, j]
        if answered.size:
            _, inverse, counts = np.unique(answered, return_inverse=True, return_counts=True)
            last = np.cumsum(counts)
            middle = last - (counts + 1) / 2.0
            scores[present, j] = ndtri((middle[inverse] + 0.5) / answered.size)
    return scores


def hand_out(ordered: Floats, latent: Floats, present: Booleans) -> Floats:
    """Return values given to rows by the rank of their latent score, column by column."""
    drawn = np.full_like(latent, np.nan)
    for j in range(latent.shape[1]):
        rows = np.flatnonzero(present[:, j])
        order = np.argsort(latent[rows, j], kind="stable")
        drawn[rows[order], j] = ordered[: rows.size, j]
    return drawn


def _correlation(scores: Floats, present: Booleans) -> Floats:
    answered = present.astype(np.float64)
    products = scores.T @ scores
    squares = (scores**2).T @ answered
    sizes = np.sqrt(np.maximum(squares * squares.T, 1e-12))
    correlation = products / sizes
    np.fill_diagonal(correlation, 1.0)
    return np.asarray(correlation)


def _factor_and_radii(correlation: Floats, scores: Floats) -> tuple[Floats, Floats]:
    values, vectors = np.linalg.eigh(correlation)
    values = np.maximum(values, _SMALLEST_EIGENVALUE)
    factor = vectors * np.sqrt(values)
    radii = np.linalg.norm((scores @ vectors) / np.sqrt(values), axis=1)
    return factor, radii
