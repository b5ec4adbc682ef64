import pytest

from shoal.audit.sources.rows import alike_ids, at_the_same_time, impossible_numbers, repeated
from shoal.records.findings import Severity
from shoal.records.judged import Oddity, Repeats
from shoal.records.workspace import Role


@pytest.mark.parametrize(
    ("oddity", "code"),
    [
        (Oddity.NO_SEATS, "seats-not-positive"),
        (Oddity.NEGATIVE_AMOUNT, "negative-values"),
        (Oddity.NEGATIVE_MINUTES, "negative-values"),
        (Oddity.NEGATIVE_COUNT, "negative-values"),
        (Oddity.PART_SEATS, "seats-not-whole"),
        (Oddity.NO_COUNT, "count-missing"),
        (Oddity.PART_COUNT, "count-not-whole"),
        (Oddity.OUTSIDE_SCALE, "score-outside-scale"),
    ],
)
def test_each_impossible_number_is_one_finding(source, oddity, code):
    (finding,) = impossible_numbers(source(odd={oddity: 7}, scale=(0.0, 10.0)))
    assert (finding.code, finding.evidence["rows"]) == (code, 7)
    assert "7 of 1,000 rows" in finding.message


def test_rows_with_one_id_that_are_the_same_are_a_note(source):
    (finding,) = repeated(source(repeats=Repeats(by="id", same=4)))
    assert (finding.code, finding.severity) == ("repeated-rows", Severity.NOTE)
    assert "count once" in finding.message


def test_rows_with_one_id_that_differ_are_a_warning(source):
    (finding,) = repeated(source(repeats=Repeats(by="id", differing=4, differing_rows=9)))
    assert (finding.code, finding.severity) == ("duplicate-ids", Severity.WARNING)
    assert finding.evidence == {"source": "product", "ids": 4, "rows": 9}


@pytest.mark.parametrize(("by_day", "severity"), [(True, Severity.NOTE), (False, Severity.WARNING)])
def test_whole_rows_that_repeat_count_and_may_be_two_of_a_day(source, by_day, severity):
    (finding,) = repeated(source(repeats=Repeats(by=None, same=4), by_day=by_day))
    assert finding.severity is severity
    assert "each of them counts" in finding.message


def test_rows_that_stand_once_are_no_finding(source):
    assert not list(repeated(source(repeats=Repeats(by="id"))))
    assert not list(repeated(source(repeats=None)))


def test_subscriptions_at_once_are_a_note_and_users_in_two_accounts_a_warning(source):
    (note,) = at_the_same_time(source(role=Role.SUBSCRIPTIONS, overlapping=3))
    (warning,) = at_the_same_time(source(role=Role.CONTACTS, overlapping=3))
    assert (note.code, note.severity) == ("subscriptions-overlap", Severity.NOTE)
    assert (warning.code, warning.severity) == ("contacts-overlap", Severity.WARNING)
    assert not list(at_the_same_time(source(role=Role.CONTACTS)))


def test_ids_of_accounts_that_differ_by_case_are_a_warning(source):
    (finding,) = alike_ids(source(role=Role.ACCOUNTS, alike_ids=2))
    assert finding.evidence["groups"] == 2
    assert not list(alike_ids(source(role=Role.ACCOUNTS)))
