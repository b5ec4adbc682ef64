"""A small log that a person can reckon: a dozen accounts, each a case, as of 30 June 2026."""

from datetime import date, datetime, timedelta

import pandas as pd
import pytest
from reckoning.workspaces import source

from shoal.records.workspace import Money, Role

AS_OF = date(2026, 6, 30)
OFFERED = ("api", "dashboard", "export", "report", "sync")
STEPS = ("invite", "connect", "live")

# account: (created so many days ago, ended so many days ago, seats that the accounts say)
ACCOUNTS = {
    "silent": (400, None, None),
    "solo": (400, None, None),
    "young5": (4, None, None),  # the 5th day of its life is the date
    "young20": (19, None, None),
    "young100": (99, None, None),
    "young110": (109, None, None),
    "unborn date": (None, None, None),  # nobody wrote down when it was created
    "key gone": (500, None, None),
    "api only": (300, None, None),
    "nobody": (300, None, None),  # has events without a user
    "zero seats": (300, None, None),
    "grew": (300, None, None),
    "left": (300, None, None),
    "new": (60, None, None),
    "declared": (300, None, 8.0),
    "helped": (400, None, None),
    "helped twice": (400, None, None),
    "ends later": (300, -5, None),
    "ends at the date": (300, 0, None),
    "ended": (300, 20, None),
    "created later": (-1, None, None),
}
NOT_COUNTED = {"ends at the date", "ended", "created later"}

# account, from, to (days ago), seats, amount a month
SUBSCRIPTIONS = [
    ("silent", 400, None, 10, 100),
    ("solo", 400, None, 4, 100),
    ("young5", 4, None, 5, 100),
    ("young20", 19, None, 10, 100),
    ("young100", 99, None, 10, 100),
    ("api only", 300, None, 5, 100),
    ("nobody", 300, None, 2, 100),
    ("zero seats", 300, None, 0, 0),
    ("grew", 200, 30, 10, 100),
    ("grew", 30, None, 12, 100),  # with the next line 15 seats and 160 a month
    ("grew", 30, None, 3, 60),
    ("grew", -3, None, 1000, 10000),  # begins later
    ("left", 300, 20, 10, 100),
    ("new", 60, None, 7, 70),
    ("helped", 400, 0, 20, 100),  # the date is the first day without it
    ("helped", 0, None, 20, 100),
    ("ends later", 300, -5, 6, 60),
]

# account, user, days ago, name, feature, minutes, actor, count
EVENTS = [
    ("solo", "u", 0, "login", None, None, "web", 2),
    ("solo", "u", 0, "viewed", "report", 30, "web", 1),
    ("solo", "u", 3, "login", None, None, "web", 1),
    ("solo", "u", 8, "exported", "export", 15, "web", 1),
    ("solo", "u", 40, "viewed", "report", 10, "web", 4),
    ("solo", "u", 100, "viewed", "report", 5, "web", 10),
    ("young5", "a", 0, "login", None, None, "web", 1),
    ("young5", "a", 1, "viewed", "dashboard", 20, "web", 1),
    ("young5", "b", 0, "login", None, None, "web", 3),
    ("young5", "b", 3, "synced", "sync", 10, "web", 1),
    ("young20", "a", 2, "opened", None, None, None, 1),
    ("young20", "b", 2, "opened", None, None, None, 1),
    ("young20", "c", 2, "opened", None, None, None, 1),
    ("young20", "a", 9, "opened", None, None, None, 1),
    ("young20", "b", 16, "opened", None, None, None, 1),
    ("young100", "a", 10, "opened", None, None, "web", 30),
    ("young100", "a", 30, "opened", None, None, "web", 12),
    ("young100", "a", 60, "opened", None, None, "web", 6),
    ("young100", "a", 95, "opened", None, None, "web", 5),
    ("young110", "a", 5, "opened", None, None, "web", 45),
    ("young110", "a", 100, "opened", None, None, "web", 5),
    ("unborn date", "u", 1, "opened", None, None, "web", 100),
    ("unborn date", "u", 91, "opened", None, None, "web", 1),
    ("unborn date", "u", 380, "opened", None, None, "web", 50),
    ("key gone", "boss", 60, "opened", None, None, "web", 10),
    ("key gone", "boss", 120, "opened", None, None, "web", 50),
    ("key gone", "helper", 1, "opened", None, None, "web", 5),
    ("key gone", "x", 200, "opened", None, None, "web", 1),
    ("key gone", "y", 200, "opened", None, None, "web", 1),
    ("key gone", "z", 200, "opened", None, None, "web", 1),
    ("api only", "bot", 4, "called", "api", None, "api", 900),
    ("api only", "bot", 6, "called", "api", None, "mcp", 100),
    ("nobody", None, 1, "opened", None, None, "web", 6),
    ("nobody", "u", 2, "opened", None, None, "web", 2),
    ("nobody", "u", 3, "opened", None, None, "web", 0),  # stands for no event
    ("zero seats", "a", 3, "opened", None, None, "web", None),  # stands for one
    ("declared", "a", 3, "opened", None, None, "web", 1),
    ("declared", "b", 3, "opened", None, None, "web", 1),
    ("ended", "a", 3, "opened", "export", None, "web", 1),
    ("ghost", "a", 3, "opened", "export", None, "web", 1),  # no such account
    (None, "a", 3, "opened", "export", None, "web", 1),
    ("silent", "a", -1, "login", "report", 60, "web", 1000),  # happens later
]

