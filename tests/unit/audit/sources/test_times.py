import pytest

from shoal.audit.sources.times import odd_times, rows_later, unread_cells, zones_differ
from shoal.records.findings import Severity
from shoal.records.judged import Oddity, UnreadCells
from shoal.records.workspace import Role

CODES = {
    Oddity.NO_TIME: ("rows-without-time", Severity.WARNING),
    Oddity.AHEAD: ("clocks-ahead", Severity.WARNING),
    Oddity.BEFORE_CREATION: ("rows-before-creation", Severity.NOTE),
    Oddity.ENDS_FIRST: ("ends-before-begins", Severity.WARNING),
    Oddity.RESOLVED_FIRST: ("times-out-of-order", Severity.WARNING),
    Oddity.ANSWERED_FIRST: ("times-out-of-order", Severity.WARNING),
    Oddity.SKIPPED: ("clock-change-times", Severity.NOTE),
    Oddity.DOUBLED: ("clock-change-times", Severity.NOTE),
}


@pytest.mark.parametrize("oddity", CODES)
def test_each_odd_time_is_one_finding_with_its_count(judged, source, oddity):
    found = source(odd={oddity: 37})
    (finding,) = odd_times(judged(found), found)
    assert (finding.code, finding.severity) == CODES[oddity]
    assert 37 in finding.evidence.values()
    assert "37" in finding.message
    assert finding.message.startswith("product: ")


def test_times_in_order_are_no_finding(judged, source):
    found = source()
    assert list(odd_times(judged(found), found)) == []


def test_skipped_and_doubled_times_are_told_together_with_the_zone(judged, source):
    found = source(odd={Oddity.SKIPPED: 3, Oddity.DOUBLED: 4}, declared_zone="America/New_York")
    (finding,) = odd_times(judged(found), found)
    assert finding.evidence == {"source": "product", "skipped": 3, "doubled": 4}
    assert "America/New_York" in finding.message


def test_accounts_are_ended_where_others_end(judged, source):
    found = source("accounts", Role.ACCOUNTS, odd={Oddity.ENDS_FIRST: 2})
    (finding,) = odd_times(judged(found), found)
    assert "were ended before they were created" in finding.message


def test_cells_that_cannot_be_read_are_shown(source):
    cells = UnreadCells(
        column="minutes", wanted="a number", rows=12, examples=("long", "ann@x.example")
    )
    (finding,) = unread_cells(source(unread=(cells,)))
    assert finding.column == "product.minutes"
    assert finding.evidence["rows"] == 12
    assert "such as long, a***@x.example" in finding.message


def test_sources_in_different_zones_are_a_note(judged, source):
    here, there = source("a", declared_zone="UTC"), source("b", declared_zone="Asia/Tokyo")
    (finding,) = zones_differ(judged(here, there, source("c")))
    assert finding.severity is Severity.NOTE
    assert "a in UTC and b in Asia/Tokyo" in finding.message


def test_one_declared_zone_differs_from_nothing(judged, source):
    assert not list(zones_differ(judged(source("a", declared_zone="UTC"), source("b"))))


def test_rows_after_the_date_are_told_of_all_sources_together(judged, source):
    whole = judged(
        source("a", odd={Oddity.LATER: 1200}), source("b"), source("c", odd={Oddity.LATER: 1})
    )
    (finding,) = rows_later(whole)
    assert finding.severity is Severity.NOTE
    assert finding.evidence == {"later_a": 1200, "later_c": 1}
    assert "1,200 in a and 1 in c" in finding.message
    assert not list(rows_later(judged(source("b"))))
