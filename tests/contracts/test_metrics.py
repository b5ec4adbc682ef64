"""The same declarations give the same numbers on every engine."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from reckoning import rules
from reckoning.company import SOURCES, company_tables, reckoned
from reckoning.own import every_form
from reckoning.small_log import AS_OF, noon, small_tables
from reckoning.small_log import SOURCES as SMALL
from reckoning.workspaces import (
    as_csv,
    as_parquet,
    assert_equal,
    frame,
    measured,
    own,
    source,
    with_window,
    workspace,
)

from shoal.metrics.presets.catalogue import PRESETS
from shoal.records.workspace import Aggregation, EngineKind, EngineSpec, Role, Via

DATES = (date(2025, 11, 15), date(2026, 3, 29), AS_OF)
OWN = (
    *every_form(
        "events",
        column="minutes",
        text="feature",
        where="minutes > 5 AND (name <> 'login' OR feature IS NULL)",
        window_days=60,
    )[::7],
    own("rated", "tickets", Aggregation.MEAN, column="satisfaction"),
    own("hard", "tickets", Aggregation.SHARE, where="severity IN ('high', 'urgent')"),
    own("open", "tickets", Aggregation.COUNT, where="resolved IS NULL"),
    own("last_score", "surveys", Aggregation.LATEST, column="score"),
    own("best_score", "surveys", Aggregation.MEDIAN, column="score"),
    own("steps", "milestones", Aggregation.DISTINCT, column="milestone"),
    own("lessons", "engagement", Aggregation.COUNT, where="kind LIKE 'edu%'"),
    own("money", "outcomes", Aggregation.SUM, column="amount", window_days=365),
    own("silent", "touches", Aggregation.DAYS_SINCE),
)


@pytest.fixture(
    params=[
        pytest.param("duckdb"),
        pytest.param("postgres", marks=pytest.mark.servers),
        pytest.param("spark", marks=pytest.mark.servers),
    ]
)
def settings(request, tmp_path):
    """Return what a workspace says of each engine."""
    kind = EngineKind(request.param)
    url = None
    if kind is not EngineKind.DUCKDB:
        url = request.getfixturevalue(request.param).url
    if kind is EngineKind.SPARK:
        request.getfixturevalue("spark_application")
    return EngineSpec(kind=kind, spill=tmp_path / "spill", url=url)


@pytest.fixture(scope="module")
def company():
    tables = company_tables(n_accounts=40, as_of=AS_OF)
    events = tables["events"]
    return {**tables, "events": events[events["event_id"].str[-1].isin(["0", "5"])]}


def frames(snapshots):
    """Return metrics and attributes of each date, by account."""
    return [(frame(s.metrics).sort_index(), frame(s.attributes).sort_index()) for s in snapshots]


def test_all_presets_of_several_dates_are_as_reckoned(settings, company, tmp_path):
    spec = workspace(tmp_path / "w", company, SOURCES, currency="EUR", engine=settings)
    snapshots = measured(spec, *DATES).snapshots
    for as_of, (metrics, _) in zip(DATES, frames(snapshots), strict=True):
        assert set(metrics.columns) == {"as_of", *PRESETS}
        assert_equal(metrics, reckoned(company, as_of))
        assert set(pd.to_datetime(metrics["as_of"]).dt.date) == {as_of}


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/St_Johns"])
def test_own_metrics_and_attributes_are_as_on_the_built_in_engine(
    settings, company, tmp_path, zone
):
    said = {
        "timezone": zone,
        "currency": "EUR",
        "metrics": with_window(90, *OWN),
    }
    dates = DATES[1:]
    here = workspace(tmp_path / "here", company, SOURCES, **said)
    there = workspace(tmp_path / "there", company, SOURCES, engine=settings, **said)
    expected, found = (frames(measured(spec, *dates).snapshots) for spec in (here, there))
    for (metrics, attributes), (their_metrics, their_attributes) in zip(
        expected, found, strict=True
    ):
        assert their_metrics.columns.tolist() == metrics.columns.tolist()
        assert_equal(their_metrics.drop(columns="as_of"), metrics.drop(columns="as_of"))
        pd.testing.assert_frame_equal(their_attributes, attributes, rtol=1e-9, check_dtype=False)


def test_the_small_log_is_the_same_as_csv(settings, tmp_path):
    tables = small_tables()
    here = workspace(tmp_path / "here", tables, SMALL, currency="EUR")
    there = workspace(
        tmp_path / "there", tables, SMALL, write=as_csv, currency="EUR", engine=settings
    )
    (expected, _), (found, _) = (
        frames(measured(spec, AS_OF).snapshots)[0] for spec in (here, there)
    )
    assert_equal(found.drop(columns="as_of"), expected.drop(columns="as_of"))


def test_times_in_text_are_read_alike(settings, tmp_path):
    tables = {
        "accounts": pd.DataFrame({"id": ["a", "b"], "created": [date(2025, 1, 1)] * 2}),
        "log": pd.DataFrame(
            {
                "id": ["a"] * 8 + ["b"] * 4,
                "at": [
                    *("2026-06-29 23:30:00", "2026-06-29T23:30:00Z", "2026-06-29 23:30:00+00:00"),
                    *("2026-06-29T23:30:00+05:30", "2026-06-29T23:30:00-03:30", "2026-06-29"),
                    *("2026-06-29 23:30:00.123", "2026-06-28T22:30:00Z"),
                    *("nonsense", "", "2026-02-30", "30.06.2026"),
                ],
            }
        ),
    }
    sources = (
        source("accounts", Role.ACCOUNTS, columns={"account": "id"}),
        source("log", Role.EVENTS, columns={"account": "id"}, zone="Europe/Berlin"),
    )
    days = [own(f"d{k}", "log", Aggregation.COUNT, window_days=k + 1) for k in range(3)]
    spec = workspace(
        tmp_path / "w",
        tables,
        sources,
        timezone="Europe/Berlin",
        metrics=with_window(90, *days, presets=()),
        engine=settings,
    )
    ((found, _),) = frames(measured(spec, AS_OF).snapshots)
    # Of a: today, in Berlin, are 23:30 Z (twice) and 23:30-03:30; the rest is of the day before.
    assert found.loc["a", ["d0", "d1", "d2"]].tolist() == [3, 8, 8]
    assert found.loc["b", ["d0", "d1", "d2"]].tolist() == [0, 0, 0]


def test_the_rules_of_a_workspace_hold_on_every_engine(settings, tmp_path):
    spec = workspace(
        tmp_path / "w",
        rules.tables(),
        rules.SOURCES,
        currency="EUR",
        rates=rules.RATES,
        metrics=rules.METRICS,
        engine=settings,
    )
    result = measured(spec, AS_OF)
    ((found, attributes),) = frames(result.snapshots)
    assert_equal(found.drop(columns="as_of"), rules.expected())
    assert attributes["seats"].to_dict() == {"a": 10, "b": 6, "c": 1}
    told = {f.evidence["source"]: f.evidence for f in result.findings if "rows_1" in f.evidence}
    counts = {name: (e["rows"], e["accounts"], e["currencies"]) for name, e in told.items()}
    assert counts == {"terms": (2, 2, 1), "deals": (3, 2, 2)}


def test_columns_with_too_many_values_are_told_on_every_engine(settings, tmp_path):
    pages = [f"/page/{k}" for k in range(600)]
    at = np.repeat([noon(150), noon(70)], 300)
    tables = {
        "accounts": pd.DataFrame({"id": ["a"], "created": [date(2025, 1, 1)]}),
        "log": pd.DataFrame({"id": "a", "user": "u", "at": at, "feature": pages}),
    }
    sources = (
        source("accounts", Role.ACCOUNTS, columns={"account": "id"}),
        source("log", Role.EVENTS, columns={"account": "id"}),
    )
    presets = with_window(90, presets=("feature_adoption", "stickiness"))
    spec = workspace(tmp_path / "w", tables, sources, metrics=presets, engine=settings)
    result = measured(spec, date(2026, 3, 29), AS_OF)
    assert [len(s.definitions) for s in result.snapshots] == [2, 1]
    ((first, _), _) = frames(result.snapshots)
    assert first["feature_adoption"].to_dict() == {"a": 100}
    (finding,) = [f for f in result.findings if f.code == "too-many-features"]
    assert finding.evidence == {"source": "log", "values": 600, "most": 500, "since": "2026-04-21"}


def test_odd_values_are_alike(settings, tmp_path):
    users = ["O'Neil", 'say "so"', "x'); DROP TABLE t; --", "50 %", "naïve ☃"]
    tables = {
        "accounts": pd.DataFrame(
            {"id": ["007", "a'b", "é"], "created": [date(2025, 1, 1), None, date(2026, 6, 30)]}
        ),
        "people": pd.DataFrame(
            {
                "user": [*users, users[0]],
                "account": ["007", "a'b", "é", "007", "a'b", "a'b"],
                "from": [None, date(2025, 1, 1), date(2026, 6, 1), None, None, date(2026, 6, 20)],
                "to": [None, None, None, date(2026, 6, 25), None, None],
            }
        ),
        "log": pd.DataFrame(
            {
                "user": users * 6,
                "at": np.repeat([noon(k) for k in (0, 3, 7, 15, 40, 200)], 5),
                "amount": np.tile([1e300, -1e17, 0.1, np.nan, 1e-300], 6),
                "feature": [f"f{k % 70}" for k in range(30)],
                "flag": [k % 3 == 0 for k in range(30)],
            }
        ),
    }
    sources = (
        source("accounts", Role.ACCOUNTS, columns={"account": "id"}),
        source("people", Role.CONTACTS),
        source("log", Role.EVENTS, via=Via(source="people", on="user")),
    )
    metrics = [
        own(f"{a}_{c}", "log", a, column=c)
        for a in (Aggregation.SUM, Aggregation.MAX, Aggregation.MEDIAN, Aggregation.LATEST)
        for c in ("amount", "flag")
    ]
    metrics.append(own("flagged", "log", Aggregation.COUNT, where="flag = TRUE AND amount < 1"))
    metrics.append(own("users", "log", Aggregation.DISTINCT, column="user"))
    said = {"metrics": with_window(90, *metrics), "write": as_parquet}
    here = workspace(tmp_path / "here", tables, sources, **said)
    there = workspace(tmp_path / "there", tables, sources, engine=settings, **said)
    (expected, _), (found, _) = (
        frames(measured(spec, AS_OF).snapshots)[0] for spec in (here, there)
    )
    assert len(found) == 3
    assert_equal(found.drop(columns="as_of"), expected.drop(columns="as_of"))


def test_days_end_and_labels_are_compared_alike(settings, tmp_path):
    """The clocks of Cairo skip the first hour of 24 April 2026: no row of it is of the 23rd."""
    times = ["23 22:30", "23 23:59", "24 00:00", "24 00:30", "24 01:00", "24 01:30", "22 12:00"]
    labels = ["web", " web", "", "web", None, "web ", "web"]
    tables = {
        "accounts": pd.DataFrame({"id": ["a"], "created": [date(2025, 1, 1)]}),
        "log": pd.DataFrame(
            {
                "id": "a",
                "who": [f"u{k}" for k in range(7)],
                "at": [pd.Timestamp(f"2026-04-{t}") for t in times],
                "actor": labels,
            }
        ),
    }
    log = source(
        "log",
        Role.EVENTS,
        columns={"account": "id", "user": "who"},
        actors={"person": ("web", ""), "api": (" web", "web ")},
    )
    accounts = source("accounts", Role.ACCOUNTS, columns={"account": "id"})
    said = {"timezone": "Africa/Cairo", "engine": settings}
    spec = workspace(tmp_path / "w", tables, (accounts, log), **said)
    dates = (date(2026, 4, 23), date(2026, 4, 24))
    for days in (dates[:1], dates):
        found = frame(measured(spec, *days).snapshots[0].metrics).loc["a"]
        assert found["weekly_active_users"] == pytest.approx(3 / 12)
        assert found["people_share"] == pytest.approx(100 * 2 / 3)
    later = frame(spec.storage / "snapshots" / "2026-04-24.parquet").loc["a"]
    assert later["weekly_active_users"] == pytest.approx(7 / 12)
    assert later["people_share"] == pytest.approx(100 * 3 / 5)
