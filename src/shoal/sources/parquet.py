"""Parquet files, opened by DuckDB."""

from pathlib import Path

import duckdb

from shoal.errors import UnreadableFile
from shoal.records.tables import Table
from shoal.sources.contents import Content
from shoal.sources.relations import table_of_relation

# The Parquet reader is inside DuckDB's wheel; nothing is to be fetched for it.
_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


def read_parquet(content: Content) -> Table:
    """Read a Parquet file as a table.

    Parameters
    ----------
    content
        Its `path` is opened; the bytes are not needed.

    Raises
    ------
    UnreadableFile
        The file is cut off, no Parquet, or comes without a path.
    """
    if content.path is None:
        raise UnreadableFile(
            f"{content.name} is Parquet, which can only be read from a file that is not packed.",
            suggestion="Save it, unpacked, and name the file.",
        )
    with duckdb.connect(":memory:", config=_SETTINGS) as connection:
        try:
            relation = connection.read_parquet(_literal(content.path))
            return table_of_relation(relation, name=content.name, duckdb=duckdb)
        except duckdb.Error as error:
            first_line = str(error).splitlines()[0]
            raise UnreadableFile(
                f"{content.name} is no Parquet file that can be read: {first_line}.",
                suggestion="Export the table again; the file may be cut off.",
            ) from error


def _literal(path: Path) -> str:
    """Write a path so that no sign of it is taken for a pattern of several files."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in str(path.resolve()))
