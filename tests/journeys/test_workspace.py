"""A made-up company goes the whole way: logs, snapshot, segments, through the command line."""

import csv
import json
import shutil
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from sklearn.metrics import adjusted_rand_score

from shoal.worlds.company import make_company

pytestmark = pytest.mark.long

FILES = {"assignments.csv", "profiles.csv", "model.json", "report.html"}


@pytest.fixture(scope="module")
def yesterday():
    return datetime.now(tz=UTC).date() - timedelta(days=1)


@pytest.fixture(scope="module")
def demo(run_shoal, tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "acme"
    ended = run_shoal("demo", folder, "--json")
    assert ended.code == 0, ended.err
    return folder, ended.answer()


@pytest.fixture(scope="module")
def truth(yesterday):
    company = make_company(as_of=yesterday)
    return {
        account: company.groups[k] if k >= 0 else "fits nowhere"
        for account, k in zip(company.ids, company.truth.tolist(), strict=True)
    }


def test_the_demo_leaves_a_workspace_and_what_every_verb_made(demo, yesterday):
    folder, _ = demo
    assert {
        p.name for p in (folder / ".shoal" / "fits" / "customers" / str(yesterday)).iterdir()
    } == FILES
    assert {p.name for p in (folder / "customers-segments").iterdir()} == FILES
    for name in ("shoal.yml", "customers.csv", "assigned-last-quarter.csv", "segments.sql"):
        assert (folder / name).stat().st_size > 0
    assert not list(folder.rglob(".*shoal-new*"))
    assert not (folder / ".shoal" / "spill").exists()


def test_segments_of_the_logs_are_the_states_that_made_them(demo, truth, yesterday):
    folder, answer = demo
    file = folder / ".shoal" / "fits" / "customers" / str(yesterday) / "assignments.csv"
    with file.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    states = [truth[row["account_id"]] for row in rows]
    assert adjusted_rand_score(states, [row["segment"] for row in rows]) > 0.75
    assert answer["recommendation"]["natural"] == "strong"
    shared = Counter(zip(states, [r["segment_name"] for r in rows], strict=True))
    for state in ("Champions", "At Risk", "Silent Churners", "Struggling Adopters"):
        named = sum(n for (true, name), n in shared.items() if true == name == state)
        assert named / states.count(state) > 0.8, state


def test_young_accounts_and_trials_are_placed_and_ended_ones_are_gone(demo, truth):
    _, answer = demo
    sizes = {s["key"]: s["size"] for s in answer["segments"]}
    states = Counter(truth.values())
    assert sizes["p-onboarding"] == states["Onboarding"]
    assert sizes["p-trial"] == states["Trial"]
    assert sum(sizes.values()) == len(truth) - states["Ended"]


def test_the_demo_s_statement_assigns_as_its_model_with_all_placements(demo, run_shoal, yesterday):
    folder, _ = demo
    model = folder / ".shoal" / "fits" / "customers" / str(yesterday) / "model.json"
    out = folder / "assigned.csv"
    assert run_shoal("assign", model, folder / "customers.csv", "--out", out).code == 0
    with out.open(newline="") as stream:
        expected = {row["account_id"]: row for row in csv.DictReader(stream)}
    with duckdb.connect() as database:
        database.read_csv(str(folder / "customers.csv")).create("accounts")
        answer = database.sql((folder / "segments.sql").read_text())
        found = [dict(zip(answer.columns, row, strict=True)) for row in answer.fetchall()]
    assert {row["account_id"] for row in found} == expected.keys()
    assert {"p-onboarding", "p-trial"} < {row["segment"] for row in found}
    for row in found:
        told = expected[row["account_id"]]
        assert (row["segment"], row["segment_name"]) == (told["segment"], told["segment_name"])
        assert (row["second_segment"] or "") == told["second_segment"]
        assert str(row["unusual"]).lower() == told["unusual"]
        assert row["confidence"] == pytest.approx(float(told["confidence"]), abs=1e-4)


def test_what_customers_pay_and_how_long_they_stay_is_not_clustered(demo):
    folder, _ = demo
    model = json.loads((folder / "customers-segments" / "model.json").read_text())["model"]
    metrics = {metric["column"] for metric in model["metrics"]}
    assert {"amount", "arr", "contract_value", "age_days", "created"} & metrics == set()
    assert "feature_adoption" in metrics


def test_a_snapshot_has_one_column_a_metric(demo, yesterday):
    duckdb = pytest.importorskip("duckdb")
    folder, _ = demo
    path = folder / ".shoal" / "snapshots" / f"{yesterday}.parquet"
    columns = [
        row[0] for row in duckdb.execute("describe from read_parquet(?)", [str(path)]).fetchall()
    ]
    assert columns[:2] == ["account_id", "as_of"]
    assert columns[2:] == sorted(columns[2:])
    assert {"weekly_active_rate", "nps_latest", "usage_trend_year", "reports_per_user"} <= set(
        columns
    )
    (days,) = duckdb.execute(
        "select list(distinct as_of) from read_parquet(?)", [str(path)]
    ).fetchall()
    assert days == ([yesterday],)


def test_a_fit_again_is_byte_equal(demo, run_shoal, yesterday):
    folder, _ = demo
    out = folder / ".shoal" / "fits" / "customers" / str(yesterday)
    before = {p.name: p.read_bytes() for p in out.iterdir()}
    snapshot = folder / ".shoal" / "snapshots" / f"{yesterday}.parquet"
    bytes_before = snapshot.read_bytes()
    assert run_shoal("measure", folder).code == 0
    assert run_shoal("fit", folder).code == 0
    assert snapshot.read_bytes() == bytes_before
    assert {p.name: p.read_bytes() for p in out.iterdir()} == before


def test_measure_explains_a_metric_with_its_sql(demo, run_shoal):
    folder, _ = demo
    told = run_shoal("measure", folder, "--explain", "stickiness", "--json").answer()
    assert told["metric"] == "stickiness"
    assert "28" in told["meaning"]
    assert told["sql"].startswith("WITH")
    assert (told["unit"], told["window_days"], told["as_of"]) == ("%", 90, told["as_of"])
    assert "product" in {source["source"] for source in told["sources"]}
    text = run_shoal("measure", folder, "--explain", "stickines")
    assert text.code == 2
    assert "Did you mean stickiness" in text.err


def test_check_finds_nothing_wrong_and_writes_nothing(demo, run_shoal, tmp_path):
    folder, _ = demo
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".shoal"))
    ended = run_shoal("check", copy, "--json")
    assert (ended.code, [f for f in ended.answer()["findings"] if f["severity"] == "error"]) == (
        0,
        [],
    )
    assert not (copy / ".shoal").exists()


