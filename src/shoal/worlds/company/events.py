"""The log of the product: one row for a user's logins of a day, one for each use of a feature."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from shoal.records.arrays import Floats, Indices
from shoal.records.tables import Table
from shoal.worlds.company.calendar import HOUR_SECONDS, Days, instants, moments
from shoal.worlds.company.features import API, draw_features, draw_taken_up, named
from shoal.worlds.company.growth import Seats
from shoal.worlds.company.habits import Habits
from shoal.worlds.company.lives import Lives
from shoal.worlds.company.people import People
from shoal.worlds.company.tables import Texts, as_table
from shoal.worlds.company.use import UserDays, draw_calls

LOGIN = "login"
ACTORS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"person": ("web", "mobile"), "api": ("api",), "agent": ("mcp",)}
)
MOBILE_SHARE = 0.2
MINUTES_SHAPE = 2.0
REPEATS = 0.8  # uses of a feature on a day beyond the first


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """Rows of the log; all arrays have one length.

    Logins have no `feature` (None) and no `minutes` (NaN).
    """

    person: Indices
    at: Days
    event: Texts
    feature: Texts
    minutes: Floats
    actor: Texts
    count: Floats

    def in_order(self, order: Indices) -> "Events":
        """Return these rows in another order."""
        return Events(
            person=self.person[order],
            at=self.at[order],
            event=self.event[order],
            feature=self.feature[order],
            minutes=self.minutes[order],
            actor=self.actor[order],
            count=self.count[order],
        )


def draw_events(
    rng: np.random.Generator,
    lives: Lives,
    habits: Habits,
    seats: Seats,
    people: People,
    active: UserDays,
) -> Events:
    """Draw what was done on the active days and what programs called, in the order of time."""
    parts = (
        _logins(rng, lives, habits, people, active),
        _uses(rng, lives, habits, people, active),
        _calls(rng, lives, habits, seats, people),
    )
    together = Events(
        person=np.concatenate([p.person for p in parts]),
        at=np.concatenate([p.at for p in parts]),
        event=np.concatenate([p.event for p in parts]),
        feature=np.concatenate([p.feature for p in parts]),
        minutes=np.concatenate([p.minutes for p in parts]),
        actor=np.concatenate([p.actor for p in parts]),
        count=np.concatenate([p.count for p in parts]),
    )
    return together.in_order(np.argsort(together.at, kind="stable"))


def event_table(events: Events, people: People) -> Table:
    """Return the log as a table; ids count in the order of time."""
    number = np.arange(1, len(events.person) + 1).astype("U8")
    return as_table(
        "events",
        {
            "event_id": np.strings.add("E", np.strings.zfill(number, 7)).astype(object),
            "user_email": people.emails[events.person],
            "occurred_at": events.at,
            "event": events.event,
            "feature": events.feature,
            "duration_minutes": events.minutes,
            "actor_type": events.actor,
            "usage_count": events.count,
        },
    )


def _logins(
    rng: np.random.Generator, lives: Lives, habits: Habits, people: People, active: UserDays
) -> Events:
    n = len(active.person)
    more = np.maximum(habits.logins - 1, 0)[people.account[active.person]]
    return Events(
        person=active.person,
        at=moments(rng, lives.first_day, active.day),
        event=np.full(n, LOGIN, dtype=object),
        feature=np.full(n, None, dtype=object),
        minutes=np.full(n, np.nan),
        actor=_web_or_mobile(rng, n),
        count=_from_one(rng, more),
    )


def _uses(
    rng: np.random.Generator, lives: Lives, habits: Habits, people: People, active: UserDays
) -> Events:
    n_uses = rng.poisson(habits.features[people.account[active.person]])
    person, day = np.repeat(active.person, n_uses), np.repeat(active.day, n_uses)
    account = people.account[person]
    since = draw_taken_up(rng, lives, habits)
    feature, event = named(draw_features(rng, since, account, day), day)
    by_agent = rng.random(len(person)) < habits.agents[account] * lives.reached(account, day)
    minutes = rng.gamma(MINUTES_SHAPE, habits.minutes[account] / MINUTES_SHAPE)
    minutes[by_agent] = 0.0
    return Events(
        person=person,
        at=moments(rng, lives.first_day, day),
        event=event,
        feature=feature,
        minutes=np.round(minutes, 1),
        actor=np.where(by_agent, "mcp", _web_or_mobile(rng, len(person))).astype(object),
        count=_from_one(rng, np.full(len(person), REPEATS)),
    )


def _calls(
    rng: np.random.Generator, lives: Lives, habits: Habits, seats: Seats, people: People
) -> Events:
    service = np.full(len(lives.joined), -1)
    whose = np.flatnonzero(people.is_service)
    service[people.account[whose]] = whose
    account, day, calls = draw_calls(rng, lives, habits, seats)
    kept = service[account] >= 0
    account, day, calls = account[kept], day[kept], calls[kept]
    n = len(account)
    seconds = rng.integers(0, 24 * HOUR_SECONDS, n)  # programs do not sleep
    return Events(
        person=service[account],
        at=instants(lives.first_day, day, seconds),
        event=np.full(n, "api_called", dtype=object),
        feature=np.full(n, API, dtype=object),
        minutes=np.full(n, np.nan),
        actor=np.full(n, "api", dtype=object),
        count=calls,
    )


def _from_one(rng: np.random.Generator, more: Floats) -> Floats:
    """Return counts of 1 and more; `more` is how many beyond the first are expected."""
    return 1 + rng.poisson(more).astype(np.float64)


def _web_or_mobile(rng: np.random.Generator, n: int) -> Texts:
    web, mobile = ACTORS["person"]
    drawn: Texts = np.where(rng.random(n) < MOBILE_SHARE, mobile, web).astype(object)
    return drawn
