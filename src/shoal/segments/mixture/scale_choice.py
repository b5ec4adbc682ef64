"""The scale of each metric, chosen by likelihood inside groups."""

import numpy as np

from shoal.records.arrays import Booleans, Floats
from shoal.records.preparation import Scale
from shoal.segments.mixture.design import Design
from shoal.segments.mixture.em import maximise
from shoal.segments.mixture.parameters import coefficients
from shoal.segments.prepare.fitting import CLIP, centre_and_spread
from shoal.segments.prepare.scales import log_slope, offered_scales, rescale


def best_scale(x: Floats, free: Booleans, chances: Floats) -> Scale:
    """Return the scale under which a metric's bell curves within groups fit best.

    Densities are compared in the metric's own unit: each scale pays for its stretching (the
    Jacobian), otherwise whichever squeezes most would win.

    Parameters
    ----------
    x : ndarray of shape (n_accounts,)
        Relative values, NaN where missing.
    free : ndarray of shape (n_accounts,)
        Answered cells off the pile-up.
    chances : ndarray of shape (n_accounts, n_groups)
    """
    values, given = x[free], chances[free]
    if values.size == 0 or values.min() == values.max():
        return Scale.IDENTITY
    offered = offered_scales(values)
    fits = [_log_likelihood(values, scale, given) for scale in offered]
    return offered[int(np.argmax(fits))]


def _log_likelihood(values: Floats, scale: Scale, chances: Floats) -> float:
    y = rescale(values, scale)
    centre, spread = centre_and_spread(y)
    z = np.clip((y - centre) / spread, -CLIP, CLIP)[:, None]
    ones, none = np.ones_like(z), np.zeros_like(z)
    design = Design(
        z=z,
        free=ones,
        piled=none,
        blocks=np.hstack([z * z, z, ones, none]),
        has_pile=np.zeros(1, dtype=bool),
        own_pile=np.zeros(1, dtype=bool),
    )
    fitted = maximise(design, chances, gate=False)
    terms = coefficients(fitted.means, fitted.variances, fitted.pile_shares)
    inside = float((chances * (design.blocks @ terms.T)).sum())
    return inside + float(log_slope(values, scale).sum()) - values.size * float(np.log(spread))
