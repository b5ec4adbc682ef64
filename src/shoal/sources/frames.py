"""Frames of other libraries as tables: pandas, Polars, Arrow, DuckDB, NumPy, plain columns."""

from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

import narwhals as nw
import numpy as np

from shoal.errors import MissingExtra, NothingToCluster, UnreadableFile, UsageError
from shoal.records.tables import Table
from shoal.sources.arrays import draft_of_array
from shoal.sources.cells import table_of
from shoal.sources.drafts import Draft
from shoal.sources.headers import name_columns
from shoal.sources.native import native_frame
from shoal.sources.objects import draft_of_objects
from shoal.sources.ready import EXACT_BELOW, boolean_draft, date_draft, number_draft
from shoal.sources.relations import table_of_relation

__all__ = ["native_frame", "read_frame"]

_TABLE_DIMENSIONS = 2


def read_frame(frame: object, *, name: str = "frame") -> Table:
    """Read a frame as a table.

    Numbers, dates and yes-or-no columns keep the type that the frame gives them; text and
    objects are read cell by cell, as from a file. A named index of a pandas frame becomes a column
    unless a column has its name.

    Parameters
    ----------
    frame
        A pandas or Polars frame, a pyarrow table, a DuckDB relation, a mapping of columns, or a
        NumPy array: structured, or of shape (n_rows, n_columns) with columns named x1, x2, ...
    name
        What to call the table.

    Raises
    ------
    UsageError
        It is none of these, or its columns differ in length.
    AmbiguousColumns
        Two columns have the same name.
    NothingToCluster
        There is no column or no row.
    MissingExtra
        The frame's library needs pyarrow, which is not installed.

    Examples
    --------
    >>> read_frame({"account_id": ["a", "b"], "logins": [3, 5]}).column_names
    ('account_id', 'logins')
    """
    if nw.dependencies.is_duckdb_relation(frame):
        return _relation(frame, name)
    if isinstance(frame, Mapping):
        return _assembled(name, list(frame), [frame[key] for key in frame])
    if isinstance(frame, np.ndarray):
        return _array(name, frame)
    if nw.dependencies.is_pandas_dataframe(frame):
        return _pandas(name, frame)
    return _other(name, frame)


def _relation(frame: Any, name: str) -> Table:  # noqa: ANN401 - no type without loading DuckDB
    duckdb: ModuleType = nw.Implementation.DUCKDB.to_native_namespace()
    try:
        return table_of_relation(frame, name=name, duckdb=duckdb)
    except duckdb.Error as error:
        raise UnreadableFile(
            f"{name}: the DuckDB relation cannot be read: {str(error).splitlines()[0]}.",
            suggestion="Run the relation's query by itself to see what is wrong with it.",
        ) from error


def _array(name: str, array: np.ndarray[Any, Any]) -> Table:
    if array.dtype.names is not None and array.ndim == 1:
        fields = list(array.dtype.names)
        return _assembled(name, fields, [array[f] for f in fields])
    if array.ndim == 1:
        array = array[:, np.newaxis]
    if array.ndim != _TABLE_DIMENSIONS:
        raise UsageError(
            f"{name} is an array of {array.ndim} dimensions; a table has two.",
            suggestion="Give an array of shape (customers, metrics).",
        )
    columns = [array[:, i] for i in range(array.shape[1])]
    return _assembled(name, [f"x{i}" for i in range(1, len(columns) + 1)], columns)


def _pandas(name: str, frame: Any) -> Table:  # noqa: ANN401 - no type without loading pandas
    names = [_label(c) for c in frame.columns]
    columns = [frame.iloc[:, i] for i in range(len(names))]
    index = [
        (_label(level), frame.index.get_level_values(i).to_series())
        for i, level in enumerate(frame.index.names)
        if level is not None and _label(level) not in names
    ]
    return _assembled(
        name,
        [n for n, _ in index] + names,
        [nw.from_native(c, series_only=True) for c in (*(c for _, c in index), *columns)],
    )


