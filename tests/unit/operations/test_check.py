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


EITHER = "dates: day/month/year or dates: month/day/year"


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


@pytest.mark.parametrize(
    ("cells", "mend"),
    [
        (["31.12.2025 14:05", "01.02.2025"], "Write dates: day.month.year under sources.tickets."),
        (["12/31/2025 2:05 PM"], "Write dates: month/day/year under sources.tickets."),
        (["31-12-2025"], "Write dates: day-month-year under sources.tickets."),
        (
            ["03/04/2025", "05/04/2025"],
            f"Write {EITHER} under sources.tickets: the cells fit both.",
        ),
    ],
)
def test_dates_that_need_an_order_are_told_with_the_line_to_write(folder, cells, mend):
    rows = "".join(f"007,{cell},high\n" for cell in cells)
    (folder / "t.csv").write_text("account_id,opened_at,priority\n" + rows)
    (finding,) = check_workspace(folder, {}).findings
    assert (finding.severity, finding.suggestion) == (Severity.ERROR, mend)
    assert all(cell in finding.message for cell in cells)


@pytest.mark.parametrize(
    ("cell", "mend"),
    [
        ("1.234,50", "Write decimal: comma under sources.accounts."),
        ("1,234.50", "Write decimal: point under sources.accounts."),
        (
            "1,234",
            "Write decimal: point or decimal: comma under sources.accounts: the cells fit both.",
        ),
    ],
)
def test_numbers_that_need_a_sign_are_told_with_the_line_to_write(folder, cell, mend):
    (folder / "a.csv").write_text(f'account_id,name,created,seats\n007,Acme,2025-01-01,"{cell}"\n')
    (finding,) = check_workspace(folder, {}).findings
    assert (finding.severity, finding.suggestion) == (Severity.ERROR, mend)


def test_declared_dates_and_numbers_need_nothing_more(folder):
    (folder / "t.csv").write_text(
        "account_id;opened_at;priority\n007;31.12.2025 14:05;high\n", "utf-8"
    )
    (folder / "a.csv").write_bytes(
        "account_id;name;created;seats\n007;Süd;03.04.2025;1.234,5\n".encode("cp1252")
    )
    said = "dates: day/month/year, decimal: comma, encoding: windows-1252"
    text = TEXT.replace("id: account_id}", f"id: account_id, {said}, only: seats > 1000.5}}")
    text = text.replace("    severe:", "    dates: day.month.year\n    severe:")
    assert found(folder, text) == []


def test_one_bad_date_among_many_is_shown_and_can_be_emptied(folder):
    days = [f"{d:02}.01.2026" for d in range(1, 29)]
    rows = "".join(f"007,{cell},high\n" for cell in [*days, "gestern", "31.02.2026"])
    (folder / "t.csv").write_text("account_id,opened_at,priority\n" + rows)
    text = TEXT.replace("    severe:", "    dates: day.month.year\n    severe:")
    (folder / "shoal.yml").write_text(text)
    (finding,) = check_workspace(folder, {}).findings
    assert finding.severity is Severity.WARNING
    assert "in 2 of the first 30 filled rows" in finding.message
    assert "such as 31.02.2026, gestern" in finding.message
    mend = "Write times as 30.06.2026 or 30.06.2026 14:05, or empty the cells."
    assert finding.suggestion == mend


def test_a_file_in_another_encoding_is_told_with_the_line_to_write(folder):
    text = "account_id,name,created,seats\n007,Süd,2025-01-01,5\n"
    for encoding, word in (("cp1252", "windows-1252"), ("utf-16", "utf-16")):
        (folder / "a.csv").write_bytes(text.encode(encoding))
        (finding,) = check_workspace(folder, {}).findings
        assert finding.code == "source-unreadable"
        assert f"Write encoding: {word} under its source" in finding.suggestion


def workbook(path, *rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


def test_texts_of_a_workbook_are_read_as_they_are_declared(folder):
    header = ["account_id", "opened_at", "priority"]
    workbook(folder / "t.xlsx", header, ["007", "03/04/2025", "high"], ["8", "05/04/2025", "low"])
    text = TEXT.replace("t.csv", "t.xlsx")
    (told,) = found(folder, text)
    assert told[:2] == ("source-unreadable", 7)
    assert "opened_at" in told[2]
    for order in ("day/month/year", "month/day/year"):
        assert found(folder, text.replace("    severe:", f"    dates: {order}\n    severe:")) == []


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
