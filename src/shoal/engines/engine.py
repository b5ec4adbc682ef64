"""What an engine can do: the one contract of DuckDB, PostgreSQL and Spark."""

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol, Self

from shoal.records.queries import Query, QueryColumn
from shoal.records.tables import Table
from shoal.records.workspace import Location


class Engine(Protocol):
    """Opens tables under names, and runs queries over those names.

    Leaving the `with` block gives back everything that was held: connection, temporary tables,
    spilled files.
    """

    def opens(self, location: Location) -> bool:
        """Whether the engine reads this location by itself; else hand it tables with `take`."""

    def open(
        self, name: str, location: Location, *, texts: frozenset[str] = frozenset()
    ) -> tuple[QueryColumn, ...]:
        """Make a table readable under `name`, without reading its rows where that can be had.

        Parameters
        ----------
        name
            What queries call it.
        location
            One that `opens` says yes to.
        texts
            Columns to be read as text whatever they look like, such as ids; leading zeros survive.

        Returns
        -------
        tuple of QueryColumn
            The columns in their order.

        Raises
        ------
        NotAFile, UnreadableFile, FileAccess, OutsideError
            If it is not there or cannot be read.
        """

    def take(
        self, name: str, tables: Iterable[Table], *, texts: frozenset[str] = frozenset()
    ) -> tuple[QueryColumn, ...]:
        """Hold tables with the same columns, one below the other, under `name`.

        Columns in `texts` are held as they were written, where the tables tell. A column that is
        empty in one table takes its type from the others; one that differs in type is text.
        """

    def keep(self, name: str, query: Query) -> None:
        """Run a query once and hold its rows under `name` for those that follow."""

    def rows(self, query: Query) -> Table:
        """Run a query and return its rows; for results that fit into memory."""

    def write(self, query: Query, path: Path) -> None:
        """Run a query and write its rows as Parquet: whole, or not at all.

        DuckDB and PostgreSQL write a file; Spark writes a folder of that name, from its workers.
        """

    def text(self, query: Query) -> str:
        """Return the query in the engine's dialect, for people."""

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(self, *_: object) -> None:
        """Give back what is held."""
