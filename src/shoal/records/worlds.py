"""A made-up company whose true groups are known."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A wide table of made-up accounts, and the truth behind it.

    Attributes
    ----------
    name
        What made the world, such as "subscription".
    seed
        The same name, seed and number of accounts give the same world.
    columns
        Every column by its name, in the order of the table; all have shape (n_accounts,). Numbers
        are float64 with NaN where missing, or int64; text is an object array of str; dates are
        datetime64[D].
    metrics
        Names of the columns that tell what customers do, in the order of the table.
    truth
        Shape (n_accounts,): index into `groups`, -1 for an account that fits nowhere. An account
        that is caught between two groups has the nearer one.
    groups
        Names of the true groups; empty where there are none.
    informative
        Those of `metrics` whose distribution differs between groups; the others carry nothing.
    """

    name: str
    seed: int
    columns: Mapping[str, NDArray[Any]]
    metrics: tuple[str, ...]
    truth: NDArray[np.intp]
    groups: tuple[str, ...] = ()
    informative: tuple[str, ...] = ()

    @property
    def n_accounts(self) -> int:
        """Number of rows."""
        return len(self.truth)

    def matrix(self) -> NDArray[np.float64]:
        """Return the metrics alone, shape (n_accounts, n_metrics), NaN where missing."""
        return np.column_stack([np.asarray(self.columns[m], dtype=float) for m in self.metrics])
