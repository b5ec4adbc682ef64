"""Who the accounts are today: names, people in charge, stage, plan, contract value."""

import numpy as np

from shoal.records.arrays import Indices
from shoal.records.tables import Table
from shoal.worlds.company.calendar import DAYS, dates
from shoal.worlds.company.growth import YEAR, Seats, plan_of, until
from shoal.worlds.company.lives import ENDED, ONBOARDING, TRIAL, Lives
from shoal.worlds.company.tables import Texts, as_table
from shoal.worlds.names import INDUSTRIES, MANAGERS, pick

COUNTRIES = ("AT", "BE", "CH", "DE", "DE", "DE", "DK", "ES", "FR", "FR", "GB", "IT", "NL", "PL")
LEGACY_SHARE = 0.05  # the oldest accounts have ids of digits, from a system that came before
ID_WIDTH = 6


def draw_ids(rng: np.random.Generator, joined: Indices) -> Texts:
    """Return ids such as "AC-10482"; the oldest accounts have digits with leading zeros."""
    n = len(joined)
    number = rng.permutation(9 * n + 9)[:n] + 1
    ids = np.array([f"AC-{10_000 + k}" for k in number.tolist()], dtype=object)
    oldest = np.argsort(joined, kind="stable")[: round(LEGACY_SHARE * n)]
    ids[oldest] = [f"{k:0{ID_WIDTH}d}" for k in number[oldest].tolist()]
    return ids


def domains_of(companies: Texts) -> Texts:
    """Return the domain of each company, in a top-level domain that nobody owns.

    >>> domains_of(np.array(["Alder Books"], dtype=object)).tolist()
    ['alder-books.example']
    """
    made = [f"{c.lower().replace(' ', '-')}.example" for c in companies.tolist()]
    return np.array(made, dtype=object)


def accounts(
    rng: np.random.Generator, lives: Lives, seats: Seats, ids: Texts, companies: Texts
) -> Table:
    """Return one row an account, as it stands on the last day."""
    n = len(ids)
    trial = lives.truth == TRIAL
    named = {ONBOARDING: "onboarding", TRIAL: "trial", ENDED: "churned"}
    stage = np.array([named.get(t, "live") for t in lives.truth.tolist()], dtype=object)
    next_renewal = lives.joined - YEAR * ((lives.joined - DAYS) // YEAR)
    return as_table(
        "accounts",
        {
            "account_id": ids,
            "company": companies,
            "signup_date": dates(lives.first_day, lives.joined),
            "cancelled_on": until(lives, lives.left),
            "csm": pick(rng, MANAGERS, n),
            "lifecycle_stage": stage,
            "industry": pick(rng, INDUSTRIES, n),
            "country": pick(rng, COUNTRIES, n),
            "plan": np.where(trial, "Trial", plan_of(seats.seats[:, -1])).astype(object),
            "arr": np.where(lives.has_left, 0.0, np.round(12 * seats.monthly[:, -1], 2)),
            "renewal_date": np.where(
                lives.has_left | trial,
                np.datetime64("NaT", "D"),
                dates(lives.first_day, next_renewal),
            ),
        },
    )
