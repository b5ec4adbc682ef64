"""Trees in DuckDB's words."""

from sqlglot import exp

from shoal.engines.casts import cast_to
from shoal.engines.dialects.nodes import double, function, in_brackets, is_decimal
from shoal.engines.dialects.rewriting import Rules, Values, rewritten, written
from shoal.engines.dialects.spans import (
    date_and_days,
    is_written_out,
    refuse_other_than_seconds,
    seconds_in,
)
from shoal.records.queries import ValueType


def duckdb_text(tree: exp.Expr, values: Values | None = None, *, pretty: bool = False) -> str:
    """Write a tree for DuckDB; the tree stays as it is.

    Parameters
    ----------
    tree
        A tree of no dialect.
    values
        What is bound to its placeholders, which are written `$name`.
    pretty
        Over several lines.
    """
    return written(rewritten(tree, _RULES, values or {}), "duckdb", pretty=pretty)


def _literal(node: exp.Expr) -> exp.Expr:
    """Write an exponent, which makes a double of what would be a decimal number."""
    return double(f"{node.this}e0") if is_decimal(node) and "e" not in node.name.lower() else node


def _trim(node: exp.Expr) -> exp.Expr:
    """Take off spaces and nothing else, as the other engines do."""
    if node.args.get("expression") is None:
        node.set("expression", exp.Literal.string(" "))
    return node


def _interval(node: exp.Expr) -> exp.Expr:
    if is_written_out(node) or isinstance(node.parent, exp.DateAdd | exp.DateSub):
        return node
    return function("to_seconds", seconds_in(node))


def _days_added(node: exp.Expr) -> exp.Expr:
    day, days = date_and_days(node)
    sign = exp.Add if isinstance(node, exp.DateAdd) else exp.Sub
    return in_brackets(sign(this=day, expression=days))


def _seconds_between(node: exp.Expr) -> exp.Expr:
    refuse_other_than_seconds(node)
    unit = exp.Literal.string("microsecond")
    micros = function("date_diff", unit, node.expression, node.this)
    quotient = exp.Div(this=cast_to(micros, ValueType.NUMBER), expression=double("1e6"))
    return in_brackets(quotient)


_RULES: Rules = {
    exp.Literal: _literal,
    exp.Trim: _trim,
    exp.Interval: _interval,
    exp.DateAdd: _days_added,
    exp.DateSub: _days_added,
    exp.TimestampDiff: _seconds_between,
}
