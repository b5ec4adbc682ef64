"""A session with PostgreSQL that changes nothing but temporary tables of its own."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlglot import exp

from shoal.engines.dialects.postgres import READERS, postgres_text
from shoal.engines.postgres.driver import psycopg
from shoal.engines.postgres.errors import told_by_postgres

Values = Mapping[str, Any]

_CHUNK = 1 << 20
_SETTINGS = {
    "TimeZone": "UTC",
    "DateStyle": "ISO, YMD",
    "extra_float_digits": "1",  # the shortest text that reads back as the same number
    "standard_conforming_strings": "on",
    "client_encoding": "UTF8",
    "default_transaction_read_only": "on",
}


class PostgresSession:
    """Runs trees with bound values.

    Everything runs in read-only transactions, in which PostgreSQL lets rows into temporary tables
    and nothing else. Only what makes those tables and views runs in others.

    Parameters
    ----------
    url
        In SQLAlchemy's form or libpq's.
    """

    def __init__(self, url: str) -> None:
        with told_by_postgres("Connecting to PostgreSQL"):
            self._connection = psycopg.connect(
                libpq_address(url), autocommit=True, cursor_factory=psycopg.ClientCursor
            )
        try:
            with told_by_postgres("Beginning a session"):
                self._path = self._connection.execute("SHOW search_path").fetchall()[0][0]
                # Ours are found first, and nobody's functions in place of PostgreSQL's.
                for name, value in {**_SETTINGS, "search_path": "pg_temp, pg_catalog"}.items():
                    self._connection.execute("SELECT set_config(%s, %s, false)", (name, value))
                self._make_readers()
        except BaseException:
            self._connection.close()
            raise

    def _make_readers(self) -> None:
        """Make what reads text as other types without stopping, gone with the session.

        PostgreSQL has a test for that from version 16 on.
        """
        with self._connection.transaction():
            self._connection.execute("SET TRANSACTION READ WRITE")
            for name, kind in READERS.items():
                self._connection.execute(
                    f"CREATE FUNCTION pg_temp.{name}(text) RETURNS {kind} LANGUAGE plpgsql"
                    f" IMMUTABLE AS $$ BEGIN RETURN CAST($1 AS {kind});"
                    " EXCEPTION WHEN data_exception THEN RETURN NULL; END $$"
                )

    def run(self, tree: exp.Expr, values: Values | None = None) -> list[tuple[Any, ...]]:
        """Run a tree and return all its rows, which may be none."""
        cursor = self._connection.execute(postgres_text(tree, values), dict(values or {}))
        return cursor.fetchall() if cursor.description else []

    def columns_of(self, tree: exp.Select) -> list[tuple[str, str]]:
        """Return name and PostgreSQL's type of each column that a SELECT gives."""
        cursor = self._connection.execute(postgres_text(tree.limit(0)), {})
        kinds = self._connection.adapters.types
        found = [(c.name, kinds.get(c.type_code)) for c in cursor.description or ()]
        return [(name, kind.name if kind else "unknown") for name, kind in found]

    def make(self, tree: exp.Expr) -> None:
        """Run what makes a temporary table or view of ours."""
        with self._connection.transaction():
            self._connection.execute("SET TRANSACTION READ WRITE")
            self._connection.execute(postgres_text(tree), {})

    @contextmanager
    def in_their_schemas(self) -> Iterator[None]:
        """Let names of tables mean what they mean to the user of the database."""
        # Their tables go before ours of the same name.
        with self._connection.transaction():
            self._connection.execute("SET TRANSACTION READ WRITE")
            path = f"{self._path}, pg_temp" if self._path else "pg_temp"
            self._connection.execute("SELECT set_config('search_path', %s, true)", (path,))
            yield

    def make_one(self, text: str) -> None:
        """Run one statement that a person wrote in part; PostgreSQL refuses a second in it."""
        psycopg.Cursor(self._connection).execute(text, binary=True)

    def copy_in(self, tree: exp.Expr, file: Path) -> None:
        """Send a file to a COPY FROM STDIN, piece by piece."""
        with (
            self._connection.cursor().copy(postgres_text(tree), _given({})) as copy,
            file.open("rb") as source,
        ):
            while piece := source.read(_CHUNK):
                copy.write(piece)

    def copy_out(self, tree: exp.Expr, values: Values, file: Path) -> None:
        """Write what a COPY TO STDOUT sends to a file, piece by piece."""
        with (
            self._connection.cursor().copy(postgres_text(tree, values), _given(values)) as copy,
            file.open("wb") as target,
        ):
            for piece in copy:
                target.write(piece)

    def close(self) -> None:
        """End the session; temporary tables go with it."""
        self._connection.close()


def _given(values: Values) -> Values:
    """Give a copy at least one value: without any, psycopg would leave a doubled % as it is."""
    return {"nothing": None, **values}


def libpq_address(url: str) -> str:
    """Return an address as libpq reads it: without SQLAlchemy's name of the driver.

    >>> libpq_address("postgresql+psycopg://me@db/sales")
    'postgresql://me@db/sales'
    """
    scheme, mark, rest = url.partition("://")
    return f"{scheme.partition('+')[0]}{mark}{rest}"


def is_same_database(one: str, other: str) -> bool:
    """Say whether two addresses lead to the same database, as whichever user."""
    try:
        found = [psycopg.conninfo.conninfo_to_dict(libpq_address(u)) for u in (one, other)]
    except psycopg.Error:
        return False
    user = [str(d.get("user") or "") for d in found]
    places = [
        (
            str(d.get("host") or d.get("hostaddr") or ""),
            str(d.get("port") or "5432"),
            str(d.get("dbname") or u),
        )
        for d, u in zip(found, user, strict=True)
    ]
    return places[0] == places[1]
