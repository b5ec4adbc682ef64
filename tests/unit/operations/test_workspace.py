"""A small workspace, whole: what is written, what is refused, what is told."""

import os
from datetime import UTC, date, datetime

import pytest
from reckoning.small_workspace import FILE

import shoal
from shoal import clock
from shoal.errors import (
    FileAccess,
    NotAFile,
    NothingToCluster,
    NothingToMeasure,
    UnknownColumn,
    UsageError,
    WorkspaceInvalid,
)
from shoal.metrics.presets.catalogue import PRESETS
from shoal.operations.snapshot_files import dates_measured
from shoal.records.meanings import Better

DAY = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def frozen_clock(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 7, 1, 9, tzinfo=UTC))


@pytest.mark.parametrize("presets", ["[]", "{standard: false}"])
def test_own_metrics_alone_are_checked_measured_and_fitted(small, presets):
    more = "    active: {source: product, aggregate: distinct, column: user}\nsegmentations:"
    text = FILE.replace("metrics:\n", f"metrics:\n  presets: {presets}\n")
    (small / "shoal.yml").write_text(text.replace("segmentations:", more).split("  paying")[0])
    workspace = shoal.Workspace(small)
    assert not workspace.check().has_error
    (snapshot,) = workspace.measure(DAY).snapshots
    assert [d.name for d in snapshot.definitions] == ["active", "clicks"]
    fitted = workspace.fit(DAY, segmentation="all")
    assert {m.name for m in fitted.study.accounts.metrics} == {"active", "clicks"}


def test_a_workspace_without_any_metric_is_refused(small):
    every = ", ".join(PRESETS)
    text = FILE.split("metrics:", maxsplit=1)[0] + f"metrics:\n  presets: {{without: [{every}]}}\n"
    (small / "shoal.yml").write_text(text)
    with pytest.raises(UsageError, match="measures nothing"):
        shoal.Workspace(small).measure(DAY)


def test_ids_keep_their_zeros_and_an_own_metric_its_unit(small):
    workspace = shoal.Workspace(small)
    measured = workspace.measure(DAY)
    assert measured.snapshots[0].n_accounts == 40
    fitted = workspace.fit(DAY, segmentation="all")
    assert fitted.study.accounts.ids[:2] == ("000", "001")
    clicks = next(m for m in fitted.study.accounts.metrics if m.name == "clicks")
    assert (clicks.unit, clicks.better) == ("clicks", Better.MORE)


def test_fit_measures_what_was_not_measured(small):
    workspace = shoal.Workspace(small)
    workspace.fit(DAY, segmentation="paying")
    assert dates_measured(workspace.spec) == (DAY,)
    assert len(list((small / ".shoal/fits/paying/2026-06-30").iterdir())) == 4


def test_a_dry_run_writes_nothing(small):
    workspace = shoal.Workspace(small)
    measured = workspace.measure(DAY, dry_run=True)
    assert (measured.snapshots[0].n_accounts, measured.snapshots[0].metrics_hash) == (40, "")
    assert not [p for p in small.rglob(".shoal/**") if p.is_file()]
    workspace.measure(DAY)
    fitted = workspace.fit(DAY, segmentation="all", dry_run=True)
    assert fitted.files is None
    assert not (small / ".shoal" / "fits").exists()


def test_several_dates_have_a_snapshot_each(small):
    workspace = shoal.Workspace(small)
    measured = workspace.measure(["2026-06-30", "2026-06-15"])
    assert [s.as_of for s in measured.snapshots] == [date(2026, 6, 15), DAY]
    assert dates_measured(workspace.spec) == (date(2026, 6, 15), DAY)


@pytest.mark.parametrize(
    ("name", "error", "said"),
    [
        (None, UsageError, "is to be named"),
        ("payng", UsageError, "Did you mean paying"),
        ("nobody", NothingToCluster, "holds for no account"),
        ("odd", UsageError, "no metric seat_growth"),
    ],
)
def test_a_segmentation_that_cannot_be_made_is_told(small, name, error, said):
    with pytest.raises(error, match=said):
        shoal.Workspace(small).fit(DAY, segmentation=name)
    assert not (small / ".shoal" / "fits").exists()


