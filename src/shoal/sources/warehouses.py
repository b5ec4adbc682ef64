"""Tables of a database or warehouse, read through SQLAlchemy in bounded pieces."""

from collections.abc import Callable, Iterator
from importlib import import_module

from shoal.records.tables import Table
from shoal.records.workspace import Location

# SQLAlchemy is loaded when a source is in a database: no other workspace waits for it.
_READER = "shoal.sources.warehouse.reading:read_database"


def read_warehouse(location: Location, *, name: str) -> Iterator[Table]:
    """Yield the rows of a table or of a query, some 50,000 at once.

    One SELECT is sent, in a session that cannot write where the database can promise that. All
    tables have the same columns with the same types; decimals become doubles (those too large for
    one are kept as written beside it), instants with a zone UTC, UUIDs and JSON text. Without any
    row there is one table, which is empty.

    Parameters
    ----------
    location : Location
        `url` in SQLAlchemy's form with its secrets filled in, and either `table`, as
        schema.table, or `query`, the text of one SELECT in the SQL of the database.
    name : str
        What the workspace calls the source; tables are named so.

    Yields
    ------
    Table
        At most 50,000 rows.

    Raises
    ------
    UsageError
        The database is not known, has no such table, or the query is not one SELECT.
    MissingExtra
        What reads the database is not installed.
    NotAFile
        The file of SQLite is not there.
    SourceFailed
        The database cannot be reached, lets nobody in, or goes away in the middle.
    DataError
        A cell does not fit its column.
    AmbiguousColumns
        Two columns have the same name.
    """
    module, _, function = _READER.partition(":")
    read: Callable[..., Iterator[Table]] = getattr(import_module(module), function)
    yield from read(location, name=name)
