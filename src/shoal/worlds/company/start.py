"""Onboarding: which steps each account has reached, and when."""

import numpy as np

from shoal.records.tables import Table
from shoal.worlds.company.calendar import moments
from shoal.worlds.company.habits import Habits
from shoal.worlds.company.lives import Lives
from shoal.worlds.company.tables import Texts, as_table

STEPS = ("invited_team", "connected_data", "first_report", "went_live")
VALUE_STEP = "first_report"
DAYS_A_STEP, SLOWER = 4.0, 2.0  # who is less likely to reach a step takes longer, by this power


def milestones(rng: np.random.Generator, lives: Lives, habits: Habits, ids: Texts) -> Table:
    """Return the steps reached, also those from before the logs, in the order of time."""
    n = len(lives.joined)
    pace = DAYS_A_STEP / habits.onboarding**SLOWER
    wait = rng.gamma(2.0, pace[:, None] / 2, (n, len(STEPS)))
    day = lives.joined[:, None] + np.floor(np.cumsum(wait, axis=1)).astype(np.intp)
    reached = rng.random((n, len(STEPS))) < habits.onboarding[:, None]
    account, step = np.nonzero(reached & (day < lives.left[:, None]))
    at = moments(rng, lives.first_day, day[account, step])
    order = np.argsort(at, kind="stable")
    return as_table(
        "milestones",
        {
            "account_id": ids[account[order]],
            "milestone": np.array(STEPS, dtype=object)[step[order]],
            "reached_at": at[order],
        },
    )
