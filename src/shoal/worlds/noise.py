"""Tables without groups: what a verdict must call by its name."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from shoal.records.arrays import Floats
from shoal.records.worlds import World
from shoal.worlds.drawing import random_source
from shoal.worlds.names import account_ids

N_METRICS = 10
DEGREES = 4  # of freedom, of the multivariate t


def gaussian(seed: int, n_accounts: int) -> World:
    """Make up ten independent normal metrics. Truth: no groups."""
    rng = random_source("gaussian", seed)
    return _groupless("gaussian", seed, rng.normal(size=(n_accounts, N_METRICS)))


def correlated_gaussian(seed: int, n_accounts: int) -> World:
    """Make up ten normal metrics that share three hidden causes. Truth: no groups."""
    rng = random_source("correlated_gaussian", seed)
    return _groupless("correlated_gaussian", seed, _correlated(rng, n_accounts))


def correlated_lognormal(seed: int, n_accounts: int) -> World:
    """Make up the exponentials of correlated normal metrics, slopes 0.5 to 1.5. No groups."""
    rng = random_source("correlated_lognormal", seed)
    slopes = rng.uniform(0.5, 1.5, N_METRICS)
    values = 10.0 * np.exp(slopes * _correlated(rng, n_accounts))
    return _groupless("correlated_lognormal", seed, values)


def multivariate_t(seed: int, n_accounts: int) -> World:
    """Make up correlated metrics with tails in common: a few accounts are extreme throughout.

    Truth: no groups; a multivariate Student t with 4 degrees of freedom.
    """
    rng = random_source("multivariate_t", seed)
    width = np.sqrt(DEGREES / rng.chisquare(DEGREES, (n_accounts, 1)))
    return _groupless("multivariate_t", seed, _correlated(rng, n_accounts) * width)


def uniform(seed: int, n_accounts: int) -> World:
    """Make up ten independent shares, all values 0 to 100 equally likely. Truth: no groups."""
    rng = random_source("uniform", seed)
    return _groupless("uniform", seed, rng.uniform(0, 100, (n_accounts, N_METRICS)))


def zero_inflated_counts(seed: int, n_accounts: int) -> World:
    """Make up ten independent counts with 20 to 70 % zeros and long tails. Truth: no groups.

    Every metric falls into "none" and "some" by itself, but the metrics do not combine.
    """
    rng = random_source("zero_inflated_counts", seed)
    mean = rng.uniform(3, 30, N_METRICS)
    counts = rng.negative_binomial(1.5, 1.5 / (1.5 + mean), (n_accounts, N_METRICS))
    zero = rng.random(counts.shape) < rng.uniform(0.2, 0.7, N_METRICS)
    return _groupless("zero_inflated_counts", seed, np.where(zero, 0, counts).astype(float))


def mixed_kinds(seed: int, n_accounts: int) -> World:
    """Make up ten independent metrics of three kinds side by side. Truth: no groups.

    Four normal ones, three small counts (Poisson, mean 1.5), three lognormal ones.
    """
    rng = random_source("mixed_kinds", seed)
    n_normal, n_counts, n_lognormal = 4, 3, 3
    columns = (
        rng.normal(size=(n_accounts, n_normal)),
        rng.poisson(1.5, (n_accounts, n_counts)).astype(float),
        rng.lognormal(1.0, 1.0, (n_accounts, n_lognormal)),
    )
    return _groupless("mixed_kinds", seed, np.hstack(columns))


NOISE: Mapping[str, Callable[[int, int], World]] = MappingProxyType(
    {
        "gaussian": gaussian,
        "correlated_gaussian": correlated_gaussian,
        "correlated_lognormal": correlated_lognormal,
        "multivariate_t": multivariate_t,
        "uniform": uniform,
        "zero_inflated_counts": zero_inflated_counts,
        "mixed_kinds": mixed_kinds,
    }
)


def _correlated(rng: np.random.Generator, n_accounts: int) -> Floats:
    """Return normal metrics of variance 1 that share three causes, shape (n_accounts, 10)."""
    loadings = rng.normal(size=(3, N_METRICS))
    scale = np.sqrt((loadings**2).sum(axis=0) + 1.0)
    mixed = rng.normal(size=(n_accounts, 3)) @ loadings
    values: Floats = (mixed + rng.normal(size=(n_accounts, N_METRICS))) / scale
    return values


def _groupless(name: str, seed: int, values: Floats) -> World:
    n_accounts, n_metrics = values.shape
    metrics = tuple(f"metric_{j + 1:02d}" for j in range(n_metrics))
    columns = {m: values[:, j] for j, m in enumerate(metrics)}
    return World(
        name=name,
        seed=seed,
        columns={"account_id": account_ids(n_accounts), **columns},
        metrics=metrics,
        truth=np.zeros(n_accounts, dtype=np.intp),
    )
