"""A made-up company whose dirt is known, audited whole."""

import shutil
from datetime import UTC, date, datetime

import pandas as pd
import pytest

import shoal
from shoal import clock
from shoal.operations.demo_files import write_tables
from shoal.operations.demo_workspace import workspace_text
from shoal.records.findings import Severity
from shoal.records.workspace import EngineSpec
from shoal.worlds.company.company import make_company

DAY = date(2026, 6, 30)
NOW = datetime(2026, 7, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def frozen_clock(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture(scope="module")
def company():
    return make_company(n_accounts=40, as_of=DAY)


@pytest.fixture(scope="module")
def folder(company, tmp_path_factory):
    folder = tmp_path_factory.mktemp("company")
    tables = {table.name: table for table in company.tables}
    write_tables(folder, tables, EngineSpec(spill=folder / ".shoal" / "spill"))
    (folder / "shoal.yml").write_text(workspace_text("acme"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: NOW)
        shoal.Workspace(folder).measure(DAY)
    return folder


@pytest.fixture(scope="module")
def audited(folder):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: NOW)
        return shoal.Workspace(folder).audit(DAY)


def _frame(company, name):
    return pd.DataFrame({c.name: pd.Series(c.values) for c in company.table(name).columns})


def _about(audited, source):
    return {f.code: f for f in audited.sources if f.evidence.get("source") == source}


def test_users_that_nobody_knows_are_counted(company, audited):
    events, contacts = _frame(company, "events"), _frame(company, "contacts")
    in_time = events[events["occurred_at"] < pd.Timestamp(DAY) + pd.Timedelta(days=1)]
    unknown = in_time[~in_time["user_email"].isin(contacts["email"])]
    assert len(unknown)
    finding = _about(audited, "product")["rows-without-account"]
    assert finding.evidence["rows"] == len(unknown)
    assert finding.evidence["names"] == unknown["user_email"].nunique()
    assert finding.evidence["rows_1"] == unknown["user_email"].value_counts().max()


def test_events_that_stand_twice_are_counted(company, audited):
    events = _frame(company, "events")
    in_time = events[events["occurred_at"] < pd.Timestamp(DAY) + pd.Timedelta(days=1)]
    finding = _about(audited, "product")["repeated-rows"]
    assert finding.evidence["rows"] == in_time["event_id"].duplicated().sum()


def test_clocks_that_are_ahead_are_counted(company, audited):
    times = _frame(company, "events")["occurred_at"]
    found = _about(audited, "product")
    later = times >= pd.Timestamp(DAY) + pd.Timedelta(days=1)
    (note,) = [f for f in audited.sources if f.code == "rows-later"]
    assert note.evidence == {"later_product": later.sum()}
    ahead = times > pd.Timestamp(NOW).tz_localize(None)
    assert found["clocks-ahead"].evidence["rows"] == ahead.sum() > 0


def test_ids_in_small_letters_or_with_a_blank_are_counted(audited):
    finding = _about(audited, "tickets")["ids-nearly-alike"]
    assert finding.evidence["rows"] == 2
    assert finding.severity is Severity.WARNING


def test_nothing_else_is_wrong_with_the_company(audited):
    codes = {f.code for f in audited.sources}
    assert codes <= {
        "rows-without-account",
        "repeated-rows",
        "rows-later",
        "clocks-ahead",
        "ids-nearly-alike",
        "accounts-without-rows",
        "values-never-seen",  # forty accounts leave some features of the list unused
    }


def test_the_sources_are_counted_as_they_are(company, audited):
    found = {s.name: s for s in audited.judged.sources}
    assert found["product"].rows == company.table("events").n_rows
    accounts = _frame(company, "accounts")
    left = accounts["cancelled_on"] <= pd.Timestamp(DAY)
    assert audited.judged.accounts == found["accounts"].accounts_with_rows == (~left).sum()


def test_what_measuring_tells_of_the_date_is_told_once(audited):
    undated = [f for f in audited.findings if f.code == "attributes-undated"]
    assert len(undated) == 0  # read a day later, attributes still hold
    keys = [(f.code, f.message) for f in audited.findings]
    assert len(keys) == len(set(keys))


def test_undated_attributes_make_one_finding_and_not_one_each(folder, tmp_path, monkeypatch):
    shutil.copytree(folder, tmp_path / "later")
    shutil.rmtree(tmp_path / "later" / ".shoal")
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 9, 1, 9, tzinfo=UTC))
    found = shoal.Workspace(tmp_path / "later").audit(DAY).snapshot
    assert [f.code for f in found].count("attributes-undated") == 1
    assert "empty-column" not in {f.code for f in found}


