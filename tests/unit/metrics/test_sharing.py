"""Several dates in one call: the log is held in one of three forms, and no number changes."""

from datetime import date
from itertools import pairwise

import pandas as pd
import pytest
from reckoning.company import SOURCES, company_tables, reckoned
from reckoning.small_log import AS_OF, noon
from reckoning.workspaces import (
    assert_equal,
    frame,
    measured,
    own,
    source,
    with_window,
    workspace,
)

import shoal.operations.measure as verb
from shoal.metrics.grains.shape import BITS, MONTH, YEAR, Shape
from shoal.metrics.held import Held
from shoal.metrics.sharing import form_for
from shoal.records.workspace import Aggregation, Role

DATES = (date(2026, 3, 31), date(2026, 5, 15), AS_OF)
SOURCES_OF_EVENTS = next(s.name for s in SOURCES if s.role is Role.EVENTS)


@pytest.fixture(scope="module")
def company():
    return company_tables(n_accounts=30, as_of=AS_OF)


@pytest.fixture(scope="module")
def apart(company, tmp_path_factory):
    """Measure each date by itself; return the hashes of what was written."""
    spec = workspace(tmp_path_factory.mktemp("apart"), company, SOURCES, currency="EUR")
    return [measured(spec, day).snapshots[0].metrics_hash for day in DATES]


@pytest.mark.parametrize("form", [Held.NUMBERED, Held.DAILY])
def test_dates_together_are_as_apart_in_each_form(company, apart, tmp_path, monkeypatch, form):
    monkeypatch.setattr(verb, "form_for", lambda **_: form)
    spec = workspace(tmp_path, company, SOURCES, currency="EUR")

    found = measured(spec, *DATES).snapshots

    assert [snapshot.metrics_hash for snapshot in found] == apart
    assert_equal(frame(found[1].metrics), reckoned(company, DATES[1]))


def test_own_metrics_of_the_log_keep_its_rows(company, tmp_path, monkeypatch):
    forms = []
    keep = verb.shared_query
    monkeypatch.setattr(verb, "shared_query", lambda *a: forms.append(a) or keep(*a))
    longest = own("longest", SOURCES_OF_EVENTS, Aggregation.MAX, column="minutes")
    said = {"currency": "EUR", "metrics": with_window(90, longest)}
    spec = workspace(tmp_path / "a", company, SOURCES, **said)
    alone = workspace(tmp_path / "b", company, SOURCES, **said)

    found = measured(spec, *DATES).snapshots[0]

    assert forms == []
    assert found.metrics_hash == measured(alone, DATES[0]).snapshots[0].metrics_hash


def test_rows_without_account_or_user_count_the_same_in_each_form(tmp_path, monkeypatch):
    days = pd.to_datetime(["2026-06-01 10:00"] * 3 + ["2026-06-20 09:00"] * 4)
    rows = {
        "id": ["a", "a", None, "", "a", "a", "b"],
        "who": ["u", None, "u", "u", "", "u", None],
        "at": days,
    }
    tables = {
        "accounts": pd.DataFrame({"id": ["a", "b"], "created": "2024-01-01"}),
        "log": pd.DataFrame(rows),
    }
    sources = (
        source("accounts", Role.ACCOUNTS, columns={"account": "id"}),
        source("log", Role.EVENTS, columns={"account": "id", "user": "who"}),
    )
    found = []
    for form in (Held.NUMBERED, Held.DAILY):
        monkeypatch.setattr(verb, "form_for", lambda *, _form=form, **_: _form)
        spec = workspace(tmp_path / form, tables, sources)
        found.append(frame(measured(spec, *DATES).snapshots[-1].metrics))
    for metrics in found:
        assert metrics.loc["a", "weekly_active_users"] == pytest.approx(2 / 12)
        assert metrics.loc["a", "top_user_share"] == pytest.approx(50.0)
        assert metrics.loc["b", "days_since_last_activity"] == 10


@pytest.mark.parametrize("form", list(Held))
def test_of_strangers_only_those_with_an_account_tell_what_is_on_offer(tmp_path, monkeypatch, form):
    monkeypatch.setattr(verb, "form_for", lambda **_: form)
    rows = [("a", "u", "x", 10), ("ghost", "v", "y", 200), (None, "w", "z", 5), ("", "w", "z", 5)]
    events = pd.DataFrame(rows, columns=["id", "who", "feature", "ago"])
    tables = {
        "accounts": pd.DataFrame({"id": ["a"], "created": "2024-01-01"}),
        "log": events.assign(at=[noon(ago) for ago in events.pop("ago")]),
    }
    sources = (
        source("accounts", Role.ACCOUNTS, columns={"account": "id"}),
        source("log", Role.EVENTS, columns={"account": "id", "user": "who"}),
    )
    spec = workspace(tmp_path, tables, sources)
    dates = DATES[-1:] if form is Held.ROWS else DATES

    found = frame(measured(spec, *dates).snapshots[-1].metrics)

    assert found.index.tolist() == ["a"]
    assert found.loc["a", "feature_adoption"] == 50
    assert found.loc["a", "top_user_share"] == 100


@pytest.mark.parametrize(
    ("events", "days", "form"),
    [(26, 2, Held.DAILY), (101, 100, Held.NUMBERED), (0, 0, Held.NUMBERED)],
)
def test_days_are_made_where_users_have_several_events_a_day(events, days, form):
    assert form_for(events=events, days=days) is form


@pytest.mark.parametrize("window", [1, 27, 28, 60, 61, 90, 364, 365, 1000])
def test_no_window_cuts_a_period_and_its_days_fit_into_a_number(window):
    starts = Shape(window_days=window).starts

    assert starts[0] == 0
    assert {MONTH, 2 * MONTH, window, 2 * window, YEAR, YEAR + window} <= set(starts)
    counted = [s for s in starts if s <= max(window, MONTH)]
    assert max(b - a for a, b in pairwise(counted)) <= BITS
