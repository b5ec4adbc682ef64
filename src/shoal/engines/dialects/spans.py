"""Spans of time in a tree: which unit, how many, added to what."""

from sqlglot import exp

from shoal.engines.dialects.nodes import as_type
from shoal.errors import InternalError
from shoal.records.queries import ValueType

_SECONDS = {"SECOND": 1, "MINUTE": 60, "HOUR": 3600, "DAY": 86400}


def unit_of(node: exp.Expr) -> str:
    """Return the unit of a span, in capital letters and the singular; days if there is none.

    Raises
    ------
    InternalError
        It is one that engines count in different ways, such as months.
    """
    unit = node.args.get("unit")
    name = unit.name.upper().removesuffix("S") if isinstance(unit, exp.Expr) else "DAY"
    if name not in _SECONDS:
        raise InternalError(f"Engines count {name} in different ways; days are the longest unit.")
    return name


def is_written_out(interval: exp.Expr) -> bool:
    """Whether an interval is a plain number of its unit, which all engines read."""
    return isinstance(interval.this, exp.Literal)


def seconds_in(interval: exp.Expr) -> exp.Expr:
    """Return how many seconds an interval lasts, as a double."""
    count = as_type(interval.this, ValueType.NUMBER)
    factor = _SECONDS[unit_of(interval)]
    return count if factor == 1 else exp.Mul(this=count, expression=exp.Literal.number(factor))


def as_interval(node: exp.Expr) -> exp.Interval:
    """Return the span that a TimestampAdd or TimestampSub adds or takes away."""
    return exp.Interval(this=node.expression, unit=exp.var(unit_of(node)))


def date_and_days(node: exp.Expr) -> tuple[exp.Expr, exp.Cast]:
    """Return the date and the whole days of a DateAdd or DateSub.

    Raises
    ------
    InternalError
        The unit is not days.
    """
    span = node.expression
    days = span.this if isinstance(span, exp.Interval) else span
    if unit_of(span if isinstance(span, exp.Interval) else node) != "DAY":
        raise InternalError("Only days are added to dates; for times there is TimestampAdd.")
    number = exp.Literal.number(days.this) if isinstance(days, exp.Literal) else days
    whole = exp.Cast(this=number, to=exp.DataType.build("INT"))
    return as_type(node.this, ValueType.DATE), whole


def dates_between(node: exp.Expr) -> tuple[exp.Expr, exp.Expr]:
    """Return the later and the earlier date of a DateDiff.

    Raises
    ------
    InternalError
        The unit is not days.
    """
    if unit_of(node) != "DAY":
        raise InternalError("Dates are subtracted in days; for times there is TimestampDiff.")
    return as_type(node.this, ValueType.DATE), as_type(node.expression, ValueType.DATE)


def refuse_other_than_seconds(node: exp.Expr) -> None:
    """Raise InternalError if a difference of times is asked for in another unit."""
    if unit_of(node) != "SECOND":
        raise InternalError("Times are subtracted in seconds; engines round other units apart.")
