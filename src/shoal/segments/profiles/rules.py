"""A rule of at most three conditions for each segment, with honest precision and coverage."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from shoal.records.accounts import Accounts, Metric
from shoal.records.scoring import Assignment
from shoal.records.segments import Condition, PlainRule
from shoal.segments.profiles.conditions import Floats, Mask, Sample, find_conditions, fits
from shoal.wording import format_value, join_words, lower_first, unit_beside

MAX_SAMPLE = 4_000
MAX_METRICS = 12
FOLDS = 5
LEAST_PRECISION = 0.5


def plain_rules(
    accounts: Accounts, assignment: Assignment, effects: Sequence[Sequence[float]], *, seed: int
) -> tuple[PlainRule | None, ...]:
    """Find a rule for each segment.

    Parameters
    ----------
    accounts : Accounts
        Values in native units.
    assignment : Assignment
        The segment of each account.
    effects : sequence of sequence of float
        Rank effect size per segment and metric; only the 12 largest of a segment are searched.
    seed : int
        Draws the sample and the folds.

    Returns
    -------
    tuple of PlainRule or None
        One per key of `assignment.keys`. None where no rule reaches a precision of one half, or
        there is nothing to tell apart.

    Notes
    -----
    The rule is found on at most 4,000 accounts, every segment represented, rows weighted for that.
    Precision and coverage come from five folds, each with a rule found anew, rounding included, on
    the other four; `fits` and `hits` count the whole table.
    """
    rng = np.random.default_rng(seed)
    n_segments = len(assignment.keys)
    rows, weights = _sample_rows(assignment.segment, n_segments=n_segments, rng=rng)
    folds = _folds(assignment.segment[rows], rng=rng)
    return tuple(
        _rule_of(accounts, assignment.segment == s, rows, weights, folds, _strongest(effects[s]))
        for s in range(n_segments)
    )


def rule_text(conditions: Sequence[Condition], metrics: Sequence[Metric]) -> str:
    r"""Write conditions as a person says them.

    >>> trend = Metric(name="usage_trend", column="usage_trend", label="Usage trend", unit="%",
    ...                signed=True)
    >>> rule_text([Condition(metric="usage_trend", at_least=False, threshold=-25.0)], [trend])
    'usage trend under −25%'
    """
    by_name = {metric.name: metric for metric in metrics}
    phrases: dict[str, list[str]] = {}
    for condition in sorted(conditions, key=lambda c: not c.at_least):
        phrases.setdefault(condition.metric, []).append(
            _bound(condition, by_name[condition.metric])
        )
    order = dict.fromkeys(condition.metric for condition in conditions)
    return join_words(
        [f"{lower_first(by_name[name].label)} {' and '.join(phrases[name])}" for name in order]
    )


def _rule_of(
    accounts: Accounts,
    inside: Mask,
    rows: NDArray[np.intp],
    weights: Floats,
    folds: NDArray[np.intp],
    columns: NDArray[np.intp],
) -> PlainRule | None:
    """Find and judge the rule of one segment."""
    if inside.sum() < 2 or inside.all():  # noqa: PLR2004 - one account cannot be held out
        return None
    sample = Sample(
        names=tuple(accounts.metrics[j].name for j in columns),
        values=accounts.values[np.ix_(rows, columns)],
        inside=inside[rows],
        weights=weights,
    )
    precision, coverage = _cross_validate(sample, folds)
    conditions = find_conditions(sample)
    if not conditions or precision < LEAST_PRECISION:
        return None
    mask = fits(conditions, sample.names, accounts.values[:, columns])
    return PlainRule(
        text=rule_text(conditions, accounts.metrics),
        conditions=conditions,
        precision=precision,
        coverage=coverage,
        fits=int(mask.sum()),
        hits=int((mask & inside).sum()),
    )


def _cross_validate(sample: Sample, folds: NDArray[np.intp]) -> tuple[float, float]:
    """Precision and coverage on accounts that the rule was not found on."""
    fitting = hits = 0.0
    for fold in range(FOLDS):
        held_out = sample.part(folds == fold)
        conditions = find_conditions(sample.part(folds != fold))
        if conditions:
            mask = fits(conditions, sample.names, held_out.values)
            fitting += held_out.weights[mask].sum()
            hits += held_out.weights[mask & held_out.inside].sum()
    inside = sample.weights[sample.inside].sum()
    return float(hits / fitting) if fitting else 0.0, float(hits / inside)


def _sample_rows(
    segment: NDArray[np.intp], *, n_segments: int, rng: np.random.Generator
) -> tuple[NDArray[np.intp], Floats]:
    """Draw rows, half of the room shared equally among segments, half by size."""
    n = len(segment)
    if n <= MAX_SAMPLE:
        return np.arange(n), np.ones(n)
    drawn, weights = [], []
    for s in range(n_segments):
        members = np.flatnonzero(segment == s)
        room = int(MAX_SAMPLE / 2 * (1 / n_segments + len(members) / n))
        picked = rng.choice(members, min(room, len(members)), replace=False)
        drawn.append(picked)
        weights.append(np.full(len(picked), len(members) / max(len(picked), 1)))
    rows = np.concatenate(drawn)
    order = np.argsort(rows)
    return rows[order], np.concatenate(weights)[order]


def _folds(segment: NDArray[np.intp], *, rng: np.random.Generator) -> NDArray[np.intp]:
    """Deal the accounts of each segment to the folds in turn."""
    folds = np.empty(len(segment), dtype=np.intp)
    for s in np.unique(segment):
        members = np.flatnonzero(segment == s)
        folds[rng.permutation(members)] = np.arange(len(members)) % FOLDS
    return folds


def _strongest(effects: Sequence[float]) -> NDArray[np.intp]:
    """Columns with the largest effects, in the order of the table."""
    return np.sort(np.argsort(-np.abs(effects), kind="stable")[:MAX_METRICS])


def _bound(condition: Condition, metric: Metric) -> str:
    """Write "at least 2" or "under 25%", with the digits the threshold has and no more."""
    written = repr(abs(condition.threshold)).removesuffix(".0")
    decimals = len(written.partition(".")[2]) if "e" not in written else 0
    value = format_value(
        condition.threshold,
        unit=unit_beside(metric.label, metric.unit),
        signed=metric.signed,
        decimals=decimals,
    )
    return f"{'at least' if condition.at_least else 'under'} {value}"
