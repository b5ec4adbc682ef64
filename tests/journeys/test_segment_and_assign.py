"""From one table to segments, and new tables into these segments, through every door."""

from datetime import date
from types import SimpleNamespace

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest

import shoal
from shoal.errors import UsageError
from shoal.operations.outputs import ASSIGNMENT_COLUMNS
from shoal.worlds.demo import company_table
from shoal.worlds.table import as_csv as world_csv

KEYS = {
    "recommendation": {
        "algorithm", "preparation", "n_segments", "natural", "reasons", "runner_up", "evidence",
        "same_group_share", "agreement", "alone", "segment_jaccards", "contributions",
    },
    "evidence": {
        "algorithm", "preparation", "n_segments", "silhouette", "stability", "inertia", "smallest",
        "silhouette_error", "bic", "calinski_harabasz", "davies_bouldin",
        "prediction_strength", "jaccards", "fidelity", "chosen",
    },
    "finding": {"code", "severity", "column", "message", "evidence", "suggestion"},
    "segment": {
        "key", "name", "archetype", "size", "share", "persona", "rule", "metrics", "plays",
    },
    "metric": {"mean", "median", "overall_median", "effect"},
}  # fmt: skip
KINDS = {
    "id", "fact", "outcome", "touch", "date", "text", "empty", "constant", "duplicate", "size",
}  # fmt: skip
PROFILE_COLUMNS = [
    "segment", "segment_name", "metric", "mean", "median", "overall_mean", "overall_median",
    "effect", "unit",
]  # fmt: skip
OUTCOME = "downgraded_last_year"
OPTIONS = ("--id", "account_id", "--outcome", OUTCOME, "--as-of", "2026-06-30")
TEXT = {"keep_default_na": False, "dtype": str}


@pytest.fixture(scope="module")
def done(tmp_path_factory, run_shoal):
    """Segment the table of the demo's company once."""
    folder = tmp_path_factory.mktemp("company")
    path, out = folder / "company.csv", folder / "out"
    path.write_text(world_csv(company_table(as_of=date(2026, 6, 30))))
    ended = run_shoal("segment", path, "--out", out, "--json", *OPTIONS)
    assert ended.code == 0, ended.err
    return SimpleNamespace(path=path, out=out, answer=ended.answer())


@pytest.fixture(scope="module")
def company(done):
    return pd.read_csv(done.path)


@pytest.fixture(scope="module")
def assigned(done):
    return pd.read_csv(done.out / "assignments.csv", **TEXT)


@pytest.fixture
def assign(done, run_shoal, tmp_path):
    """Write a frame, assign it through the command line, return how it ended and the file."""

    def run(frame):
        frame.to_csv(tmp_path / "new.csv", index=False)
        out = tmp_path / "assigned.csv"
        model = done.out / "model.json"
        ended = run_shoal("assign", model, tmp_path / "new.csv", "--out", out, "--json")
        return ended, pd.read_csv(out, **TEXT) if out.exists() else None

    return run


def test_the_answer_has_every_key_that_was_promised(done):
    answer = done.answer
    assert set(answer) == {
        "recommendation", "audit", "segments", "excluded_columns", "applied", "files",
    }  # fmt: skip
    assert set(answer["recommendation"]) == KEYS["recommendation"]
    assert all(set(row) == KEYS["evidence"] for row in answer["recommendation"]["evidence"])
    assert all(set(f) == KEYS["finding"] for f in answer["audit"]["findings"])
    for segment in answer["segments"]:
        assert set(segment) == KEYS["segment"]
        assert all(set(m) == KEYS["metric"] for m in segment["metrics"].values())
        assert segment["rule"] is None or set(segment["rule"]) == {"text", "precision", "coverage"}
    assert all(set(e) == {"column", "kind", "why"} for e in answer["excluded_columns"])
    assert set(answer["files"]) == {"assignments", "profiles", "model", "report"}


def test_the_answer_agrees_with_itself(done, company):
    answer = done.answer
    (chosen,) = [row for row in answer["recommendation"]["evidence"] if row["chosen"]]
    recommendation = answer["recommendation"]
    for key in ("algorithm", "preparation", "n_segments"):
        assert chosen[key] == recommendation[key]
    assert recommendation["n_segments"] == len(answer["segments"])
    assert recommendation["natural"] in {"strong", "weak", "none"}
    sizes = [s["size"] for s in answer["segments"]]
    assert sum(sizes) == len(company)
    assert sizes == sorted(sizes, reverse=True)
    assert [s["key"] for s in answer["segments"]] == [f"s{i + 1}" for i in range(len(sizes))]
    assert [s["share"] for s in answer["segments"]] == pytest.approx(
        [size / len(company) for size in sizes]
    )
    assert len({s["name"] for s in answer["segments"]}) == len(sizes)
    assert {e["kind"] for e in answer["excluded_columns"]} <= KINDS
    assert chosen["smallest"] == pytest.approx(min(sizes) / len(company))


