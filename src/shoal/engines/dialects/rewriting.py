"""What every engine needs a tree to say more plainly than SQLGlot's dialects would.

A rule is a pure function from a node to the node in its place; it sees children that were
rewritten before it.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from sqlglot import ErrorLevel, exp
from sqlglot.errors import UnsupportedError

from shoal.engines.casts import cast_to
from shoal.engines.dialects.layout import laid_out
from shoal.engines.dialects.nodes import as_type, in_brackets
from shoal.engines.dialects.spans import as_interval, dates_between
from shoal.errors import InternalError
from shoal.records.queries import ValueType

Rule = Callable[[exp.Expr], exp.Expr]
Rules = Mapping[type[exp.Expr], Rule]
Values = Mapping[str, str | float | int | bool | date]


def rewritten(tree: exp.Expr, rules: Rules, values: Values) -> exp.Expr:
    """Return a copy of a tree, said as one engine wants it.

    Parameters
    ----------
    tree
        Of no dialect.
    rules
        An engine's own; they go before those that are the same for all.
    values
        What is bound to placeholders. Each is cast to its type: an engine may know none.
    """
    typed: Rules = {exp.Placeholder: lambda node: _typed_value(node, values)}
    # Spans become intervals first, so that an engine has one rule for both.
    tree = tree.copy()
    for step in (_SPANS, {**_PLAIN, **rules}, typed):
        tree = _applied(tree, step)
    return tree


def written(tree: exp.Expr, dialect: str, *, pretty: bool = False) -> str:
    """Write a tree whose nodes the dialect knows.

    Every name is between quotes: without them, a column `user` would be whoever is connected.

    Raises
    ------
    InternalError
        The dialect has no words for a node.
    """
    try:
        text = tree.sql(dialect, identify=True, unsupported_level=ErrorLevel.RAISE)
    except UnsupportedError as error:
        raise InternalError(f"The query cannot be written for {dialect}: {error}.") from error
    return laid_out(text, dialect) if pretty else text


def type_of_value(value: object) -> ValueType:
    """Return what a bound value is.

    >>> type_of_value(True).value, type_of_value(3).value
    ('boolean', 'whole')
    """
    if isinstance(value, datetime):
        return ValueType.INSTANT if value.tzinfo else ValueType.TIME
    kinds = {bool: ValueType.BOOLEAN, int: ValueType.WHOLE, float: ValueType.NUMBER}
    for kind, type_ in kinds.items():
        if isinstance(value, kind):
            return type_
    return ValueType.DATE if isinstance(value, date) else ValueType.TEXT


def _applied(tree: exp.Expr, rules: Rules) -> exp.Expr:
    root = exp.Paren(this=tree)
    for node in reversed(list(root.this.walk())):
        if (rule := rules.get(type(node))) is not None:
            node.replace(rule(node))
    result: exp.Expr = root.this.pop()
    return result


def _typed_value(node: exp.Expr, values: Values) -> exp.Expr:
    name = str(node.this)
    if name not in values:
        raise InternalError(f"The query uses a value {name} that was not given.")
    return cast_to(node.copy(), type_of_value(values[name]))


def _quotient(node: exp.Expr) -> exp.Expr:
    """Divide as doubles; by zero is NULL, where one engine would stop and another say infinity."""
    divisor = node.expression
    below = as_type(divisor, ValueType.NUMBER)
    if not (isinstance(divisor, exp.Literal) and float(divisor.name.removesuffix("D"))):
        below = exp.Nullif(this=below, expression=exp.Literal.number(0))
    return exp.Div(this=as_type(node.this, ValueType.NUMBER), expression=below, typed=True)


def _shift(node: exp.Expr) -> exp.Expr:
    """Shift 64 bits, not the 32 of a short number."""
    return in_brackets(
        type(node)(
            this=as_type(node.this, ValueType.WHOLE),
            expression=exp.Cast(this=node.expression.copy(), to=exp.DataType.build("INT")),
        )
    )


def _nulls_last(node: exp.Expr) -> exp.Expr:
    if node.args.get("nulls_first") is None:
        node.set("nulls_first", value=False)
    return node


def _days_between(node: exp.Expr) -> exp.Expr:
    later, earlier = dates_between(node)
    return exp.DateDiff(this=later, expression=earlier, unit=exp.var("DAY"))


def _seconds_between(node: exp.Expr) -> exp.Expr:
    """Take `epoch(b - a)` for what it means: the seconds from a to b."""
    inner = node.this.unnest()
    if not isinstance(inner, exp.Sub):
        return node
    second = exp.var("SECOND")
    return exp.TimestampDiff(this=inner.this, expression=inner.expression, unit=second)


def _epoch(node: exp.Expr) -> exp.Expr:
    if node.name.upper() != "EPOCH":
        return node
    return _seconds_between(exp.TimeToUnix(this=node.expression.copy()))


def _bit_count(node: exp.Expr) -> exp.Expr:
    if node.name.lower() != "bit_count":
        return node
    return exp.BitwiseCount(this=node.expressions[0])


_SPANS: Rules = {
    exp.TimestampAdd: lambda n: in_brackets(exp.Add(this=n.this, expression=as_interval(n))),
    exp.TimestampSub: lambda n: in_brackets(exp.Sub(this=n.this, expression=as_interval(n))),
    exp.TimeToUnix: _seconds_between,
    exp.Extract: _epoch,
    exp.Anonymous: _bit_count,
}
_PLAIN: Rules = {
    exp.Div: _quotient,
    exp.BitwiseAnd: in_brackets,
    exp.BitwiseOr: in_brackets,
    exp.BitwiseXor: in_brackets,
    exp.BitwiseLeftShift: _shift,
    exp.BitwiseRightShift: _shift,
    exp.Neg: in_brackets,
    exp.Ordered: _nulls_last,
    exp.DateDiff: _days_between,
}
