"""Ends that are last days, and users without dates: held against a calculation in Python."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from reckoning.small_log import AS_OF, ago, noon
from reckoning.workspaces import as_csv, frame, measured, own, source, with_window, workspace

from shoal.records.workspace import Aggregation, Ends, Role, Via

ACCOUNTS = pd.DataFrame({"id": ["a", "b"], "created": [ago(900)] * 2})
TERMS = [
    ("a", date(2025, 1, 1), date(2025, 12, 31), 10.0),
    ("a", date(2026, 1, 1), date(2026, 6, 30), 14.0),
    ("b", date(2025, 7, 1), None, 3.0),
    ("b", date(2026, 6, 30), date(2026, 6, 30), 2.0),
]
DATES = (date(2025, 12, 30), date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30))


def seats_at(as_of, ends):
    """Return the seats of each account as the rule says: on its last day a term runs, or not."""
    found = {}
    for account, begins, last, seats in TERMS:
        days = timedelta(days=1 if ends is Ends.INCLUSIVE else 0)
        if begins <= as_of and (last is None or as_of < last + days):
            found[account] = found.get(account, 0) + seats
    return found


@pytest.mark.parametrize("ends", Ends)
@pytest.mark.parametrize("as_text", [False, True])
def test_seats_are_had_on_the_last_day_if_ends_are_inclusive(tmp_path, ends, as_text):
    terms = pd.DataFrame(TERMS, columns=["id", "from", "to", "seats"])
    if as_text:  # the last second of a day is still that day
        terms["to"] = [None if d is None else f"{d} 23:59:59" for d in terms["to"]]
    sources = (
        source("accounts", Role.ACCOUNTS, columns={"account": "id"}),
        source("terms", Role.SUBSCRIPTIONS, columns={"account": "id"}, ends=ends),
    )
    tables = {"accounts": ACCOUNTS, "terms": terms}
    spec = workspace(tmp_path, tables, sources, **({"write": as_csv} if as_text else {}))
    for as_of in DATES:
        snapshot = measured(spec, as_of).snapshots[0]
        found = frame(snapshot.attributes)["seats"].dropna().to_dict()
        assert found == seats_at(as_of, ends), as_of


@pytest.mark.parametrize("ends", Ends)
def test_a_user_belongs_to_an_account_on_the_last_day_if_ends_are_inclusive(tmp_path, ends):
    people = pd.DataFrame(
        [("a", "u", ago(100), ago(10)), ("b", "u", ago(9), None)],
        columns=["id", "user", "from", "to"],
    )
    days = pd.DataFrame({"user": "u", "at": [noon(k) for k in (11, 10, 9)]})
    sources = (
        source("accounts", Role.ACCOUNTS, columns={"account": "id"}),
        source("people", Role.CONTACTS, columns={"account": "id"}, ends=ends),
        source("log", Role.EVENTS, via=Via(source="people", on="user")),
    )
    spec = workspace(
        tmp_path,
        {"accounts": ACCOUNTS, "people": people, "log": days},
        sources,
        metrics=with_window(90, own("n", "log", Aggregation.COUNT), presets=()),
    )
    found = frame(measured(spec, AS_OF).snapshots[0].metrics)["n"].to_dict()
    assert found == {"a": 2 if ends is Ends.INCLUSIVE else 1, "b": 1}


def undated(folder, people, **said):
    sources = (
        source("accounts", Role.ACCOUNTS, columns={"account": "id"}),
        source("people", Role.CONTACTS, columns={"account": "id"}),
        source("log", Role.EVENTS, **{"via": Via(source="people", on="user"), **said}),
    )
    log = pd.DataFrame({"id": ["a"], "user": ["u"], "at": [noon(20)]})
    tables = {"accounts": ACCOUNTS, "people": people, "log": log}
    metrics = with_window(90, own("n", "log", Aggregation.COUNT), presets=())
    return workspace(folder, tables, sources, metrics=metrics)


PEOPLE = pd.DataFrame({"id": ["b"], "user": ["u"]})


@pytest.mark.parametrize(("days_back", "n_told"), [(7, 0), (8, 1), (400, 1)])
def test_users_without_dates_find_their_account_at_any_date_and_are_told(
    tmp_path, days_back, n_told
):
    now = datetime(2026, 6, 30, 12, tzinfo=UTC) + timedelta(days=days_back)
    result = measured(undated(tmp_path, PEOPLE), AS_OF, now=now)
    assert frame(result.snapshots[0].metrics)["n"].to_dict() == {"a": 0, "b": 1}
    told = [f for f in result.findings if f.code == "contacts-undated"]
    assert [f.evidence for f in told] == [{"source": "people", "days_back": days_back}] * n_told


@pytest.mark.parametrize(
    ("people", "said"),
    [
        (PEOPLE.assign(**{"from": ago(300)}), {}),
        (PEOPLE.assign(to=np.array([None], dtype=object)), {}),
        (PEOPLE, {"via": None, "columns": {"account": "id"}}),
    ],
)
def test_users_with_dates_or_whom_nobody_asks_are_not_told(tmp_path, people, said):
    later = datetime(2027, 1, 1, tzinfo=UTC)
    result = measured(undated(tmp_path, people, **said), AS_OF, now=later)
    assert "contacts-undated" not in {f.code for f in result.findings}
