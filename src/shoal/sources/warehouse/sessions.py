"""A session with a database that can only read, where the database knows how to promise that."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, CursorResult, Engine, NullPool, create_engine, exc

from shoal.errors import MissingExtra
from shoal.sources.warehouse.addresses import Address
from shoal.sources.warehouse.failures import told_by_database, unreachable
from shoal.sources.warehouse.products import not_installed

_OUR_POSTGRES = "psycopg"  # what the extra installs
_PATIENCE_SECONDS = 30
_PATIENT = frozenset({"postgresql", "mysql", "mariadb"})
_FIRST_WORDS = {
    "mysql": ("SET SESSION TRANSACTION READ ONLY", "SET time_zone = '+00:00'"),
    "mariadb": ("SET SESSION TRANSACTION READ ONLY", "SET time_zone = '+00:00'"),
}


class Session:
    """Sends SELECTs to a database; see `session_with`."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def send(self, statement: str, *, rows_at_once: int | None = None) -> CursorResult[Any]:
        """Send a SELECT; with `rows_at_once` the rows stay at the database until they are taken.

        The statement is sent as it is: no sign of it stands for a value.
        """
        options: dict[str, Any] = {"no_parameters": True}
        if rows_at_once is not None:
            options |= {"stream_results": True, "yield_per": rows_at_once}
        return self.connection.exec_driver_sql(statement, execution_options=options)


@contextmanager
def session_with(address: Address) -> Iterator[Session]:
    """Connect to a database for reading, and let go of it at the end.

    PostgreSQL and MySQL run everything in transactions that cannot write, SQLite opens the file
    for reading only. Others are trusted with one SELECT that was checked.

    Raises
    ------
    MissingExtra
        The driver is not installed.
    SourceFailed
        The database cannot be reached, or lets nobody in.
    """
    engine = _engine(address)
    try:
        with _connected(engine, address) as connection:
            yield Session(connection)
    finally:
        engine.dispose()


def _engine(address: Address) -> Engine:
    try:
        return create_engine(
            address.url, poolclass=NullPool, hide_parameters=True, connect_args=_settings(address)
        )
    except exc.NoSuchModuleError as error:
        raise not_installed(address.product, name=address.name) from error
    except ImportError as error:
        raise _driver_missing(address, error) from error
    except Exception as error:  # noqa: BLE001 - drivers raise what they like when looking for keys
        raise unreachable(error, address) from None


def _driver_missing(address: Address, error: ImportError) -> MissingExtra:
    module = (error.name or "").partition(".")[0]
    asked = address.url.drivername.partition("+")[2]
    is_usual = asked in ("", _OUR_POSTGRES, address.product.driver)
    return not_installed(address.product, name=address.name, module="" if is_usual else module)


@contextmanager
def _connected(engine: Engine, address: Address) -> Iterator[Connection]:
    try:
        connection = engine.connect()
    except Exception as error:  # noqa: BLE001 - as above
        raise unreachable(error, address) from None
    with connection:
        with told_by_database(address, "connecting"):
            _begin_reading(connection, address.product.name)
        yield connection


def _begin_reading(connection: Connection, product: str) -> None:
    if product == "postgresql":
        connection.execution_options(postgresql_readonly=True)
    for word in _FIRST_WORDS.get(product, ()):
        connection.exec_driver_sql(word)


def _settings(address: Address) -> dict[str, int]:
    is_said = "connect_timeout" in address.url.query
    patient = address.product.name in _PATIENT and not is_said
    return {"connect_timeout": _PATIENCE_SECONDS} if patient else {}
