"""Whether the numbers and parts of a model make sense together, whoever wrote its file."""

import math
from collections.abc import Iterable
from itertools import pairwise

from shoal.records.model import Model
from shoal.records.preparation import PreparedMetric
from shoal.records.scoring import Prototype, ScoringRule
from shoal.spec.keys import placement_key

_ROUNDING = 1e-9


def problem_of(model: Model) -> str | None:
    """Return what is wrong with a model, as the end of a sentence; None if nothing is.

    Scores of a model without problems are numbers, and every account gets a segment that the
    model names.
    """
    if not model.segments or not model.rule.prototypes:
        return "it has no segments"
    if not _fits_together(model):
        return "its metrics, rule and segments do not fit together"
    if not _is_unique(s.key for s in model.segments) or not _is_unique(
        s.name for s in model.segments
    ):
        return "two of its segments have the same key or name"
    return _impossible_number(model)


def _fits_together(model: Model) -> bool:
    """Whether the rule has an entry for every metric and a prototype for every segment."""
    rule = model.rule
    n_metrics = len(model.metrics)
    prepared = tuple(m.metric for m in rule.preparation.metrics)
    entries = [len(p) for q in rule.prototypes for p in (q.means, q.spreads, q.pile_shares)]
    entries += [] if rule.loading is None else [len(rule.loading)]
    return (
        prepared == tuple(m.name for m in model.metrics)
        and all(n == n_metrics for n in entries)
        and {q.segment for q in rule.prototypes} == _found(model)
    )


def _found(model: Model) -> set[str]:
    """Return the keys of the segments that were found, without those that placements made."""
    placed = {placement_key(name) for name in model.options.search.placements}
    return {s.key for s in model.segments} - placed


def _is_unique(names: Iterable[str]) -> bool:
    told = list(names)
    return len(set(told)) == len(told)


def _impossible_number(model: Model) -> str | None:
    rule = model.rule
    for metric in rule.preparation.metrics:
        if not _can_prepare(metric):
            return f"the preparation of {metric.metric} has a number out of range"
    for prototype in rule.prototypes:
        if not _can_score(prototype):
            return f"a prototype of {prototype.segment} has a number out of range"
    if not all(-1.0 < loading < 1.0 for loading in rule.loading or ()):
        return "its loadings are not all between -1 and 1"
    if rule.unusual_below is not None and not math.isfinite(rule.unusual_below):
        return "its bound of the unusual is no finite number"
    if not _is_calibrated(rule):
        return "its calibration does not rise from 0 to 1"
    return None


def _can_prepare(metric: PreparedMetric) -> bool:
    positive = (metric.reference, metric.spread, metric.clip, metric.weight)
    finite = (metric.centre, metric.fill, 0.0 if metric.pile is None else metric.pile)
    return _are_positive(positive) and all(map(math.isfinite, finite))


def _can_score(prototype: Prototype) -> bool:
    radius = () if prototype.radius is None else (prototype.radius,)
    return (
        _are_positive((*prototype.spreads, *radius))
        and all(map(math.isfinite, (prototype.log_weight, *prototype.means)))
        and all(0.0 <= share < 1.0 for share in prototype.pile_shares)
    )


def _are_positive(numbers: Iterable[float]) -> bool:
    return all(0.0 < number < math.inf for number in numbers)


def _is_calibrated(rule: ScoringRule) -> bool:
    """Whether gaps and chances rise; neighbours may be equal, within rounding."""
    knots = rule.calibration
    return all(math.isfinite(gap) and 0.0 <= chance <= 1.0 for gap, chance in knots) and all(
        after[part] >= before[part] - _ROUNDING * max(1.0, abs(before[part]))
        for before, after in pairwise(knots)
        for part in (0, 1)
    )
