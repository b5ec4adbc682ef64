"""Prepared metrics laid out so that one matrix product scores every account in every group."""

from dataclasses import dataclass, replace

import numpy as np

from shoal.records.arrays import Booleans, Floats, Indices
from shoal.records.preparation import Prepared

_ECHO = 0.8


@dataclass(frozen=True, slots=True)
class Design:
    """Metrics of the accounts that a mixture is fitted on.

    Shapes: `z`, `free`, `piled` (n_accounts, n_metrics); `blocks` (n_accounts, 4 n_metrics) holds
    z^2, z, 1 on free cells and 1 on piled cells, side by side: a log density that is quadratic in
    z is one product with it, and so are all sums that a maximisation step needs. `has_pile`
    (n_metrics,) marks metrics with a pile-up, `own_pile` those whose pile-up may tell groups apart.
    """

    z: Floats
    free: Floats
    piled: Floats
    blocks: Floats
    has_pile: Booleans
    own_pile: Booleans

    @property
    def n_accounts(self) -> int:
        """Number of rows."""
        return int(self.z.shape[0])

    @property
    def n_metrics(self) -> int:
        """Number of metrics."""
        return int(self.z.shape[1])

    def rows(self, index: Indices) -> "Design":
        """Return the design of some accounts."""
        return replace(
            self,
            z=self.z[index],
            free=self.free[index],
            piled=self.piled[index],
            blocks=self.blocks[index],
        )


def design_of(prepared: Prepared, weights: Floats | None = None) -> Design:
    """Lay out prepared metrics; the log density of each counts as often as its weight says."""
    piled = prepared.piled.astype(np.float64)
    free = (prepared.present & ~prepared.piled).astype(np.float64)
    z = prepared.z * free
    has_pile = np.asarray(prepared.piled.any(axis=0))
    return Design(
        z=z,
        free=free,
        piled=piled,
        blocks=np.hstack([z * z, z, free, piled])
        * (1.0 if weights is None else np.tile(weights, 4)),
        has_pile=has_pile,
        own_pile=has_pile,
    )


def fitting_design(
    prepared: Prepared, weights: Floats | None = None, *, own_pile: Booleans | None = None
) -> Design:
    """Lay out prepared metrics to be fitted: pile-ups that come together tell groups apart once.

    Who never opened a product has no sessions, no minutes and no exports: one fact, not three. The
    mixture takes metrics as independent inside a group, so it would count it three times and cut
    groups along it. Pile-ups come together where their correlation is at least 0.8 either way; then
    the second tells little that the first does not. Of those the one with the largest weight is
    heard, of equals the one that most accounts answered. `own_pile` says which are heard where
    that was decided on another table.
    """
    design = design_of(prepared, weights)
    heard = _heard(prepared, weights) if own_pile is None else own_pile
    return replace(design, own_pile=design.has_pile & heard)


def _heard(prepared: Prepared, weights: Floats | None) -> Booleans:
    answered = prepared.present.astype(np.float64)
    together = np.abs(_correlations(prepared.piled.astype(np.float64), answered)) >= _ECHO
    heavy = np.ones(answered.shape[1]) if weights is None else weights
    heard: list[int] = []
    for at in np.lexsort((-answered.sum(axis=0), -heavy)).tolist():
        if not together[at, heard].any():
            heard.append(at)
    return np.isin(np.arange(len(heavy)), heard)


def _correlations(piled: Floats, answered: Floats) -> Floats:
    """Return the correlation of each two pile-ups over the accounts that answered both."""
    both = answered.T @ answered
    own = piled.T @ answered
    covariance = both * (piled.T @ piled) - own * own.T
    variance = np.maximum(own * (both - own), 0.0)
    return np.asarray(covariance / np.maximum(np.sqrt(variance * variance.T), 1e-12))
