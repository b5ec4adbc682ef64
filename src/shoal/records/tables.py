"""A table as it was read: named, typed columns, nothing interpreted yet."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from shoal.records.findings import Finding


class ColumnType(StrEnum):
    """What a column's cells were found to be."""

    NUMBER = "number"  # float64, NaN where missing
    BOOLEAN = "boolean"  # float64 of 0 and 1, NaN where missing
    DATE = "date"  # datetime64[s], NaT where missing
    TEXT = "text"  # object array of str, None where missing
    EMPTY = "empty"  # float64, all NaN


class Moments(StrEnum):
    """What the values of a column of dates are."""

    DAY = "day"  # whole days, without a time
    LOCAL = "local"  # as a clock on the wall shows them; nobody said in which zone
    INSTANT = "instant"  # came with a zone, and are in UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: `values` has shape (n_rows,) and the dtype that `ColumnType` names.

    `written` holds the cells as they were written where that is more than the values tell (an id
    "007" that was read as 7); None where the values are the cells. `currency` is the ISO code that
    stood in the cells, if one did. `moments` counts for dates only.
    """

    name: str
    type: ColumnType
    values: NDArray[np.float64] | NDArray[np.datetime64] | NDArray[np.object_]
    written: NDArray[np.object_] | None = None
    currency: str | None = None
    moments: Moments = Moments.LOCAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Columns in the order of the source; all have `n_rows` rows.

    `findings` tells what reading had to decide (encoding, decimal comma, day before month).
    `is_measured` says that the metrics were measured by Shoal: each is on the scale of its unit.
    """

    name: str
    n_rows: int
    columns: tuple[Column, ...]
    findings: tuple[Finding, ...] = ()
    is_measured: bool = False

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of all columns, in order."""
        return tuple(c.name for c in self.columns)

    def column(self, name: str) -> Column:
        """Return the column of this exact name; KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)