def _label(label: object) -> str:
    return "_".join(map(str, label)) if isinstance(label, tuple) else str(label)


def _other(name: str, frame: object) -> Table:
    try:
        known = nw.from_native(frame)  # type: ignore[call-overload]  # checked by what it raises
    except TypeError:
        known = None
    if isinstance(known, nw.LazyFrame) and known.implementation.is_polars():
        known = known.collect()
    if not isinstance(known, nw.DataFrame):
        raise UsageError(
            f"{name} is a {type(frame).__name__}, which is no table that can be read.",
            suggestion="Give a pandas or Polars frame, a pyarrow table, a DuckDB relation, "
            "a dict of columns, a NumPy array or a path.",
        )
    return _assembled(name, known.columns, [known[c] for c in known.columns])


def _assembled(name: str, labels: list[Any], columns: list[Any]) -> Table:
    lengths = {_length(name, label, c) for label, c in zip(labels, columns, strict=True)}
    if len(lengths) > 1:
        shown = ", ".join(map(str, sorted(lengths)[:5]))
        raise UsageError(f"{name} has columns of different lengths: {shown}.")
    if not lengths or lengths == {0}:
        raise NothingToCluster(
            f"{name} has {len(labels)} column(s) and no row.",
            suggestion="Give a table with one row per customer.",
        )
    named = name_columns([_label(label) for label in labels], source=name)
    drafts = _drafts(named.names, columns)
    return table_of(name, lengths.pop(), drafts, findings=named.findings)


def _length(name: str, label: object, column: Any) -> int:  # noqa: ANN401 - whatever was given
    if isinstance(column, (str, bytes)) or not hasattr(column, "__len__"):
        raise UsageError(
            f'{name}: column "{label}" is a {type(column).__name__}; a list or an array was '
            "expected.",
            suggestion="Give every column as a list or an array with one entry per customer.",
        )
    return len(column)


def _drafts(names: tuple[str, ...], columns: list[Any]) -> Iterator[Draft]:
    for name, column in zip(names, columns, strict=True):
        if isinstance(column, nw.Series):
            yield _draft_of_series(name, column)
        elif isinstance(column, np.ndarray):
            yield draft_of_array(name, column)
        elif nw.dependencies.is_into_series(column):
            yield _draft_of_series(name, nw.from_native(column, series_only=True))
        else:
            yield draft_of_objects(name, list(column))


def _draft_of_series(name: str, series: "nw.Series[Any]") -> Draft:
    try:
        return _trusted(name, series) or draft_of_objects(name, series.to_list())
    except ModuleNotFoundError as error:
        raise MissingExtra(
            f'Column "{name}" needs {error.name}, which is not installed.',
            suggestion="pip install shoal[arrow]",
        ) from error


def _trusted(name: str, series: "nw.Series[Any]") -> Draft | None:
    dtype = series.dtype
    if dtype == nw.Boolean:
        return boolean_draft(name, _floats(series))
    if dtype.is_numeric():
        # Whole numbers this large lose digits as float64; an id must not.
        if dtype.is_integer() and not _fits_floats(series):
            return draft_of_objects(name, series.to_list())
        return number_draft(name, _floats(series))
    if dtype in (nw.Datetime, nw.Date):
        seconds = np.floor(series.dt.timestamp("ms").cast(nw.Float64).to_numpy() / 1000)
        instants = np.full(len(seconds), np.datetime64("NaT", "s"))
        known = ~np.isnan(seconds)
        instants[known] = seconds[known].astype(np.int64).astype("datetime64[s]")
        return date_draft(name, instants)
    return None


def _fits_floats(series: "nw.Series[Any]") -> bool:
    answered = series.drop_nulls()
    if not len(answered):
        return True
    return bool(answered.min() > -EXACT_BELOW and answered.max() < EXACT_BELOW)


def _floats(series: "nw.Series[Any]") -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.array(series.cast(nw.Float64).to_numpy(), dtype=np.float64)
