import json
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from shoal.doors.cli.check import command
from shoal.operations.check import check_workspace
from shoal.records.findings import Severity

FILES = {
    "a.csv": "account_id,name,created,seats,stage\n007,Acme,2025-01-01,5,trial\n8,Bolt,,9,won\n",
    "t.csv": "account_id,opened_at,priority\n007,2026-01-01 10:00:00,high\n8,2026-02-01,low\n",
    "e.jsonl": '{"user": "u@x", "ts": "2026-01-01T10:00:00Z", "event": "login", "min": 3}\n',
    "c.csv": "account,user\n007,u@x\n",
}
TEXT = """\
shoal: 1
name: acme
sources:
  accounts: {role: accounts, path: a.csv, id: account_id}
  tickets:
    role: tickets
    path: t.csv
    account: account_id
    opened: opened_at
    columns: {severity: priority}
    severe: [high]
  contacts: c.csv
  log:
    role: events
    path: e.jsonl
    at: ts
    account_via: {source: contacts, on: user}
    columns: {name: event, minutes: min}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in FILES.items():
        (tmp_path / name).write_text(content)
    (tmp_path / "shoal.yml").write_text(TEXT)
    return tmp_path


def found(folder, text=TEXT, **environment):
    (folder / "shoal.yml").write_text(text)
    checked = check_workspace(folder, environment)
    return [(f.code, f.evidence["line"], f.message) for f in checked.findings]


def test_a_workspace_that_fits_its_tables_has_no_findings(folder):
    checked = check_workspace(folder, {})
    assert [f.message for f in checked.findings] == []
    assert (checked.name, checked.has_error) == ("acme", False)


def test_nothing_is_written(folder):
    before = sorted(p.relative_to(folder) for p in folder.rglob("*"))
    check_workspace(folder, {})
    assert sorted(p.relative_to(folder) for p in folder.rglob("*")) == before


def test_findings_of_file_and_tables_come_together_in_the_order_of_the_file(folder):
    (folder / "c.csv").unlink()
    text = TEXT.replace("name: acme", "nmae: acme").replace("opened: opened_at", "opened: opend_at")
    told = found(folder, text)
    assert [(code, line) for code, line, _ in told] == [
        ("unknown-key", 2),
        ("missing-column", 9),
        ("source-unreadable", 12),
    ]
    assert "Did you mean opened_at?" in told[1][2]


def test_a_file_that_is_no_table_is_told_and_the_others_are_checked(folder):
    (folder / "a.csv").write_text("account_id,name\n1,Acme\n2,Bolt,3,4,5\n")
    (folder / "e.parquet").write_bytes(b"PAR1 no PAR1")
    text = TEXT.replace("e.jsonl", "e.parquet").replace("severity: priority", "severity: prio")
    assert [code for code, _, _ in found(folder, text)] == [
        "source-unreadable",
        "missing-column",
        "source-unreadable",
    ]


@pytest.mark.parametrize(
    ("cells", "severity"),
    [
        (["2026-01-01", "2026-02-30 xx"], Severity.WARNING),
        (["soon", "later"], Severity.ERROR),
        (["1", "2"], Severity.ERROR),
    ],
)
def test_a_time_has_to_be_readable_as_one(folder, cells, severity):
    rows = "".join(f"007,{cell},high\n" for cell in cells)
    (folder / "t.csv").write_text("account_id,opened_at,priority\n" + rows)
    (finding,) = check_workspace(folder, {}).findings
    assert (finding.code, finding.severity, finding.column) == ("unfit-type", severity, "opened_at")
    assert finding.evidence["line"] == 9


def test_text_that_reads_as_a_time_is_one(folder):
    (folder / "t.csv").unlink()
    duckdb.sql(
        "select '7' as account_id, '2026-01-01' as opened_at, 'high' as priority"
    ).write_parquet(str(folder / "t.parquet"))
    assert found(folder, TEXT.replace("t.csv", "t.parquet")) == []


def test_a_number_has_to_be_readable_as_one(folder):
    text = TEXT.replace("minutes: min", "minutes: event")
    told = found(folder, text)
    assert [(code, line) for code, line, _ in told] == [("unfit-type", 18)]
    assert "login" not in told[0][2]


def test_a_workbook_is_read_too(folder):
    book = Workbook()
    book.active.append(["account_id", "opened_at", "priority"])
    book.active.append(["007", "2026-01-01", "high"])
    book.save(folder / "t.xlsx")
    assert found(folder, TEXT.replace("t.csv", "t.xlsx")) == []
    told = found(folder, TEXT.replace("t.csv", "t.xlsx").replace("opened_at", "opend"))
    assert [code for code, _, _ in told] == ["missing-column"]


def test_conditions_and_metrics_are_held_against_the_tables(folder):
    text = (
        f"{TEXT}metrics:\n  own:\n    m: {{source: log, aggregate: sum, column: minuts}}\n"
        "segmentations:\n  all:\n    accounts: \"stag = 'x'\"\n    metrics: [nps_latset]\n"
    )
    told = found(folder, text)
    assert [code for code, _, _ in told] == ["unknown-name", "invalid-condition", "unknown-name"]
    assert [message.count("Did you mean") for _, _, message in told] == [1, 1, 1]


def test_a_column_that_an_own_metric_takes_numbers_of_holds_numbers(folder):
    text = TEXT + "metrics:\n  own:\n    m: {source: tickets, aggregate: sum, column: priority}\n"
    told = found(folder, text)
    assert [(code, line) for code, line, _ in told] == [("unfit-type", 21)]
    assert "needs a number for metrics.own.m; the column priority has text" in told[0][2]


def test_a_database_is_not_asked_and_its_url_not_shown(folder):
    text = TEXT.replace(
        "  contacts: c.csv\n",
        "  contacts: {role: contacts, url: '${env:DB}', table: t, account: a, user: u}\n",
    )
    told = found(folder, text, DB="postgresql://u:topsecret@nowhere.invalid/d")
    assert [code for code, _, _ in told] == ["source-unchecked"]
    assert "topsecret" not in repr(told)


def test_the_command_prints_one_object_and_leaves_with_three_on_an_error(folder):
    (folder / "shoal.yml").write_text(TEXT.replace("opened_at", "opend_at"))
    done = CliRunner().invoke(command, [str(folder), "--json"])
    answer = json.loads(done.stdout)
    assert done.exit_code == 3
    assert answer["workspace"] == "acme"
    (finding,) = answer["findings"]
    assert finding["evidence"] == {"file": str(folder / "shoal.yml"), "line": 9}
    assert set(finding) == {"code", "severity", "column", "message", "evidence", "suggestion"}


def test_the_command_says_findings_as_editors_read_them(folder):
    (folder / "shoal.yml").write_text(TEXT.replace("opened_at", "opend_at"))
    done = CliRunner().invoke(command, [str(folder)])
    assert done.stdout.startswith(f"{folder / 'shoal.yml'}:9:5: error: sources.tickets.opened is")
    assert done.stdout.endswith("acme: 1 error.\n")


def test_the_command_is_content_without_findings(folder, monkeypatch):
    monkeypatch.chdir(folder)
    done = CliRunner().invoke(command, [])
    assert (done.exit_code, done.stdout) == (0, "acme: no findings.\n")
