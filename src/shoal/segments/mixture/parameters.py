"""What a fitted mixture consists of, and the score of an account in each group."""

from dataclasses import dataclass

import numpy as np

from shoal.records.arrays import Booleans, Floats
from shoal.segments.mixture.design import Design

_LOG_TWO_PI = float(np.log(2.0 * np.pi))


@dataclass(frozen=True, slots=True)
class Mixture:
    """A product of bell curves with pile-ups per group.

    Shapes: `log_weights` (n_groups,); `means`, `variances`, `pile_shares` (n_groups, n_metrics);
    `informative` (n_metrics,) marks metrics that keep values of their own per group;
    `correlation` (n_metrics, n_metrics) is the correlation of residuals that all groups share,
    None for independent metrics.
    """

    log_weights: Floats
    means: Floats
    variances: Floats
    pile_shares: Floats
    informative: Booleans
    correlation: Floats | None = None

    @property
    def n_groups(self) -> int:
        """Number of groups."""
        return int(self.means.shape[0])


def coefficients(means: Floats, variances: Floats, pile_shares: Floats) -> Floats:
    """Return what `Design.blocks` is multiplied with; shape (n_groups, 4 n_metrics)."""
    precision = 1.0 / variances
    constant = -0.5 * (means**2 * precision + np.log(variances) + _LOG_TWO_PI)
    return np.hstack(
        [
            -0.5 * precision,
            means * precision,
            constant + np.log1p(-pile_shares),
            np.log(np.maximum(pile_shares, 1e-300)),
        ]
    )


def joint_log_density(mixture: Mixture, design: Design) -> Floats:
    """Return log(weight x density) of every account in every group; (n_accounts, n_groups)."""
    scores = design.blocks @ coefficients(mixture.means, mixture.variances, mixture.pile_shares).T
    if mixture.correlation is not None:
        scores += _correlation_term(mixture, design)
    return np.asarray(scores + mixture.log_weights)


def responsibilities(joint: Floats) -> tuple[Floats, Floats]:
    """Return the chance of each group, and the log density of each account.

    Shapes (n_accounts, n_groups) and (n_accounts,).
    """
    top = joint.max(axis=1, keepdims=True)
    chances = np.exp(joint - top)
    total = chances.sum(axis=1, keepdims=True)
    chances /= total
    return chances, (top + np.log(total))[:, 0]


def residuals(mixture: Mixture, design: Design, group: int) -> Floats:
    """Return standardised residuals of all accounts in one group, 0 where absent or piled."""
    spread = np.sqrt(mixture.variances[group])
    return np.asarray((design.z - mixture.means[group]) / spread * design.free)


def _correlation_term(mixture: Mixture, design: Design) -> Floats:
    correlation = mixture.correlation
    assert correlation is not None  # noqa: S101  # the caller checked
    # With C^-1 - I = V diag(e) V', the term is -1/2 sum_i e_i (V' u)_i^2, and V' u is linear in
    # z and in the free cells: two products serve all groups at once.
    values, vectors = np.linalg.eigh(correlation)
    excess = 1.0 / values - 1.0
    log_determinant = float(np.log(values).sum())
    n_groups, n_metrics = mixture.means.shape
    inverse_spread = 1.0 / np.sqrt(mixture.variances)
    into_z = (inverse_spread[:, :, None] * vectors).transpose(1, 0, 2)
    into_free = ((mixture.means * inverse_spread)[:, :, None] * vectors).transpose(1, 0, 2)
    width = n_groups * n_metrics
    rotated = design.z @ into_z.reshape(n_metrics, width)
    rotated -= design.free @ into_free.reshape(n_metrics, width)
    rotated *= rotated
    quadratic = (rotated.reshape(-1, n_metrics) @ excess).reshape(-1, n_groups)
    return np.asarray(-0.5 * (quadratic + log_determinant))
