"""Score accounts under a frozen rule: the same numbers whatever algorithm found the segments."""

from dataclasses import dataclass

import numpy as np

from shoal.records.arrays import Floats, Indices
from shoal.records.preparation import Prepared
from shoal.records.scoring import Assignment, ScoringRule
from shoal.segments.assignment.calibration import confidence_of
from shoal.segments.mixture.design import Design, design_of
from shoal.segments.mixture.parameters import coefficients
from shoal.segments.prepare.replay import apply_preparation, weights_of

_BLOCK_ROWS = 200_000  # keeps the working memory of a million accounts under a few hundred MB


@dataclass(frozen=True, slots=True)
class Scores:
    """Log scores: `by_segment` (n_accounts, n_segments); `log_density` (n_accounts,)."""

    by_segment: Floats
    log_density: Floats


def segment_keys(rule: ScoringRule) -> tuple[str, ...]:
    """Return the keys of the segments, each once, in the order of the prototypes."""
    return tuple(dict.fromkeys(p.segment for p in rule.prototypes))


def assign_accounts(rule: ScoringRule, values: Floats) -> Assignment:
    """Put accounts into the segments of a frozen rule.

    Parameters
    ----------
    rule : ScoringRule
    values : ndarray of shape (n_accounts, n_metrics)
        Native units, NaN where missing, columns in the order of the rule's preparation.
    """
    blocks = [
        assignment_of(rule, score_prepared(rule, apply_preparation(rule.preparation, block)))
        for block in np.split(values, range(_BLOCK_ROWS, len(values), _BLOCK_ROWS))
    ]
    return Assignment(
        keys=segment_keys(rule),
        segment=np.concatenate([b.segment for b in blocks]),
        second=np.concatenate([b.second for b in blocks]),
        confidence=np.concatenate([b.confidence for b in blocks]),
        unusual=np.concatenate([b.unusual for b in blocks]),
    )


def score_prepared(rule: ScoringRule, prepared: Prepared) -> Scores:
    """Return the scores of prepared accounts."""
    design = design_of(prepared, weights_of(rule.preparation))
    scores = _prototype_scores(rule, design)
    if any(p.radius is not None for p in rule.prototypes):
        scores = np.where(_within_radius(rule, design), scores, scores - 1e6)
    keys = segment_keys(rule)
    owners = np.array([keys.index(p.segment) for p in rule.prototypes])
    by_segment = np.stack(
        [np.logaddexp.reduce(scores[:, owners == s], axis=1) for s in range(len(keys))], axis=1
    )
    return Scores(by_segment=by_segment, log_density=np.logaddexp.reduce(scores, axis=1))


def assignment_of(rule: ScoringRule, scores: Scores) -> Assignment:
    """Turn scores into segment, second segment, confidence and the mark of the unusual.

    Confidence is read from the rule's calibration at the gap between the two best scores; without
    one it is the relative margin (p1 - p2) / p1 of the two highest chances: 0 on a border, 1
    where no other segment comes close.
    """
    keys = segment_keys(rule)
    ranked = np.argsort(-scores.by_segment, axis=1, kind="stable")
    rows = np.arange(len(ranked))
    first = scores.by_segment[rows, ranked[:, 0]]
    if len(keys) == 1:
        second = np.full(len(ranked), -1)
        confidence = np.ones(len(ranked))
    else:
        second = ranked[:, 1]
        confidence = _confidence(rule, first - scores.by_segment[rows, second])
    floor = -np.inf if rule.unusual_below is None else rule.unusual_below
    return Assignment(
        keys=keys,
        segment=ranked[:, 0],
        second=second,
        confidence=np.clip(confidence, 0.0, 1.0),
        unusual=scores.log_density < floor,
    )


def score_gaps(rule: ScoringRule, prepared: Prepared) -> tuple[Indices, Floats]:
    """Return the best segment of each account, and how far its score is above the second's."""
    scores = score_prepared(rule, prepared).by_segment
    ranked = np.sort(scores, axis=1)
    return scores.argmax(axis=1), ranked[:, -1] - ranked[:, -2]


def _confidence(rule: ScoringRule, gaps: Floats) -> Floats:
    if rule.calibration:
        return confidence_of(gaps, rule.calibration)
    return np.asarray(-np.expm1(-gaps))


def _prototype_scores(rule: ScoringRule, design: Design) -> Floats:
    means = np.array([p.means for p in rule.prototypes])
    spreads = np.array([p.spreads for p in rule.prototypes])
    shares = np.array([p.pile_shares for p in rule.prototypes])
    scores = design.blocks @ coefficients(means, spreads**2, shares).T
    scores += np.array([p.log_weight for p in rule.prototypes])
    if rule.loading is not None:
        weights = weights_of(rule.preparation)
        scores += _correlation_term(np.array(rule.loading), means, spreads, design, weights)
    return np.asarray(scores)


def _correlation_term(
    loading: Floats, means: Floats, spreads: Floats, design: Design, weights: Floats
) -> Floats:
    """Return what a correlation diag(1 - l^2) + l l' of residuals adds to independent scores.

    By Sherman and Morrison its quadratic form is sum u^2/d - (sum l u/d)^2 / (1 + sum l^2/d) with
    d = 1 - l^2, and its determinant is prod d (1 + sum l^2/d). A metric's weight multiplies its
    squared residual.
    """
    own = 1.0 - loading**2
    pull = loading / own
    total = 1.0 + float(loading @ pull)
    towards = pull * np.sqrt(weights) / spreads
    along = design.z @ towards.T - design.free @ (towards * means).T
    n_metrics = design.n_metrics
    squares = 1.0 / own - 1.0
    curve = np.hstack(
        [
            squares / spreads**2,
            -2.0 * squares * means / spreads**2,
            squares * means**2 / spreads**2,
        ]
    )
    quadratic = design.blocks[:, : 3 * n_metrics] @ curve.T - along**2 / total
    return np.asarray(-0.5 * (quadratic + np.log(own).sum() + np.log(total)))


def _within_radius(rule: ScoringRule, design: Design) -> Floats:
    columns = []
    answered = np.maximum(design.free.sum(axis=1), 1.0)
    for prototype in rule.prototypes:
        u = (design.z - prototype.means) / np.array(prototype.spreads) * design.free
        length = np.sqrt((u * u).sum(axis=1) / answered)
        columns.append(length <= (np.inf if prototype.radius is None else prototype.radius))
    return np.stack(columns, axis=1)
