"""A few rows on which the rules of a workspace can be seen, and what each account has by them."""

from datetime import date

import pandas as pd
from reckoning.small_log import AS_OF, ago, noon
from reckoning.workspaces import own, source, with_window

from shoal.records.workspace import Aggregation, Ends, Money, Role, Via

RATES = {"USD": 0.5}
SOURCES = (
    source("accounts", Role.ACCOUNTS, columns={"account": "id"}),
    source("people", Role.CONTACTS, ends=Ends.INCLUSIVE),
    source("terms", Role.SUBSCRIPTIONS, ends=Ends.INCLUSIVE, money=Money(column="cur")),
    source(
        "web", Role.EVENTS, via=Via(source="people", on="user"), values={"features": ("x", "z")}
    ),
    source("app", Role.EVENTS),
    source("setup", Role.MILESTONES, values={"steps": ("invite", "connect")}),
    source("calls", Role.MILESTONES),
    source("deals", Role.OUTCOMES, money=Money(column="cur"), columns={"amount": "worth"}),
)
METRICS = with_window(
    90,
    *(
        own(f"deals_{a.value}", "deals", a, column="amount")
        for a in (
            Aggregation.SUM,
            Aggregation.MEAN,
            Aggregation.MEDIAN,
            Aggregation.MIN,
            Aggregation.MAX,
            Aggregation.LATEST,
        )
    ),
    own("large", "deals", Aggregation.COUNT, where="amount >= 10 AND kind = 'expanded'"),
    own("minutes", "app", Aggregation.SUM, column="minutes"),
    presets=("feature_adoption", "onboarding_completion", "seat_growth", "revenue_growth"),
)


def rows(columns, *cells):
    return pd.DataFrame(list(cells), columns=columns.split())


def tables():
    """Return the tables by the name of their source."""
    return {
        "accounts": rows("id created", ("a", ago(900)), ("b", ago(900)), ("c", ago(900))),
        "people": rows(
            "user account from to",
            ("u", "a", ago(300), ago(10)),
            ("u", "b", ago(9), None),
        ),
        "terms": rows(
            "account from to seats amount cur",
            ("a", ago(400), AS_OF, 10.0, 100.0, "USD"),
            ("a", ago(400), ago(20), 7.0, 1.0, "EUR"),
            ("b", ago(400), None, 4.0, 10.0, "EUR"),
            ("b", ago(5), None, 2.0, 10.0, "EUR"),
            ("b", ago(5), None, -2.0, 7.0, "XXX"),
            ("c", ago(400), ago(30), 1.0, 10.0, "EUR"),
            ("c", date(2026, 6, 1), None, 1.0, 10.0, "XXX"),
        ),
        "web": rows("user at feature", ("u", noon(10), "x"), ("u", noon(9), "y")),
        "app": rows(
            "account at feature minutes",
            ("a", noon(3), "y", 4.0),
            ("a", noon(3), "y", -3.0),
            ("c", noon(200), "old", None),
        ),
        "setup": rows("account at name", ("a", noon(9), "invite"), ("b", noon(9), "kickoff")),
        "calls": rows("account at name", ("a", noon(9), "kickoff"), ("a", noon(8), "invite")),
        "deals": rows(
            "account at kind worth cur",
            ("a", noon(5), "expanded", 30.0, "USD"),
            ("a", noon(4), "expanded", 20.0, "EUR"),
            ("a", noon(3), "churned", 10.0, "EUR"),
            ("a", noon(2), "expanded", 99.0, "XXX"),
            ("a", noon(2), "expanded", 99.0, None),
            ("b", noon(2), "expanded", 99.0, "XXX"),
        ),
    }


def expected():
    """Return what each rule says, worked out by hand; missing numbers are NaN."""
    nan = float("nan")
    return pd.DataFrame(
        {
            # Of a 15, 20 and 10 euros; b has only dollars of nowhere; c had no deal.
            "deals_sum": {"a": 45.0, "b": nan, "c": 0.0},
            "deals_mean": {"a": 15.0, "b": nan, "c": 0.0},
            "deals_median": {"a": 15.0, "b": nan, "c": 0.0},
            "deals_min": {"a": 10.0, "b": nan, "c": 0.0},
            "deals_max": {"a": 20.0, "b": nan, "c": 0.0},
            "deals_latest": {"a": 10.0, "b": nan, "c": 0.0},
            "large": {"a": 2.0, "b": 0.0, "c": 0.0},
            "minutes": {"a": 4.0, "b": 0.0, "c": 0.0},
            # On offer: x and z of the list, y and old of the log without one. Of web only x counts.
            "feature_adoption": {"a": 50.0, "b": 0.0, "c": 0.0},
            # On offer: invite and connect of the list, kickoff of the calls, but not of setup.
            "onboarding_completion": {"a": 200 / 3, "b": 0.0, "c": 0.0},
            "seat_growth": {"a": 100 * (10 / 17 - 1), "b": 50.0, "c": 0.0},
            "revenue_growth": {"a": 100 * (50 / 51 - 1), "b": 100.0, "c": nan},
        }
    )
