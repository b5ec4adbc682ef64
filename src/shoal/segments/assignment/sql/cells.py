"""Columns of the user's table as the conditions of placements read them; missing cells are NULL."""

from sqlglot import exp

from shoal.records.tables import ColumnType
from shoal.segments.assignment.sql.dialects import SqlDialect
from shoal.segments.assignment.sql.formulas import (
    LARGEST,
    as_double,
    choice,
    given,
    text,
    within,
)

_NO_NUMBERS = ("", "nan", "inf", "-inf", "infinity", "-infinity")  # as databases write them


def cell(name: str, kind: ColumnType, *, dialect: SqlDialect) -> exp.Expr:
    """Return the cell of a column, read as a type.

    NaN, infinities and blank text are missing. A date is a time, as `audit.conditions` has it.
    EMPTY is a column of which nothing tells what it holds: its cells stay as they are.
    """
    column = given(name)
    match kind:
        case ColumnType.NUMBER:
            double = as_double(column)
            return choice([(within(double, -LARGEST, LARGEST), double.copy())])
        case ColumnType.TEXT:
            words = _as_text(column)
            blank = exp.NEQ(this=exp.Trim(this=words.copy()), expression=text(""))
            return dialect.by_codes(choice([(blank, words)]))
        case ColumnType.DATE:
            return exp.Cast(this=column, to=exp.DataType.build("timestamp"))
        case ColumnType.BOOLEAN:
            return exp.Cast(this=column, to=exp.DataType.build("boolean"))
        case ColumnType.EMPTY:
            words = exp.Lower(this=exp.Trim(this=_as_text(column)))
            is_none = exp.In(this=words, expressions=[text(word) for word in _NO_NUMBERS])
            return choice([(exp.Not(this=is_none), column.copy())])


def use_doubles(condition: exp.Expr) -> None:
    """Make arithmetic that of doubles, in place: what is beyond their range is missing.

    Cells are doubles and finite, so no result is NaN.
    """
    for result in list(condition.find_all(exp.Add, exp.Sub, exp.Mul, exp.Div)):
        if isinstance(result, exp.Div):
            result.set("typed", True)  # noqa: FBT003  # else SQLGlot casts doubles to doubles
        holder, place = result.parent, result.arg_key
        if holder is not None and place is not None:
            finite = exp.Nullif(this=result, expression=_beyond("inf"))
            holder.set(place, exp.Nullif(this=finite, expression=_beyond("-inf")))


def plain_patterns(condition: exp.Expr, dialect: SqlDialect) -> None:
    r"""Keep a backslash in a LIKE pattern a backslash, in place, where it would escape."""
    if not dialect.escapes_patterns:
        return
    for like in condition.find_all(exp.Like):
        like.set("expression", text(like.expression.name.replace("\\", "\\\\")))


def _as_text(column: exp.Expr) -> exp.Expr:
    return exp.Cast(this=column, to=exp.DataType.build("text"))


def _beyond(word: str) -> exp.Expr:
    return as_double(text(word))
