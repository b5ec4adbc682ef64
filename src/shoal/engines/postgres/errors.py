"""What PostgreSQL says, in our words."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from shoal.engines.postgres.driver import psycopg
from shoal.errors import (
    DataError,
    EngineFailed,
    InternalError,
    ShoalError,
    UnknownColumn,
    UsageError,
)

_NO_COLUMN = re.compile(r'column "?(.+?)"? does not exist')


@contextmanager
def told_by_postgres(doing: str) -> Iterator[None]:
    """Turn what psycopg raises into our own errors.

    Parameters
    ----------
    doing
        What was tried, as the beginning of a sentence: "Reading events".
    """
    try:
        yield
    except psycopg.Error as error:
        raise _ours(error, doing) from error


def _ours(error: psycopg.Error, doing: str) -> ShoalError:
    said = f"{doing} failed: {_first_line(error)}."
    if isinstance(error, psycopg.errors.UndefinedColumn):
        missing = _NO_COLUMN.search(str(error))
        return UnknownColumn(
            f"{doing} failed: there is no column {missing[1]}." if missing else said,
            suggestion="Check the columns that the workspace names.",
        )
    for classes, made, suggestion in _FAMILIES:
        if isinstance(error, classes):
            return made(said, suggestion=suggestion)
    return InternalError(said)


def _first_line(error: psycopg.Error) -> str:
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__


_FAMILIES: tuple[tuple[tuple[type[psycopg.Error], ...], type[ShoalError], str], ...] = (
    (
        (psycopg.errors.ReadOnlySqlTransaction,),
        UsageError,
        "Shoal only reads from a database; a query may not change anything.",
    ),
    (
        (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName),
        UsageError,
        "Check table and schema in the workspace, and that this user may see them.",
    ),
    (
        (psycopg.errors.InsufficientPrivilege,),
        EngineFailed,
        "Give the user the right to read the tables, and to make temporary ones.",
    ),
    (
        (psycopg.DataError,),
        DataError,
        "A cell does not fit the type it is used as; mend it or leave it empty.",
    ),
    (
        (psycopg.OperationalError, psycopg.InterfaceError),
        EngineFailed,
        "Check that the server is up and has room, then run again; nothing was half written.",
    ),
    (
        (psycopg.ProgrammingError, psycopg.NotSupportedError),
        UsageError,
        "Check the query; or a column does not hold what it is taken for.",
    ),
)
