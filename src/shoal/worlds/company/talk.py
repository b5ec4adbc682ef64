"""Who learned, read and joined in, and when the team got in touch."""

import numpy as np

from shoal.records.tables import Table
from shoal.worlds.company.calendar import (
    MONTH_DAYS,
    QUARTER_DAYS,
    activity_by_day,
    moments,
)
from shoal.worlds.company.habits import Habits
from shoal.worlds.company.lives import Lives
from shoal.worlds.company.people import People
from shoal.worlds.company.tables import Texts, as_table
from shoal.worlds.company.use import UserDays
from shoal.worlds.names import pick

KINDS = ("education", "marketing", "community")
TOUCHES = ("call", "email", "review")
DAYS_A_WEEK = 7


def engagement(
    rng: np.random.Generator,
    lives: Lives,
    habits: Habits,
    people: People,
    active: UserDays,
    ids: Texts,
) -> Table:
    """Return what active users took part in, in the order of time."""
    account = people.account[active.person]
    active_days = habits.days * QUARTER_DAYS / DAYS_A_WEEK  # of a user in a quarter
    rates = [habits.education, habits.marketing, habits.community]
    number = np.stack([rng.poisson((rate / active_days)[account]) for rate in rates])
    kind, which = np.nonzero(number)
    often = number[kind, which]
    kind, which = np.repeat(kind, often), np.repeat(which, often)
    at = moments(rng, lives.first_day, active.day[which])
    order = np.argsort(at, kind="stable")
    which = which[order]
    return as_table(
        "engagement",
        {
            "account_id": ids[account[which]],
            "user_email": people.emails[active.person[which]],
            "kind": np.array(KINDS, dtype=object)[kind[order]],
            "at": at[order],
        },
    )


def touches(rng: np.random.Generator, lives: Lives, habits: Habits, ids: Texts) -> Table:
    """Return what the team did to accounts, in the order of time."""
    activity = activity_by_day(lives.first_day)
    expected = (habits.calls / MONTH_DAYS)[:, None] * activity / activity.mean()
    account, day = np.nonzero(rng.poisson(expected * lives.there()))
    at = moments(rng, lives.first_day, day)
    order = np.argsort(at, kind="stable")
    return as_table(
        "touches",
        {
            "account_id": ids[account[order]],
            "at": at[order],
            "kind": pick(rng, TOUCHES, len(order)),
        },
    )
