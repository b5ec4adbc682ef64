"""Seats through the year, and the subscriptions that carry them."""

from dataclasses import dataclass

import numpy as np

from shoal.records.arrays import Floats, Indices
from shoal.records.tables import Table
from shoal.worlds.company.calendar import DAYS, Days, dates
from shoal.worlds.company.habits import Habits
from shoal.worlds.company.lives import TRIAL, Lives
from shoal.worlds.company.tables import Texts, as_table

MIDDLE_SEATS, SEATS_SPREAD, FEWEST_SEATS, MOST_SEATS = 6.2, 0.6, 5, 60
STEPS = 3  # changes of seats at most
CHANGES_AGO, LATEST_CHANGE, SETTLED = 270, 8, 20  # days
PLANS, PLAN_SEATS, PLAN_PRICES = ("Team", "Business", "Enterprise"), (9, 18), (32.0, 40.0, 47.0)
DISCOUNTS = (0.75, 1.15)
YEAR = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Seats:
    """What each account has paid for, step by step.

    `seats` and `begins` have shape (n_accounts, STEPS + 1): the seats, and the day from which on;
    seats only rise or only fall. `price` is per seat and month, by account and step.
    """

    seats: Floats
    begins: Indices
    price: Floats

    @property
    def monthly(self) -> Floats:
        """Return the revenue a month, (n_accounts, STEPS + 1)."""
        return np.round(self.seats * self.price, 2)

    def step(self, accounts: Indices, days: Indices) -> Indices:
        """Return the step that runs on a day of an account's life."""
        running: Indices = (self.begins[accounts] <= days[:, None]).sum(axis=1) - 1
        return running.clip(0)

    def changes(self) -> tuple[Indices, Indices]:
        """Return account and step wherever seats differ from before; the first step always does."""
        account, step = np.nonzero(np.diff(self.seats, axis=1, prepend=0))
        return account, step

    def by_day(self) -> Floats:
        """Return the seats of every account and day, (n_accounts, DAYS)."""
        days = np.arange(DAYS)
        change = np.diff(self.seats, axis=1)
        total = np.repeat(self.seats[:, :1], DAYS, axis=1)
        for step in range(STEPS):
            total += change[:, step : step + 1] * (days >= self.begins[:, step + 1 : step + 2])
        return total


def draw_seats(rng: np.random.Generator, lives: Lives, habits: Habits) -> Seats:
    """Draw how seats came to what they are; what they are today says nothing about the state."""
    n = len(lives.joined)
    drawn = np.round(MIDDLE_SEATS * rng.lognormal(0, SEATS_SPREAD, n))
    last = np.clip(drawn, FEWEST_SEATS, MOST_SEATS)
    low = np.maximum(lives.left - CHANGES_AGO, lives.joined + SETTLED)
    room = np.maximum(lives.left - LATEST_CHANGE - low, 0)
    settled = room > 0
    first = np.maximum(np.round(last / np.exp(habits.seat_growth * settled)), 1)
    share = np.linspace(0, 1, STEPS + 1)
    seats = np.round(first[:, None] + (last - first)[:, None] * share)
    wait = np.sort((room[:, None] * rng.random((n, STEPS))).astype(np.intp), axis=1)
    changes = low[:, None] + wait + np.arange(STEPS)  # never two on one day
    plan_price = np.array(PLAN_PRICES)[_plan(seats)] * rng.uniform(*DISCOUNTS, (n, 1))
    return Seats(
        seats=seats,
        begins=np.column_stack([lives.joined, changes]),
        price=np.where((lives.truth == TRIAL)[:, None], 0.0, plan_price),
    )


def subscriptions(lives: Lives, seats: Seats, ids: Texts) -> Table:
    """Return one row for each time with the same seats; the last is open unless the account left.

    `end_date` is the first day on which the row does not hold any more.
    """
    account, step = seats.changes()
    begins = seats.begins[account, step]
    follows = np.append(account[1:] == account[:-1], False)
    ends = np.where(follows, np.append(begins[1:], DAYS), lives.left[account])
    plan = np.array(PLANS, dtype=object)[_plan(seats.seats[account, step])]
    return as_table(
        "subscriptions",
        {
            "subscription_id": np.array([f"SUB-{i + 1:05d}" for i in range(len(account))], object),
            "account_id": ids[account],
            "start_date": dates(lives.first_day, begins),
            "end_date": until(lives, ends),
            "seats": seats.seats[account, step],
            "mrr": seats.monthly[account, step],
            "plan_tier": np.where(lives.truth[account] == TRIAL, "Trial", plan).astype(object),
        },
    )


def until(lives: Lives, days: Indices) -> Days:
    """Turn first days without something into dates, NaT for what still is."""
    missing = np.datetime64("NaT", "D")
    ended: Days = np.where(days < DAYS, dates(lives.first_day, days), missing)
    return ended


def plan_of(seats: Floats) -> Texts:
    """Return the plan that fits the seats."""
    named: Texts = np.array(PLANS, dtype=object)[_plan(seats)]
    return named


def _plan(seats: Floats) -> Indices:
    return np.searchsorted(PLAN_SEATS, seats, side="right")
