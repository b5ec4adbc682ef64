"""A year of weeks: what every account did in each of them."""

from dataclasses import dataclass

import numpy as np

from shoal.records.arrays import Floats
from shoal.worlds.logs.states import Habits

WEEKS = 52
QUARTER = 13
FEATURE_DIFFICULTY = np.linspace(-2.2, 2.6, 24)
EARLIEST_ONSET, LATEST_ONSET = 22, 44  # week in which a drift begins
DEPTH_PER_DRIFT = 0.8  # who grows also goes deeper
LOGIN_DISPERSION = 12.0
HOLIDAY_WEEKS = (25, 26)  # the year ends in June: late December
HOLIDAY_ACTIVITY = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Weeks:
    """Weekly records. Arrays have shape (n_accounts, WEEKS) unless said otherwise.

    `score` has shape (n_accounts, 4), one survey a quarter, NaN where unanswered. `features` is
    the share of features used in the last quarter and `first_features` how many of them for the
    first time, both (n_accounts,). `hours` is the mean time to resolve that week's tickets, NaN
    without tickets.
    """

    seats: Floats
    active: Floats
    logins: Floats
    weekend_logins: Floats
    tickets: Floats
    severe: Floats
    hours: Floats
    training: Floats
    score: Floats
    features: Floats
    first_features: Floats


def live_through(rng: np.random.Generator, habits: Habits, seats: Floats) -> Weeks:
    """Simulate a year of weeks.

    Drifts begin in a week of the account's own and build evenly to the last week. Everybody does
    less in the holidays. Memory: about twelve arrays of (n_accounts, 52).
    """
    ramp = _ramp(rng, len(seats))
    rate = _weekly_rate(rng, habits, ramp)
    active = rng.binomial(seats.astype(np.intp)[:, None], rate).astype(float)
    expected = active * habits.logins[:, None]
    frequency = LOGIN_DISPERSION / (LOGIN_DISPERSION + expected)
    logins = np.maximum(rng.negative_binomial(LOGIN_DISPERSION, frequency), active).astype(float)
    weekend_share = rng.beta(3, 27, (len(seats), 1))
    tickets = rng.poisson((habits.tickets * seats / 100)[:, None] * (1 + _trouble(habits, ramp)))
    hours = habits.hours[:, None] * rng.lognormal(0, 0.5, tickets.shape)
    used, first = _features(rng, habits, ramp, logins)
    return Weeks(
        seats=seats,
        active=active,
        logins=logins,
        weekend_logins=rng.binomial(logins.astype(np.intp), weekend_share).astype(float),
        tickets=tickets.astype(float),
        severe=rng.binomial(tickets, habits.severe[:, None]).astype(float),
        hours=np.where(tickets > 0, hours, np.nan),
        training=rng.poisson(active * habits.training[:, None]).astype(float),
        score=_surveys(rng, habits, ramp),
        features=used,
        first_features=first,
    )


def _ramp(rng: np.random.Generator, n_accounts: int) -> Floats:
    """Return how much of the drift is reached: 0 until the onset, 1 in the last week."""
    onset = rng.uniform(EARLIEST_ONSET, LATEST_ONSET, (n_accounts, 1))
    ramp: Floats = (np.arange(WEEKS) - onset) / (WEEKS - 1 - onset)
    return ramp.clip(0, 1)


def _weekly_rate(rng: np.random.Generator, habits: Habits, ramp: Floats) -> Floats:
    season = np.ones(WEEKS)
    season[list(HOLIDAY_WEEKS)] = HOLIDAY_ACTIVITY
    change = np.exp(habits.drift[:, None] * ramp + rng.normal(0, 0.12, ramp.shape))
    rate: Floats = habits.active_rate[:, None] * change * season
    return rate.clip(0, 0.98)


def _trouble(habits: Habits, ramp: Floats) -> Floats:
    """Return the rise in tickets of those whose mood falls."""
    trouble: Floats = np.maximum(-habits.mood_drift, 0)[:, None] * ramp
    return trouble


def _features(
    rng: np.random.Generator,
    habits: Habits,
    ramp: Floats,
    logins: Floats,
) -> tuple[Floats, Floats]:
    depth = habits.depth[:, None] + DEPTH_PER_DRIFT * habits.drift[:, None] * ramp
    present = 1 - np.exp(-logins / 20)
    used = np.zeros(len(logins))
    first = np.zeros(len(logins))
    for difficulty in FEATURE_DIFFICULTY:
        uses = rng.random(ramp.shape) < present / (1 + np.exp(3.0 + 2.5 * (difficulty - depth)))
        lately = uses[:, -QUARTER:].any(axis=1)
        used += lately
        first += lately & ~uses[:, :-QUARTER].any(axis=1)
    return used / len(FEATURE_DIFFICULTY), first


def _surveys(rng: np.random.Generator, habits: Habits, ramp: Floats) -> Floats:
    asked = ramp[:, QUARTER - 1 :: QUARTER]
    mood = habits.mood[:, None] + habits.mood_drift[:, None] * asked
    score = np.clip(np.round(mood + rng.normal(0, 0.8, asked.shape)), 0, 10)
    return np.where(rng.random(asked.shape) < habits.answers[:, None], score, np.nan)
