"""The made-up company of the demo: one wide table whose segments a reader recognises."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shoal.records.arrays import Floats
from shoal.records.worlds import World
from shoal.worlds.membership import Membership, draw_membership
from shoal.worlds.names import INDUSTRIES, MANAGERS, account_ids, company_names, pick

PRICE_PER_SEAT = {"Team": 380.0, "Business": 480.0, "Enterprise": 560.0}  # USD a year
ENTERPRISE_SEATS, BUSINESS_SEATS = 150, 40
WEEKS_IN_WINDOW = 90 / 7
MONTHS_IN_WINDOW = 3
BETWEEN, MISFITS = 0.06, 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a typical account in this state does; shares are 0 to 1."""

    share: float
    active_rate: float
    logins: float  # per active user and week
    minutes: float  # per login
    adoption: float
    trend: float  # % against the 90 days before
    silent_days: float
    tickets: float  # per 100 seats and month
    resolution_hours: float
    nps: float
    onboarding: float
    unanswered: float
    downgraded: float


STATES = {
    "At Risk": State(
        share=0.12,
        active_rate=0.29,
        logins=2.0,
        minutes=14.0,
        adoption=0.31,
        trend=-40.0,
        silent_days=6.0,
        tickets=7.5,
        resolution_hours=64.0,
        nps=-38.0,
        onboarding=0.84,
        unanswered=0.55,
        downgraded=0.32,
    ),
    "Silent Churners": State(
        share=0.15,
        active_rate=0.13,
        logins=0.9,
        minutes=9.0,
        adoption=0.16,
        trend=-19.0,
        silent_days=27.0,
        tickets=0.3,
        resolution_hours=18.0,
        nps=4.0,
        onboarding=0.75,
        unanswered=0.78,
        downgraded=0.36,
    ),
    "Struggling Adopters": State(
        share=0.17,
        active_rate=0.41,
        logins=3.2,
        minutes=22.0,
        adoption=0.22,
        trend=-2.0,
        silent_days=3.5,
        tickets=7.0,
        resolution_hours=40.0,
        nps=-8.0,
        onboarding=0.50,
        unanswered=0.52,
        downgraded=0.14,
    ),
    "Expansion Ready": State(
        share=0.16,
        active_rate=0.67,
        logins=5.6,
        minutes=16.0,
        adoption=0.42,
        trend=46.0,
        silent_days=1.2,
        tickets=1.5,
        resolution_hours=10.0,
        nps=46.0,
        onboarding=0.93,
        unanswered=0.45,
        downgraded=0.03,
    ),
    "Self-Sufficient Power Users": State(
        share=0.22,
        active_rate=0.64,
        logins=7.0,
        minutes=18.0,
        adoption=0.64,
        trend=2.0,
        silent_days=1.0,
        tickets=0.2,
        resolution_hours=9.0,
        nps=16.0,
        onboarding=0.96,
        unanswered=0.52,
        downgraded=0.05,
    ),
    "Champions": State(
        share=0.18,
        active_rate=0.86,
        logins=12.0,
        minutes=20.0,
        adoption=0.88,
        trend=9.0,
        silent_days=0.5,
        tickets=3.0,
        resolution_hours=8.0,
        nps=68.0,
        onboarding=0.98,
        unanswered=0.34,
        downgraded=0.02,
    ),
}
METRICS = (
    *("weekly_active_users", "logins_90d", "minutes_per_user_week", "feature_adoption_rate"),
    *("usage_trend_90d", "days_since_last_login", "support_tickets_90d"),
    *("ticket_resolution_hours", "nps_score", "onboarding_completion"),
)


