"""The whole plan on odd shapes: windows, features, roles that lack rows, sources side by side."""

from datetime import datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from reckoning.company import SOURCES
from reckoning.small_log import AS_OF, ago, noon
from reckoning.workspaces import (
    as_csv,
    metrics_of,
    own,
    source,
    with_window,
    workspace,
)

from shoal.records.workspace import Aggregation, Money, Role, Via

EVENTS = source("product", Role.EVENTS, columns={"account": "id"})


def test_windows_longer_than_a_year_have_all_their_weeks(log):
    rows = pd.DataFrame({"id": "a", "user": "u", "at": [noon(7 * k) for k in range(100)]})

    found = log({"product": (rows, EVENTS)}, metrics=with_window(700))

    assert found.loc["a", "weekly_active_users"] == 1
    assert found.loc["a", "few_users"] == 1
    assert found.loc["b", "weekly_active_users"] == 0


@pytest.mark.parametrize("n_features", [1, 59, 60, 61, 130, 250])
def test_any_number_of_features_is_counted(log, n_features):
    names = [f"feature {k}" for k in range(n_features)]
    before, now = names[: n_features // 3], names[: n_features // 2 + 1]
    rows = pd.DataFrame(
        [("a", f, noon(100)) for f in before]
        + [("a", f, noon(10)) for f in now]
        + [("b", f, noon(100)) for f in names],
        columns=["id", "feature", "at"],
    )
    first = len(set(now) - set(before))
    for offered in (names, None):
        values = {"integrations": tuple(names[::2])} | (
            {"features": tuple(names)} if offered else {}
        )
        described = source("product", Role.EVENTS, columns={"account": "id"}, values=values)
        found = log({"product": (rows, described)})
        assert found.loc["a", "feature_adoption"] == pytest.approx(100 * len(now) / n_features)
        assert found.loc["a", "feature_velocity"] == pytest.approx(first * 91 / 90)
        assert found.loc["a", "integrations_in_use"] == len(set(now) & set(names[::2]))
        assert found.loc["b", "feature_adoption"] == 0


def test_features_that_nobody_declares_are_those_used_by_the_date(log):
    rows = pd.DataFrame(
        [
            ("a", "x", noon(1)),
            ("a", "y", noon(200)),
            ("b", "z", noon(3)),
            ("b", "later", noon(-2)),
            (None, "of nobody", noon(5)),
            ("a", None, noon(5)),
        ],
        columns=["id", "feature", "at"],
    )
    found = log({"product": (rows, EVENTS)})
    assert found["feature_adoption"].to_dict() == pytest.approx({"a": 100 / 3, "b": 100 / 3})


def test_without_any_feature_there_is_nothing_to_adopt(log):
    rows = pd.DataFrame({"id": ["a"], "at": [noon(1)], "feature": pd.array([None], dtype="string")})

    found = log({"product": (rows, EVENTS)})

    assert len(found) == 2
    assert found["feature_adoption"].isna().all()
    assert (found["feature_velocity"] == 0).all()


def test_logins_that_nobody_lists_are_days_of_users(log):
    rows = pd.DataFrame(
        {"id": "a", "user": ["u", "u", "v"], "at": [noon(1), noon(1, hours=2), noon(4)]}
    )
    found = log({"product": (rows, EVENTS)})
    assert found.loc["a", "logins_per_user_week"] == pytest.approx(2 / (2 * 90 / 7))


def test_steps_that_nobody_lists_are_those_reached_by_the_date(log):
    rows = pd.DataFrame(
        [
            ("a", "x", noon(900)),
            ("b", "y", noon(3)),
            ("b", "later", noon(-1)),
            ("a", None, noon(4)),
        ],
        columns=["id", "name", "at"],
    )
    found = log({"start": (rows, source("start", Role.MILESTONES, columns={"account": "id"}))})
    assert found["onboarding_completion"].to_dict() == {"a": 50, "b": 50}


EMPTY = {
    "accounts": ["account_id", "signup_date", "cancelled_on"],
    "subscriptions": ["account_id", "start_date", "end_date", "seats", "mrr", "plan_tier"],
    "contacts": ["email", "account_id", "valid_from", "valid_to"],
    "events": ["event_id", "user_email", "occurred_at", "event", "feature", "actor_type"],
    "tickets": ["account_id", "opened_at", "resolved_at", "priority", "csat"],
    "surveys": ["account_id", "sent_at", "answered_at", "score"],
    "milestones": ["account_id", "milestone", "reached_at"],
    "engagement": ["account_id", "kind", "at"],
    "outcomes": ["account_id", "at", "kind", "amount"],
    "touches": ["account_id", "at", "kind"],
}


def test_tables_without_rows_leave_silent_accounts(tmp_path):
    tables = {name: pd.DataFrame(columns=names) for name, names in EMPTY.items()}
    tables["accounts"] = pd.DataFrame(
        {"account_id": ["a"], "signup_date": [ago(200)], "cancelled_on": [None]}
    )
    columns = {"minutes", "count", "name", "contract_value", "renewal", "owner", "stage"}
    sources = tuple(
        source(
            s.name,
            s.role,
            **{
                **{f: getattr(s, f) for f in ("via", "zone", "kind", "values", "actors")},
                "columns": {
                    k: v
                    for k, v in s.columns.items()
                    if k not in columns or s.role is Role.MILESTONES
                },
            },
        )
        for s in SOURCES
    )
    found = metrics_of(workspace(tmp_path, tables, sources, write=as_csv), AS_OF)
    assert found.loc["a", "days_since_last_activity"] == 200
    assert found.loc["a", "weekly_active_users"] == 0
    assert found.loc["a", "onboarding_completion"] == 0
    assert np.isnan(found.loc["a", "usage_trend_90"])


def test_a_workspace_of_accounts_alone_can_be_measured(log):
    rows = pd.DataFrame({"id": ["a"], "at": [noon(3)], "kind": ["call"]})
    touches = source("calls", Role.TOUCHES, columns={"account": "id"})
    metrics = with_window(90, own("calls", "calls", Aggregation.COUNT))
    assert log({"calls": (rows, touches)}, metrics=metrics)["calls"].to_dict() == {"a": 1, "b": 0}


def test_two_rows_of_an_account_are_one_account(tmp_path):
    accounts = pd.DataFrame(
        {
            "id": ["a", "a", None, "", "b", "b"],
            "created": [ago(300), ago(200), ago(9), ago(9), ago(50), ago(50)],
            "ended": [None, ago(10), None, None, ago(10), ago(12)],
            "seats": [5.0, 7.0, 1.0, 1.0, 2.0, 2.0],
        }
    )
    events = pd.DataFrame({"id": ["a", None, ""], "user": "u", "at": noon(1)})
    sources = (source("accounts", Role.ACCOUNTS, columns={"account": "id"}), EVENTS)
    spec = workspace(tmp_path / "w", {"accounts": accounts, "product": events}, sources)
    found = metrics_of(spec, AS_OF)
    assert found.index.tolist() == ["a"]
    assert found.loc["a", "seat_utilisation"] == 20


def test_sources_of_one_role_add_up_whatever_columns_they_have(log):
    web = pd.DataFrame(
        {
            "event_id": ["1", "1", "2", None, None, None],  # 1 was delivered twice
            "at": [noon(1), noon(1), noon(1), noon(2), noon(2), noon(2, hours=1)],
            "user": "u",
            "id": "a",
            "minutes": 1.0,
        }
    )
    phone = pd.DataFrame({"who": ["v", "v"], "id": ["a", "a"], "day": [ago(1), ago(1)]})
    described = {
        "web": source("web", Role.EVENTS, columns={"account": "id", "id": "event_id"}),
        "phone": source(
            "phone", Role.EVENTS, columns={"account": "id", "user": "who", "at": "day"}
        ),
    }
    metrics = with_window(
        90,
        own("all_web", "web", Aggregation.COUNT),
        own("all_phone", "phone", Aggregation.COUNT),
    )
    found = log(
        {n: (t, described[n]) for n, t in (("web", web), ("phone", phone))}, metrics=metrics
    )
    # Of the rows without an id two are the same at the same instant, and one an hour later.
    assert found.loc["a", ["all_web", "all_phone"]].tolist() == [4, 2]
    assert found.loc["a", "top_user_share"] == pytest.approx(100 * 4 / 6)
    assert found.loc["a", "minutes_per_user_week"] == pytest.approx(4 / (2 * 90 / 7))


@pytest.fixture
def contacts():
    """Return users who went from one account to another, some with ends that overlap."""
    return pd.DataFrame(
        [
            ("moved", "a", None, None),  # from ever
            ("moved", "b", ago(30), None),  # takes over
            ("left", "a", ago(100), ago(20)),  # the 20th day ago is the first without
            ("back", "a", ago(100), ago(50)),
            ("back", "b", ago(40), None),
            ("twice", "b", ago(60), None),
            ("twice", "a", ago(60), None),  # of two on one day the first in the alphabet
            ("later", "a", ago(-3), None),
            ("gone", None, ago(90), None),
        ],
        columns=["user", "id", "from", "to"],
    )


def test_a_row_finds_the_account_that_its_user_had_on_the_day(log, contacts):
    users = [
        "moved",
        "moved",
        "left",
        "left",
        "back",
        "back",
        "back",
        "twice",
        "later",
        "gone",
        "x",
    ]
    days = [31, 30, 21, 20, 60, 45, 5, 5, 1, 5, 5]
    rows = pd.DataFrame({"user": users, "at": [noon(d) for d in days]})
    described = source("product", Role.EVENTS, via=Via(source="people", on="user"))
    people = source("people", Role.CONTACTS, columns={"account": "id"})
    found = log(
        {"product": (rows, described)},
        more=(people,),
        tables={"people": contacts},
        metrics=with_window(90, own("rows", "product", Aggregation.COUNT)),
    )
    # a: moved (31), left (21), back (60), twice (5); b: moved (30), back (5).
    assert found["rows"].to_dict() == {"a": 4, "b": 2}


def test_answers_without_a_day_of_sending_find_their_account(log, contacts):
    rows = pd.DataFrame(
        {"user": ["moved", "moved"], "at": [noon(40), noon(10)], "score": [3.0, 9.0]}
    )
    described = source("nps", Role.SURVEYS, kind="nps", via=Via(source="people", on="user"))
    people = source("people", Role.CONTACTS, columns={"account": "id"})
    found = log({"nps": (rows, described)}, more=(people,), tables={"people": contacts})
    assert found["nps_latest"].to_dict() == {"a": 3, "b": 9}


def test_own_metrics_read_a_source_that_finds_its_account_by_a_subscription(log):
    subscriptions = pd.DataFrame(
        {"sub": ["7", "007"], "id": ["a", "b"], "from": [ago(90)] * 2, "seats": [3, 4]}
    )
    usage = pd.DataFrame(
        {"sub": ["7", "007", "007", "8"], "at": [ago(4)] * 4, "cost": [1.5, 2.0, 4.0, 100.0]}
    )
    found = log(
        {"usage": (usage, source("usage", Role.EVENTS, via=Via(source="subs", on="sub")))},
        more=(source("subs", Role.SUBSCRIPTIONS, columns={"account": "id", "key": "sub"}),),
        tables={"subs": subscriptions},
        metrics=with_window(
            90,
            own("cost", "usage", Aggregation.SUM, column="cost"),
            own("dearest", "usage", Aggregation.MAX, column="cost"),
            own("latest", "usage", Aggregation.LATEST, column="cost"),
        ),
        write=as_csv,
    )
    assert found[["cost", "dearest", "latest"]].to_numpy().tolist() == [
        [1.5, 1.5, 1.5],
        [6.0, 4.0, 2.0],
    ]


def test_surveys_that_do_not_say_when_they_were_sent_answer_no_question(log):
    nps = pd.DataFrame(
        {
            "id": ["a", "a", "a"],
            "sent": [noon(9)] * 3,
            "at": [noon(8), pd.NaT, pd.NaT],
            "score": [7.0, np.nan, np.nan],
        }
    )
    widget = pd.DataFrame({"id": ["a"] * 5, "at": [noon(3)] * 5, "score": [5.0, 4, 4, 4, 3]})
    found = log(
        {
            "nps": (nps, source("nps", Role.SURVEYS, kind="nps", columns={"account": "id"})),
            "widget": (
                widget,
                source("widget", Role.SURVEYS, kind="csat", columns={"account": "id"}),
            ),
        }
    )
    assert found.loc["a", "survey_response_rate"] == pytest.approx(100 / 3)
    assert found.loc["a", "csat_mean"] == 4
    assert found.loc["a", "nps_latest"] == 7


def test_ratings_of_tickets_that_say_nothing_of_when_are_not_read(log):
    rows = pd.DataFrame({"id": ["a"], "opened": [noon(5)], "satisfaction": [1.0]})
    found = log({"tickets": (rows, source("tickets", Role.TICKETS, columns={"account": "id"}))})
    assert "csat_mean" not in found.columns
    assert found.loc["a", "tickets_per_100_seats_month"] == pytest.approx(10 * 30.4375 / 90)


def test_currencies_without_a_rate_are_not_added(log):
    subscriptions = pd.DataFrame(
        [
            ("a", ago(200), ago(30), 100.0, "EUR"),
            ("a", ago(30), None, 200.0, "USD"),
            ("a", ago(30), None, 999.0, "XXX"),
            ("b", ago(200), None, 12.0, "EUR"),
        ],
        columns=["id", "from", "to", "amount", "currency"],
    )
    described = source(
        "subs", Role.SUBSCRIPTIONS, columns={"account": "id"}, money=Money(column="currency")
    )
    found = log({"subs": (subscriptions, described)}, currency="EUR", rates={"USD": 0.9})
    assert found["revenue_growth"].to_dict() == pytest.approx({"a": 80, "b": 0})


def test_days_are_told_from_dates_and_times_alike(log):
    days = [AS_OF - timedelta(days=k) for k in (0, 1, 89, 90)]
    as_dates = pd.DataFrame({"id": "a", "user": "u", "at": days})
    as_times = as_dates.assign(at=[datetime(d.year, d.month, d.day, 23, 59) for d in days])  # noqa: DTZ001
    as_text = as_dates.assign(at=[f"{d} 00:00:00" for d in days])
    found = [log({"product": (t, EVENTS)}) for t in (as_dates, as_times, as_text)]
    assert found[0].equals(found[1])
    assert found[0].equals(found[2])
    assert found[0].loc["a", "active_days_per_user_week"] == pytest.approx(3 / (90 / 7))


def test_use_before_an_account_was_created_was_in_time_that_it_had(tmp_path):
    accounts = pd.DataFrame({"id": ["a"], "created": [ago(9)], "seats": [2.0]})
    events = pd.DataFrame({"id": "a", "user": ["u", "u", "v"], "at": [noon(19), noon(1), noon(12)]})
    sources = (source("accounts", Role.ACCOUNTS, columns={"account": "id"}), EVENTS)
    found = metrics_of(
        workspace(tmp_path, {"accounts": accounts, "product": events}, sources), AS_OF
    )
    # It had 20 days: two whole weeks with one user each, day 19 is in the third.
    assert found.loc["a", "weekly_active_users"] == 1
    assert found.loc["a", "active_days_per_user_week"] == pytest.approx(3 / (2 * 20 / 7))


def test_a_trend_is_by_the_day_where_the_log_begins_in_the_window_before(log):
    rows = [
        ("a", noon(1)),
        ("a", noon(50)),
        ("b", noon(109)),
    ]  # the log has 20 days of those before
    rows += [("b", noon(k)) for k in (5, 6, 7)]
    events = pd.DataFrame(rows, columns=["id", "at"]).assign(user="u")
    found = log({"product": (events, EVENTS)})
    assert np.isnan(found.loc["a", "usage_trend_90"])
    assert found.loc["b", "usage_trend_90"] == pytest.approx(100 * (3 * 20 / (1 * 90) - 1))