@pytest.mark.parametrize(
    ("as_of", "code", "said"),
    [
        ("2015-01-01", 3, "No account counts"),
        ("2999-01-01", 2, "future"),
        ("yesterday", 2, "not a date"),
        ("2026-02-30", 2, "not a date"),
    ],
)
def test_dates_that_cannot_be_measured_are_told(demo, run_shoal, as_of, code, said):
    folder, _ = demo
    ended = run_shoal("measure", folder, "--as-of", as_of, "--json")
    assert ended.code == code
    assert said in ended.err
    assert json.loads(ended.out)["error"]["message"]
    assert not (folder / ".shoal" / "snapshots" / f"{as_of}.parquet").exists()


def test_a_snapshot_that_was_changed_is_refused(demo, run_shoal, yesterday, tmp_path):
    folder, _ = demo
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    page = copy / ".shoal" / "snapshots" / f"{yesterday}.json"
    page.write_text(page.read_text().replace('"metrics_sha256": "', '"metrics_sha256": "0'))
    ended = run_shoal("fit", copy)
    assert ended.code == 3
    assert "shoal measure" in ended.err


def test_a_demo_does_not_replace_a_workspace_of_somebody_else(run_shoal, tmp_path):
    (tmp_path / "shoal.yml").write_text("shoal: 1\nname: mine\n")
    ended = run_shoal("demo", tmp_path)
    assert ended.code == 2
    assert [p.name for p in Path(tmp_path).iterdir()] == ["shoal.yml"]
