"""Answers that cannot be on their scale: told by the audit with counts, counted by no metric."""

from datetime import date

import pytest

import shoal
from shoal.operations.snapshot_files import read_snapshot
from shoal.operations.snapshot_table import snapshot_table

DAY = date(2026, 6, 30)
FILES = {
    "accounts.csv": "id\na\nb\n",
    "tickets.csv": "account,opened,resolved,csat\n"
    "a,2026-06-01,2026-06-02,4\na,2026-06-03,2026-06-04,7\na,2026-06-05,2026-06-06,3\n"
    "b,2026-06-05,2026-06-06,0\n",
    "nps.csv": "account,at,score\na,2026-06-01,9\na,2026-06-20,11\nb,2026-06-20,-1\n",
    "shoal.yml": "shoal: 1\nname: acme\nsources:\n"
    "  accounts: {role: accounts, path: accounts.csv, id: id}\n"
    "  help: {role: tickets, path: tickets.csv, account: account, opened: opened,"
    " resolved: resolved, columns: {satisfaction: csat}, scale: [1, 5]}\n"
    "  nps: {role: surveys, path: nps.csv, account: account, at: at, score: score, kind: nps,"
    " scale: [0, 10]}\n",
}


@pytest.fixture
def workspace(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    return shoal.Workspace(tmp_path)


def test_answers_outside_their_scale_are_not_counted(workspace):
    workspace.measure(DAY)
    spec = workspace.spec
    table = snapshot_table(read_snapshot(spec, DAY), spec.engine, name="acme")
    csat, nps = (table.column(name).values for name in ("csat_mean", "nps_latest"))
    assert csat == pytest.approx([3.5, float("nan")], nan_ok=True)
    assert nps == pytest.approx([9, float("nan")], nan_ok=True)


def test_answers_outside_their_scale_are_told_with_counts(workspace):
    found = {
        f.evidence["source"]: f.evidence
        for f in workspace.audit(DAY).sources
        if f.code == "score-outside-scale"
    }
    assert (found["help"]["rows"], found["help"]["high"]) == (2, 5)
    assert (found["nps"]["rows"], found["nps"]["high"]) == (2, 10)
