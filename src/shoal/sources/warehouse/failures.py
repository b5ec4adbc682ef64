"""What databases and their drivers say, in our words and without secrets."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from shoal.errors import DataError, ShoalError, SourceFailed, UsageError
from shoal.sources.warehouse.addresses import Address

_FAULTS_OF_THE_QUERY = (exc.ProgrammingError, exc.NotSupportedError, exc.InternalError)
_NOT_ALLOWED = frozenset({"42501", "28000", "28P01"})  # SQLSTATE: privilege, authorisation
# SQLite has one class for a query that cannot be and a file that cannot be read.
_SQLITE_QUERY = ("no such", "syntax error", "ambiguous column", "unrecognized token", "misuse")
_LONGEST = 300


@contextmanager
def told_by_database(address: Address, doing: str) -> Iterator[None]:
    """Turn what SQLAlchemy and drivers raise into our own errors.

    Parameters
    ----------
    address
        Of the database; its secrets are masked.
    doing
        What was tried: "connecting", "reading", "reading after 50,000 rows".
    """
    try:
        yield
    except (exc.SQLAlchemyError, OSError) as error:
        made = _ours(error, address, doing)
        # The chain is shown with --debug; it must not tell what the message keeps back.
        raise made from (error if address.masked(str(error)) == str(error) else None)


def reason_of(error: BaseException, address: Address) -> str:
    """Return the first line of what was said, masked and shortened."""
    said = str(getattr(error, "orig", None) or error).strip()
    line = said.splitlines()[0] if said else type(error).__name__
    line = address.masked(line).rstrip(". ")
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}..."


def unreachable(error: BaseException, address: Address) -> SourceFailed:
    """Return the error that tells that no connection came about."""
    return SourceFailed(
        f"sources.{address.name}: {address.shown} could not be reached: "
        f"{reason_of(error, address)}.",
        suggestion="Check host, user, password and rights, and that the database is up.",
    )


def _ours(error: Exception, address: Address, doing: str) -> ShoalError:
    said = reason_of(error, address)
    if doing == "connecting":
        return unreachable(error, address)
    what = f"sources.{address.name}: {doing} from {address.shown} failed: {said}."
    if _sqlstate(error) in _NOT_ALLOWED:
        return SourceFailed(what, suggestion="Give the user the right to read the table.")
    if isinstance(error, _FAULTS_OF_THE_QUERY) or _is_sqlite_query(said, address):
        return UsageError(what, suggestion="Check table and query; Shoal only reads.")
    if isinstance(error, exc.DataError):
        return DataError(
            what, suggestion="Leave the value out, or cast it, in a query of your own."
        )
    return SourceFailed(
        what, suggestion="Check that the database is up, then run again; nothing was half written."
    )


def _sqlstate(error: Exception) -> str | None:
    state = getattr(getattr(error, "orig", None), "sqlstate", None)
    return state if isinstance(state, str) else None


def _is_sqlite_query(said: str, address: Address) -> bool:
    return address.product.name == "sqlite" and any(mark in said for mark in _SQLITE_QUERY)
