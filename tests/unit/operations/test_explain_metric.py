"""A metric explained: the query shown gives what a snapshot holds, and reads as the workspace."""

from datetime import UTC, date, datetime

import numpy as np
import pytest

import shoal
from shoal import clock
from shoal.metrics.narrowing import narrowed
from shoal.metrics.plan import snapshot_query
from shoal.operations.demo_files import write_tables
from shoal.operations.demo_workspace import workspace_text
from shoal.operations.opening import opened
from shoal.operations.planning import chosen_metrics, plan_of
from shoal.records.workspace import EngineSpec
from shoal.reports.measured import explained_answer, explained_lines
from shoal.worlds.company.company import make_company

DAY = date(2026, 6, 30)
NOW = datetime(2026, 7, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def frozen_clock(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    folder = tmp_path_factory.mktemp("company")
    tables = {t.name: t for t in make_company(n_accounts=40, as_of=DAY).tables}
    write_tables(folder, tables, EngineSpec(spill=folder / ".shoal" / "spill"))
    (folder / "shoal.yml").write_text(workspace_text("acme"))
    return shoal.Workspace(folder)


def test_a_narrow_query_has_the_answer_of_the_whole_one(workspace):
    spec = workspace.spec
    with opened(spec, functions={}) as sources:
        metrics, _ = chosen_metrics(spec, sources)
        whole = sources.engine.rows(
            snapshot_query(plan_of(spec, sources, metrics, last=DAY, read_on=DAY), DAY)
        )
        assert len(metrics) > 30
        for metric in metrics:
            plan = plan_of(spec, sources, (metric,), last=DAY, read_on=DAY)
            rows = sources.engine.rows(narrowed(snapshot_query(plan, DAY)))
            one, other = (np.asarray(t.column(metric.name).values) for t in (rows, whole))
            np.testing.assert_array_equal(one, other, err_msg=metric.name)


@pytest.mark.parametrize(
    "name", ["feature_adoption", "usage_trend_90", "stickiness", "csat_mean", "ticket_trend"]
)
def test_the_sql_of_a_metric_is_short_and_has_no_line_over_a_hundred(workspace, name):
    lines = workspace.explain_metric(name, DAY).sql.splitlines()
    assert len(lines) < 120
    assert max(map(len, lines)) <= 100


def test_sources_are_called_as_the_workspace_calls_them(workspace):
    explained = workspace.explain_metric("key_user_silent_days", DAY)
    assert 'FROM "sources"."product"' in explained.sql
    feeds = {f.source: f.columns for f in explained.feeds}
    assert feeds == {
        "accounts": ("account_id", "cancelled_on", "signup_date"),
        "contacts": ("account_id", "email", "valid_from", "valid_to"),
        "product": ("event_id", "occurred_at", "usage_count", "user_email"),
    }
    assert "feature" not in explained.sql


def test_values_are_told_below_the_query_by_name(workspace):
    explained = workspace.explain_metric("logins_per_user_week", DAY)
    assert dict(explained.values) == {"p1": "login"}
    lines = list(explained_lines(explained))
    assert lines[-1] == "$p1 = 'login'"
    assert explained_answer(explained)["values"] == {"p1": "login"}


def test_what_a_metric_is_comes_before_its_sql(workspace):
    lines = list(explained_lines(workspace.explain_metric("nps_latest", DAY)))
    head = lines[: next(k for k, line in enumerate(lines) if line.startswith("In SQL"))]
    assert head[0] == "nps_latest"
    firsts = [line.split()[0] for line in head if line and not line.startswith(" ")]
    assert firsts[-6:] == ["unit", "kind", "date", "window", "missing", "reads"]
    assert any("nps (surveys): account_id, answered_at" in line for line in head)
