"""Learn from one metric's values how to prepare it."""

import numpy as np

from shoal.records.accounts import Metric
from shoal.records.arrays import Floats
from shoal.records.preparation import PreparedMetric, Scale
from shoal.segments.prepare.scales import reference_of, relative, rescale

CLIP = 4.0
_PILE_SHARE = 0.08
_PILE_DISTINCT = 12
_SKEWED = 1.0
_ROUNDS = 30


def fit_metric(
    metric: Metric, values: Floats, *, scale: Scale | None = None, with_pile: bool = True
) -> PreparedMetric:
    """Learn scale, centre, spread and pile-up of one metric.

    Parameters
    ----------
    metric : Metric
        Whose values these are; `structural` metrics stay neutral where they are missing.
    values : ndarray of shape (n_accounts,)
        Native units, NaN where missing.
    scale : Scale, optional
        Default: logarithm where the skewness exceeds 1, else (or with negative values) identity.
    with_pile : bool, default True
        Whether a value that many accounts share exactly becomes a state of its own.
    """
    if not np.isfinite(values).any():
        return _unanswered(metric)
    reference = reference_of(values)
    x = relative(values, reference)
    pile = pile_of(x) if with_pile else None
    free = x[np.isfinite(x) & (x != pile)] if pile is not None else x[np.isfinite(x)]
    scale = scale or first_scale(free)
    y = rescale(free, scale)
    centre, spread = centre_and_spread(y)
    fill = 0.0 if metric.structural else float((np.median(y) - centre) / spread)
    return PreparedMetric(
        metric=metric.name,
        scale=scale,
        reference=reference,
        centre=centre,
        spread=spread,
        clip=CLIP,
        pile=None if pile is None else native_pile(values, x, pile),
        fill=fill,
        weight=metric.weight,
    )


def _unanswered(metric: Metric) -> PreparedMetric:
    """Return the preparation of a metric that nobody answered in the part that is looked at."""
    return PreparedMetric(
        metric=metric.name,
        scale=Scale.IDENTITY,
        reference=1.0,
        centre=0.0,
        spread=1.0,
        weight=metric.weight,
    )


def pile_of(x: Floats) -> float | None:
    """Return the value at an end of the range that at least 8 % of the answers share exactly.

    It must be zero or stand among more than 12 distinct values, so that short ordinal scales
    stay whole; and some answers must differ from it.
    """
    answered = x[np.isfinite(x)]
    distinct = np.unique(answered)
    for end in (distinct[0], distinct[-1]):
        share = float(np.mean(answered == end))
        is_state = distinct.size > _PILE_DISTINCT or end == 0
        if _PILE_SHARE <= share < 1.0 and is_state:
            return float(end)
    return None


def native_pile(values: Floats, x: Floats, pile: float) -> float:
    """Return the pile-up in native units: the value as it stands in the table."""
    return float(values[np.flatnonzero(x == pile)[0]])


def first_scale(x: Floats) -> Scale:
    """Return the scale to begin with: logarithm for skewed non-negative values."""
    if x.min() < 0:
        return Scale.IDENTITY
    deviations = x - x.mean()
    spread = float(np.sqrt(np.mean(deviations**2)))
    skewed = spread > 0 and float(np.mean((deviations / spread) ** 3)) > _SKEWED
    return Scale.LOG if skewed else Scale.IDENTITY


def centre_and_spread(y: Floats) -> tuple[float, float]:
    """Return mean and standard deviation with values beyond four deviations pulled in.

    Repeated until nothing changes, so that one absurd value cannot set the scale; unlike median
    and quartiles it still sees the few that differ where most values are equal.
    """
    centre, spread = float(y.mean()), float(y.std())
    for _ in range(_ROUNDS):
        pulled = np.clip(y, centre - CLIP * spread, centre + CLIP * spread)
        next_centre, next_spread = float(pulled.mean()), float(pulled.std())
        if next_spread == 0 or abs(next_spread - spread) <= 1e-12 * spread:
            break
        centre, spread = next_centre, next_spread
    return centre, spread if spread > 0 else 1.0
