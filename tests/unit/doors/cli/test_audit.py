import json
import sys
from datetime import UTC, datetime

import pytest

from shoal import clock
from shoal.doors.cli import shoal
from shoal.doors.cli.failures import told


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 7, 1, 9, tzinfo=UTC))
    accounts = "".join(f"{i:03},2025-01-01\n" for i in range(12))
    events = "".join(f"{i % 14:03},u{i % 5},2026-06-{i % 30 + 1:02} 10:00:00\n" for i in range(90))
    (tmp_path / "accounts.csv").write_text("account,since\n" + accounts)
    (tmp_path / "events.csv").write_text("account,user,at\n" + events)
    (tmp_path / "shoal.yml").write_text(
        "shoal: 1\nname: small\nsources:\n"
        "  accounts: {role: accounts, path: accounts.csv, columns: {created: since}}\n"
        "  log: {role: events, path: events.csv, account: account, user: user, at: at}\n"
    )

    def run_audit(*arguments):
        monkeypatch.setattr(sys, "argv", ["shoal", "audit", str(tmp_path), *arguments])
        return told(shoal), *capsys.readouterr()

    return run_audit


def test_json_is_one_object_with_sources_and_findings(run):
    code, out, err = run("--as-of", "2026-06-30", "--json")
    answer = json.loads(out)
    assert code == 0
    assert "Judging log" in err
    assert [s["source"] for s in answer["sources"]] == ["accounts", "log"]
    log = answer["sources"][1]
    # Of 90 rows those of accounts 012 and 013 find none: 12, 13, 26, 27, ... below 90.
    assert (log["rows"], log["found_account"]) == (90, 78)
    assert "rows-without-account" in {f["code"] for f in answer["findings"]}


def test_a_terminal_shows_the_table_and_the_findings_on_stdout(run):
    code, out, _ = run()
    assert code == 0
    assert "Sources as of 2026-06-30" in out
    assert "no account was found for 12 of 90 rows" in out
    assert out.rstrip().endswith(".")


def test_a_date_in_the_future_is_a_mistake(run):
    code, out, err = run("--as-of", "2027-01-01")
    assert (code, out) == (2, "")
    assert "is in the future" in err
