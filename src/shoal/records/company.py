"""A made-up company as its logs: the tables a team would have, and the truth behind them."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from shoal.records.arrays import Indices
from shoal.records.tables import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """Logs of made-up accounts whose true groups are known.

    Attributes
    ----------
    tables
        One table a source, each by the name of what its rows are ("accounts", "events", ...).
    ids
        Shape (n_accounts,), text: the accounts, in the order of the table "accounts".
    truth
        Shape (n_accounts,): index into `groups`, -1 for an account that fits nowhere. An account
        that is caught between two groups has the nearer one.
    groups
        Names of the true groups.
    first_day, as_of
        First and last day of the logs.
    seed
        The same seed, number of accounts and last day give the same company.
    """

    tables: tuple[Table, ...]
    ids: NDArray[np.object_]
    truth: Indices
    groups: tuple[str, ...]
    first_day: date
    as_of: date
    seed: int

    def table(self, name: str) -> Table:
        """Return the table of this exact name; KeyError if there is none."""
        for table in self.tables:
            if table.name == name:
                return table
        raise KeyError(name)
