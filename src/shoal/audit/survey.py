"""All that a check may look at."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shoal.audit.roles import Role
from shoal.records.accounts import ExcludedColumn, Metric
from shoal.records.meanings import Kind
from shoal.records.options import ON_COMMAND_LINE, OptionNames


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """Roles of all columns, and the metrics with their values.

    `values` (n_accounts, n_metrics) has NaN where missing; `origins` has the column that each
    metric was read from; `sized` the volumes that ratios replaced. `is_safe` tells whether safe
    suggestions were applied, `is_measured` that each metric is on the scale of its unit; `names`
    are what suggestions call what can be asked for.
    """

    ids: tuple[str, ...]
    roles: tuple[Role, ...]
    metrics: tuple[Metric, ...]
    origins: tuple[Role, ...]
    values: NDArray[np.float64]
    id_name: str | None = None
    seats: str | None = None
    sized: tuple[ExcludedColumn, ...] = ()
    is_safe: bool = True
    is_measured: bool = False
    names: OptionNames = ON_COMMAND_LINE

    @property
    def n_accounts(self) -> int:
        """Number of accounts."""
        return len(self.ids)

    def of_kind(self, kind: Kind) -> list[Role]:
        """Return the columns of one kind."""
        return [r for r in self.roles if r.kind is kind]
