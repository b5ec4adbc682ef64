"""Scores of prototypes and of segments, from prepared metrics."""

import numpy as np
from sqlglot import exp

from shoal.records.scoring import ScoringRule
from shoal.segments.assignment.sql.forms import Forms, RuleForms
from shoal.segments.assignment.sql.formulas import (
    choice,
    minus,
    number,
    own,
    power_of_e,
    same,
    times,
    total,
    weighted,
)

_OUTSIDE = 1e6  # what `segments.assignment.score` takes off beyond a radius
# An account may stand exactly at the radius, being the one that set it. Its length is summed in
# another order here, so the last digits are forgiven.
_SLACK = 1e-9


def keeps_gaps(rule: ScoringRule, *, has_piles: bool) -> bool:
    """Return whether missing cells stay missing up to the sums.

    A table without gaps then costs nothing for them, and one with gaps more than marks would. It
    is done where a score is a short sum: equal spreads, no pile-up, no correlation, no radius.
    """
    first = rule.prototypes[0]
    is_short = all(p.spreads == first.spreads and p.radius is None for p in rule.prototypes)
    return is_short and rule.loading is None and not has_piles


def sums(
    rule: ScoringRule, forms: RuleForms, *, with_density: bool, has_gaps: bool
) -> dict[str, exp.Expr]:
    """Return the sums over metrics.

    `r<i>` is the score of prototype i less that of the first: what all prototypes add alike, such
    as all squares where spreads are equal, is never computed. `density` is the score of the first.
    `a<i>` lie along the shared correlation, `d<i>` are squared distances where there is a radius.
    """
    contest = forms.score.less(0)
    written = _sum_with_gaps if has_gaps else _sum
    columns = {f"r{i + 1}": written(contest, i) for i in range(1, len(rule.prototypes))}
    if with_density:
        columns["density"] = written(forms.score, 0)
    if forms.along is not None:
        columns |= {f"a{i + 1}": _sum(forms.along, i) for i in range(len(rule.prototypes))}
    for i, prototype in enumerate(rule.prototypes):
        if prototype.radius is not None:
            columns[f"d{i + 1}"] = _sum(forms.distance, i)
    return columns


def needs_squares(forms: RuleForms, rule: ScoringRule, *, with_density: bool) -> bool:
    """Return whether any sum reads a squared z."""
    has_radius = any(p.radius is not None for p in rule.prototypes)
    return with_density or has_radius or bool(np.any(forms.score.less(0).square))


def prototype_scores(rule: ScoringRule, forms: RuleForms, answered: exp.Expr) -> list[exp.Expr]:
    """Return the score of every prototype, less the sum of the first."""
    scores = []
    for i, prototype in enumerate(rule.prototypes):
        parts: list[exp.Expr] = [own(f"r{i + 1}")] if i else []
        if forms.along is not None:
            along = own(f"a{i + 1}")
            parts.append(times(exp.Mul(this=along, expression=along.copy()), forms.pull))
        if prototype.radius is not None:
            most = times(answered.copy(), prototype.radius**2 * (1.0 + _SLACK))
            is_near = exp.LTE(this=own(f"d{i + 1}"), expression=most)
            parts.append(choice([(is_near, number(0.0))], number(-_OUTSIDE)))
        scores.append(total(parts) if parts else number(0.0))
    return scores


def answered_metrics(n_metrics: int, marks: list[str]) -> exp.Expr:
    """Return how many metrics are neither missing nor piled, but at least 1."""
    free = weighted(n_metrics, [(-1.0, mark) for mark in marks])
    return choice([(exp.GT(this=free, expression=number(1.0)), free.copy())], number(1.0))


def log_of_sum(scores: list[exp.Expr], top: exp.Expr) -> exp.Expr:
    """Return log(sum of exp(score)), given the highest of the scores."""
    parts = [power_of_e(minus(score, top.copy())) for score in scores]
    return exp.Add(this=top.copy(), expression=exp.Ln(this=total(parts)))


def _sum(forms: Forms, row: int) -> exp.Expr:
    """Return one sum; what missing cells take back is reckoned only where a cell is missing."""
    kinds = (("q", forms.square), ("z", forms.linear), ("p", forms.pile))
    n_metrics = forms.linear.shape[1]
    terms = [
        (float(weights[row, j]), f"{kind}{j + 1}")
        for j in range(n_metrics)
        for kind, weights in kinds
    ]
    value = weighted(float(forms.constant[row]), terms)
    gaps = [(float(w), f"m{j + 1}") for j, w in enumerate(forms.absent[row])]
    if not any(weight for weight, _ in gaps):
        return value
    is_whole = same(own("absent"), number(0.0))
    return total([value, choice([(is_whole, number(0.0))], weighted(0.0, gaps))])


def _sum_with_gaps(forms: Forms, row: int) -> exp.Expr:
    """Return one sum over cells of which some may be missing: the plain one, else the careful."""
    parts = [
        [(float(forms.square[row, j]), f"q{j + 1}"), (float(forms.linear[row, j]), f"z{j + 1}")]
        for j in range(forms.linear.shape[1])
    ]
    constant = float(forms.constant[row])
    plain = weighted(constant, [term for part in parts for term in part])
    careful = [
        exp.Coalesce(this=weighted(0.0, part), expressions=[number(float(gap))])
        for part, gap in zip(parts, forms.absent[row], strict=True)
        if any(weight for weight, _ in part)
    ]
    return exp.Coalesce(this=plain, expressions=[total([number(constant), *careful])])