def test_a_day_before_every_account_is_told_and_nothing_is_left(small):
    with pytest.raises(NothingToMeasure, match="2020-01-01"):
        shoal.Workspace(small).measure("2020-01-01")
    assert not list(small.rglob("*.parquet"))


def test_a_workspace_with_errors_is_refused_before_anything_is_opened(small):
    (small / "shoal.yml").write_text(FILE.replace("role: events", "role: event"))
    with pytest.raises(WorkspaceInvalid) as caught:
        shoal.Workspace(small).measure(DAY)
    assert caught.value.findings


def test_a_column_that_is_not_there_is_told_with_its_line(small):
    (small / "shoal.yml").write_text(FILE.replace("created: since", "created: sinse"))
    with pytest.raises(UnknownColumn, match=r"shoal.yml:\d+.*Did you mean since"):
        shoal.Workspace(small).measure(DAY)


def test_attributes_of_a_past_date_are_missing_unless_assumed_constant(small):
    workspace = shoal.Workspace(small)
    measured = workspace.measure("2026-05-31")
    assert "attributes-undated" in {f.code for f in measured.findings}
    (small / "shoal.yml").write_text(
        FILE.replace(
            "columns: {created: since}",
            "columns: {created: since}\n    assume_constant: [plan, seats]",
        )
    )
    again = shoal.Workspace(small).measure("2026-05-31")
    assert "attributes-undated" not in {f.code for f in again.findings}


def test_a_file_that_is_not_there_is_told_with_its_source_and_line(small):
    (small / "events.csv").rename(small / "event.csv")
    line = FILE.splitlines().index("  product:") + 1
    with pytest.raises(NotAFile, match=rf"shoal\.yml:{line}.*sources\.product: .*event\.csv"):
        shoal.Workspace(small).measure(DAY)


def test_a_dry_run_of_audit_or_fit_leaves_nothing_behind(small):
    before = sorted(small.rglob("*"))
    assert shoal.Workspace(small).audit(DAY, dry_run=True).judged.accounts == 40
    with pytest.raises(NothingToCluster):
        shoal.Workspace(small).fit(DAY, segmentation="nobody", dry_run=True)
    assert sorted(small.rglob("*")) == before
    assert shoal.Workspace(small).audit(DAY).judged.accounts == 40
    assert dates_measured(shoal.Workspace(small).spec) == (DAY,)


def test_what_subscriptions_give_with_dates_is_not_told_as_undated(small):
    (small / "contracts.csv").write_text("account_id,from,plan,seats\n001,2020-01-01,pro,3\n")
    contracts = "  contracts: {role: subscriptions, path: contracts.csv, account: account_id}"
    (small / "shoal.yml").write_text(FILE.replace("metrics:", f"{contracts}\nmetrics:", 1))
    lines = (small / "accounts.csv").read_text().splitlines()
    lines = [f"{line},{'csm' if k == 0 else 'Ada'}" for k, line in enumerate(lines)]
    (small / "accounts.csv").write_text("\n".join(lines) + "\n")
    measured = shoal.Workspace(small).measure("2026-05-31")
    (finding,) = [f for f in measured.findings if f.code == "attributes-undated"]
    assert finding.evidence["columns"] == 1
    assert " csm held" in finding.message


def test_a_function_in_python_is_a_source(small):
    pandas = pytest.importorskip("pandas")
    table = pandas.read_csv(small / "events.csv", dtype={"account_id": str}, parse_dates=["at"])
    given = FILE.replace("    path: events.csv\n", "")
    (small / "shoal.yml").write_text(given)
    from_file = shoal.Workspace(small, sources={"product": lambda: table}).measure(DAY)
    (small / "shoal.yml").write_text(FILE)
    assert (
        from_file.snapshots[0].metrics_hash
        == shoal.Workspace(small).measure(DAY).snapshots[0].metrics_hash
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_storage_that_may_not_be_written_is_told(small):
    (small / ".shoal").mkdir(mode=0o500)
    with pytest.raises(FileAccess):
        shoal.Workspace(small).measure(DAY)
