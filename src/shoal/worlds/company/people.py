"""The people of each account: who had which seat from when to when."""

from dataclasses import dataclass

import numpy as np

from shoal.records.arrays import Booleans, Floats, Indices
from shoal.records.tables import Table
from shoal.worlds.company.calendar import dates
from shoal.worlds.company.growth import Seats, until
from shoal.worlds.company.habits import Habits
from shoal.worlds.company.lives import Lives
from shoal.worlds.company.tables import Texts, as_table

REPLACED_SHARE, SHORTEST_STAY = 0.15, 30  # of seats through the logs; days
GOLDEN = 0.6180339887498949  # steps of this length spread evenly over a circle
EAGERNESS_SPREAD = 0.25
LEAST_API = 0.2  # calls per seat and day from which on somebody has set up the API
FIRST_NAMES = (
    *("ada", "amir", "bea", "carl", "dana", "elif", "emil", "finn", "gita", "hugo", "ida", "ivan"),
    *("jana", "kofi", "lena", "lior", "mara", "milo", "nina", "omar", "pia", "ravi", "rosa"),
    *("sara", "sven", "tara", "timo", "uma", "vera", "yara", "zoe"),
)
LAST_NAMES = (
    *("adler", "bauer", "costa", "diaz", "engel", "fabre", "gallo", "haas", "ito", "jensen"),
    *("kaya", "lang", "moreau", "novak", "okoye", "petit", "quist", "rossi", "silva", "tan"),
    *("ueda", "varga", "weber", "xu", "young", "ziegler", "berg"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Users, in the order of their accounts; all arrays have shape (n_people,).

    `begins` is the first day and `ends` the first day after; below 0 or from `DAYS` on they lie
    outside the logs. `reluctance` is 0 to 1, even within an account: who has less of it than the
    account's active rate is active. `eagerness` multiplies how often. `is_service` marks the user
    under whose name programs call the API.
    """

    account: Indices
    begins: Indices
    ends: Indices
    reluctance: Floats
    eagerness: Floats
    is_service: Booleans
    emails: Texts


def draw_people(
    rng: np.random.Generator, lives: Lives, habits: Habits, seats: Seats, domains: Texts
) -> People:
    """Put people on seats; some are replaced in the course of the logs."""
    most = seats.seats.max(axis=1).astype(np.intp)
    account = np.repeat(np.arange(len(most)), most)
    slot = np.arange(len(account)) - np.repeat(np.cumsum(most) - most, most)
    begins, ends = _terms(lives, seats, account, slot)
    reluctance = (rng.random(len(most))[account] + GOLDEN * slot) % 1
    seat, begins, ends = _replace(rng, begins, ends)
    using = np.flatnonzero(habits.api_calls >= LEAST_API)
    whose = np.concatenate([account[seat], using])
    order = np.argsort(whose, kind="stable")
    n_service, n = len(using), len(whose)
    return People(
        account=whose[order],
        begins=np.concatenate([begins, lives.joined[using]])[order],
        ends=np.concatenate([ends, lives.left[using]])[order],
        reluctance=np.concatenate([reluctance[seat], np.ones(n_service)])[order],
        eagerness=rng.lognormal(0, EAGERNESS_SPREAD, n),
        is_service=order >= n - n_service,
        emails=_emails(rng, domains[whose[order]], order >= n - n_service),
    )


def contacts(lives: Lives, people: People, ids: Texts) -> Table:
    """Return who belongs to which account, with validity; `valid_to` is the first day after."""
    return as_table(
        "contacts",
        {
            "email": people.emails,
            "account_id": ids[people.account],
            "valid_from": dates(lives.first_day, people.begins),
            "valid_to": until(lives, people.ends),
        },
    )


def _terms(lives: Lives, seats: Seats, account: Indices, slot: Indices) -> tuple[Indices, Indices]:
    """Return first day and first day after of every seat; seats only rise or only fall."""
    held = seats.seats[account] > slot[:, None]
    first = held.argmax(axis=1)
    after = first + held.sum(axis=1)
    begins = seats.begins[account, first]
    last = seats.begins.shape[1] - 1
    goes = after <= last
    ends = np.where(goes, seats.begins[account, np.minimum(after, last)], lives.left[account])
    return begins, ends


def _replace(
    rng: np.random.Generator, begins: Indices, ends: Indices
) -> tuple[Indices, Indices, Indices]:
    """Return seat, first day and first day after of every person; some seats have two."""
    low, high = np.maximum(begins, 0) + SHORTEST_STAY, ends - SHORTEST_STAY
    replaced = np.flatnonzero((rng.random(len(begins)) < REPLACED_SHARE) & (low < high))
    day = rng.integers(low[replaced], high[replaced])
    seat = np.concatenate([np.arange(len(begins)), replaced])
    first_ends = ends.copy()
    first_ends[replaced] = day
    return seat, np.concatenate([begins, day]), np.concatenate([first_ends, ends[replaced]])


def _emails(rng: np.random.Generator, domains: Texts, services: Booleans) -> Texts:
    first = rng.integers(len(FIRST_NAMES), size=len(domains))
    last = rng.integers(len(LAST_NAMES), size=len(domains))
    people = zip(first.tolist(), last.tolist(), services.tolist(), domains.tolist(), strict=True)
    made = [
        f"integration@{domain}" if service else f"{FIRST_NAMES[f]}.{LAST_NAMES[s]}{i}@{domain}"
        for i, (f, s, service, domain) in enumerate(people)
    ]
    return np.array(made, dtype=object)
