"""Tickets: what accounts asked for help with, how it went, and how they liked it."""

import numpy as np

from shoal.records.arrays import Booleans, Floats, Indices
from shoal.records.tables import Table
from shoal.worlds.company.calendar import (
    DAYS,
    HOUR_SECONDS,
    MONTH_DAYS,
    activity_by_day,
    dates,
    moments,
)
from shoal.worlds.company.growth import Seats
from shoal.worlds.company.habits import Habits
from shoal.worlds.company.lives import Lives
from shoal.worlds.company.tables import Texts, as_table
from shoal.worlds.names import pick

SEVERE, OTHERS = ("high", "urgent"), ("low", "normal")
RATINGS = (1, 5)  # the lowest and the highest that a ticket can get
TROUBLE_PER_MOOD = 0.5  # rise in tickets per point that the mood falls
HOURS_SPREAD, SATISFACTION_SPREAD, RATED_SHARE = 0.5, 0.6, 0.45


def tickets(
    rng: np.random.Generator, lives: Lives, habits: Habits, seats: Seats, ids: Texts
) -> Table:
    """Return tickets in the order of time; without `resolved_at` where still open."""
    account, day = _opened(rng, lives, habits, seats)
    opened = moments(rng, lives.first_day, day)
    order = np.argsort(opened, kind="stable")
    account, opened = account[order], opened[order]
    hours = habits.hours[account] * rng.lognormal(0, HOURS_SPREAD, len(account))
    resolved = opened + (hours * HOUR_SECONDS).astype(np.int64)
    resolved[resolved >= dates(lives.first_day, np.array([DAYS]))] = np.datetime64("NaT")
    severe = rng.random(len(account)) < habits.severe[account]
    return as_table(
        "tickets",
        {
            "ticket_id": np.array([f"T-{i + 1:05d}" for i in range(len(account))], dtype=object),
            "account_id": ids[account],
            "opened_at": opened,
            "resolved_at": resolved,
            "priority": np.where(
                severe, pick(rng, SEVERE, len(account)), pick(rng, OTHERS, len(account))
            ),
            "csat": _satisfaction(rng, habits.satisfaction[account], ~np.isnat(resolved)),
        },
    )


def _opened(
    rng: np.random.Generator, lives: Lives, habits: Habits, seats: Seats
) -> tuple[Indices, Indices]:
    """Return account and day of every ticket."""
    accounts, days = np.arange(len(lives.joined))[:, None], np.arange(DAYS)[None, :]
    fall = np.maximum(-habits.mood_drift, 0)[:, None] * lives.reached(accounts, days)
    activity = activity_by_day(lives.first_day)
    expected = (habits.tickets / 100 / MONTH_DAYS)[:, None] * seats.by_day()
    expected = expected * (activity / activity.mean()) * (1 + TROUBLE_PER_MOOD * fall)
    number = rng.poisson(expected * lives.there())
    account, day = np.nonzero(number)
    often = number[account, day]
    return np.repeat(account, often), np.repeat(day, often)


def _satisfaction(rng: np.random.Generator, typical: Floats, resolved: Booleans) -> Floats:
    rated = resolved & (rng.random(len(typical)) < RATED_SHARE)
    score = np.round(typical + rng.normal(0, SATISFACTION_SPREAD, len(typical))).clip(*RATINGS)
    return np.where(rated, score, np.nan)
