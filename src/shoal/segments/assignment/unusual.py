"""Below which density an account fits nowhere."""

import numpy as np

from shoal.records.arrays import Floats
from shoal.records.preparation import Prepared
from shoal.records.scoring import ScoringRule
from shoal.segments.assignment.score import score_prepared
from shoal.segments.mixture.design import Design

_N_DRAWS = 4_000
_FEWEST_ACCOUNTS = 50
_SHOULDER = 0.1


def density_floor(
    rule: ScoringRule, design: Design, *, rng: np.random.Generator | None, share: float = 0.01
) -> float | None:
    """Return the log density under which `share` of ordinary accounts would fall.

    With a generator, ordinary accounts are drawn from the rule itself with the missing cells of
    real ones; weights say how often a metric counts in the density, not how accounts spread, so
    they act on the score alone. Bell curves have light tails: where the tenth of the accounts that
    fit least lies farther below the median than in the draw, the bound lies lower in the same
    proportion. A rule of nearest centres is no model to draw from, so there the
    accounts at hand serve and `share` of them are always marked. None for fewer than 50 accounts.
    """
    if design.n_accounts < _FEWEST_ACCOUNTS:
        return None
    seen = score_prepared(rule, _as_prepared(design)).log_density
    if rng is None:
        return float(np.quantile(seen, share))
    drawn = score_prepared(rule, _draw(rule, design, rng)).log_density
    middle, shoulder, bound = np.quantile(drawn, (0.5, _SHOULDER, share))
    seen_middle, seen_shoulder = np.quantile(seen, (0.5, _SHOULDER))
    stretch = max((seen_middle - seen_shoulder) / max(middle - shoulder, 1e-12), 1.0)
    return float(middle - stretch * (middle - bound))


def _as_prepared(design: Design) -> Prepared:
    return Prepared(z=design.z, present=(design.free + design.piled) > 0, piled=design.piled > 0)


def _draw(rule: ScoringRule, design: Design, rng: np.random.Generator) -> Prepared:
    weights = np.exp([p.log_weight for p in rule.prototypes])
    owner = rng.choice(len(weights), size=_N_DRAWS, p=weights / weights.sum())
    like = rng.integers(design.n_accounts, size=_N_DRAWS)
    present = (design.free[like] + design.piled[like]) > 0
    shape = present.shape
    residual = _residuals(rule, shape, rng)
    means = np.array([p.means for p in rule.prototypes])[owner]
    spreads = np.array([p.spreads for p in rule.prototypes])[owner]
    shares = np.array([p.pile_shares for p in rule.prototypes])[owner]
    piled = present & (rng.random(shape) < shares)
    clip = np.array([m.clip for m in rule.preparation.metrics])
    z = np.clip(means + spreads * residual, -clip, clip)
    return Prepared(z=np.where(present & ~piled, z, 0.0), present=present, piled=piled)


def _residuals(rule: ScoringRule, shape: tuple[int, ...], rng: np.random.Generator) -> Floats:
    own = rng.standard_normal(shape)
    if rule.loading is None:
        return own
    loading = np.array(rule.loading)
    common = rng.standard_normal((shape[0], 1))
    return np.asarray(np.sqrt(1.0 - loading**2) * own + loading * common)
