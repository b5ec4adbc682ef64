"""What every engine does to a query before it runs: known tables, own values, declared types."""

from collections.abc import Collection
from datetime import date

from sqlglot import exp

from shoal.errors import InternalError, UsageError, near_matches
from shoal.records.queries import Query, QueryColumn, ValueType

DataTypes = exp.DataType.Type

_TYPES = {
    ValueType.TEXT: DataTypes.TEXT,
    ValueType.NUMBER: DataTypes.DOUBLE,
    ValueType.WHOLE: DataTypes.BIGINT,
    ValueType.BOOLEAN: DataTypes.BOOLEAN,
    ValueType.DATE: DataTypes.DATE,
    ValueType.TIME: DataTypes.TIMESTAMPNTZ,  # Spark means another by TIMESTAMP
    ValueType.INSTANT: DataTypes.TIMESTAMPTZ,
}


def data_type(type_: ValueType) -> exp.DataType:
    """Return the one type that engines have for it."""
    return exp.DataType(this=_TYPES[type_])


def cast_to(value: exp.Expr, type_: ValueType) -> exp.Cast:
    """Return the value cast to the one type that engines have for it."""
    return exp.Cast(this=value, to=data_type(type_))


def table_named(name: str) -> exp.Table:
    """Return a table by its name, which is never taken for anything but a name."""
    return exp.Table(this=exp.to_identifier(name, quoted=True))


def as_declared(query: Query) -> exp.Select:
    """Wrap a query so that each column has the type it is declared with, in the declared order.

    Engines differ in what a sum of whole numbers is; after this they do not.
    """
    return select_as(query.columns).from_(query.tree.copy().subquery("typed", copy=False))


def select_as(columns: Collection[QueryColumn]) -> exp.Select:
    """Return a SELECT of these columns, each cast to its type, from nothing yet."""
    casts = [cast_to(exp.column(c.name, quoted=True), c.type) for c in columns]
    return exp.select(
        *(exp.alias_(e, c.name, quoted=True) for e, c in zip(casts, columns, strict=True))
    )


def values_used(query: Query) -> dict[str, str | float | int | bool | date]:
    """Return the values that the tree uses; an engine may refuse those that it does not.

    Raises
    ------
    InternalError
        A value is missing.
    """
    names = sorted({str(p.this) for p in query.tree.find_all(exp.Placeholder)})
    if missing := [n for n in names if n not in query.parameters]:
        raise InternalError(f"The query uses values that were not given: {', '.join(missing)}.")
    return {name: query.parameters[name] for name in names}


def refuse_unknown_tables(query: Query, known: Collection[str]) -> None:
    """Raise UsageError if the query reads a table that was not opened, taken or kept."""
    within = {c.alias for c in query.tree.find_all(exp.CTE)}
    tables = [t for t in query.tree.find_all(exp.Table) if isinstance(t.this, exp.Identifier)]
    # With a schema before it, a name is another's: Spark would even take it for a path.
    read = {f"{t.db}.{t.name}" if t.db else t.name for t in tables}
    for name in sorted(read - within - set(known)):
        held = ", ".join(sorted(known)) or "none"
        raise UsageError(
            f"The query reads a table {name} that is not open.{near_matches(name, known)}",
            suggestion=f"Open tables are: {held}.",
        )
