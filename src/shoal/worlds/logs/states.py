"""What an account in each state does in a week, and how that changes over the year."""

from dataclasses import dataclass, fields

import numpy as np

from shoal.records.arrays import Floats
from shoal.worlds.membership import Membership


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Typical habits. Shares are 0 to 1; `drift` and `mood_drift` are reached by the last week."""

    share: float
    active_rate: float  # of seats, in a week
    logins: float  # per active user and week
    depth: float  # how hard a feature may be to be used, about -2 to 2
    drift: float  # of activity, on the logarithm
    tickets: float  # per 100 seats and week
    severe: float  # share of tickets
    hours: float  # to resolve a ticket
    mood: float  # survey score, 0 to 10
    mood_drift: float
    answers: float  # share of surveys
    training: float  # events per active user and week


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """The habits of every account; all arrays have shape (n_accounts,)."""

    active_rate: Floats
    logins: Floats
    depth: Floats
    drift: Floats
    tickets: Floats
    severe: Floats
    hours: Floats
    mood: Floats
    mood_drift: Floats
    answers: Floats
    training: Floats


STATES = {
    "champions": State(
        share=0.13,
        active_rate=0.74,
        logins=7.5,
        depth=1.5,
        drift=0.10,
        tickets=0.55,
        severe=0.06,
        hours=9.0,
        mood=9.0,
        mood_drift=0.2,
        answers=0.80,
        training=0.060,
    ),
    "self-sufficient": State(
        share=0.20,
        active_rate=0.60,
        logins=6.0,
        depth=0.9,
        drift=0.0,
        tickets=0.08,
        severe=0.08,
        hours=10.0,
        mood=7.4,
        mood_drift=0.0,
        answers=0.40,
        training=0.006,
    ),
    "growing": State(
        share=0.12,
        active_rate=0.40,
        logins=4.5,
        depth=-0.1,
        drift=0.75,
        tickets=0.40,
        severe=0.10,
        hours=12.0,
        mood=8.0,
        mood_drift=0.6,
        answers=0.55,
        training=0.045,
    ),
    "steady": State(
        share=0.24,
        active_rate=0.45,
        logins=3.6,
        depth=0.0,
        drift=0.0,
        tickets=0.30,
        severe=0.10,
        hours=14.0,
        mood=7.0,
        mood_drift=0.0,
        answers=0.45,
        training=0.012,
    ),
    "struggling": State(
        share=0.13,
        active_rate=0.33,
        logins=3.0,
        depth=-1.0,
        drift=-0.05,
        tickets=1.60,
        severe=0.20,
        hours=30.0,
        mood=5.4,
        mood_drift=-0.4,
        answers=0.50,
        training=0.030,
    ),
    "silent": State(
        share=0.12,
        active_rate=0.14,
        logins=1.3,
        depth=-1.4,
        drift=-0.45,
        tickets=0.06,
        severe=0.08,
        hours=16.0,
        mood=6.0,
        mood_drift=-0.2,
        answers=0.12,
        training=0.002,
    ),
    "at risk": State(
        share=0.06,
        active_rate=0.46,
        logins=4.0,
        depth=0.2,
        drift=-0.95,
        tickets=1.10,
        severe=0.32,
        hours=38.0,
        mood=6.2,
        mood_drift=-3.0,
        answers=0.45,
        training=0.010,
    ),
}
SPREADS = {  # within a state, on the scale on which a habit is drawn
    "active_rate": 0.45,
    "logins": 0.32,
    "depth": 0.5,
    "drift": 0.18,
    "tickets": 0.5,
    "severe": 0.5,
    "hours": 0.35,
    "mood": 0.9,
    "mood_drift": 0.4,
    "answers": 0.5,
    "training": 0.6,
}
SHARES = frozenset({"active_rate", "severe", "answers"})
AMOUNTS = frozenset({"logins", "tickets", "hours", "training"})


def draw_habits(rng: np.random.Generator, members: Membership) -> Habits:
    """Give every account habits around those of its state.

    Shares are drawn on the log odds, amounts on the logarithm, the rest as they are.
    """
    return Habits(**{f.name: _draw(rng, members, f.name) for f in fields(Habits)})


def _draw(rng: np.random.Generator, members: Membership, name: str) -> Floats:
    typical = np.array([getattr(s, name) for s in STATES.values()], dtype=float)
    noise = rng.normal(0, SPREADS[name], len(members.truth))
    drawn: Floats
    if name in SHARES:
        drawn = 1 / (1 + np.exp(-members.levels(rng, np.log(typical / (1 - typical))) - noise))
    elif name in AMOUNTS:
        drawn = np.exp(members.levels(rng, np.log(typical)) + noise)
    else:
        drawn = members.levels(rng, typical) + noise
    return drawn
