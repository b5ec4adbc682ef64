"""PostgreSQL: the metrics are computed inside the database."""

from collections.abc import Iterable
from pathlib import Path
from typing import Self

from sqlglot import exp

from shoal.engines.casts import as_declared, refuse_unknown_tables, table_named, values_used
from shoal.engines.cells import table_of_rows
from shoal.engines.dialects.postgres import postgres_text_for_people
from shoal.engines.duckdb_engine import DuckDbEngine
from shoal.engines.postgres.errors import told_by_postgres
from shoal.engines.postgres.session import PostgresSession, is_same_database
from shoal.engines.postgres.tables import (
    copy_in,
    copy_out,
    insert_into,
    temporary_table,
    temporary_view,
)
from shoal.errors import UsageError
from shoal.records.queries import Query, QueryColumn
from shoal.records.tables import Table
from shoal.records.workspace import EngineSpec, Location


class PostgresEngine:
    """Opens tables and runs queries in a PostgreSQL database.

    Tables of that database are read where they are; files and what is taken in are copied into
    temporary tables. Nothing else in the database is ever changed.

    Parameters
    ----------
    settings
        `url` leads to the database. Files pass through `spill`.
    allowed
        As in `DuckDbEngine`, which reads the files.

    Raises
    ------
    MissingExtra
        psycopg is not installed; raised when this module is loaded.
    UsageError
        There is no `url`.
    EngineFailed
        The server cannot be reached.
    """

    def __init__(self, settings: EngineSpec, *, allowed: Iterable[Path | str]) -> None:
        if settings.url is None:
            raise UsageError(
                "The engine postgres needs to know where the database is.",
                suggestion="Write url: ${env:NAME} under engine.",
            )
        self._url = settings.url
        self._columns: dict[str, tuple[QueryColumn, ...]] = {}
        self._files = DuckDbEngine(settings, allowed=allowed)
        try:
            self._session = PostgresSession(settings.url)
        except BaseException:
            self._files.__exit__()
            raise

    def opens(self, location: Location) -> bool:
        """Whether the location is in this database, or of files that DuckDB reads."""
        if location.url is not None:
            return is_same_database(location.url, self._url)
        return self._files.opens(location)

    def open(
        self, name: str, location: Location, *, texts: frozenset[str] = frozenset()
    ) -> tuple[QueryColumn, ...]:
        """Make a table of the database, or files, readable under `name`; see `Engine`."""
        if location.url is None:
            return self._copied(name, self._files.open(name, location, texts=texts))
        with told_by_postgres(f"Reading {name}"), self._session.in_their_schemas():
            source = self._source(name, location)
            own = self._session.columns_of(exp.select("*").from_(source.copy()))
            view, columns = temporary_view(name, source, own, texts)
            self._session.run(view)
        self._columns[name] = columns
        return columns

    def take(
        self, name: str, tables: Iterable[Table], *, texts: frozenset[str] = frozenset()
    ) -> tuple[QueryColumn, ...]:
        """Hold tables under `name`; see `Engine`."""
        return self._copied(name, self._files.take(name, tables, texts=texts))

    def keep(self, name: str, query: Query) -> None:
        """Run a query once and hold its rows under `name`; see `Engine`."""
        rows, values = self._checked(query), values_used(query)
        with told_by_postgres(f"Computing {name}"):
            self._session.make(temporary_table(name, query.columns))
            self._session.run(insert_into(name, rows), values)
            self._analyse(name)
        self._columns[name] = query.columns

    def rows(self, query: Query) -> Table:
        """Run a query and return its rows; see `Engine`."""
        tree, values = self._checked(query), values_used(query)
        with told_by_postgres("The query"):
            found = self._session.run(tree, values)
        return table_of_rows("rows", query.columns, found)

    def write(self, query: Query, path: Path) -> None:
        """Run a query and write its rows as one Parquet file; see `Engine`.

        The rows come piece by piece and are never all in memory.
        """
        command, values = copy_out(self._checked(query), query.columns), values_used(query)
        came = self._files.folder / "came.csv"
        try:
            with told_by_postgres(f"Writing {path}"):
                self._session.copy_out(command, values, came)
            self._files.from_other(query.columns, came, path)
        finally:
            came.unlink(missing_ok=True)

    def text(self, query: Query) -> str:
        """Return the query in PostgreSQL's dialect, for people."""
        return postgres_text_for_people(query.tree, query.parameters)

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the session, and with it the temporary tables."""
        try:
            self._session.close()
        finally:
            self._files.__exit__()

    def _source(self, name: str, location: Location) -> exp.Table:
        if location.query is None:
            parts = (location.table or "").rpartition(".")
            table = table_named(parts[2])
            if parts[0]:
                table.set("db", exp.to_identifier(parts[0], quoted=True))
            return table
        # A person wrote the query; PostgreSQL takes it only if it is one that reads.
        asked = f"{name} as asked"
        quoted = table_named(asked).sql("postgres")
        query = location.query.strip().rstrip(";")
        self._session.make_one(f"CREATE TEMPORARY VIEW {quoted} AS {query}")
        return table_named(asked)

    def _copied(self, name: str, columns: tuple[QueryColumn, ...]) -> tuple[QueryColumn, ...]:
        going = self._files.folder / "going.csv"
        try:
            self._files.hand_over(name, going)
            with told_by_postgres(f"Copying {name} into the database"):
                self._session.make(temporary_table(name, columns))
                self._session.copy_in(copy_in(name), going)
                self._analyse(name)
        finally:
            going.unlink(missing_ok=True)
        self._columns[name] = columns
        return columns

    def _analyse(self, name: str) -> None:
        """Tell the planner what is in a table; nobody else does for temporary ones."""
        self._session.make(exp.Analyze(tables=[table_named(name)]))

    def _checked(self, query: Query) -> exp.Select:
        refuse_unknown_tables(query, self._columns)
        return as_declared(query)
