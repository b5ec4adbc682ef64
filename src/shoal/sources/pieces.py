"""Frames that a program gives, as tables whose columns keep the types that the frames declare.

Unlike a table of customers that somebody made by hand, nothing is guessed here: text stays text, so
that every piece of a table reads alike.
"""

from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

import narwhals as nw
import numpy as np

from shoal.errors import AmbiguousColumns, MissingExtra, UsageError
from shoal.records.queries import ValueType
from shoal.records.tables import Column, ColumnType, Moments, Table
from shoal.sources.foreign import taken_from
from shoal.sources.typed import type_of_values, typed_column

ROWS_AT_ONCE = 200_000

_MISSING_NAMES = frozenset({"NAType", "NaTType"})


def tables_of(given: object, *, name: str) -> Iterator[Table]:
    """Yield what one frame holds, at most 200,000 rows at once.

    Parameters
    ----------
    given
        A frame of pandas or Polars, a mapping of columns, or anything that hands out Arrow (a
        table, a record batch, a reader, a relation of DuckDB), which is read batch by batch.
    name
        What to call the tables.

    Raises
    ------
    UsageError
        It is none of these.
    AmbiguousColumns
        Two columns have the same name.
    MissingExtra
        pyarrow is needed and not installed.
    """
    if isinstance(given, Mapping):
        yield _of_mapping(given, name)
        return
    for frame in _frames(given, name):
        for start in range(0, max(len(frame), 1), ROWS_AT_ONCE):
            yield _table(frame[start : start + ROWS_AT_ONCE], name)


def _frames(given: Any, name: str) -> Iterator["nw.DataFrame[Any]"]:  # noqa: ANN401 - whatever came
    if nw.dependencies.is_pandas_dataframe(given):
        yield nw.from_native(_with_index(given, name), eager_only=True)
    elif nw.dependencies.is_polars_dataframe(given):
        yield nw.from_native(given, eager_only=True)
    elif nw.dependencies.is_polars_lazyframe(given):
        yield nw.from_native(given.collect(), eager_only=True)
    elif hasattr(given, "__arrow_c_stream__") or hasattr(given, "__arrow_c_array__"):
        yield from _batches(given, name)
    else:
        raise UsageError(
            f"sources.{name} got {type(given).__name__}, which is no frame.",
            suggestion="Return or yield Arrow tables or batches, or frames of pandas or Polars.",
        )


def _batches(given: Any, name: str) -> Iterator["nw.DataFrame[Any]"]:  # noqa: ANN401 - as above
    arrow = _arrow(name)
    if not hasattr(given, "__arrow_c_stream__"):
        given = arrow.Table.from_batches([arrow.record_batch(given)])
    reader = arrow.RecordBatchReader.from_stream(given)
    _refuse_repeated(list(reader.schema.names), name)
    batch = None
    for batch in taken_from(reader, name=name):
        yield nw.from_native(arrow.Table.from_batches([batch]), eager_only=True)
    if batch is None:
        yield nw.from_native(reader.schema.empty_table(), eager_only=True)


def _arrow(name: str) -> ModuleType:
    try:
        return nw.Implementation.PYARROW.to_native_namespace()
    except ImportError as error:
        raise MissingExtra(
            f"sources.{name} gives Arrow, which needs pyarrow; that is not installed.",
            suggestion="Install it: pip install 'shoal[arrow]'",
        ) from error


def _with_index(frame: Any, name: str) -> Any:  # noqa: ANN401 - no type without loading pandas
    """Return a pandas frame with named levels of its index as columns, and names that are text."""
    labels = [_label(c) for c in frame.columns]
    _refuse_repeated(labels, name)
    frame = frame.set_axis(labels, axis=1)
    levels = [level for level in frame.index.names if level is not None]
    wanted = [level for level in levels if _label(level) not in labels]
    if not wanted:
        return frame
    kept = frame.reset_index(wanted)
    return kept.set_axis([_label(c) for c in kept.columns], axis=1)


def _label(label: object) -> str:
    return "_".join(map(str, label)) if isinstance(label, tuple) else str(label)


def _refuse_repeated(labels: list[str], name: str) -> None:
    folded = [label.casefold() for label in labels]
    if repeated := sorted({n for n in labels if folded.count(n.casefold()) > 1}):
        raise AmbiguousColumns(
            f"sources.{name} has columns of the same name: {', '.join(repeated[:5])}.",
            suggestion="Databases do not tell capital letters apart; rename one.",
        )


def _of_mapping(given: Mapping[Any, Any], name: str) -> Table:
    columns = {_label(k): list(v) for k, v in given.items()}
    lengths = {len(cells) for cells in columns.values()}
    if len(lengths) != 1:
        raise UsageError(f"sources.{name} has columns of different lengths.")
    made = tuple(_of_values(label, cells, name) for label, cells in columns.items())
    return Table(name=name, n_rows=lengths.pop(), columns=made)


def _table(frame: "nw.DataFrame[Any]", name: str) -> Table:
    columns = tuple(_column(label, frame[label], name) for label in frame.columns)
    return Table(name=name, n_rows=len(frame), columns=columns)


def _column(label: str, series: "nw.Series[Any]", name: str) -> Column:
    dtype = series.dtype
    if dtype == nw.Boolean:
        return Column(name=label, type=ColumnType.BOOLEAN, values=_floats(series))
    if dtype.is_float():
        return Column(name=label, type=ColumnType.NUMBER, values=_finite(_floats(series)))
    if dtype in (nw.Datetime, nw.Date):
        return _moments(label, series)
    if dtype.is_integer():
        return typed_column(label, ValueType.WHOLE, _listed(series), what=f"sources.{name}")
    if dtype in (nw.String, nw.Categorical, nw.Enum):
        return typed_column(label, ValueType.TEXT, _listed(series), what=f"sources.{name}")
    return _of_values(label, series.to_list(), name)


def _of_values(label: str, cells: list[Any], name: str) -> Column:
    values = [None if _is_missing(c) else c for c in cells]
    return typed_column(label, type_of_values(values), values, what=f"sources.{name}")


def _moments(label: str, series: "nw.Series[Any]") -> Column:
    millis = _floats(series.dt.timestamp("ms"))
    moments = np.full(len(millis), np.datetime64("NaT", "s"))
    known = ~np.isnan(millis)
    moments[known] = np.floor(millis[known] / 1000).astype(np.int64).astype("datetime64[s]")
    zone = getattr(series.dtype, "time_zone", None)
    kind = Moments.DAY if series.dtype == nw.Date else Moments.LOCAL
    return Column(
        name=label,
        type=ColumnType.DATE,
        values=moments,
        moments=kind if zone is None else Moments.INSTANT,
    )


def _floats(series: "nw.Series[Any]") -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.array(series.cast(nw.Float64).to_numpy(), dtype=np.float64)


def _finite(
    values: np.ndarray[Any, np.dtype[np.float64]],
) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.where(np.isinf(values), np.nan, values)


def _listed(series: "nw.Series[Any]") -> list[Any]:
    return [None if _is_missing(c) else c for c in series.to_list()]


def _is_missing(cell: object) -> bool:
    # What is missing differs from itself, or, in pandas, is a value of a type of its own.
    is_nan = isinstance(cell, float) and cell != cell  # noqa: PLR0124
    return cell is None or is_nan or type(cell).__name__ in _MISSING_NAMES
