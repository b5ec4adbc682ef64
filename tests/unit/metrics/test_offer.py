"""Which features and steps are on offer: lists, what is seen, a mix of both, far too many."""

import re

import numpy as np
import pandas as pd
import pytest
from reckoning.small_log import AS_OF, ago, noon
from reckoning.workspaces import frame, measured, own, source, with_window, workspace

from shoal.errors import UsageError
from shoal.metrics.features import MOST_FEATURES
from shoal.operations.explain_metric import explain_metric
from shoal.records.workspace import Aggregation, Role

ACCOUNTS = pd.DataFrame({"id": ["a", "b"], "created": [ago(900)] * 2})
DATES = (ago(60), AS_OF)


def measured_at(folder, tables, sources, *dates, **said):
    accounts = source("accounts", Role.ACCOUNTS, columns={"account": "id"})
    spec = workspace(folder, {"accounts": ACCOUNTS, **tables}, (accounts, *sources), **said)
    return spec, measured(spec, *dates)


def uses(*rows):
    return pd.DataFrame(rows, columns=["id", "feature", "at"]).assign(user="u")


def reckoned(tables, listed, as_of):
    """Return the share of the offer that each account used in 90 days, from the rule itself."""
    shown, used = {f for names in listed.values() for f in names}, {}
    every = set(shown)
    for name, rows in tables.items():
        for row in rows[rows["at"].dt.date <= as_of].itertuples():
            if listed.get(name) and row.feature not in every:
                continue
            shown.add(row.feature)
            if (as_of - row.at.date()).days < 90:
                used.setdefault(row.id, set()).add(row.feature)
    return {a: 100 * len(used.get(a, ())) / len(shown) for a in ACCOUNTS["id"]}


def test_a_mix_of_lists_and_none_offers_what_is_listed_and_what_the_others_showed(tmp_path):
    tables = {
        "web": uses(("a", "chart", noon(3)), ("a", "of no list", noon(2)), ("b", "map", noon(300))),
        "app": uses(
            ("a", "chart", noon(9)), ("a", "scan", noon(8)), ("b", "later", noon(30)),
            ("a", "of no list", noon(70)),
        ),
        "api": uses(("b", "scan", noon(4)), ("b", "pull", noon(5))),
    }  # fmt: skip
    listed = {"web": ("chart", "map", "never used"), "api": ("pull",)}
    sources = [
        source(name, Role.EVENTS, columns={"account": "id"}, values={"features": listed[name]})
        if name in listed
        else source(name, Role.EVENTS, columns={"account": "id"})
        for name in tables
    ]
    _, result = measured_at(tmp_path / "both", tables, sources, *DATES)
    for snapshot, as_of in zip(result.snapshots, DATES, strict=True):
        found = frame(snapshot.metrics)["feature_adoption"].to_dict()
        assert found == pytest.approx(reckoned(tables, listed, as_of))
        _, alone = measured_at(tmp_path / str(as_of), tables, sources, as_of)
        assert frame(alone.snapshots[0].metrics)["feature_adoption"].to_dict() == found
    assert found["b"] == pytest.approx(100 * 2 / 7)  # later, pull; `scan` is on no list of api


def test_a_mix_of_steps_counts_each_step_once(tmp_path):
    columns = ["id", "name", "at"]
    tables = {
        "setup": pd.DataFrame(
            [("a", "invite", noon(9)), ("a", "extra", noon(9)), ("b", "invite", noon(3))],
            columns=columns,
        ),
        "calls": pd.DataFrame(
            [("a", "invite", noon(5)), ("a", "kickoff", noon(5)), ("b", "later", noon(-1))],
            columns=columns,
        ),
    }
    steps = {"steps": ("invite", "connect")}
    sources = (
        source("setup", Role.MILESTONES, columns={"account": "id"}, values=steps),
        source("calls", Role.MILESTONES, columns={"account": "id"}),
    )
    _, result = measured_at(tmp_path, tables, sources, AS_OF)
    found = frame(result.snapshots[0].metrics)["onboarding_completion"].to_dict()
    # On offer are invite, connect and kickoff; a reached two of them, b one.
    assert found == pytest.approx({"a": 200 / 3, "b": 100 / 3})


