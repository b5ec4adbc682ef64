"""Fit mixtures: several starts, the best go on, then the shared correlation."""

from dataclasses import dataclass

import numpy as np

from shoal.records.arrays import Floats
from shoal.segments.mixture.design import Design
from shoal.segments.mixture.em import run
from shoal.segments.mixture.parameters import Mixture
from shoal.segments.mixture.starts import soft_start, start_points

_FIRST_STEPS = 8
_LONG_STEPS = 80
_CORRELATED_STEPS = 25


@dataclass(frozen=True, slots=True)
class FittedMixture:
    """A mixture with the chances of the accounts it was fitted on.

    `log_density` is the mean per account.
    """

    mixture: Mixture
    chances: Floats
    log_density: float


def fit_mixture(
    design: Design,
    n_groups: int,
    *,
    rng: np.random.Generator,
    n_starts: int = 4,
    n_finalists: int = 2,
    correlated: bool = True,
    gate: bool = True,
    start: Floats | None = None,
) -> FittedMixture:
    """Fit one mixture by expectation and maximisation.

    Parameters
    ----------
    design : Design
    n_groups : int
    rng : numpy.random.Generator
        Draws the starts.
    n_starts, n_finalists : int
        Starts tried for a few steps, and how many of the best are run until they settle.
    correlated : bool, default True
        Whether all groups share a correlation of residuals at the end.
    gate : bool, default True
        Whether a metric that carries nothing gets the same values in all groups.
    start : ndarray of shape (n_accounts, n_groups), optional
        Chances to begin with beside the drawn starts.
    """
    points = start_points(design)
    begun = [soft_start(points, n_groups, rng) for _ in range(n_starts)]
    begun += [start] if start is not None else []
    tried = [run(design, chances, n_steps=_FIRST_STEPS, gate=gate) for chances in begun]
    order = np.argsort([-density for _, _, density in tried], kind="stable")[:n_finalists]
    settled = [run(design, tried[i][1], n_steps=_LONG_STEPS, gate=gate) for i in order]
    mixture, chances, density = max(settled, key=lambda fit: fit[2])
    if correlated and n_groups >= 1:
        mixture, chances, density = run(
            design, chances, n_steps=_CORRELATED_STEPS, correlated=True, gate=gate
        )
    return FittedMixture(mixture=mixture, chances=chances, log_density=density)
