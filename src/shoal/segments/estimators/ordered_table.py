"""A matrix in an order of its own, so that neither row order nor column order can matter."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from shoal.errors import NothingToCluster
from shoal.records.accounts import Accounts, Metric
from shoal.records.arrays import Booleans, Floats, Indices


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderedTable:
    """Rows sorted by their values, columns by name; columns that cannot tell rows apart left out.

    `metrics` and `values` (n_rows, n_metrics) belong together; `columns` (n_metrics,) index the
    columns of the matrix that came in, and `places` (n_rows,) says where each of its rows went.
    """

    metrics: tuple[Metric, ...]
    values: Floats
    columns: Indices
    places: Indices

    @property
    def n_distinct(self) -> int:
        """How many rows differ; equal rows stand side by side."""
        above, below = self.values[:-1], self.values[1:]
        same = (above == below) | (np.isnan(above) & np.isnan(below))
        return 1 + int((~same.all(axis=1)).sum())


def order_table(values: Floats, names: Sequence[str] | None) -> OrderedTable:
    """Sort a matrix.

    Parameters
    ----------
    values : ndarray of shape (n_rows, n_columns)
        NaN where missing, no infinity.
    names : sequence of str, optional
        Names of the columns; x0, x1, ... by default.

    Raises
    ------
    NothingToCluster
        If no column has two different values.
    """
    known = [f"x{j}" for j in range(values.shape[1])] if names is None else list(names)
    varied = _varied(values)
    columns = np.array(
        [j for j in sorted(range(len(known)), key=known.__getitem__) if varied[j]], dtype=np.intp
    )
    if not columns.size:
        raise NothingToCluster(
            f"None of the {len(known)} columns has two different values, so no rows can be told"
            " apart.",
            suggestion="Give at least one column in which rows differ.",
        )
    kept = values[:, columns]
    order = np.lexsort(kept.T[::-1])
    places = np.empty(len(order), dtype=np.intp)
    places[order] = np.arange(len(order))
    return OrderedTable(
        metrics=tuple(_metric(known[j]) for j in columns),
        values=kept[order],
        columns=columns,
        places=places,
    )


def accounts_of(table: OrderedTable) -> Accounts:
    """Return a table's rows as accounts that are numbered from 1."""
    order = np.arange(len(table.values))
    return Accounts(
        id_name=None,
        ids=tuple(str(i + 1) for i in order),
        rows=order,
        first_rows=order,
        metrics=table.metrics,
        values=table.values,
    )


def _varied(values: Floats) -> Booleans:
    lowest = np.where(np.isnan(values), np.inf, values).min(axis=0)
    highest = np.where(np.isnan(values), -np.inf, values).max(axis=0)
    return np.asarray(lowest < highest)


def _metric(name: str) -> Metric:
    return Metric(name=name, column=name, label=name)
