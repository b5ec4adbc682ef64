"""Trees in PostgreSQL's words, with the placeholders of psycopg."""

from sqlglot import exp

from shoal.engines.casts import cast_to
from shoal.engines.dialects.nodes import as_type, in_brackets, is_decimal
from shoal.engines.dialects.rewriting import Rules, Values, rewritten, written
from shoal.engines.dialects.spans import (
    date_and_days,
    dates_between,
    is_written_out,
    refuse_other_than_seconds,
    seconds_in,
)
from shoal.errors import InternalError
from shoal.records.queries import ValueType

# Functions of a session that read text as a type, or give NULL where it is none.
READERS = {
    "shoal_read_number": "double precision",
    "shoal_read_date": "date",
    "shoal_read_time": "timestamp",
    "shoal_read_instant": "timestamptz",
    "shoal_read_boolean": "boolean",
    "shoal_read_whole": "bigint",
}
_READER_OF = {
    exp.DataType.Type.DOUBLE: "shoal_read_number",
    exp.DataType.Type.DATE: "shoal_read_date",
    exp.DataType.Type.TIMESTAMP: "shoal_read_time",
    exp.DataType.Type.TIMESTAMPNTZ: "shoal_read_time",
    exp.DataType.Type.TIMESTAMPTZ: "shoal_read_instant",
    exp.DataType.Type.BOOLEAN: "shoal_read_boolean",
    exp.DataType.Type.BIGINT: "shoal_read_whole",
}
# What every engine reads as a day or a time; PostgreSQL would also read "tomorrow".
_DAY_FIRST_BY_YEAR = "^\\s*[0-9]{4,}-[0-9]{1,2}-[0-9]{1,2}"
_NOT_DATED = ("shoal_read_number", "shoal_read_boolean", "shoal_read_whole")

# No text that PostgreSQL takes can hold it.
_MARK = "\0"


def postgres_text(tree: exp.Expr, values: Values | None = None) -> str:
    """Write a tree for PostgreSQL; the tree stays as it is.

    Parameters
    ----------
    tree
        A tree of no dialect.
    values
        What is bound to its placeholders, which are written `%(name)s`; every other % is doubled.

    Raises
    ------
    InternalError
        A text or name holds the character 0, which PostgreSQL has no place for.
    """
    said = _said(tree, values)
    for placeholder in list(said.find_all(exp.Placeholder)):
        placeholder.replace(exp.var(f"{_MARK}({placeholder.this})s"))
    return written(said, "postgres").replace("%", "%%").replace(_MARK, "%")


def postgres_text_for_people(tree: exp.Expr, values: Values) -> str:
    """Write a tree for PostgreSQL over several lines, with no sign that only psycopg needs."""
    return written(_said(tree, values), "postgres", pretty=True)


def _said(tree: exp.Expr, values: Values | None) -> exp.Expr:
    said = rewritten(tree, _RULES, values or {})
    if any(_MARK in str(n.this) for n in said.find_all(exp.Literal, exp.Identifier)):
        raise InternalError("A text of the query holds the character 0.")
    return said


def _read(node: exp.Expr) -> exp.Expr:
    """Read text as a type; what does not fit is NULL, as in the other engines."""
    kind = node.args["to"].this
    if kind not in _READER_OF:
        return exp.Cast(this=node.this, to=node.args["to"])
    name = _READER_OF[kind]
    said = as_type(node.this, ValueType.TEXT)
    read = exp.Dot(
        this=exp.to_identifier("pg_temp", quoted=True),
        expression=exp.Anonymous(this=exp.to_identifier(name, quoted=True), expressions=[said]),
    )
    if name in _NOT_DATED:
        return read
    pattern = exp.Literal.string(_DAY_FIRST_BY_YEAR)
    return exp.Case().when(exp.RegexpLike(this=said.copy(), expression=pattern), read)


def _literal(node: exp.Expr) -> exp.Expr:
    """Make a double of what would be a decimal number."""
    if not is_decimal(node) or isinstance(node.parent, exp.Cast):
        return node
    return cast_to(node.copy(), ValueType.NUMBER)


def _any_letters(node: exp.Expr) -> exp.Expr:
    """Change the case of all letters, not of those of English alone; compare by code after it.

    Texts are kept in the order of their codes, as in the other engines, and under that order
    PostgreSQL knows no other letters.
    """
    all_letters = _collated(node.this, "und-x-icu")
    return in_brackets(_collated(type(node)(this=all_letters), "C"))


def _collated(value: exp.Expr, order: str) -> exp.Collate:
    return exp.Collate(this=value, expression=exp.to_identifier(order, quoted=True))


def _bit_count(node: exp.Expr) -> exp.Expr:
    """Count in a row of bits; PostgreSQL counts in none of its numbers."""
    bits = exp.Cast(this=as_type(node.this, ValueType.WHOLE), to=_sixty_four_bits())
    return exp.Anonymous(this="bit_count", expressions=[bits])


def _sixty_four_bits() -> exp.DataType:
    size = exp.DataTypeParam(this=exp.Literal.number(64))
    return exp.DataType(this=exp.DataType.Type.BIT, expressions=[size])


def _interval(node: exp.Expr) -> exp.Expr:
    if is_written_out(node) or isinstance(node.parent, exp.DateAdd | exp.DateSub):
        return node
    second = exp.Interval(this=exp.Literal.string("1"), unit=exp.var("SECOND"))
    return in_brackets(exp.Mul(this=in_brackets(seconds_in(node)), expression=second))


def _days_added(node: exp.Expr) -> exp.Expr:
    day, days = date_and_days(node)
    sign = exp.Add if isinstance(node, exp.DateAdd) else exp.Sub
    return in_brackets(sign(this=day, expression=days))


def _days_between(node: exp.Expr) -> exp.Expr:
    later, earlier = dates_between(node)
    return in_brackets(exp.Sub(this=later, expression=earlier))


def _seconds_between(node: exp.Expr) -> exp.Expr:
    refuse_other_than_seconds(node)
    return _epoch(in_brackets(exp.Sub(this=node.this, expression=node.expression)))


def _epoch(value: exp.Expr) -> exp.Expr:
    seconds = exp.Extract(this=exp.var("EPOCH"), expression=value)
    return cast_to(seconds, ValueType.NUMBER)


def _is_nan(node: exp.Expr) -> exp.Expr:
    nan = cast_to(exp.Literal.string("NaN"), ValueType.NUMBER)
    return in_brackets(exp.EQ(this=node.this, expression=nan))


_RULES: Rules = {
    exp.Literal: _literal,
    exp.Lower: _any_letters,
    exp.Upper: _any_letters,
    exp.BitwiseCount: _bit_count,
    exp.Interval: _interval,
    exp.DateAdd: _days_added,
    exp.DateSub: _days_added,
    exp.DateDiff: _days_between,
    exp.TimestampDiff: _seconds_between,
    exp.TimeToUnix: lambda node: _epoch(node.this),
    exp.IsNan: _is_nan,
    exp.TryCast: _read,
}
