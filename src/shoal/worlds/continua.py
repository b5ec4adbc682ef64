"""One hidden scale drives all metrics: accounts differ, but nowhere is there a gap."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from shoal.records.arrays import Floats
from shoal.records.worlds import World
from shoal.worlds.drawing import random_source
from shoal.worlds.margins import beta, lognormal, negative_binomial, student_t, waiting_days
from shoal.worlds.names import account_ids

N_METRICS = 10


def linear_continuum(seed: int, n_accounts: int) -> World:
    """Make up ten normal metrics that rise or fall evenly with one hidden scale.

    Truth: no groups. The scale is normal; it explains a half to three quarters of each metric.
    """
    rng = random_source("linear_continuum", seed)
    scale = rng.normal(size=(n_accounts, 1))
    loadings = rng.uniform(0.7, 0.87, N_METRICS) * rng.choice([-1.0, 1.0], N_METRICS)
    noise = rng.normal(size=(n_accounts, N_METRICS)) * np.sqrt(1 - loadings**2)
    values: Floats = scale * loadings + noise
    names = [f"metric_{j + 1:02d}" for j in range(N_METRICS)]
    return _continuum("linear_continuum", seed, dict(zip(names, values.T, strict=True)))


def bent_continuum(seed: int, n_accounts: int) -> World:
    """Make up ten usage metrics of several families that follow one hidden scale, not evenly.

    Truth: no groups. The scale is uniform from quiet to busy; metrics rise, level off, or rise and
    fall along it, so that the accounts lie along a bent line that clustering likes to cut.
    """
    rng = random_source("bent_continuum", seed)
    scale = rng.uniform(-2, 2, n_accounts)
    bends = {
        "logins_per_user_week": (lognormal(middle=4, slope=0.6), scale),
        "minutes_per_user_week": (lognormal(middle=60, slope=0.8), scale),
        "weekly_active_rate": (beta(middle=0.5, slope=0.9, concentration=20), scale),
        "feature_adoption": (beta(middle=0.4, slope=0.8, concentration=20), np.tanh(1.5 * scale)),
        "integrations_in_use": (
            negative_binomial(mean=2, slope=0.7, dispersion=5),
            np.maximum(scale, 0),
        ),
        "tickets_per_100_seats": (lognormal(middle=2, slope=0.6), 1.5 - scale**2),
        "resolution_hours": (lognormal(middle=15, slope=0.5), -np.minimum(scale, 0.5)),
        "usage_trend_90d": (student_t(middle=0, scale=12), np.sin(1.2 * scale)),
        "days_since_last_login": (waiting_days(mean=5, slope=-0.7), scale),
        "training_per_user": (negative_binomial(mean=3, slope=0.6, dispersion=3), 1 - scale**2),
    }
    columns = {
        name: margin(rng, level + rng.normal(0, 0.4, n_accounts))
        for name, (margin, level) in bends.items()
    }
    return _continuum("bent_continuum", seed, columns)


CONTINUA: Mapping[str, Callable[[int, int], World]] = MappingProxyType(
    {"linear_continuum": linear_continuum, "bent_continuum": bent_continuum}
)


def _continuum(name: str, seed: int, columns: dict[str, Floats]) -> World:
    n_accounts = len(next(iter(columns.values())))
    return World(
        name=name,
        seed=seed,
        columns={"account_id": account_ids(n_accounts), **columns},
        metrics=tuple(columns),
        truth=np.zeros(n_accounts, dtype=np.intp),
    )
