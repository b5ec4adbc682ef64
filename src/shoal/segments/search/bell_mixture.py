"""A mixture of bells whose tails may be heavy: Student's t, with the normal bell at its end."""

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import gammaln

from shoal.records.arrays import Floats, Indices

_FREEDOMS = (1.5, 2.0, 3.0, 4.0, 6.0, 10.0, 20.0, np.inf)
_STEPS = 100
_FREE_EVERY = 4  # steps after which the tails are chosen anew
_NEAR = 1e-3  # gain in likelihood per point below which nothing more is expected
_SOFT = 1e-6
_TRIANGLES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class BellMixture:
    """Bells of one kind of tail.

    `weights` (n_bells,), `means` (n_bells, n_columns); `sharpness` holds inverse scales: (n_bells,)
    for round bells, (n_bells, n_columns) along the axes, (n_bells, n_columns, n_columns) as
    triangles in any direction; `freedom` of Student's t, infinite for normal bells.
    """

    weights: Floats
    means: Floats
    sharpness: Floats
    freedom: float

    def log_parts(self, squares: Floats) -> Floats:
        """Return the logarithm of each bell's part in the density, (n_points, n_bells)."""
        n_columns = self.means.shape[1]
        tails = _log_tails(squares, self.freedom, n_columns)
        return np.asarray(tails + np.log(self.weights) + self._log_sharpness())

    def squares(self, points: Floats) -> Floats:
        """Return squared distances from each bell in its own scales, (n_points, n_bells)."""
        if self.sharpness.ndim == _TRIANGLES:
            apart = zip(self.means, self.sharpness, strict=True)
            return np.column_stack([(((points - m) @ s) ** 2).sum(axis=1) for m, s in apart])
        if self.sharpness.ndim == 1:
            crossed = (points**2).sum(axis=1)[:, None] - 2 * points @ self.means.T
            return np.asarray(
                np.maximum(crossed + (self.means**2).sum(axis=1), 0.0) * self.sharpness**2
            )
        sharp = self.sharpness**2
        crossed = points**2 @ sharp.T - 2 * points @ (self.means * sharp).T
        return np.asarray(np.maximum(crossed + (self.means**2 * sharp).sum(axis=1), 0.0))

    def chances(self, points: Floats) -> Floats:
        """Return how likely each point is to belong to each bell, (n_points, n_bells)."""
        parts = self.log_parts(self.squares(points))
        return np.asarray(np.exp(parts - _log_sum(parts)[:, None]))

    def bic(self, points: Floats) -> float:
        """Return the BIC per point; smaller is better."""
        count, n_columns = self.means.shape
        scales = {1: 1, 2: n_columns, 3: n_columns * (n_columns + 1) // 2}[self.sharpness.ndim]
        penalty = count * (1 + n_columns + scales) * np.log(len(points)) / len(points)
        return float(penalty - 2 * _likelihood(self, self.squares(points)))

    def _log_sharpness(self) -> Floats:
        sharp = self.sharpness
        if sharp.ndim == 1:
            return np.asarray(self.means.shape[1] * np.log(sharp))
        if sharp.ndim == _TRIANGLES:
            sharp = np.diagonal(sharp, axis1=1, axis2=2)
        return np.asarray(np.log(sharp).sum(axis=1))


def fit_bells(points: Floats, labels: Indices, shape: str) -> BellMixture:
    """Return the mixture that expectation maximisation reaches from labels.

    Parameters
    ----------
    points : ndarray of shape (n_points, n_columns)
    labels : ndarray of shape (n_points,)
        From 0 without gaps.
    shape : {"spherical", "diag", "full"}

    Notes
    -----
    Points far from all bells weigh less the heavier the tails are. All bells share one degree of
    freedom, chosen by likelihood among eight.

    References
    ----------
    Peel and McLachlan (2000), "Robust mixture modelling using the t distribution",
    https://doi.org/10.1023/A:1008981510081
    """
    shares = np.eye(int(labels.max()) + 1)[labels]
    bells = _maximised(points, shares, shares, shape, np.inf)
    before = -np.inf
    for step in range(_STEPS):
        squares = bells.squares(points)
        if step % _FREE_EVERY == 0:
            bells = _freed(bells, squares)
        parts = bells.log_parts(squares)
        whole = _log_sum(parts)
        now = float(whole.mean())
        if now - before < _NEAR and step % _FREE_EVERY:
            break
        before = now
        shares = np.exp(parts - whole[:, None])
        pulls = shares * _pull(squares, bells.freedom, points.shape[1])
        bells = _maximised(points, shares, pulls, shape, bells.freedom)
    return bells


def _log_tails(squares: Floats, freedom: float, n_columns: int) -> Floats:
    if np.isinf(freedom):
        return np.asarray(-(squares + n_columns * np.log(2 * np.pi)) / 2)
    half = (freedom + n_columns) / 2
    level = gammaln(half) - gammaln(freedom / 2) - n_columns / 2 * np.log(freedom * np.pi)
    return np.asarray(level - half * np.log1p(squares / freedom))


def _pull(squares: Floats, freedom: float, n_columns: int) -> Floats:
    """Return the weight with which points draw a bell towards them."""
    if np.isinf(freedom):
        return np.ones_like(squares)
    return np.asarray((freedom + n_columns) / (freedom + squares))


def _freed(bells: BellMixture, squares: Floats) -> BellMixture:
    at = _FREEDOMS.index(bells.freedom)
    candidates = [replace(bells, freedom=f) for f in _FREEDOMS[max(at - 2, 0) : at + 2]]
    return max(candidates, key=lambda b: _likelihood(b, squares))


def _likelihood(bells: BellMixture, squares: Floats) -> float:
    return float(_log_sum(bells.log_parts(squares)).mean())


def _log_sum(parts: Floats) -> Floats:
    highest = parts.max(axis=1)
    return np.asarray(highest + np.log(np.exp(parts - highest[:, None]).sum(axis=1)))


def _maximised(
    points: Floats, shares: Floats, pulls: Floats, shape: str, freedom: float
) -> BellMixture:
    sizes = shares.sum(axis=0) + _SOFT
    pulls = pulls + _SOFT / len(points)
    means = pulls.T @ points / pulls.sum(axis=0)[:, None]
    return BellMixture(
        weights=sizes / sizes.sum(),
        means=means,
        sharpness=_sharpness(points, pulls, sizes, means, shape),
        freedom=freedom,
    )


def _sharpness(points: Floats, pulls: Floats, sizes: Floats, means: Floats, shape: str) -> Floats:
    n_columns = points.shape[1]
    if shape == "full":
        spreads = []
        for own, size, mean in zip(pulls.T, sizes, means, strict=True):
            apart = points - mean
            spreads.append(apart.T @ (apart * own[:, None]) / size + _SOFT * np.eye(n_columns))
        return np.asarray(np.linalg.inv(np.linalg.cholesky(spreads)).transpose(0, 2, 1))
    squares = pulls.T @ points**2 - means**2 * pulls.sum(axis=0)[:, None]
    spreads = np.maximum(squares / sizes[:, None], 0.0) + _SOFT
    return np.asarray(1 / np.sqrt(spreads.mean(axis=1) if shape == "spherical" else spreads))
