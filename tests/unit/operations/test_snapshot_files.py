"""Snapshots on disc are there whole, whatever happens in between."""

import json
import os
import resource
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from reckoning.small_workspace import FILE

import shoal
from shoal.errors import NotAFile, SnapshotInvalid
from shoal.operations import snapshot_table as reading
from shoal.operations.snapshot_files import declarations_hash, read_snapshot
from shoal.operations.snapshot_table import snapshot_table

DAY = date(2026, 6, 30)
CHANGED = FILE.replace("metrics:\n", "metrics:\n  window_days: 14\n", 1)
KILLED = """
import os, sys
import shoal
from shoal.operations import snapshot_files

def killed(*_):
    if left.pop():
        os.kill(os.getpid(), 9)
    return as_it_was(*_)

as_it_was = getattr(snapshot_files, sys.argv[2])
left = [True, *[False] * int(sys.argv[3])]
setattr(snapshot_files, sys.argv[2], killed)
shoal.Workspace(sys.argv[1]).measure("2026-06-30")
"""


def test_a_snapshot_needs_its_page_and_its_files(small):
    workspace = shoal.Workspace(small)
    with pytest.raises(NotAFile, match="no snapshot"):
        read_snapshot(workspace.spec, DAY)
    workspace.measure(DAY)
    page = small / ".shoal" / "snapshots" / "2026-06-30.json"
    told = json.loads(page.read_text())
    assert told["accounts"] == 40
    page.write_text("{")
    with pytest.raises(SnapshotInvalid, match="cannot be read"):
        read_snapshot(workspace.spec, DAY)
    page.write_text(json.dumps(told | {"version": 99}))
    with pytest.raises(SnapshotInvalid, match="version"):
        read_snapshot(workspace.spec, DAY)
    page.write_text(json.dumps(told))
    os.truncate(small / ".shoal" / "attributes" / "2026-06-30.parquet", 10)
    with pytest.raises(SnapshotInvalid, match=r"2026-06-30\.parquet"):
        read_snapshot(workspace.spec, DAY)


@pytest.mark.parametrize(
    ("where", "calls", "is_new"),
    [("_write_page", 0, False), ("replace_whole", 0, True), ("replace_whole", 1, True)],
)
def test_a_run_that_is_killed_leaves_the_old_snapshot_or_the_new_one(small, where, calls, is_new):
    before = shoal.Workspace(small).measure(DAY).snapshots[0]
    (small / "shoal.yml").write_text(CHANGED)
    program = [sys.executable, "-c", KILLED, str(small), where, str(calls)]

    done = subprocess.run(program, check=False, capture_output=True)

    assert done.returncode == -signal.SIGKILL
    workspace = shoal.Workspace(small)
    left = read_snapshot(workspace.spec, DAY)
    assert (left.metrics_hash != before.metrics_hash) is is_new
    again = workspace.measure(DAY).snapshots[0]
    assert again.metrics_hash != before.metrics_hash
    assert {p.name for p in (small / ".shoal" / "snapshots").iterdir()} == {
        "2026-06-30.json",
        "2026-06-30.parquet",
    }


def test_a_snapshot_that_is_replaced_while_it_is_read_is_refused(small, monkeypatch):
    workspace = shoal.Workspace(small)
    workspace.measure(DAY)
    snapshot = read_snapshot(workspace.spec, DAY)
    rows = reading._rows

    def rows_and_then_another(engine, name, path):
        found = rows(engine, name, path)
        (small / "shoal.yml").write_text(CHANGED)
        shoal.Workspace(small).measure(DAY)
        return found

    monkeypatch.setattr(reading, "_rows", rows_and_then_another)
    with pytest.raises(SnapshotInvalid, match="not the file"):
        snapshot_table(snapshot, workspace.spec.engine, name="small")


def test_a_workspace_that_moves_has_the_declarations_that_it_had(small, tmp_path_factory):
    before = declarations_hash(shoal.Workspace(small).spec)
    moved = tmp_path_factory.mktemp("moved") / "there"
    small.rename(moved)
    assert declarations_hash(shoal.Workspace(moved).spec) == before
    (moved / "shoal.yml").write_text(CHANGED)
    assert declarations_hash(shoal.Workspace(moved).spec) != before


def test_a_disc_that_is_full_leaves_the_old_snapshot_and_the_next_run_goes_on(small):
    before = shoal.Workspace(small).measure(DAY).snapshots[0]
    (small / "shoal.yml").write_text(CHANGED)
    shoal_command = Path(sys.executable).with_name("shoal")
    command = [shoal_command, "measure", small, "--as-of", str(DAY), "--json"]

    done = subprocess.run(
        command, check=False, capture_output=True, text=True, preexec_fn=no_room_for_files
    )

    assert done.returncode == 4, done.stderr
    error = json.loads(done.stdout)["error"]
    assert error["code"] == "file-access"
    assert error["message"].endswith("File too large.")
    assert read_snapshot(shoal.Workspace(small).spec, DAY).metrics_hash == before.metrics_hash
    assert names_in(small / ".shoal") == {"2026-06-30.json", "2026-06-30.parquet"}
    assert shoal.Workspace(small).measure(DAY).snapshots[0].metrics_hash != before.metrics_hash


def no_room_for_files():
    """Refuse every byte beyond the first thousand of a file, as a disc that is full does."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))


def names_in(folder):
    return {path.name for path in folder.rglob("*") if path.is_file()}