def test_every_column_is_used_or_its_absence_explained(done, company):
    metrics = shoal.load(done.out / "model.json").model.metrics
    used = {m.column for m in metrics}
    excluded = {e["column"] for e in done.answer["excluded_columns"]}
    assert used | excluded == set(company.columns)
    assert {m.column for m in metrics if m.per is None}.isdisjoint(excluded)
    assert OUTCOME in excluded


def test_a_volume_is_taken_per_seat_and_named_so(done):
    metrics = done.answer["segments"][0]["metrics"]
    assert "logins_90d_per_seat" in metrics
    assert "logins_90d" not in metrics
    assert done.answer["applied"]


def test_assignments_have_one_row_per_account_in_the_order_of_the_input(done, assigned, company):
    assert list(assigned.columns) == ["account_id", *ASSIGNMENT_COLUMNS]
    assert assigned["account_id"].tolist() == company["account_id"].tolist()
    names = {s["key"]: s["name"] for s in done.answer["segments"]}
    assert assigned["segment"].map(names).tolist() == assigned["segment_name"].tolist()
    assert assigned["confidence"].astype(float).between(0, 1).all()
    assert set(assigned["unusual"]) <= {"true", "false"}
    assert set(assigned["second_segment"]) <= {*names, ""}
    assert (assigned["second_segment"] != assigned["segment"]).all()
    sizes = {s["key"]: s["size"] for s in done.answer["segments"]}
    assert assigned["segment"].value_counts().to_dict() == sizes


def test_profiles_have_one_row_per_segment_and_metric(done):
    profiles = pd.read_csv(done.out / "profiles.csv", keep_default_na=False)
    assert list(profiles.columns) == PROFILE_COLUMNS
    for segment in done.answer["segments"]:
        own = profiles[profiles["segment"] == segment["key"]].set_index("metric")
        assert set(own.index) == set(segment["metrics"])
        for name, figures in segment["metrics"].items():
            assert float(own.loc[name, "median"]) == pytest.approx(figures["median"])
    assert profiles["effect"].astype(float).between(-1, 1).all()


def test_a_profile_can_be_recomputed_from_the_table(done, company, assigned):
    adoption = company.groupby(assigned["segment"])["feature_adoption_rate"]
    for segment in done.answer["segments"]:
        figures = segment["metrics"]["feature_adoption_rate"]
        assert figures["mean"] == pytest.approx(adoption.mean()[segment["key"]])
        assert figures["median"] == pytest.approx(adoption.median()[segment["key"]])


def test_the_same_command_gives_the_same_bytes(done, run_shoal, tmp_path):
    assert run_shoal("segment", done.path, "--out", tmp_path / "again", *OPTIONS).code == 0
    for file in done.out.iterdir():
        assert (tmp_path / "again" / file.name).read_bytes() == file.read_bytes(), file.name


def test_the_accounts_of_the_fit_get_their_very_segments(assign, company, assigned, done):
    ended, again = assign(company)
    assert ended.code == 0, ended.err
    pd.testing.assert_frame_equal(again, assigned)
    answer = ended.answer()
    assert answer["accounts"] == len(company)
    sizes = {s["key"]: s["size"] for s in done.answer["segments"]}
    assert {s["key"]: s["size"] for s in answer["segments"]} == sizes


def test_order_of_rows_and_columns_and_extra_columns_change_nothing(assign, company, assigned):
    moved = company.sample(frac=1, random_state=5).iloc[:, ::-1].assign(weather="fine")
    ended, again = assign(moved)
    assert ended.code == 0, ended.err
    assert again["account_id"].tolist() == moved["account_id"].tolist()
    pd.testing.assert_frame_equal(
        again.sort_values("account_id", ignore_index=True),
        assigned.sort_values("account_id", ignore_index=True),
    )
    (extra,) = [f for f in ended.answer()["audit"]["findings"] if f["code"] == "extra-columns"]
    assert extra["severity"] == "note"


def test_accounts_alone_get_what_they_get_together(assign, company, assigned):
    ended, few = assign(company.iloc[[7, 3]])
    assert ended.code == 0, ended.err
    pd.testing.assert_frame_equal(few, assigned.iloc[[7, 3]].reset_index(drop=True))


