from shoal.audit.sources.findings import source_findings
from shoal.records.findings import Severity
from shoal.records.judged import Oddity, Repeats
from shoal.records.workspace import Role


def test_sources_in_order_have_no_findings(judged, source):
    assert source_findings(judged(source("accounts", Role.ACCOUNTS), source())) == ()


def test_findings_are_told_worst_first_and_then_by_source(judged, source):
    first = source("a", odd={Oddity.DOUBLED: 1, Oddity.NO_TIME: 1})
    second = source("b", odd={Oddity.AHEAD: 1}, repeats=Repeats(by="id", same=1))
    found = [(f.severity, f.evidence["source"]) for f in source_findings(judged(first, second))]
    assert found == [
        (Severity.WARNING, "a"),
        (Severity.WARNING, "b"),
        (Severity.NOTE, "a"),
        (Severity.NOTE, "b"),
    ]


def test_every_message_names_its_source(judged, source):
    odd = source(
        "log",
        odd=dict.fromkeys(set(Oddity) - {Oddity.LATER}, 3),
        scale=(0.0, 1.0),
        overlapping=1,
        repeats=Repeats(by="id", same=1, differing=1, differing_rows=2),
    )
    findings = source_findings(judged(odd))
    assert len(findings) >= len(Oddity) - 2
    assert all(f.message.startswith("log: ") for f in findings)
    assert all(f.evidence["source"] == "log" for f in findings)


def test_an_empty_source_is_told_once(judged, source):
    empty = source(
        rows=0, rows_in_time=0, first_day=None, last_day=None, accounts_with_rows=0, matching=None
    )
    assert [f.code for f in source_findings(judged(empty))] == ["source-empty"]
