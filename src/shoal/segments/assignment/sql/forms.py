"""The scores of a frozen rule as sums over metrics that a database can compute.

Every metric enters by its z, its z squared, a mark where it stands at its pile-up and a mark where
it is missing. A piled or missing cell has a z like any other; the weights of the two marks take
back what that z would have added and put in its place what `segments.assignment.score` adds.
"""

from dataclasses import dataclass

import numpy as np

from shoal.records.arrays import Floats
from shoal.records.scoring import ScoringRule
from shoal.segments.mixture.parameters import coefficients
from shoal.segments.prepare.replay import weights_of


@dataclass(frozen=True, slots=True)
class Forms:
    """Several sums at once, one a prototype.

    Shapes: `constant` (n_prototypes,); `square`, `linear`, `pile`, `absent`
    (n_prototypes, n_metrics).
    """

    constant: Floats
    square: Floats
    linear: Floats
    pile: Floats
    absent: Floats

    def less(self, other: int) -> "Forms":
        """Return all sums less one of them."""
        return Forms(
            constant=self.constant - self.constant[other],
            square=self.square - self.square[other],
            linear=self.linear - self.linear[other],
            pile=self.pile - self.pile[other],
            absent=self.absent - self.absent[other],
        )


@dataclass(frozen=True, slots=True)
class RuleForms:
    """What scores consist of: score = sum + pull x along^2, `along` only under a correlation.

    `distance` is the sum of squared standardised residuals over answered metrics off their
    pile-up, to which radii refer.
    """

    score: Forms
    distance: Forms
    along: Forms | None = None
    pull: float = 0.0


def forms_of(rule: ScoringRule, *, z_piled: Floats, z_missing: Floats) -> RuleForms:
    """Return the sums that score an account.

    Parameters
    ----------
    rule : ScoringRule
    z_piled, z_missing : ndarray of shape (n_metrics,)
        The z that the statement gives to piled and to missing cells; NaN in `z_piled` where a
        metric has no pile-up.
    """
    means = np.array([p.means for p in rule.prototypes])
    spreads = np.array([p.spreads for p in rule.prototypes])
    shares = np.array([p.pile_shares for p in rule.prototypes])
    weights = np.array([p.log_weight for p in rule.prototypes])
    at = (z_piled, z_missing)
    counts = weights_of(rule.preparation)
    terms = coefficients(means, spreads**2, shares) * np.tile(counts, 4)
    square, linear, constant, piled = np.split(terms, 4, axis=1)
    residual = (1.0 / spreads**2, -2.0 * means / spreads**2, means**2 / spreads**2)
    distance = _forms(*residual, at=at)
    if rule.loading is None:
        score = _forms(square, linear, constant, piled=piled, at=at, start=weights)
        return RuleForms(score=score, distance=distance)
    # Sherman and Morrison, as in `segments.assignment.score`.
    loading = np.array(rule.loading)
    own = 1.0 - loading**2
    pull = loading / own
    whole = 1.0 + float(loading @ pull)
    squares = -0.5 * (1.0 / own - 1.0)
    start = weights - 0.5 * (np.log(own).sum() + np.log(whole))
    shared = squares * counts
    free = (p + shared * q for p, q in zip((square, linear, constant), residual, strict=True))
    towards = pull * np.sqrt(counts) / spreads
    return RuleForms(
        score=_forms(*free, piled=piled, at=at, start=start),
        distance=distance,
        along=_forms(np.zeros_like(means), towards, -towards * means, at=at),
        pull=0.5 / whole,
    )


def _forms(
    square: Floats,
    linear: Floats,
    constant: Floats,
    *,
    at: tuple[Floats, Floats],
    piled: Floats | float = 0.0,
    start: Floats | float = 0.0,
) -> Forms:
    """Return sums in which free cells add square z^2 + linear z + constant, piled ones `piled`."""
    in_pile, in_gap = (square * z**2 + linear * z + constant for z in at)
    return Forms(
        constant=constant.sum(axis=1) + start,
        square=square,
        linear=linear,
        pile=np.nan_to_num(piled - in_pile, nan=0.0),
        absent=-in_gap,
    )