def company_table(*, n_accounts: int = 500, seed: int = 7, as_of: date) -> World:
    """Make up Acme Cloud's customers as they stood on one day.

    The truth is the state each account is in (`STATES`), met to the account; 6 % are caught
    between two states and have the nearer one, 1 % fit nowhere. Size (seats, contract value, plan)
    and industry have nothing to do with the state. Volumes grow with seats. About half of the
    accounts answered no survey, the silent ones least often; an account without a ticket has no
    resolution time.

    Parameters
    ----------
    n_accounts
        Number of rows, at least 1.
    seed
        The same seed gives the same table, dates apart, which follow `as_of`.
    as_of
        Last day the 90-day metrics read. Renewals lie within the year after it.

    Returns
    -------
    World
        Columns: `account_id`, `account_name`, `csm`, `industry`, `plan`, `seats`, `arr_usd` (USD a
        year), `signup_date`, `renewal_date`, then `METRICS` (shares and trend in %), then
        `downgraded_last_year` ("yes" or "no").

    Raises
    ------
    UsageError
        If `n_accounts` is under 1.

    Examples
    --------
    >>> world = company_table(n_accounts=200, as_of=date(2026, 6, 30))
    >>> world.groups[0], int((world.truth == 0).sum())
    ('At Risk', 24)
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    shares = [s.share for s in STATES.values()]
    members = draw_membership(rng, n_accounts, shares, between=BETWEEN, misfits=MISFITS)
    facts = _facts(rng, n_accounts, np.datetime64(as_of, "D"))
    metrics = _metrics(rng, members, facts["seats"])
    lost = rng.random(n_accounts) < _level(rng, members, "downgraded").clip(0, 1)
    outcome = {"downgraded_last_year": np.where(lost, "yes", "no").astype(object)}
    return World(
        name="demo",
        seed=seed,
        columns={**facts, **metrics, **outcome},
        metrics=METRICS,
        truth=members.truth,
        groups=tuple(STATES),
        informative=METRICS,
    )


def _facts(rng: np.random.Generator, n: int, as_of: np.datetime64) -> dict[str, NDArray[Any]]:
    seats = np.clip(np.round(rng.lognormal(np.log(60), 0.9, n)), 8, 3000)
    plan = np.select(
        [seats >= ENTERPRISE_SEATS, seats >= BUSINESS_SEATS], ["Enterprise", "Business"], "Team"
    )
    price = np.array([PRICE_PER_SEAT[p] for p in plan.tolist()])
    return {
        "account_id": account_ids(n),
        "account_name": company_names(rng, n),
        "csm": pick(rng, MANAGERS, n),
        "industry": pick(rng, INDUSTRIES, n),
        "plan": plan.astype(object),
        "seats": seats,
        "arr_usd": np.round(seats * price * rng.uniform(0.75, 1.15, n), -2),
        "signup_date": as_of - rng.integers(120, 2200, n),
        "renewal_date": as_of + rng.integers(1, 366, n),
    }


def _metrics(rng: np.random.Generator, members: Membership, seats: Floats) -> dict[str, Floats]:
    n = len(seats)
    active_rate = _share(rng, members, "active_rate", spread=0.35)
    active = rng.binomial(seats.astype(np.intp), active_rate).astype(float)
    logins = _positive(rng, members, "logins", spread=0.22)
    minutes = logins * _positive(rng, members, "minutes", spread=0.25)
    tickets = _tickets(rng, members, seats)
    hours = np.round(_positive(rng, members, "resolution_hours", spread=0.35), 1)
    silent = rng.gamma(4.0, _positive(rng, members, "silent_days", spread=0.1) / 4.0)
    trend = _level(rng, members, "trend") + 7.0 * rng.standard_t(6, n)
    nps = np.clip(np.round(_level(rng, members, "nps") + rng.normal(0, 15, n)), -100, 100)
    answered = rng.random(n) >= _level(rng, members, "unanswered")
    onboarding = _share(rng, members, "onboarding", spread=0.4)
    return {
        "weekly_active_users": active,
        "logins_90d": rng.poisson(active * logins * WEEKS_IN_WINDOW).astype(float),
        "minutes_per_user_week": np.round(minutes, 1),
        "feature_adoption_rate": _percent(_share(rng, members, "adoption", spread=0.3)),
        "usage_trend_90d": np.round(np.maximum(trend, -100), 1),
        "days_since_last_login": np.minimum(np.floor(silent), 90),
        "support_tickets_90d": tickets,
        "ticket_resolution_hours": np.where(tickets > 0, hours, np.nan),
        "nps_score": np.where(answered, nps, np.nan),
        "onboarding_completion": np.round(100 * onboarding),
    }


def _tickets(rng: np.random.Generator, members: Membership, seats: Floats) -> Floats:
    expected = _positive(rng, members, "tickets", spread=0.25) / 100 * seats * MONTHS_IN_WINDOW
    return rng.poisson(expected).astype(float)


def _level(rng: np.random.Generator, members: Membership, name: str) -> Floats:
    return members.levels(rng, _by_state(name))


def _positive(rng: np.random.Generator, members: Membership, name: str, *, spread: float) -> Floats:
    """Draw around the state's value on a logarithm; `spread` is the standard deviation there."""
    centre = members.levels(rng, np.log(_by_state(name)))
    return np.exp(centre + rng.normal(0, spread, len(centre)))


def _share(rng: np.random.Generator, members: Membership, name: str, *, spread: float) -> Floats:
    """Draw a share around the state's on the log odds; `spread` is the standard deviation there."""
    share = _by_state(name)
    centre = members.levels(rng, np.log(share / (1 - share)))
    return 1 / (1 + np.exp(-centre - rng.normal(0, spread, len(centre))))


def _percent(share: Floats) -> Floats:
    return np.round(100 * share, 1)


def _by_state(name: str) -> Floats:
    return np.array([getattr(s, name) for s in STATES.values()], dtype=float)