def test_explain_knows_the_same_offer(tmp_path):
    tables = {"web": uses(("a", "x", noon(3))), "app": uses(("a", "y", noon(3)))}
    listed = source("web", Role.EVENTS, columns={"account": "id"}, values={"features": ("x", "z")})
    sources = (listed, source("app", Role.EVENTS, columns={"account": "id"}))
    spec, _ = measured_at(tmp_path, tables, sources, AS_OF)
    now = pd.Timestamp(AS_OF, tz="UTC")
    explained = explain_metric(spec, "feature_adoption", AS_OF, now=now, functions={})
    # x, y, z have the bits 1, 2, 4: x and z are on offer whether seen or not.
    assert re.search(r"\|\s*5\b", explained.sql)
    assert "sources without a list" in " ".join(explained.definition.meaning.split())


def crowded(n, *, at):
    names = [f"/page/{k}" for k in range(n)]
    return pd.DataFrame({"id": "a", "user": "u", "feature": names, "at": at})


PAGES = source("pages", Role.EVENTS, columns={"account": "id"}, values={"integrations": ("sync",)})


@pytest.mark.parametrize("n", [MOST_FEATURES, MOST_FEATURES + 1])
def test_beyond_the_limit_what_needs_features_is_not_measured_and_told(tmp_path, n):
    rows = pd.concat([crowded(n - 1, at=noon(5)), uses(("b", "sync", noon(2)))])
    spec, result = measured_at(tmp_path, {"pages": rows}, (PAGES,), AS_OF)
    found = frame(result.snapshots[0].metrics)
    told = [f for f in result.findings if f.code == "too-many-features"]
    if n <= MOST_FEATURES:
        assert told == []
        assert found["feature_adoption"].to_dict() == pytest.approx({"a": 99.8, "b": 0.2})
        return
    assert {"feature_adoption", "feature_velocity"}.isdisjoint(found.columns)
    assert found["integrations_in_use"].to_dict() == {"a": 0, "b": 1}
    (finding,) = told
    assert (finding.column, finding.evidence["values"]) == ("pages.feature", n)
    now = pd.Timestamp(AS_OF, tz="UTC")
    with pytest.raises(UsageError, match=r"feature_adoption cannot be .*: pages\.feature 501"):
        explain_metric(spec, "feature_adoption", AS_OF, now=now, functions={})


def test_a_list_mends_a_column_with_many_values(tmp_path):
    listed = source(
        "pages", Role.EVENTS, columns={"account": "id"}, values={"features": ("/page/7", "other")}
    )
    rows = crowded(2000, at=noon(5))
    _, result = measured_at(tmp_path, {"pages": rows}, (listed,), AS_OF)
    assert frame(result.snapshots[0].metrics).loc["a", "feature_adoption"] == 50
    assert "too-many-features" not in {f.code for f in result.findings}


def test_dates_before_there_were_too_many_values_are_measured_as_if_alone(tmp_path):
    days = np.repeat([noon(200), noon(70), noon(20)], 300)
    rows = crowded(900, at=days)
    dates = (ago(100), ago(20), AS_OF)
    _, result = measured_at(tmp_path / "all", {"pages": rows}, (PAGES,), *dates)
    for as_of, snapshot in zip(dates, result.snapshots, strict=True):
        _, alone = measured_at(tmp_path / str(as_of), {"pages": rows}, (PAGES,), as_of)
        pd.testing.assert_frame_equal(frame(snapshot.metrics), frame(alone.snapshots[0].metrics))
    tables = [frame(s.metrics) for s in result.snapshots]
    assert ["feature_adoption" in t for t in tables] == [True, False, False]
    assert tables[0].loc["a", "feature_adoption"] == 0
    assert len([f for f in result.findings if f.code == "too-many-features"]) == 2


def test_values_that_lie_later_are_none_too_many(tmp_path):
    rows = pd.concat([crowded(400, at=noon(5)), crowded(900, at=noon(-1))])
    _, result = measured_at(tmp_path, {"pages": rows}, (PAGES,), AS_OF)
    assert frame(result.snapshots[0].metrics)["feature_adoption"].to_dict() == {"a": 100, "b": 0}


@pytest.mark.parametrize("presets", [(), ("integrations_in_use",)])
def test_metrics_that_need_no_features_ask_for_none(tmp_path, presets):
    metrics = with_window(90, own("n", "pages", Aggregation.COUNT), presets=presets)
    rows = pd.concat([crowded(899, at=noon(5)), uses(("a", "sync", noon(5)))])
    _, result = measured_at(tmp_path, {"pages": rows}, (PAGES,), AS_OF, metrics=metrics)
    found = frame(result.snapshots[0].metrics).loc["a"]
    assert found["n"] == 900
    assert found.get("integrations_in_use", 1) == 1
    assert result.findings == ()
