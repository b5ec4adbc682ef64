"""From a table's columns to prepared metrics, stage by stage."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sqlglot import exp

from shoal.records.accounts import Metric
from shoal.records.arrays import Floats
from shoal.records.preparation import PreparedMetric, Scale
from shoal.segments.assignment.sql.formulas import (
    LARGEST,
    as_double,
    choice,
    given,
    number,
    own,
    same,
    times,
    weighted,
    within,
)
from shoal.segments.prepare.replay import prepare_values
from shoal.segments.prepare.scales import ROOT_SHIFT, STEEP_SHIFT


@dataclass(frozen=True, slots=True)
class Range:
    """Where a metric's values may lie, and where its z is not clipped; in native units."""

    possible_low: float
    possible_high: float
    low: float
    high: float

    @property
    def fill(self) -> float:
        """The value that stands for a missing one; its effect on scores is taken back."""
        return min(max(0.0, self.low), self.high)


def value(metric: Metric) -> exp.Expr:
    """Return a metric's value, as `audit.readings` reads it; impossible ratios are missing."""
    column = as_double(given(metric.column))
    if not _is_derived(metric):
        return column
    raw = choice([(within(column, *_bounds(metric)), column.copy())])
    if metric.per is not None:
        seats = as_double(given(metric.per))
        is_some = exp.and_(
            exp.GT(this=seats, expression=number(0.0)),
            exp.LTE(this=seats.copy(), expression=number(LARGEST)),
            copy=False,
        )
        divisor = choice([(is_some, seats.copy())])
        raw = exp.Div(this=raw, expression=divisor, typed=True, safe=False)
    return times(raw, metric.factor)


def range_of(metric: Metric, prepared: PreparedMetric) -> Range:
    """Return which values are possible and which of them are not clipped.

    Clipping values where z would be clipped gives the same z and keeps every later step within
    the range of doubles.
    """
    possible = (-LARGEST, LARGEST) if _is_derived(metric) else _bounds(metric)
    reach = prepared.clip * prepared.spread
    widest = LARGEST * min(1.0, prepared.reference)
    low, high = (
        float(np.clip(_native(prepared, prepared.centre + way * reach), -widest, widest))
        for way in (-1.0, 1.0)
    )
    return Range(*possible, low=low, high=high)


def clipped(source: str, span: Range, *, has_gaps: bool = False) -> exp.Expr:
    """Return a value within the range that is not clipped.

    A missing one becomes the fill value, or stays missing where `has_gaps`.
    """
    least, most = span.possible_low, span.possible_high
    sides = (
        (least, min(span.low, most), span.low),
        (max(span.high, least), most, span.high),
    )
    inside = (within(own(source), max(span.low, least), min(span.high, most)), own(source))
    outside = [(within(own(source), a, b), number(kept)) for a, b, kept in sides if a < b]
    return choice([inside, *outside], None if has_gaps else number(span.fill))


def is_missing(source: str, span: Range) -> exp.Expr:
    """Return 1 where a value is missing or impossible, else 0."""
    is_there = within(own(source), span.possible_low, span.possible_high)
    return as_double(choice([(is_there, number(0.0))], number(1.0)))


def is_piled(source: str, pile: float) -> exp.Expr:
    """Return 1 where a value stands exactly at the pile-up, else 0."""
    return as_double(choice([(same(own(source), number(pile)), number(1.0))], number(0.0)))


def standardised(source: str, prepared: PreparedMetric) -> exp.Expr:
    """Return z of a clipped value."""
    shaped, factor = _shaped(source, prepared)
    return exp.Sub(
        this=times(shaped, factor / prepared.spread),
        expression=number(prepared.centre / prepared.spread),
    )


def pile_of(prepared: PreparedMetric, span: Range) -> float | None:
    """Return the value of the pile-up, None where no possible value stands there."""
    pile = prepared.pile
    is_possible = pile is not None and span.possible_low <= pile <= span.possible_high
    return pile if is_possible else None


def z_of(metrics: Sequence[PreparedMetric], natives: Sequence[float | None]) -> Floats:
    """Return z of one value per metric, shape (n_metrics,); NaN for None."""
    values = np.array([[np.nan if x is None else x for x in natives]])
    pairs = zip(metrics, values.T, strict=True)
    return np.concatenate([prepare_values(metric, value) for metric, value in pairs])


def _is_derived(metric: Metric) -> bool:
    return metric.per is not None or metric.factor != 1.0


def _bounds(metric: Metric) -> tuple[float, float]:
    low = -LARGEST if metric.low is None else max(metric.low, -LARGEST)
    high = LARGEST if metric.high is None else min(metric.high, LARGEST)
    return low, high


def _shaped(source: str, prepared: PreparedMetric) -> tuple[exp.Expr, float]:
    """Return the shape of a clipped value and a factor that is still missing from it."""
    per_unit = 1.0 / prepared.reference
    match prepared.scale:
        case Scale.IDENTITY:
            return own(source), per_unit
        case Scale.ROOT:
            return exp.Sqrt(this=weighted(ROOT_SHIFT, [(per_unit, source)])), 2.0
        case Scale.LOG:
            return exp.Ln(this=weighted(1.0, [(per_unit, source)])), 1.0
        case Scale.STEEP_LOG:
            return exp.Ln(this=weighted(STEEP_SHIFT, [(per_unit, source)])), 1.0
        case Scale.ASINH:
            return _inverse_sinh(source, per_unit), 1.0


def _inverse_sinh(source: str, per_unit: float) -> exp.Expr:
    """Return asinh, which not every dialect has; by the size, since 1 + x cancels below 0."""
    size = times(exp.Abs(this=own(source)), per_unit)
    square = exp.Mul(this=size.copy(), expression=exp.Paren(this=size.copy()))
    root = exp.Sqrt(this=exp.Add(this=square, expression=number(1.0)))
    log = exp.Ln(this=exp.Add(this=size, expression=root))
    below = exp.LT(this=own(source), expression=number(0.0))
    return choice([(below, exp.Neg(this=log))], log.copy())


def _native(prepared: PreparedMetric, shaped: float) -> float:
    """Return the value whose shape this is; 0 where a scale has no place for less."""
    with np.errstate(over="ignore"):
        match prepared.scale:
            case Scale.IDENTITY:
                relative = np.float64(shaped)
            case Scale.ROOT:
                relative = np.maximum(np.maximum(shaped / 2.0, 0.0) ** 2 - ROOT_SHIFT, 0.0)
            case Scale.LOG:
                relative = np.maximum(np.expm1(shaped), 0.0)
            case Scale.STEEP_LOG:
                relative = np.maximum(np.exp(shaped) - STEEP_SHIFT, 0.0)
            case Scale.ASINH:
                relative = np.sinh(shaped)
        return float(relative * prepared.reference)
