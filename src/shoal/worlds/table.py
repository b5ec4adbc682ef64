"""A world as text."""

import csv
import io
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shoal.records.worlds import World


def as_csv(world: World) -> str:
    r"""Write a world's table as CSV: header, commas, line feeds, empty cells where missing.

    Whole numbers are written without a decimal point, dates as YYYY-MM-DD. The truth is not in it.

    >>> cells = {"id": np.array(["a", "b"], dtype=object), "nps": np.array([7.0, np.nan])}
    >>> as_csv(World(name="x", seed=0, columns=cells, metrics=("nps",), truth=np.array([0, 0])))
    'id,nps\na,7\nb,\n'
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(world.columns)
    writer.writerows(zip(*(_cells(c) for c in world.columns.values()), strict=True))
    return text.getvalue()


def _cells(column: NDArray[Any]) -> list[str]:
    if column.dtype.kind == "f":
        return [_number(v) for v in column.tolist()]
    return [str(v) for v in column]


def _number(value: float) -> str:
    if np.isnan(value):
        return ""
    return str(int(value)) if value == int(value) else repr(value)
