import pytest

from shoal.audit.sources.joins import accounts_without_rows, rows_without_account
from shoal.records.findings import Severity
from shoal.records.judged import Matching, Unmatched, WhyUnmatched
from shoal.records.workspace import Role


def _found(judged, source, matching, *others, **said):
    product = source(matching=matching, **said)
    return list(rows_without_account(judged(product, *others), product))


def test_rows_that_all_find_an_account_are_no_finding(judged, source):
    assert _found(judged, source, Matching(found=1000)) == []


def test_unknown_users_are_told_with_rows_and_names(judged, source):
    matching = Matching(
        found=940,
        unknown=60,
        names=2,
        top=(Unmatched(name="guest@x.example", rows=50), Unmatched(name="C-7", rows=10)),
    )
    people = source("people", Role.CONTACTS)
    (finding,) = _found(judged, source, matching, people, via="people")
    assert finding.code == "rows-without-account"
    assert finding.severity is Severity.WARNING
    assert "60 of 1,000 rows (6%)" in finding.message
    assert "2 users" in finding.message
    assert "g***@x.example (50), C-7 (10)" in finding.message
    assert finding.evidence == {
        "source": "product",
        "rows": 60,
        "of": 1000,
        "found": 940,
        "names": 2,
        "name_1": "g***@x.example",
        "rows_1": 50,
        "name_2": "C-7",
        "rows_2": 10,
    }


def test_no_address_of_a_person_is_shown(judged, source):
    names = [f"someone.private{k}@x.example" for k in range(3)]
    top = tuple(
        Unmatched(name=name, rows=5, why=why) for name, why in zip(names, WhyUnmatched, strict=True)
    )
    matching = Matching(found=985, unknown=5, alike=5, out_of_time=5, names=1, top=top)
    findings = _found(judged, source, matching, source("people", Role.CONTACTS), via="people")
    assert {f.code for f in findings} == {
        "rows-without-account",
        "ids-nearly-alike",
        "key-out-of-time",
    }
    assert "private" not in repr(findings)


@pytest.mark.parametrize(("rows", "severity"), [(10, Severity.NOTE), (11, Severity.WARNING)])
def test_more_than_one_row_in_a_hundred_is_a_warning(judged, source, rows, severity):
    matching = Matching(
        found=1000 - rows, unknown=rows, names=1, top=(Unmatched(name="x", rows=rows),)
    )
    (finding,) = _found(judged, source, matching)
    assert finding.severity is severity


def test_if_no_row_finds_an_account_the_column_is_doubted(judged, source):
    matching = Matching(found=0, unknown=1000, names=1, top=(Unmatched(name="x", rows=1000),))
    (finding,) = _found(judged, source, matching)
    assert "right column" in finding.suggestion


def test_ids_with_blanks_are_told_with_the_rows_that_would_match(judged, source):
    top = (Unmatched(name="A-1 ", rows=3, why=WhyUnmatched.ALIKE),)
    (finding,) = _found(judged, source, Matching(found=997, alike=3, top=top))
    assert finding.code == "ids-nearly-alike"
    assert finding.evidence["rows"] == 3
    assert '"A-1 " (3)' in finding.message


def test_accounts_without_rows_are_told_of_all_sources_together(judged, source):
    whole = judged(
        source("accounts", Role.ACCOUNTS),
        source("product", accounts_with_rows=48),
        source("help", Role.TICKETS, accounts_with_rows=10),
        source("nps", Role.SURVEYS),
    )
    (finding,) = accounts_without_rows(whole)
    assert finding.severity is Severity.NOTE
    assert finding.evidence == {"accounts": 50, "without_product": 2, "without_help": 40}


def test_a_log_that_knows_less_than_half_of_the_accounts_is_a_warning(judged, source):
    (finding,) = accounts_without_rows(judged(source("product", accounts_with_rows=20)))
    assert finding.severity is Severity.WARNING
    assert "product" in finding.suggestion


def test_an_empty_source_is_not_told_again_as_accounts_without_rows(judged, source):
    assert not list(accounts_without_rows(judged(source(rows=0, accounts_with_rows=0))))
