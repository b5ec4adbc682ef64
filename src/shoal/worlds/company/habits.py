"""What an account in each state does, and how strongly accounts of one state differ."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import Enum, auto
from types import MappingProxyType

import numpy as np

from shoal.records.arrays import Floats
from shoal.worlds.membership import Membership

STATES = (
    *("Champions", "Self-Sufficient Power Users", "Expansion Ready", "Steady"),
    *("Struggling Adopters", "Silent Churners", "At Risk"),
)
SHARES = (0.15, 0.18, 0.14, 0.20, 0.14, 0.11, 0.08)
LEAVING = ("Silent Churners", "At Risk")  # the states of those who leave


class Spread(Enum):
    """The scale on which accounts of one state differ evenly."""

    ODDS = auto()  # shares, 0 to 1
    FACTOR = auto()  # amounts over 0
    STEP = auto()  # anything else


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """The habits of every account; all arrays have shape (n_accounts,).

    A drift is a change that builds over the last months and is whole on the last day; the level
    beside it is the one before.
    """

    active_rate: Floats  # share of seats that somebody uses again and again
    days: Floats  # active days per such user and week
    logins: Floats  # per active day
    drift: Floats  # of use, on the logarithm
    silent_days: Floats  # at the end, without anybody
    breadth: Floats  # share of the features that are in use by the end
    taken_up: Floats  # part of it that is new in the last half year
    features: Floats  # per active day, beyond the first
    minutes: Floats  # per feature and day
    api_calls: Floats  # per seat and day
    agents: Floats  # share of the use that an assistant does for a user by the end
    seat_growth: Floats  # over nine months, on the logarithm
    tickets: Floats  # per 100 seats and month
    severe: Floats  # share of tickets
    hours: Floats  # to resolve a ticket
    satisfaction: Floats  # with a ticket's answer, 1 to 5
    mood: Floats  # survey score, 0 to 10
    mood_drift: Floats
    answers: Floats  # share of surveys
    onboarding: Floats  # chance of each step
    education: Floats  # events per user and quarter
    marketing: Floats
    community: Floats
    calls: Floats  # by the team, per month


@dataclass(frozen=True, slots=True, kw_only=True)
class _Habit:
    """`typical` is by state, in the order of `STATES`; `deviation` stands on the scale."""

    scale: Spread
    deviation: float
    typical: tuple[float, ...]


def _odds(deviation: float, *typical: float) -> _Habit:
    return _Habit(scale=Spread.ODDS, deviation=deviation, typical=typical)


def _factor(deviation: float, *typical: float) -> _Habit:
    return _Habit(scale=Spread.FACTOR, deviation=deviation, typical=typical)


def _step(deviation: float, *typical: float) -> _Habit:
    return _Habit(scale=Spread.STEP, deviation=deviation, typical=typical)


# Champions, self-sufficient, expansion ready, steady, struggling, silent, at risk.
_HABITS: Mapping[str, _Habit] = MappingProxyType(
    {
        "active_rate": _odds(0.31, 0.90, 0.68, 0.48, 0.56, 0.40, 0.30, 0.70),
        "days": _factor(0.17, 3.4, 2.8, 2.0, 2.0, 1.6, 0.9, 2.3),
        "logins": _factor(0.17, 1.9, 1.7, 1.4, 1.2, 1.3, 1.05, 1.3),
        "drift": _step(0.10, 0.10, 0.0, 0.95, 0.0, 0.0, -0.5, -1.6),
        "silent_days": _factor(0.35, 0.1, 0.1, 0.1, 0.2, 0.3, 32.0, 3.0),
        "breadth": _odds(0.28, 0.92, 0.72, 0.55, 0.46, 0.20, 0.14, 0.36),
        "taken_up": _factor(0.35, 0.08, 0.02, 0.24, 0.02, 0.02, 0.005, 0.01),
        "features": _factor(0.17, 1.0, 0.8, 0.7, 0.5, 0.4, 0.2, 0.4),
        "minutes": _factor(0.21, 16.0, 13.0, 11.0, 11.0, 15.0, 5.0, 8.0),
        "api_calls": _factor(0.42, 6.0, 14.0, 2.5, 1.2, 0.08, 0.03, 0.4),
        "agents": _odds(0.42, 0.10, 0.22, 0.08, 0.03, 0.02, 0.01, 0.02),
        "seat_growth": _step(0.07, 0.10, 0.02, 0.50, 0.0, 0.0, -0.06, -0.18),
        "tickets": _factor(0.28, 8.0, 0.9, 5.0, 5.0, 36.0, 0.6, 16.0),
        "severe": _odds(0.42, 0.05, 0.05, 0.05, 0.08, 0.10, 0.05, 0.42),
        "hours": _factor(0.28, 7.0, 9.0, 10.0, 15.0, 26.0, 18.0, 66.0),
        "satisfaction": _step(0.28, 4.7, 4.4, 4.5, 4.0, 2.9, 3.6, 2.2),
        "mood": _step(0.63, 9.3, 7.6, 8.4, 7.0, 5.3, 5.6, 6.6),
        "mood_drift": _step(0.28, 0.1, 0.0, 0.5, 0.0, -0.2, -0.6, -4.5),
        "answers": _odds(0.42, 0.78, 0.46, 0.62, 0.48, 0.50, 0.10, 0.46),
        "onboarding": _odds(0.49, 0.98, 0.97, 0.95, 0.93, 0.34, 0.72, 0.88),
        "education": _factor(0.42, 1.3, 0.10, 1.0, 0.30, 0.9, 0.03, 0.10),
        "marketing": _factor(0.42, 0.9, 0.30, 0.8, 0.35, 0.30, 0.06, 0.15),
        "community": _factor(0.42, 0.9, 0.25, 0.25, 0.15, 0.06, 0.01, 0.03),
        "calls": _factor(0.42, 0.5, 0.15, 0.6, 0.25, 0.6, 0.2, 0.9),
    }
)


def draw_habits(rng: np.random.Generator, members: Membership) -> Habits:
    """Give every account habits around those of its state, on each habit's own scale."""
    return Habits(**{f.name: _draw(rng, members, _HABITS[f.name]) for f in fields(Habits)})


def _draw(rng: np.random.Generator, members: Membership, habit: _Habit) -> Floats:
    typical = np.array(habit.typical)
    noise = rng.normal(0, habit.deviation, len(members.truth))
    drawn: Floats
    if habit.scale is Spread.ODDS:
        drawn = 1 / (1 + np.exp(-members.levels(rng, np.log(typical / (1 - typical))) - noise))
    elif habit.scale is Spread.FACTOR:
        drawn = np.exp(members.levels(rng, np.log(typical)) + noise)
    else:
        drawn = members.levels(rng, typical) + noise
    return drawn
