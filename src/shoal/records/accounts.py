"""Accounts ready for segmentation: behaviour in a matrix, everything else beside it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shoal.records.findings import Finding
from shoal.records.meanings import Better, ContextRole, Kind, Topic
from shoal.records.tables import ColumnType


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One behaviour, one number per account, and how it is read from a table.

    The value is column `column`, divided by column `per` where that is given (a volume per seat),
    times `factor` (0.01 turns 0..100 into 0..1). `meaning` is the canonical key when recognised.
    `unit` is for people ("%", "days", "per seat", ""); `window_days` when the name tells one.
    A value of `column` under `low` or over `high` is impossible and read as missing.
    """

    name: str
    column: str
    label: str
    per: str | None = None
    factor: float = 1.0
    meaning: str | None = None
    unit: str = ""
    better: Better = Better.NEITHER
    topic: Topic = Topic.OTHER
    structural: bool = False
    signed: bool = False
    decimals: int = 1
    window_days: int | None = None
    weight: float = 1.0
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextColumn:
    """A fact shown beside the segment; `values` as in `records.tables.Column`, in account order.

    `currency` is an ISO code for amounts; with mixed currencies `currencies` has one per account.
    """

    name: str
    label: str
    role: ContextRole
    type: ColumnType
    values: NDArray[np.float64] | NDArray[np.datetime64] | NDArray[np.object_]
    currency: str | None = None
    currencies: NDArray[np.object_] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of each account: 1 happened, 0 did not, NaN unknown; shape (n_accounts,).

    `left` says that those to whom it happened are customers no more.
    """

    name: str
    label: str
    values: NDArray[np.float64]
    bad: bool = True
    left: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """All accounts in canonical order (by id; by their values where there is none).

    Shapes: `values` (n_accounts, n_metrics), NaN where missing; `rows` (n_input_rows,), the
    account of each input row; `first_rows` (n_accounts,), the first input row of each account.
    `metrics` are sorted by name and label the columns of `values`.
    """

    id_name: str | None
    ids: tuple[str, ...]
    rows: NDArray[np.intp]
    first_rows: NDArray[np.intp]
    metrics: tuple[Metric, ...]
    values: NDArray[np.float64]
    context: tuple[ContextColumn, ...] = ()
    outcomes: tuple[Outcome, ...] = ()

    def context_of(self, role: ContextRole) -> ContextColumn | None:
        """Return the first context column with this role, if any."""
        return next((c for c in self.context if c.role is role), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcludedColumn:
    """A column that is not clustered, and why."""

    column: str
    kind: Kind
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What the audit made of a table."""

    accounts: Accounts
    findings: tuple[Finding, ...]
    excluded: tuple[ExcludedColumn, ...] = ()
    applied: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What was found in a table and what was done about it."""

    findings: tuple[Finding, ...]
    excluded: tuple[ExcludedColumn, ...]
    applied: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Accounts that a rule puts into a segment before anything is clustered.

    `key` begins with "p-"; `text` is the rule's condition. `accounts` (n_placed,) index the
    accounts, rising. `unknown` counts accounts for which the condition cannot be told; they were
    not placed by it.
    """

    key: str
    name: str
    text: str
    accounts: NDArray[np.intp]
    unknown: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Placements:
    """All placements of a table, in the order of the rules; no account is in two of them."""

    placed: tuple[Placed, ...] = ()
    findings: tuple[Finding, ...] = ()
