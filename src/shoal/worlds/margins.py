"""Families of distributions: each function returns a margin that turns levels into values.

A level is 0 in the middle of all accounts and 1 one spread above it. Margins with noise of their
own (counts, gamma, beta, Student t) want levels with less noise.
"""

import numpy as np

from shoal.records.arrays import Floats
from shoal.worlds.design import Margin


def lognormal(*, middle: float, slope: float, decimals: int = 2) -> Margin:
    """Return a heavy-tailed amount: middle exp(slope level)."""

    def draw(_rng: np.random.Generator, level: Floats) -> Floats:
        amounts: Floats = middle * np.exp(slope * level)
        return np.round(amounts, decimals)

    return draw


def negative_binomial(*, mean: float, slope: float, dispersion: float) -> Margin:
    """Return a count of mean m = mean exp(slope level), variance m + m^2 / dispersion."""

    def draw(rng: np.random.Generator, level: Floats) -> Floats:
        expected = mean * np.exp(slope * level)
        return rng.negative_binomial(dispersion, dispersion / (dispersion + expected)).astype(float)

    return draw


def gamma(*, mean: float, slope: float, shape: float, decimals: int = 2) -> Margin:
    """Return a positive amount of mean m = mean exp(slope level), variance m^2 / shape."""

    def draw(rng: np.random.Generator, level: Floats) -> Floats:
        amounts: Floats = rng.gamma(shape, mean * np.exp(slope * level) / shape)
        return np.round(amounts, decimals)

    return draw


def beta(
    *, middle: float, slope: float, concentration: float, whole: float = 100.0, decimals: int = 1
) -> Margin:
    """Return a share of `whole` whose mean has log odds logit(middle) + slope level.

    `concentration` is the sum of the beta distribution's parameters: the larger, the narrower.
    """

    def draw(rng: np.random.Generator, level: Floats) -> Floats:
        mean = share_at(middle, slope * level).clip(0.001, 0.999)
        shares: Floats = whole * rng.beta(mean * concentration, (1 - mean) * concentration)
        return np.round(shares, decimals)

    return draw


def student_t(
    *, middle: float, scale: float, degrees: float = 4.0, low: float = -100.0, decimals: int = 1
) -> Margin:
    """Return a signed amount around middle + scale level, noise scale / 2 with heavy tails."""

    def draw(rng: np.random.Generator, level: Floats) -> Floats:
        noise = 0.5 * rng.standard_t(degrees, len(level))
        amounts: Floats = np.maximum(middle + scale * (level + noise), low)
        return np.round(amounts, decimals)

    return draw


def ordinal(*, low: int, high: int, middle: float, slope: float) -> Margin:
    """Return a whole number of points from `low` to `high`: middle + slope level, rounded."""

    def draw(_rng: np.random.Generator, level: Floats) -> Floats:
        return np.clip(np.round(middle + slope * level), low, high)

    return draw


def waiting_days(*, mean: float, slope: float, longest: int = 90) -> Margin:
    """Return whole days since something last happened, exponential, at most `longest`."""

    def draw(rng: np.random.Generator, level: Floats) -> Floats:
        days: Floats = np.floor(rng.exponential(mean * np.exp(slope * level)))
        return np.minimum(days, longest)

    return draw


def share_at(base: float, shift: Floats) -> Floats:
    """Return the share whose log odds are those of `base` plus `shift`.

    >>> share_at(0.5, np.array([0.0])).tolist()
    [0.5]
    """
    shares: Floats = 1.0 / (1.0 + (1.0 - base) / base * np.exp(-shift))
    return shares
