"""Trees in the words of Apache Spark, in its ANSI mode and with UTC as the zone of the session."""

import re

from sqlglot import exp

from shoal.engines.casts import cast_to
from shoal.engines.dialects.nodes import as_type, double, function, in_brackets, is_decimal
from shoal.engines.dialects.rewriting import Rules, Values, rewritten, written
from shoal.engines.dialects.spans import (
    date_and_days,
    is_written_out,
    refuse_other_than_seconds,
    seconds_in,
    unit_of,
)
from shoal.records.queries import ValueType

_MICROSECONDS = "1e6D"


def spark_text(tree: exp.Expr, values: Values | None = None, *, pretty: bool = False) -> str:
    """Write a tree for Spark; the tree stays as it is.

    Parameters
    ----------
    tree
        A tree of no dialect.
    values
        What is bound to its placeholders, which are written `:name`.
    pretty
        Over several lines.
    """
    return written(rewritten(tree, _RULES, values or {}), "spark", pretty=pretty)


def _literal(node: exp.Expr) -> exp.Expr:
    """Make a double of what would be a decimal number."""
    return double(f"{node.this}D") if is_decimal(node) else node


def _interval(node: exp.Expr) -> exp.Expr:
    if isinstance(node.parent, exp.DateAdd | exp.DateSub):
        return node
    if is_written_out(node):
        return exp.Interval(this=node.this, unit=exp.var(unit_of(node)))
    none = exp.Literal.number(0)
    seconds = exp.Cast(this=in_brackets(seconds_in(node)), to=exp.DataType.build("DECIMAL(18, 6)"))
    return function("make_dt_interval", none, none.copy(), none.copy(), seconds)


def _days_added(node: exp.Expr) -> exp.Expr:
    name = "date_add" if isinstance(node, exp.DateAdd) else "date_sub"
    return function(name, *date_and_days(node))


def _seconds_between(node: exp.Expr) -> exp.Expr:
    refuse_other_than_seconds(node)
    unit = exp.var("MICROSECOND")
    return _of_micros(function("timestampdiff", unit, node.expression, node.this))


def _epoch(node: exp.Expr) -> exp.Expr:
    return _of_micros(function("unix_micros", as_type(node.this, ValueType.INSTANT)))


def _of_micros(micros: exp.Expr) -> exp.Expr:
    quotient = exp.Div(this=cast_to(micros, ValueType.NUMBER), expression=double(_MICROSECONDS))
    return in_brackets(quotient)


def _median(node: exp.Expr) -> exp.Expr:
    """Take the exact quantile; the function that SQLGlot writes does not exist."""
    at = node.expression if isinstance(node, exp.PercentileCont) else double("0.5D")
    return function("percentile", as_type(node.this, ValueType.NUMBER), at)


def _replaced(node: exp.Expr) -> exp.Expr:
    r"""Name groups as Java does: $1 where the others have \1."""
    found = node.args["replacement"]
    node.set("replacement", exp.Literal.string(re.sub(r"\\(\d)", r"$\1", found.name)))
    return node


def _timestamp(node: exp.Expr) -> exp.Expr:
    """Say that a time has no zone; Spark's TIMESTAMP has one."""
    if node.this is exp.DataType.Type.TIMESTAMP:
        return exp.DataType(this=exp.DataType.Type.TIMESTAMPNTZ)
    return node


def _without_zone(node: exp.Expr) -> exp.Expr:
    """Give back a time without zone, as the other engines do."""
    return cast_to(node.copy(), ValueType.TIME)


_RULES: Rules = {
    exp.Literal: _literal,
    exp.Interval: _interval,
    exp.DateAdd: _days_added,
    exp.DateSub: _days_added,
    exp.TimestampDiff: _seconds_between,
    exp.TimeToUnix: _epoch,
    exp.Median: _median,
    exp.PercentileCont: _median,
    exp.DataType: _timestamp,
    exp.RegexpReplace: _replaced,
    exp.TimestampTrunc: _without_zone,
}