# account, days ago, hours to resolve or None, severity, satisfaction
TICKETS = [
    ("helped", 10, 5, "high", 4),
    ("helped", 20, 10, "low", 2),
    ("helped", 5, 30, "normal", None),
    ("helped", 1, 72, "urgent", 1),  # resolved and rated after the date
    ("helped", 95, 1, "high", 5),
    ("helped", -1, 1, "high", 1),  # opened later
    ("helped twice", 30, 4, "low", None),
    ("helped twice", 31, 8, None, None),
    ("helped twice", 32, -2, "low", None),  # resolved before it was opened
    ("helped twice", 100, 8, "low", None),
    ("helped twice", 101, None, "low", None),
]

# account, sent, answered (days ago), kind, score
SURVEYS = [
    ("helped", 50, 48, "nps", 9),
    ("helped", 20, 19, "nps", 7),
    ("helped", 20, 19, "nps", 6),  # at the same instant
    ("helped", 15, 14, "csat", 3),
    ("helped", 3, -1, "nps", 10),  # answered later
    ("solo", 200, 199, "nps", 8),
    ("helped twice", 40, None, "csat", None),
    ("helped twice", None, 12, "csat", 5),  # nobody knows when it was sent
]

# account, days ago, step
MILESTONES = [
    ("helped", 399, "invite"),
    ("helped", 390, "connect"),
    ("helped", 100, "connect"),
    ("helped", 386, "live"),
    ("solo", 395, "invite"),
    ("solo", 390, "something else"),
    ("solo", -1, "live"),
    ("young5", 4, "invite"),
    ("young5", 5, "connect"),
]

# account, days ago, kind
ENGAGEMENT = [
    ("helped", 1, "education"),
    ("helped", 89, "education"),
    ("helped", 90, "education"),
    ("helped", 2, "marketing"),
    ("young5", 0, "education"),
    ("young5", 1, "community"),
]

SOURCES = (
    source("accounts", Role.ACCOUNTS, columns={"account": "id"}),
    source(
        "subscriptions",
        Role.SUBSCRIPTIONS,
        columns={"account": "id", "from": "starts", "to": "stops"},
        money=Money(currency="EUR"),
    ),
    source(
        "product",
        Role.EVENTS,
        columns={"account": "id"},
        actors={"person": ("web",), "api": ("api",), "agent": ("mcp",)},
        values={"features": OFFERED, "logins": ("login",), "integrations": ("sync",)},
    ),
    source(
        "tickets",
        Role.TICKETS,
        columns={"account": "id"},
        values={"severe": ("high", "urgent")},
    ),
    source("surveys", Role.SURVEYS, columns={"account": "id"}),
    source(
        "onboarding",
        Role.MILESTONES,
        columns={"account": "id"},
        values={"steps": STEPS},
        value_step="connect",
    ),
    source("talk", Role.ENGAGEMENT, columns={"account": "id"}),
)


def ago(days):
    """Return the day so many days before the date."""
    return None if days is None else AS_OF - timedelta(days=days)


def noon(days, *, hours=0.0):
    """Return noon of a day, and so many hours later."""
    if days is None:
        return pd.NaT
    day = ago(days)
    return datetime(day.year, day.month, day.day, 12) + timedelta(hours=hours)  # noqa: DTZ001


def small_tables():
    """Return the small log as frames, by name of their source."""
    return {
        "accounts": pd.DataFrame(
            [(i, ago(c), ago(e), s) for i, (c, e, s) in ACCOUNTS.items()],
            columns=["id", "created", "ended", "seats"],
        ),
        "subscriptions": pd.DataFrame(
            [(i, ago(a), ago(b), s, m) for i, a, b, s, m in SUBSCRIPTIONS],
            columns=["id", "starts", "stops", "seats", "amount"],
        ),
        "product": pd.DataFrame(
            [(i, u, noon(d), *more) for i, u, d, *more in EVENTS],
            columns=["id", "user", "at", "name", "feature", "minutes", "actor", "count"],
        ),
        "tickets": pd.DataFrame(
            [(i, noon(d), _after(d, h), *more) for i, d, h, *more in TICKETS],
            columns=["id", "opened", "resolved", "severity", "satisfaction"],
        ),
        "surveys": pd.DataFrame(
            [(i, noon(s), noon(a), *more) for i, s, a, *more in SURVEYS],
            columns=["id", "sent", "at", "kind", "score"],
        ),
        "onboarding": pd.DataFrame(
            [(i, noon(d), n) for i, d, n in MILESTONES], columns=["id", "at", "name"]
        ),
        "talk": pd.DataFrame(
            [(i, noon(d), k) for i, d, k in ENGAGEMENT], columns=["id", "at", "kind"]
        ),
    }


def _after(days, hours):
    return pd.NaT if hours is None else noon(days, hours=hours)


def holds(small, metric, **expected):
    """Compare a metric of some accounts, written with _ for a blank, with what is expected."""
    found = {account: small.loc[account.replace("_", " "), metric] for account in expected}
    assert found == pytest.approx(expected, nan_ok=True)
