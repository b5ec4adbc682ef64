"""Surveys: one person of each account is asked every month; about half of them answer."""

import numpy as np

from shoal.records.tables import Table
from shoal.worlds.company.calendar import DAYS, HOUR_SECONDS, dates, moments
from shoal.worlds.company.habits import Habits
from shoal.worlds.company.lives import Lives
from shoal.worlds.company.tables import Texts, as_table

EVERY_DAYS = 30
HOURS_TO_ANSWER = 40.0
SCORE_SPREAD = 0.8
SCALE = (0, 10)


def surveys(rng: np.random.Generator, lives: Lives, habits: Habits, ids: Texts) -> Table:
    """Return surveys in the order in which they were sent; no score where unanswered."""
    n = len(lives.joined)
    due = rng.integers(0, EVERY_DAYS, (n, 1)) + EVERY_DAYS * np.arange(DAYS // EVERY_DAYS)
    account, place = np.nonzero((due >= lives.joined[:, None]) & (due < lives.left[:, None]))
    day = due[account, place]
    sent = moments(rng, lives.first_day, day)
    order = np.argsort(sent, kind="stable")
    account, day, sent = account[order], day[order], sent[order]
    delay = rng.exponential(HOURS_TO_ANSWER * HOUR_SECONDS, len(account)).astype(np.int64)
    mood = habits.mood[account] + habits.mood_drift[account] * lives.reached(account, day)
    score = np.round(mood + rng.normal(0, SCORE_SPREAD, len(account))).clip(*SCALE)
    answered = rng.random(len(account)) < habits.answers[account]
    answered &= sent + delay < dates(lives.first_day, lives.left[account])
    return as_table(
        "surveys",
        {
            "account_id": ids[account],
            "sent_at": sent,
            "answered_at": np.where(answered, sent + delay, np.datetime64("NaT")),
            "score": np.where(answered, score, np.nan),
        },
    )
