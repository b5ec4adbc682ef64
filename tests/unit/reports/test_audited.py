from dataclasses import replace
from datetime import date

import pytest

from shoal.records.findings import Finding, Severity
from shoal.records.judged import Audited, Judged, JudgedSource, Matching
from shoal.records.workspace import Role
from shoal.reports.audited import audited_answer, audited_lines

WARNING = Finding(
    code="clocks-ahead",
    severity=Severity.WARNING,
    message="product: 3 rows lie in the future.",
    column="product.at",
    evidence={"source": "product", "rows": 3},
    suggestion="Look at the clocks.",
)
NOTE = Finding(code="constant-column", severity=Severity.NOTE, message="x is always 1.")


@pytest.fixture
def audited():
    sources = (
        JudgedSource(
            name="accounts", role=Role.ACCOUNTS, rows=50, rows_in_time=50, accounts_with_rows=48,
            matching=Matching(found=50),
        ),
        JudgedSource(
            name="product", role=Role.EVENTS, rows=20_000, rows_in_time=12_000,
            first_day=date(2025, 1, 1), last_day=date(2026, 6, 30), accounts_with_rows=40,
            matching=Matching(found=9_000, unknown=3_000),
        ),
    )  # fmt: skip
    judged = Judged(
        as_of=date(2026, 6, 30), window_days=90, accounts=48, zone="UTC", currency=None,
        sources=sources,
    )  # fmt: skip
    return Audited(judged=judged, sources=(WARNING,), snapshot=(NOTE,))


def test_a_program_reads_counts_of_each_source_and_all_findings(audited):
    answer = audited_answer(audited)
    assert list(answer) == ["as_of", "sources", "findings"]
    assert answer["as_of"] == "2026-06-30"
    assert answer["sources"][1] == {
        "source": "product",
        "role": "events",
        "rows": 20_000,
        "rows_in_time": 12_000,
        "found_account": 9_000,
        "accounts_with_rows": 40,
        "first_day": "2025-01-01",
        "last_day": "2026-06-30",
    }
    assert answer["sources"][0]["first_day"] is None
    assert [f["code"] for f in answer["findings"]] == ["clocks-ahead", "constant-column"]
    assert answer["findings"][0]["evidence"] == {"source": "product", "rows": 3}


def test_a_person_reads_a_table_whose_columns_stand_below_each_other(audited):
    lines = list(audited_lines(audited))
    head, accounts, product = lines[2:5]
    assert head.split("  ")[0] == "source"
    assert product.index("12,000") + len("12,000") == head.index("in time") + len("in time")
    assert "75%" in product
    assert "75%" not in accounts
    assert product.endswith("2025-01-01  2026-06-30")


def test_a_person_reads_what_can_be_done_and_how_much_was_found(audited):
    lines = list(audited_lines(audited))
    place = lines.index(" ! product: 3 rows lie in the future.")
    assert lines[place - 1] == "About the sources"
    assert lines[place + 1].strip() == "Look at the clocks."
    assert lines[-1] == "1 warning and 1 note."
    assert lines.index("About the snapshot") < lines.index("   x is always 1.")


def test_without_findings_it_says_so(audited):
    whole = Audited(judged=audited.judged, sources=(), snapshot=())
    assert list(audited_lines(whole))[-1] == "No findings."


def test_of_findings_that_are_alike_five_are_told_and_the_others_named(audited):
    tails = tuple(
        Finding(
            code="heavy-tail",
            severity=Severity.NOTE,
            column=f"m{k}",
            message=f"m{k} is long.",
            suggestion="Nothing to do.",
        )
        for k in range(13)
    )
    lines = list(audited_lines(replace(audited, snapshot=tails)))
    assert sum(line.endswith("is long.") for line in lines) == 5
    assert "   The same of m5, m6, m7, m8, m9 and 3 more; --json tells all." in lines
    assert sum("Nothing to do." in line for line in lines) == 1
    assert lines[-1] == "1 warning and 13 notes."
