"""Prepared metrics laid out so that one matrix product scores every account in every group."""

from dataclasses import dataclass

import numpy as np

from shoal.records.arrays import Booleans, Floats, Indices
from shoal.records.preparation import Prepared


@dataclass(frozen=True, slots=True)
class Design:
    """Metrics of the accounts that a mixture is fitted on.

    Shapes: `z`, `free`, `piled` (n_accounts, n_metrics); `blocks` (n_accounts, 4 n_metrics) holds
    z^2, z, 1 on free cells and 1 on piled cells, side by side: a log density that is quadratic in
    z is one product with it, and so are all sums that a maximisation step needs. `has_pile`
    (n_metrics,) marks metrics with a pile-up.
    """

    z: Floats
    free: Floats
    piled: Floats
    blocks: Floats
    has_pile: Booleans

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
        return Design(
            z=self.z[index],
            free=self.free[index],
            piled=self.piled[index],
            blocks=self.blocks[index],
            has_pile=self.has_pile,
        )


def design_of(prepared: Prepared, weights: Floats | None = None) -> Design:
    """Lay out prepared metrics; the log density of each counts as often as its weight says."""
    piled = prepared.piled.astype(np.float64)
    free = (prepared.present & ~prepared.piled).astype(np.float64)
    z = prepared.z * free
    return Design(
        z=z,
        free=free,
        piled=piled,
        blocks=np.hstack([z * z, z, free, piled])
        * (1.0 if weights is None else np.tile(weights, 4)),
        has_pile=np.asarray(prepared.piled.any(axis=0)),
    )
