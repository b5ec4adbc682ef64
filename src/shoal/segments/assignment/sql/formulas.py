"""Parts of formulas as SQL trees: numbers, columns, sums, choices.

Nothing here pastes text. What comes from a table or a model enters as an identifier or a literal
of the tree and is quoted when the tree is written.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from sqlglot import exp

LARGEST = 1.7976931348623157e308  # the largest double; infinities and NaN are not below it
_TERMS_IN_A_ROW = 16  # databases bound how deep a formula may nest
_NEGLIGIBLE = -40.0  # exp of less vanishes beside 1 in a double; PostgreSQL raises on underflow


def number(value: float) -> exp.Expr:
    """Return a number that every dialect reads as a double, not as a decimal.

    >>> number(0.25).sql(), number(-3).sql()
    ('2.5E-1', '-3E+0')
    """
    digits = np.format_float_scientific(abs(value), trim="-", exp_digits=1)
    written = exp.Literal.number(digits.upper())
    return exp.Neg(this=written) if value < 0 else written


def own(name: str) -> exp.Column:
    """Return a column that an earlier stage of the statement made."""
    return exp.column(name)


def given(name: str) -> exp.Column:
    """Return a column of the user's table, quoted."""
    return exp.column(name, quoted=True)


def as_double(value: exp.Expr) -> exp.Expr:
    """Return a value as a double, whatever number it was."""
    return exp.Cast(this=value, to=exp.DataType.build("double"))


def times(value: exp.Expr, factor: float) -> exp.Expr:
    """Return value x factor, in its shortest form."""
    return value if factor == 1.0 else exp.Mul(this=value, expression=number(factor))


def weighted(constant: float, terms: Iterable[tuple[float, str]]) -> exp.Expr:
    """Return constant + sum of weight x column; columns without weight are left out."""
    parts = [(weight < 0, times(own(name), abs(weight))) for weight, name in terms if weight != 0]
    if constant != 0 or not parts:
        parts.insert(0, (constant < 0, number(abs(constant))))
    return _added(parts)


def total(parts: Sequence[exp.Expr]) -> exp.Expr:
    """Return the sum of parts."""
    return _added([(False, part) for part in parts])


def minus(value: exp.Expr, other: exp.Expr) -> exp.Expr:
    """Return value - other."""
    return exp.Sub(this=value, expression=other)


def within(value: exp.Expr, low: float, high: float) -> exp.Expr:
    """Return whether low <= value <= high; neither a missing value nor NaN is."""
    return exp.Between(this=value, low=number(low), high=number(high))


def same(value: exp.Expr, other: exp.Expr) -> exp.Expr:
    """Return whether two values are equal."""
    return exp.EQ(this=value, expression=other)


def choice(
    cases: Iterable[tuple[exp.Expr, exp.Expr]], otherwise: exp.Expr | None = None
) -> exp.Expr:
    """Return the value of the first case that holds."""
    ifs = [exp.If(this=condition, true=value) for condition, value in cases]
    return exp.Case(ifs=ifs, default=otherwise)


def greatest(values: Sequence[exp.Expr]) -> exp.Expr:
    """Return the greatest of values of which none is missing."""
    # Anonymous: the dialects differ in what a missing value does, and SQLGlot would guard for it.
    return values[0] if len(values) == 1 else exp.Anonymous(this="GREATEST", expressions=[*values])


def power_of_e(value: exp.Expr) -> exp.Expr:
    """Return exp of a value that is at most 0."""
    counts = exp.GT(this=value, expression=number(_NEGLIGIBLE))
    return choice([(counts, exp.Exp(this=value.copy()))], number(0.0))


def text(value: str) -> exp.Expr:
    """Return a text constant."""
    return exp.Literal.string(value)


def _added(parts: list[tuple[bool, exp.Expr]]) -> exp.Expr:
    """Add (or subtract) parts; many are added in groups, so that the tree stays shallow."""
    while len(parts) > _TERMS_IN_A_ROW:
        groups = [parts[i : i + _TERMS_IN_A_ROW] for i in range(0, len(parts), _TERMS_IN_A_ROW)]
        parts = [(False, exp.Paren(this=_in_a_row(group))) for group in groups]
    return _in_a_row(parts)


def _in_a_row(parts: list[tuple[bool, exp.Expr]]) -> exp.Expr:
    (is_negative, result), *rest = parts
    if is_negative:
        result = exp.Neg(this=result)
    for is_subtracted, part in rest:
        join = exp.Sub if is_subtracted else exp.Add
        result = join(this=result, expression=part)
    return result