def test_a_month_that_was_not_loaded_is_seen(folder, tmp_path):
    shutil.copytree(folder, tmp_path / "cut")
    shutil.rmtree(tmp_path / "cut" / ".shoal")
    (tmp_path / "cut" / "data" / "events" / "2026-06.parquet").unlink()
    audited = shoal.Workspace(tmp_path / "cut").audit(DAY)
    finding = _about(audited, "product")["source-stops-early"]
    assert finding.evidence["days"] == 30
    assert audited.sources[0].severity is Severity.WARNING


def test_a_snapshot_too_small_for_segments_is_audited_all_the_same(tmp_path):
    (tmp_path / "accounts.csv").write_text("account,since\na,2025-01-01\n")
    (tmp_path / "events.csv").write_text("account,user,at\na,u,2026-06-01 10:00:00\n")
    (tmp_path / "shoal.yml").write_text(
        "shoal: 1\nname: tiny\nsources:\n"
        "  accounts: {role: accounts, path: accounts.csv, columns: {created: since}}\n"
        "  log: {role: events, path: events.csv, account: account, user: user, at: at}\n"
    )
    audited = shoal.Workspace(tmp_path).audit(DAY)
    assert audited.judged.accounts == 1
    assert audited.snapshot[0].severity is Severity.ERROR
    assert audited.snapshot[0].code == "nothing-to-cluster"


def test_amounts_without_a_rate_are_counted_once_a_source(tmp_path):
    (tmp_path / "accounts.csv").write_text("account\na\nb\nc\n")
    (tmp_path / "one.csv").write_text(
        "account,from,amount\na,2026-01-01,10\na,2026-02-01,20\nb,2026-01-01,\n"
    )
    (tmp_path / "two.csv").write_text(
        "account,from,amount,money\na,2026-01-01,10,JPY\nb,2026-01-01,10,JPY\n"
        "b,2026-01-02,10,SEK\nb,2026-01-03,10,\nc,2026-01-01,10,USD\nc,2026-07-05,10,SEK\n"
    )
    (tmp_path / "shoal.yml").write_text(
        "shoal: 1\nname: money\ncurrency: EUR\nrates: {USD: 0.9}\nsources:\n"
        "  accounts: {role: accounts, path: accounts.csv}\n"
        "  one: {role: subscriptions, path: one.csv, from: from, currency: JPY}\n"
        "  two: {role: subscriptions, path: two.csv, from: from, currency_column: money}\n"
    )
    workspace = shoal.Workspace(tmp_path)
    for findings in (workspace.measure(DAY).findings, workspace.audit(DAY).findings):
        one, two = [f for f in findings if f.code == "currency-without-rate"]
        assert (one.column, one.evidence["rows"], one.evidence["accounts"]) == ("one.amount", 2, 1)
        evidence = dict(two.evidence)
        assert evidence.pop("currency_2") == '""'  # of as many rows, the first in the alphabet
        assert evidence == {
            "source": "two",
            "rows": 4,
            "accounts": 2,
            "currencies": 3,
            "currency_1": "JPY",
            "rows_1": 2,
            "accounts_1": 2,
            "rows_2": 1,
            "accounts_2": 1,
            "currency_3": "SEK",
            "rows_3": 1,
            "accounts_3": 1,
        }
        assert two.suggestion == "Add rates: {JPY: ..., SEK: ...} to the workspace."
