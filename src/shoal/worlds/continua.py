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
    return _numbered("linear_continuum", seed, scale * loadings + noise)


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


def sigmoid_continuum(seed: int, n_accounts: int) -> World:
    """Make up ten shares that each turn from low to high at their own place on one uniform scale.

    Truth: no groups. Some turn within a tenth of the scale, some along all of it.
    """
    rng = random_source("sigmoid_continuum", seed)
    scale = rng.random((n_accounts, 1))
    steepness, place = rng.uniform(3, 12, N_METRICS), rng.uniform(0.2, 0.8, N_METRICS)
    level = 1 / (1 + np.exp(-steepness * (scale - place)))
    return _numbered("sigmoid_continuum", seed, level + rng.normal(0, 0.1, level.shape))


def lognormal_continuum(seed: int, n_accounts: int) -> World:
    """Make up ten heavy-tailed metrics whose logarithms follow one normal scale. No groups."""
    rng = random_source("lognormal_continuum", seed)
    scale = rng.normal(size=(n_accounts, 1))
    level = scale * rng.normal(0.8, 0.4, N_METRICS)
    return _numbered("lognormal_continuum", seed, np.exp(level + rng.normal(0, 0.5, level.shape)))


def quadratic_continuum(seed: int, n_accounts: int) -> World:
    """Make up ten metrics that rise, fall or turn along one uniform scale, as parabolas do.

    Truth: no groups.
    """
    rng = random_source("quadratic_continuum", seed)
    scale = rng.uniform(-1, 1, (n_accounts, 1))
    level = scale * rng.normal(size=N_METRICS) + scale**2 * rng.normal(size=N_METRICS)
    return _numbered("quadratic_continuum", seed, level + rng.normal(0, 0.25, level.shape))


def counts_continuum(seed: int, n_accounts: int) -> World:
    """Make up ten Poisson counts whose means all follow one skewed scale. Truth: no groups."""
    rng = random_source("counts_continuum", seed)
    scale = rng.gamma(2, 0.5, (n_accounts, 1))
    counts = rng.poisson(scale * rng.uniform(0.3, 8, N_METRICS))
    return _numbered("counts_continuum", seed, counts.astype(float))


def saturating_continuum(seed: int, n_accounts: int) -> World:
    """Make up ten percentages that rise evenly along one scale until some reach 100. No groups."""
    rng = random_source("saturating_continuum", seed)
    scale = rng.beta(2, 2, (n_accounts, 1))
    level = scale * rng.uniform(0.8, 2, N_METRICS)
    values: Floats = np.clip(level + rng.normal(0, 0.08, level.shape), 0, 1) * 100
    return _numbered("saturating_continuum", seed, values)


CONTINUA: Mapping[str, Callable[[int, int], World]] = MappingProxyType(
    {
        "linear_continuum": linear_continuum,
        "bent_continuum": bent_continuum,
        "sigmoid_continuum": sigmoid_continuum,
        "lognormal_continuum": lognormal_continuum,
        "quadratic_continuum": quadratic_continuum,
        "counts_continuum": counts_continuum,
        "saturating_continuum": saturating_continuum,
    }
)


def _numbered(name: str, seed: int, values: Floats) -> World:
    names = [f"metric_{j + 1:02d}" for j in range(values.shape[1])]
    return _continuum(name, seed, dict(zip(names, values.T, strict=True)))


def _continuum(name: str, seed: int, columns: dict[str, Floats]) -> World:
    n_accounts = len(next(iter(columns.values())))
    return World(
        name=name,
        seed=seed,
        columns={"account_id": account_ids(n_accounts), **columns},
        metrics=tuple(columns),
        truth=np.zeros(n_accounts, dtype=np.intp),
    )
