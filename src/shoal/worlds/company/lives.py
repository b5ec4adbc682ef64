"""From when to when each account is a customer, and what it is if it is no usual one."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from shoal.records.arrays import Booleans, Floats, Indices
from shoal.worlds.company.calendar import DAYS
from shoal.worlds.company.habits import LEAVING, SHARES, STATES
from shoal.worlds.membership import Membership, draw_membership

ONBOARDING, TRIAL, ENDED = (len(STATES) + i for i in range(3))
GROUPS = (*STATES, "Onboarding", "Trial", "Ended")
BETWEEN, MISFITS = 0.06, 0.01
ONBOARDING_SHARE, TRIAL_SHARE, ENDED_SHARE, RECENT_SHARE = 0.025, 0.025, 0.06, 0.04
# Age in days on the last day: from, to.
USUAL_AGE, RECENT_AGE, TRIAL_AGE, ONBOARDING_AGE = (200, 2200), (45, 200), (15, 45), (1, 13)
ENDED_AGO = (15, 300)
SHORTEST_STAY = 200  # days that one who leaves was at least there
ONSET_DAYS = (110, 160)  # a drift begins so long before the last day


@dataclass(frozen=True, slots=True, kw_only=True)
class Lives:
    """When accounts come and go; days are counted from the first day of the logs.

    `joined` is the day of the signup (below 0: before the logs begin) and `left` the first day on
    which the account is no customer any more, `DAYS` for one that still is; both (n_accounts,).
    `truth` is the group, -1 for none; `members` places all accounts among the states.
    """

    first_day: date
    joined: Indices
    left: Indices
    onset: Floats
    truth: Indices
    members: Membership

    @property
    def has_left(self) -> Booleans:
        """Who is no customer any more."""
        return self.left < DAYS

    def there(self) -> Booleans:
        """Return on which days of the logs each is a customer, (n_accounts, DAYS)."""
        days = np.arange(DAYS)
        there: Booleans = (days >= self.joined[:, None]) & (days < self.left[:, None])
        return there

    def reached(self, accounts: Indices, days: Indices | Floats) -> Floats:
        """Return how much of its drift each account has reached on a day, 0 to 1."""
        length = self.left - 1 - self.onset
        share: Floats = (days - self.onset[accounts]) / length[accounts]
        return share.clip(0, 1)


def draw_lives(rng: np.random.Generator, first_day: date, n_accounts: int) -> Lives:
    """Draw states, and who is new, on trial or gone."""
    members = draw_membership(rng, n_accounts, SHARES, between=BETWEEN, misfits=MISFITS)
    special = _special(rng, n_accounts)
    joined, left = _days(rng, special)
    return Lives(
        first_day=first_day,
        joined=joined,
        left=left,
        onset=left - rng.uniform(*ONSET_DAYS, n_accounts),
        truth=np.where(special >= 0, special, members.truth),
        members=_leavers_lean(rng, members, special == ENDED),
    )


def _special(rng: np.random.Generator, n_accounts: int) -> Indices:
    shares = {ONBOARDING: ONBOARDING_SHARE, TRIAL: TRIAL_SHARE, ENDED: ENDED_SHARE}
    special = np.full(n_accounts, -1)
    for group, share in shares.items():
        free = rng.permutation(np.flatnonzero(special < 0))
        special[free[: round(share * n_accounts)]] = group
    return special


def _days(rng: np.random.Generator, special: Indices) -> tuple[Indices, Indices]:
    n = len(special)
    recent = rng.random(n) < RECENT_SHARE
    usual = np.where(recent, rng.integers(*RECENT_AGE, n), rng.integers(*USUAL_AGE, n))
    trial, new = rng.integers(*TRIAL_AGE, n), rng.integers(*ONBOARDING_AGE, n)
    age = np.select([special == ONBOARDING, special == TRIAL], [new, trial], usual)
    ago = rng.integers(*ENDED_AGO, n)
    gone = special == ENDED
    age = np.where(gone, np.maximum(age, ago + SHORTEST_STAY), age)
    return DAYS - 1 - age, np.where(gone, DAYS - 1 - ago, DAYS)


def _leavers_lean(rng: np.random.Generator, members: Membership, gone: Booleans) -> Membership:
    """Put all who left into the states that come before leaving."""
    truth, weights = members.truth.copy(), members.weights.copy()
    truth[gone] = rng.choice([STATES.index(s) for s in LEAVING], int(gone.sum()))
    weights[gone] = np.eye(len(STATES))[truth[gone]]
    return Membership(truth=truth, weights=weights)
