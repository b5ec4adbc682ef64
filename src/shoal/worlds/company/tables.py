"""Arrays as a table, in the types that a reader of files would find."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shoal.records.tables import Column, ColumnType, Table

Texts = NDArray[np.object_]


def as_table(name: str, columns: Mapping[str, NDArray[Any]]) -> Table:
    """Return a table of columns of one length: object arrays are text, None where missing.

    >>> table = as_table("t", {"day": np.array(["2026-06-30"], dtype="datetime64[D]")})
    >>> table.n_rows, table.column("day").type.value, table.column("day").values.dtype
    (1, 'date', dtype('<M8[s]'))
    """
    made = tuple(_column(n, values) for n, values in columns.items())
    return Table(name=name, n_rows=len(made[0].values), columns=made)


def _column(name: str, values: NDArray[Any]) -> Column:
    if values.dtype.kind == "O":
        return Column(name=name, type=ColumnType.TEXT, values=values)
    if values.dtype.kind == "M":
        return Column(name=name, type=ColumnType.DATE, values=values.astype("datetime64[s]"))
    return Column(name=name, type=ColumnType.NUMBER, values=values.astype(np.float64))
