"""Who was active on which day."""

from dataclasses import dataclass

import numpy as np

from shoal.records.arrays import Booleans, Floats, Indices
from shoal.worlds.company.calendar import DAYS, WEEKS, activity_by_day
from shoal.worlds.company.growth import Seats
from shoal.worlds.company.habits import Habits
from shoal.worlds.company.lives import Lives
from shoal.worlds.company.people import People

WORKING_DAYS = 5
RATE_PART, DAYS_PART = 0.6, 0.4  # a drift changes how many are active, and how often they are
SOFTNESS = 0.04  # of the border between those who are active and those who are not
MOST_ACTIVE, HIGHEST_RATE = 0.97, 0.98
WEEKLY_SPREAD = 0.1  # of an account's activity, on the logarithm
BLOCK = 4000  # people at a time: bounds the memory


@dataclass(frozen=True, slots=True, kw_only=True)
class UserDays:
    """Every day on which a person was active, (n_user_days,): indices of people, and days."""

    person: Indices
    day: Indices


def draw_user_days(
    rng: np.random.Generator, lives: Lives, habits: Habits, people: People
) -> UserDays:
    """Draw active days, people by people.

    A person is active again and again if the account's active rate reaches them, on `habits.days`
    of a week's working days, times the person's own eagerness. Cost: n_people x DAYS draws, in
    blocks of `BLOCK` people.
    """
    weekly = rng.lognormal(0, WEEKLY_SPREAD, (len(lives.joined), WEEKS))
    level = np.repeat(weekly, DAYS // WEEKS, axis=1) * activity_by_day(lives.first_day)
    persons, days = [], []
    for start in range(0, len(people.account), BLOCK):
        block = np.arange(start, min(start + BLOCK, len(people.account)))
        chance = _chance(lives, habits, people, block) * level[people.account[block]]
        person, day = np.nonzero(rng.random(chance.shape) < chance.clip(0, MOST_ACTIVE))
        persons.append(block[person])
        days.append(day)
    return UserDays(person=np.concatenate(persons), day=np.concatenate(days))


def draw_calls(
    rng: np.random.Generator, lives: Lives, habits: Habits, seats: Seats
) -> tuple[Indices, Indices, Floats]:
    """Draw calls of the API: account, day and how many, wherever there were some."""
    accounts, days = np.arange(len(lives.joined))[:, None], np.arange(DAYS)[None, :]
    drift = habits.drift[:, None] * lives.reached(accounts, days)
    expected = habits.api_calls[:, None] * np.exp(drift) * seats.by_day()
    calls = rng.poisson(expected * activity_by_day(lives.first_day) * lives.there())
    account, day = np.nonzero(calls)
    return account, day, calls[account, day].astype(float)


def _chance(lives: Lives, habits: Habits, people: People, block: Indices) -> Floats:
    """Return the chance of being active on a usual working day, (n_block, DAYS)."""
    account, days = people.account[block], np.arange(DAYS)
    drift = habits.drift[account][:, None] * lives.reached(account[:, None], days[None, :])
    rate = (habits.active_rate[account][:, None] * np.exp(RATE_PART * drift)).clip(0, HIGHEST_RATE)
    reached = 1 / (1 + np.exp((people.reluctance[block][:, None] - rate) / SOFTNESS))
    often = (habits.days[account] * people.eagerness[block] / WORKING_DAYS)[:, None]
    chance: Floats = often * np.exp(DAYS_PART * drift) * reached
    return chance * _may_be_there(lives, habits, people, block)


def _may_be_there(lives: Lives, habits: Habits, people: People, block: Indices) -> Booleans:
    account, days = people.account[block], np.arange(DAYS)
    silent_from = lives.left[account] - np.round(habits.silent_days[account])
    ends = np.minimum(people.ends[block], silent_from)
    ends[people.is_service[block]] = 0
    there: Booleans = (days >= people.begins[block][:, None]) & (days < ends[:, None])
    return there
