"""Pieces of DuckDB's SQL that read files, and DuckDB's types in ours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlglot import exp

from shoal.engines.casts import cast_to
from shoal.engines.places import as_pattern
from shoal.records.queries import QueryColumn, ValueType

Described = Sequence[tuple[str, str]]

_WHOLE = frozenset(
    {"BIGINT", "INTEGER", "SMALLINT", "TINYINT", "UINTEGER", "USMALLINT", "UTINYINT"}
)
_NUMBERS = ("DOUBLE", "FLOAT", "DECIMAL", "HUGEINT", "UHUGEINT", "UBIGINT")
_OWN_TYPE = {
    ValueType.TEXT: "VARCHAR",
    ValueType.NUMBER: "DOUBLE",
    ValueType.WHOLE: "BIGINT",
    ValueType.BOOLEAN: "BOOLEAN",
    ValueType.DATE: "DATE",
    ValueType.TIME: "TIMESTAMP",
    ValueType.INSTANT: "TIMESTAMP WITH TIME ZONE",
}


class Probe(Protocol):
    """Asks DuckDB about files while it is decided how to read them."""

    def describe(self, tree: exp.Select) -> Described:
        """Return name and DuckDB's type of each column that a SELECT gives."""

    def first_row(self, tree: exp.Select) -> tuple[object, ...]:
        """Run a SELECT and return its first row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A SELECT that reads files, and the columns that it gives."""

    tree: exp.Select
    columns: tuple[QueryColumn, ...]


def in_our_types(
    source: exp.Expr, described: Described, *, texts: frozenset[str] = frozenset()
) -> Reading:
    """Return a SELECT of all columns of a source, each in the one type that we have for it."""
    columns, casts = [], []
    for name, own in described:
        type_ = ValueType.TEXT if name in texts else type_of(own)
        value = exp.column(name, quoted=True)
        cast = value if own == _OWN_TYPE[type_] else _cast(value, own, type_)
        columns.append(QueryColumn(name=name, type=type_))
        casts.append(exp.alias_(cast, name, quoted=True))
    return Reading(tree=exp.select(*casts).from_(source.copy()), columns=tuple(columns))


def type_of(own: str) -> ValueType:
    """Return what a column of one of DuckDB's types holds; what has no counterpart is text.

    >>> type_of("DECIMAL(18,3)").value, type_of("UUID").value
    ('number', 'text')
    """
    if own in _WHOLE:
        return ValueType.WHOLE
    if own.endswith("]"):
        return ValueType.TEXT
    if own.startswith(_NUMBERS):
        return ValueType.NUMBER
    if own.startswith("TIMESTAMP"):
        return ValueType.INSTANT if own == _OWN_TYPE[ValueType.INSTANT] else ValueType.TIME
    return {"BOOLEAN": ValueType.BOOLEAN, "DATE": ValueType.DATE}.get(own, ValueType.TEXT)


def own_type(type_: ValueType) -> str:
    """Return the type in which DuckDB holds it."""
    return _OWN_TYPE[type_]


def call(function: str, files: Sequence[str], options: Mapping[str, exp.Expr]) -> exp.Expr:
    """Return the call of a function that reads files; no sign of a path acts as a pattern."""
    named = exp.Array(expressions=[quoted(as_pattern(f)) for f in files])
    settings = [exp.EQ(this=exp.var(n), expression=v) for n, v in options.items()]
    return exp.Anonymous(this=function, expressions=[named, *settings])


def all_of(source: exp.Expr) -> exp.Select:
    """Return a SELECT of everything in a source."""
    return exp.select("*").from_(source.copy())


def struct(values: Mapping[str, str]) -> exp.Struct:
    """Return a literal such as {'id': 'VARCHAR'}."""
    pairs = [exp.PropertyEQ(this=quoted(n), expression=quoted(v)) for n, v in values.items()]
    return exp.Struct(expressions=pairs)


def plain_text(value: exp.Expr) -> exp.Expr:
    """Return a number as text, without decimals where they are all zero.

    An id that went through a column of decimals is 7.0; elsewhere the same id is 7.
    """
    nothing = [quoted(r"\.0+$"), quoted("")]
    return exp.Anonymous(
        this="regexp_replace", expressions=[cast_to(value, ValueType.TEXT), *nothing]
    )


def quoted(value: str) -> exp.Literal:
    """Return a text as a literal."""
    return exp.Literal.string(value)


def _cast(value: exp.Expr, own: str, type_: ValueType) -> exp.Expr:
    is_number = own.startswith(_NUMBERS) and not own.endswith("]")
    return plain_text(value) if type_ is ValueType.TEXT and is_number else cast_to(value, type_)
