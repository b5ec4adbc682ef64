"""Tables that a Python function gives: frames, Arrow, or several of them one after the other."""

from collections.abc import Callable, Iterator
from typing import Any

from shoal.errors import UsageError, near_matches
from shoal.records.tables import Table
from shoal.sources.foreign import called, taken_from
from shoal.sources.pieces import tables_of

_MEND = "Return or yield Arrow tables or batches, or frames of pandas or Polars."


def read_function(function: Callable[[], Any], *, name: str) -> Iterator[Table]:
    """Call a function and yield what it gives as tables, piece by piece.

    Columns keep the types that the frames declare; nothing is guessed from text. What is yielded
    bit by bit is never all in memory.

    Parameters
    ----------
    function : callable
        Takes nothing; returns, or yields, frames of pandas or Polars, mappings of columns, or
        anything that hands out Arrow: tables, record batches, readers of them.
    name : str
        What the workspace calls the source; tables are named so.

    Yields
    ------
    Table
        All with the same columns, at most 200,000 rows each.

    Raises
    ------
    UsageError
        It gives nothing, something else, or pieces with other columns than the first.
    SourceFailed
        The function itself fails; what it raised is the cause.
    AmbiguousColumns
        Two columns have the same name.
    MissingExtra
        It gives Arrow, and pyarrow is not installed.

    Examples
    --------
    >>> tables = read_function(lambda: {"account_id": ["007"], "logins": [3]}, name="accounts")
    >>> next(tables).column("account_id").values.tolist()
    ['007']
    """
    first: tuple[str, ...] | None = None
    for piece in _pieces(function, name):
        for table in tables_of(piece, name=name):
            if first is None:
                _refuse_none(table.column_names, name)
                first = table.column_names
            _refuse_other_columns(table, first, name)
            yield table
    _refuse_none(first, name)


def _pieces(function: Callable[[], Any], name: str) -> Iterator[Any]:
    given = called(function, name=name)
    is_frame = hasattr(given, "__arrow_c_stream__")  # a reader of batches is an iterator too
    if isinstance(given, Iterator | list | tuple) and not is_frame:
        return taken_from(given, name=name)
    return iter((given,))


def _refuse_none(columns: tuple[str, ...] | None, name: str) -> None:
    if not columns:
        raise UsageError(
            f"The function of sources.{name} gave no column.",
            suggestion=f"{_MEND} One without rows will do.",
        )


def _refuse_other_columns(table: Table, first: tuple[str, ...], name: str) -> None:
    if set(table.column_names) == set(first):
        return
    own = table.column_names
    other = next((n for n in (*own, *first) if (n in own) is not (n in first)), "")
    near = near_matches(other, first if other in own else own)
    raise UsageError(
        f"The function of sources.{name} gave pieces with different columns: {other} is not in"
        f" all of them.{near}",
        suggestion="Give every piece the columns of the first.",
    )
