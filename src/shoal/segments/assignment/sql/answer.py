"""From segment scores to what people read: segment, name, confidence, second, unusual."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from sqlglot import exp

from shoal.segments.assignment.sql.formulas import (
    as_double,
    choice,
    minus,
    number,
    own,
    power_of_e,
    same,
    text,
    weighted,
)
from shoal.segments.assignment.sql.scores import log_of_sum

_BEYOND = -1e300  # below every score


def first_label(keys: Sequence[str], scores: list[exp.Expr]) -> exp.Expr:
    """Return the key of the first segment whose score is the best."""
    return _label(keys, [same(score, own("best")) for score in scores])


def first_index(scores: list[exp.Expr]) -> exp.Expr:
    """Return the place, from 1, of the first segment whose score is the best."""
    cases = [
        (same(score, own("best")), exp.Literal.number(i + 1)) for i, score in enumerate(scores)
    ]
    return choice(cases[:-1], cases[-1][1])


def rivals(scores: list[exp.Expr]) -> list[exp.Expr]:
    """Return the scores without the winner's."""
    return [choice([(_won(i), number(_BEYOND))], score) for i, score in enumerate(scores)]


def segment_columns(
    keys: Sequence[str],
    names: Mapping[str, str],
    scores: list[exp.Expr],
    calibration: Sequence[tuple[float, float]],
) -> dict[str, exp.Expr]:
    """Return segment, segment_name, confidence and second_segment."""
    won = [_won(i) for i in range(len(keys))]
    shown = [names[key] for key in keys]
    if len(keys) == 1:
        return {
            "segment": text(keys[0]),
            "segment_name": text(shown[0]),
            "confidence": as_double(number(1.0)),
            "second_segment": exp.Cast(this=exp.null(), to=exp.DataType.build("text")),
        }
    is_second = [
        exp.and_(same(score, own("runner_up")), exp.Not(this=exp.Paren(this=_won(i))), copy=False)
        for i, score in enumerate(scores)
    ]
    return {
        "segment": _label(keys, won),
        "segment_name": _label(shown, [w.copy() for w in won]),
        "confidence": confidence(calibration),
        "second_segment": _label(keys, is_second),
    }


def confidence(calibration: Sequence[tuple[float, float]]) -> exp.Expr:
    """Return the confidence from how far the best score is above the second's.

    On straight lines between the points of the calibration, flat beyond; without one it is
    (p1 - p2) / p1.
    """
    if not calibration:
        behind = minus(own("runner_up"), own("best"))
        return minus(number(1.0), power_of_e(behind))
    lines = [number(calibration[0][1])]
    for (start, low), (end, high) in pairwise(calibration):
        slope = (high - low) / (end - start) if end > start else 0.0
        lines.append(weighted(low - slope * start, [(slope, "best"), (-slope, "runner_up")]))
    ends = [exp.LT(this=_lead(), expression=number(gap)) for gap, _ in calibration]
    return choice(zip(ends, lines, strict=True), number(calibration[-1][1]))


def unusual(floor: float | None, scores: list[exp.Expr]) -> exp.Expr:
    """Return whether the log density lies under the floor."""
    if floor is None:
        return exp.false()
    best = scores[0] if len(scores) == 1 else own("best")
    top = exp.Add(this=own("density"), expression=best)
    if len(scores) == 1:
        return exp.LT(this=top, expression=number(floor))
    # The density is never under its largest part, which settles nearly all accounts.
    whole = exp.Add(this=own("density"), expression=log_of_sum(scores, own("best")))
    is_clear = exp.GTE(this=top, expression=number(floor))
    return choice([(is_clear, exp.false())], exp.LT(this=whole, expression=number(floor)))


def _lead() -> exp.Expr:
    return exp.Paren(this=minus(own("best"), own("runner_up")))


def _won(place: int) -> exp.Expr:
    return same(own("winner"), exp.Literal.number(place + 1))


def _label(labels: Sequence[str], conditions: Sequence[exp.Expr]) -> exp.Expr:
    cases = [(condition, text(label)) for label, condition in zip(labels, conditions, strict=True)]
    return choice(cases[:-1], cases[-1][1])
