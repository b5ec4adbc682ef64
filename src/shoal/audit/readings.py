"""The values of a metric, read from columns in one way for fitting and for assigning."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from shoal.audit.scales import is_outside
from shoal.records.accounts import Metric
from shoal.records.tables import Column


def numbers(column: Column) -> NDArray[np.float64]:
    """Return a column's numbers, with infinities as missing.

    >>> from shoal.records.tables import ColumnType
    >>> numbers(Column(name="n", type=ColumnType.NUMBER, values=np.array([1.0, np.inf])))
    array([ 1., nan])
    """
    values = np.array(column.values, dtype=np.float64)
    values[~np.isfinite(values)] = np.nan
    return values


def read(metric: Metric, columns: Mapping[str, Column]) -> NDArray[np.float64]:
    """Read one metric.

    Parameters
    ----------
    metric : Metric
        What to read.
    columns : mapping of str to Column
        At least the columns that the metric names.

    Returns
    -------
    array of float, shape (n_accounts,)
        Column over denominator times factor; NaN where the cell is missing or impossible, or the
        denominator is missing, zero or negative.
    """
    values = numbers(columns[metric.column])
    values[is_outside(values, metric.low, metric.high)] = np.nan
    if metric.per is not None:
        seats = numbers(columns[metric.per])
        seats[~(seats > 0)] = np.nan
        with np.errstate(over="ignore"):
            values = values / seats
    values = values * metric.factor
    values[~np.isfinite(values)] = np.nan
    return values


def read_all(
    metrics: Sequence[Metric], columns: Mapping[str, Column], n_accounts: int
) -> NDArray[np.float64]:
    """Read metrics into a matrix of shape (n_accounts, n_metrics).

    Parameters
    ----------
    metrics : sequence of Metric
        What to read, one per column of the result.
    columns : mapping of str to Column
        At least the columns that the metrics name.
    n_accounts : int
        The number of rows.

    Returns
    -------
    array of float, shape (n_accounts, n_metrics)
        NaN where missing.
    """
    values = np.empty((n_accounts, len(metrics)), dtype=np.float64)
    for i, metric in enumerate(metrics):
        values[:, i] = read(metric, columns)
    return values