def test_a_renamed_column_stops_with_what_was_probably_meant(assign, company):
    renamed = company.rename(columns={"feature_adoption_rate": "feature_adoption"})
    ended, file = assign(renamed)
    assert ended.code == 3
    assert file is None
    error = ended.answer()["error"]
    assert error["code"] == "model-mismatch"
    assert "feature_adoption_rate. Did you mean feature_adoption?" in error["message"]


def test_another_unit_is_noticed(assign, company):
    scaled = company.assign(feature_adoption_rate=company["feature_adoption_rate"] / 100)
    ended, file = assign(scaled)
    assert ended.code == 0, ended.err
    assert len(file) == len(company)
    (drift,) = [f for f in ended.answer()["audit"]["findings"] if f["code"] == "scale-drift"]
    assert (drift["column"], drift["severity"]) == ("feature_adoption_rate", "warning")
    assert drift["evidence"]["ratio"] == pytest.approx(0.01, rel=0.05)


# --- Python ---------------------------------------------------------------------------------


def customer_data():
    """Return 150 customers without an id: three kinds of behaviour under the README's names."""
    rng = np.random.default_rng(11)
    kind = np.arange(150) % 3
    return pd.DataFrame(
        {
            "monthly_active_users": rng.poisson(np.array([4, 40, 25])[kind]),
            "feature_adoption_rate": np.round(
                np.clip(np.array([15, 75, 40])[kind] + rng.normal(0, 5, 150), 0, 100), 1
            ),
            "support_tickets_per_month": rng.poisson(np.array([0.3, 1, 9])[kind]),
            "days_since_last_login": rng.poisson(np.array([40, 1, 4])[kind]),
            "contract_value": np.round(rng.lognormal(10, 0.5, 150)),
            "nps_score": np.clip(
                np.round(np.array([0, 50, -30])[kind] + rng.normal(0, 10, 150)), -100, 100
            ),
        },
        index=[f"row {i}" for i in range(150)],
    )


@pytest.fixture(scope="module")
def frame():
    return customer_data()


@pytest.fixture(scope="module")
def seg(frame):
    return shoal.segment(frame, as_of="2026-06-30")


def test_the_starting_case_is_answered_in_the_callers_own_library(seg, frame):
    assert list(seg.labels.columns) == ["row", *ASSIGNMENT_COLUMNS]
    assert seg.labels.index.equals(frame.index)
    assert seg.labels["row"].tolist() == list(range(1, 151))
    assert sum(s.size for s in seg.segments) == 150
    assert seg.recommendation.reasons
    assert "contract_value" in {e.column for e in seg.audit.excluded}
    joined = frame.assign(segment=seg.labels["segment"])
    assert joined["segment"].notna().all()


@pytest.mark.parametrize("library", ["polars", "arrow", "duckdb", "path"])
def test_every_library_gets_the_same_segments_in_its_own_frames(library, seg, frame, tmp_path):
    plain = frame.reset_index(drop=True)
    path = tmp_path / "frame.csv"
    plain.to_csv(path, index=False)
    polars = pl.read_csv(path)
    source, kind = {
        "polars": (polars, pl.DataFrame),
        "arrow": (polars.to_arrow(), type(polars.to_arrow())),
        "duckdb": (duckdb.read_csv(str(path)), duckdb.DuckDBPyRelation),
        "path": (path, duckdb.DuckDBPyRelation),
    }[library]
    other = shoal.segment(source, as_of="2026-06-30")
    assert isinstance(other.labels, kind)
    assert isinstance(other.profiles, kind)
    assert other.segments == seg.segments
    if library in ("duckdb", "path"):
        found = [row[1] for row in other.labels.fetchall()]
    elif library == "arrow":
        found = other.labels["segment"].to_pylist()
    else:
        found = other.labels["segment"].to_list()
    assert found == seg.labels["segment"].tolist()


def test_a_saved_segmentation_places_customers_as_before(seg, frame, tmp_path):
    seg.save(tmp_path / "model.json")
    later = shoal.load(tmp_path / "model.json")
    placed = later.assign(frame)
    pd.testing.assert_frame_equal(placed, seg.labels)
    pd.testing.assert_frame_equal(seg.assign(frame), placed)
    few = later.assign(pl.from_pandas(frame.iloc[10:13]))
    assert few["segment"].to_list() == seg.labels["segment"].iloc[10:13].tolist()
    with pytest.raises(UsageError, match="knows no accounts"):
        later.labels  # noqa: B018  # looking at it is the test


def test_the_report_is_one_file_that_runs_nothing(seg, tmp_path):
    seg.report(tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text("utf-8")
    assert "<script" not in page
    assert all(s.name in page for s in seg.segments)
