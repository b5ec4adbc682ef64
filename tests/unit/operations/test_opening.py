"""Sources whose texts are read as they are declared, or refused."""

from pathlib import Path

import pytest

from shoal.errors import WorkspaceInvalid
from shoal.operations.workspace import Workspace

WORKSPACE = """\
shoal: 1
name: acme
sources:
  accounts: accounts.csv
  calls:
    role: touches
    path: calls.csv
    at: Datum
    kind: Art
metrics:
  own:
    visits: {source: calls, aggregate: count, where: "Betrag > 1000.5", kind: touch}
"""
ACCOUNTS = "account,created\nA1,2025-01-01\nA2,2025-01-01\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "accounts.csv").write_text(ACCOUNTS)
    return tmp_path


def workspace(folder, cells, said=""):
    rows = "".join(f"A1;{cell};Besuch\n" for cell in cells)
    (folder / "calls.csv").write_text(f"account;Datum;Betrag;Art\n{rows}")
    (folder / "shoal.yml").write_text(
        WORKSPACE.replace("    kind: Art\n", f"    kind: Art\n{said}")
    )
    return Workspace(folder)


def test_measuring_stops_where_nothing_tells_the_order(folder):
    calls = workspace(folder, ["03/04/2026 10:00;2000"])
    with pytest.raises(WorkspaceInvalid) as caught:
        calls.measure("2026-06-30")
    assert "such as 03/04/2026 10:00" in caught.value.message
    either = "dates: day/month/year or dates: month/day/year under sources.calls"
    assert either in caught.value.suggestion


@pytest.mark.parametrize(("order", "n_visits"), [("day/month/year", 1.0), ("month/day/year", 0.0)])
def test_the_declared_order_decides_what_is_in_the_window(folder, order, n_visits):
    # April 3 lies in the 90 days before June 30, March 4 does not.
    said = f"    dates: {order}\n    decimal: comma\n"
    calls = workspace(folder, ["03/04/2026 10:00;2.000,75", "05/04/2026 10:00;999,75"], said)
    (snapshot,) = calls.measure("2026-06-30").snapshots
    assert _visits(snapshot) == {"A1": n_visits, "A2": 0.0}


def test_cells_that_cannot_be_read_are_counted_by_the_audit(folder):
    said = "    dates: day.month.year\n    decimal: comma\n"
    cells = [f"{d:02}.06.2026;2.000,75" for d in range(1, 10)]
    calls = workspace(folder, [*cells, "gestern;2.000,75", "31.06.2026;2.000,75"], said)
    (snapshot,) = calls.measure("2026-06-30").snapshots
    assert _visits(snapshot) == {"A1": 9.0, "A2": 0.0}
    unread = [f for f in calls.audit("2026-06-30").findings if f.code == "cells-unread"]
    assert ["Datum" in f.message and " 2 " in f.message for f in unread] == [True]


def _visits(snapshot):
    pandas = pytest.importorskip("pandas")
    found = pandas.read_parquet(snapshot.metrics).set_index("account_id")
    return found["visits"].fillna(0.0).to_dict()
