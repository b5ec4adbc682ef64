"""Columns given back in the library that the caller's table came from."""

from collections.abc import Mapping, Sequence
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

Cells = Sequence[object] | NDArray[Any]

_DUCKDB_TYPES = {"b": "BOOLEAN", "i": "BIGINT", "u": "UBIGINT", "f": "DOUBLE", "M": "TIMESTAMP"}


def native_frame(columns: Mapping[str, Cells], *, like: object) -> object:
    """Give columns back in the caller's own library.

    Parameters
    ----------
    columns
        Columns of one length, by name.
    like
        The caller's table. A pandas frame hands its index on if it has as many rows.

    Returns
    -------
    object
        A pandas or Polars frame, a pyarrow table, a structured array for an array, a dict for a
        mapping; for everything else (a relation, a path, None) a DuckDB relation.

    Examples
    --------
    >>> native_frame({"segment": ["s1", "s2"]}, like={})
    {'segment': ['s1', 's2']}
    """
    if isinstance(like, Mapping):
        return dict(columns)
    if isinstance(like, np.ndarray):
        return _structured(columns)
    if nw.dependencies.is_pandas_dataframe(like):
        return _pandas(columns, like)
    if nw.dependencies.is_polars_dataframe(like) or nw.dependencies.is_polars_lazyframe(like):
        return nw.Implementation.POLARS.to_native_namespace().DataFrame(_lists(columns))
    if nw.dependencies.is_pyarrow_table(like):
        return nw.Implementation.PYARROW.to_native_namespace().table(_lists(columns))
    return _relation(columns)


def _pandas(columns: Mapping[str, Cells], like: Any) -> object:  # noqa: ANN401 - no type without loading pandas
    pandas = nw.Implementation.PANDAS.to_native_namespace()
    n_rows = len(next(iter(columns.values()), ()))
    index = like.index if len(like.index) == n_rows else None
    frame: object = pandas.DataFrame(
        {
            name: np.asarray(c) if isinstance(c, np.ndarray) else list(c)
            for name, c in columns.items()
        },
        index=index,
    )
    return frame


def _structured(columns: Mapping[str, Cells]) -> NDArray[np.void]:
    arrays = {name: np.asarray(cells) for name, cells in columns.items()}
    n_rows = len(next(iter(arrays.values()), ()))
    structured = np.empty(n_rows, dtype=[(name, a.dtype) for name, a in arrays.items()])
    for name, array in arrays.items():
        structured[name] = array
    return structured


def _lists(columns: Mapping[str, Cells]) -> dict[str, list[object]]:
    return {
        name: cells.tolist() if isinstance(cells, np.ndarray) else list(cells)
        for name, cells in columns.items()
    }


def _relation(columns: Mapping[str, Cells]) -> object:
    """Fill a table in memory, column by column; its relation keeps the connection alive."""
    connection = nw.Implementation.DUCKDB.to_native_namespace().connect(":memory:")
    names = ", ".join(
        f'"{name.replace(chr(34), chr(34) * 2)}" {_duckdb_type(cells)}'
        for name, cells in columns.items()
    )
    places = ", ".join(f"unnest(${i})" for i in range(1, len(columns) + 1))
    connection.execute(f"CREATE TABLE columns ({names})")
    connection.execute(f"INSERT INTO columns SELECT {places}", list(_lists(columns).values()))
    relation: object = connection.table("columns")
    return relation


def _duckdb_type(cells: Cells) -> str:
    array = np.asarray(cells)
    if array.dtype.kind == "O":
        kinds = {np.asarray(c).dtype.kind for c in array.tolist() if c is not None}
        return _DUCKDB_TYPES.get(kinds.pop(), "VARCHAR") if len(kinds) == 1 else "VARCHAR"
    return _DUCKDB_TYPES.get(array.dtype.kind, "VARCHAR")
