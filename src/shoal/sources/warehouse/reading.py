"""Rows of a database as tables of one form, some thousands of rows at once."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CursorResult, exc, inspect
from sqlglot import exp

from shoal.errors import AmbiguousColumns, UsageError, near_matches
from shoal.records.queries import ValueType
from shoal.records.tables import Table
from shoal.records.workspace import Location
from shoal.sources.typed import type_of_values, typed_column
from shoal.sources.warehouse.addresses import Address, address_of
from shoal.sources.warehouse.declared import declared_type
from shoal.sources.warehouse.failures import told_by_database
from shoal.sources.warehouse.sessions import Session, session_with
from shoal.sources.warehouse.statements import (
    greatest_of,
    select_of_query,
    select_of_table,
    statement_text,
    table_parts,
)

ROWS_AT_ONCE = 50_000

Rows = Sequence[Sequence[object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """A column of the result: its name for queries, as the database wrote it, and its code."""

    name: str
    own: str
    code: object


def read_database(location: Location, *, name: str) -> Iterator[Table]:
    """Yield the rows of a table or query; see `shoal.sources.warehouses.read_warehouse`."""
    address = address_of(location.url or "", name=name)
    parts = None
    if location.query is None:
        parts = table_parts(location.table or "", address.product, name=name)
        tree: exp.Query = select_of_table(parts)
    else:
        tree = select_of_query(location.query, address.product, name=name)
    with session_with(address) as session:
        yield from _pieces(session, address, tree, parts)


def _pieces(
    session: Session, address: Address, tree: exp.Query, parts: tuple[str, ...] | None
) -> Iterator[Table]:
    statement = statement_text(tree, address.product)
    try:
        with told_by_database(address, "reading"):
            result = session.send(statement, rows_at_once=ROWS_AT_ONCE)
    except UsageError:
        _refuse_unknown_table(session, address, parts)
        raise
    with _closed_at_the_end(result):
        columns = _columns_of(result, address)
        types = _declared(session, address, tree, columns)
        n_read = 0
        for rows in _taken(result, address):
            if n_read == 0:
                _settle(types, rows)
            yield _table(address, columns, types, rows, first_row=n_read + 1)
            n_read += len(rows)


@contextmanager
def _closed_at_the_end(result: CursorResult[Any]) -> Iterator[None]:
    """Close a result; a server that has gone away has nothing left to close."""
    try:
        yield
    finally:
        with suppress(exc.SQLAlchemyError):
            result.close()


def _taken(result: CursorResult[Any], address: Address) -> Iterator[Rows]:
    """Yield rows piece by piece; one empty piece if there is no row, for its columns."""
    n_read = 0
    while True:
        doing = f"reading on after {n_read:,} rows" if n_read else "reading"
        with told_by_database(address, doing):
            rows = result.fetchmany(ROWS_AT_ONCE)
        if rows or not n_read:
            yield rows
        if not rows:
            return
        n_read += len(rows)


def _columns_of(result: CursorResult[Any], address: Address) -> tuple[_Column, ...]:
    described = result.cursor.description or ()
    columns = tuple(
        _Column(name=_as_written(str(c[0]), address), own=str(c[0]), code=c[1]) for c in described
    )
    folded = [c.name.casefold() for c in columns]
    if repeated := sorted({c.name for c in columns if folded.count(c.name.casefold()) > 1}):
        raise AmbiguousColumns(
            f"sources.{address.name} has columns of the same name: {', '.join(repeated[:5])}.",
            suggestion="Name each column apart in a query: SELECT a.id, b.id AS b_id ...",
        )
    return columns


def _as_written(own: str, address: Address) -> str:
    """Return a column's name as people write it where the database made it capital letters."""
    return own.lower() if address.product.raises and own.isupper() else own


def _declared(
    session: Session, address: Address, tree: exp.Query, columns: tuple[_Column, ...]
) -> list[ValueType | None]:
    """Return what the driver says that columns hold; what it says nothing of is looked up."""
    types = [declared_type(c.code, product=address.product.name) for c in columns]
    silent = tuple(c.own for c in columns if c.code is None)
    if not silent:
        return types
    asked = statement_text(greatest_of(tree, silent), address.product)
    with told_by_database(address, "reading"):
        greatest = dict(zip(silent, session.send(asked).one(), strict=True))
    return [
        t if t is not None else type_of_values([greatest.get(c.own)])
        for t, c in zip(types, columns, strict=True)
    ]


def _settle(types: list[ValueType | None], rows: Rows) -> None:
    """Take from the first rows what neither driver nor database has told."""
    for place, type_ in enumerate(types):
        if type_ is None:
            types[place] = type_of_values(row[place] for row in rows) or ValueType.TEXT


def _table(
    address: Address,
    columns: tuple[_Column, ...],
    types: Sequence[ValueType | None],
    rows: Rows,
    *,
    first_row: int,
) -> Table:
    what = f"sources.{address.name}"
    cells = list(zip(*rows, strict=True)) or [()] * len(columns)
    made = tuple(
        typed_column(c.name, type_, values, what=what, first_row=first_row)
        for c, type_, values in zip(columns, types, cells, strict=True)
    )
    return Table(name=address.name, n_rows=len(rows), columns=made)


def _refuse_unknown_table(
    session: Session, address: Address, parts: tuple[str, ...] | None
) -> None:
    """Raise UsageError with near matches if the table is not there."""
    if parts is None:
        return
    schema, table = ".".join(parts[:-1]) or None, parts[-1]
    try:
        session.connection.rollback()
        inspector = inspect(session.connection)
        known = [*inspector.get_table_names(schema), *inspector.get_view_names(schema)]
        schemas = inspector.get_schema_names()
    except (exc.SQLAlchemyError, NotImplementedError):  # it lists no tables: the query tells then
        return
    if table in known:
        return
    shown = ".".join(parts)
    near = near_matches(table, known) or near_matches(schema or table, schemas)
    raise UsageError(
        f"sources.{address.name}: {address.shown} has no table {shown}, or does not show it to"
        f" this user.{near}",
        suggestion="Write it as schema.table, with the capital letters that the database keeps.",
    )
