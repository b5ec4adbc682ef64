"""The first screen adds up and claims no more than the study does."""

from dataclasses import replace

import pytest

from shoal.records.evidence import Natural
from shoal.records.findings import Finding, Severity
from shoal.reports.glance import first_screen
from shoal.reports.reading import read_study


def number(text: str) -> int:
    return int(text.replace(",", ""))


@pytest.mark.parametrize("natural", list(Natural))
def test_counts_of_the_table_add_up(natural, build_study):
    glance = first_screen(read_study(build_study(natural=natural, scale=3.0)))

    assert sum(number(row.accounts) for row in glance.rows) == number(glance.total.accounts) == 1500
    assert sum(number(row.near_border) for row in glance.rows) == number(glance.total.near_border)


def test_bars_are_in_proportion(build_study):
    rows = first_screen(read_study(build_study())).rows

    largest = max(rows, key=lambda row: number(row.accounts))
    for row in rows:
        share = number(row.accounts) / number(largest.accounts)
        assert row.accounts_width == pytest.approx(100 * share, abs=0.05)


def test_two_currencies_have_no_bars(build_study):
    rows = first_screen(read_study(build_study(money="mixed"))).rows

    assert {row.money_width for row in rows} == {0.0}
    assert {len(row.money) for row in rows} == {2}


def test_trust_is_told_in_counts(build_study):
    glance = first_screen(read_study(build_study(same_group_share=0.998)))

    assert glance.trust == (
        "Yes. Repeating the work on other samples of your accounts leaves 499 of 500 in the same "
        "group."
    )


@pytest.mark.parametrize(
    ("natural", "share", "answer"),
    [
        (Natural.STRONG, 0.95, "Yes."),
        (Natural.STRONG, 0.8, "Mostly."),
        (Natural.STRONG, 0.5, "With care."),
        (Natural.WEAK, 0.95, "Their cores, yes; borders are soft."),
        (Natural.WEAK, 0.5, "With care."),
        (Natural.NONE, 0.95, "For sorting, not as a fact."),
    ],
)
def test_answer_about_trust_follows_the_evidence(natural, share, answer, build_study):
    study = build_study(natural=natural, same_group_share=share)

    assert first_screen(read_study(study)).trust.startswith(answer + " Repeating")


def test_nothing_is_said_of_trust_where_it_is_not_known(build_study):
    study = build_study(same_group_share=float("nan"))

    assert first_screen(read_study(study)).trust == ""


def test_size_note_names_the_column_of_the_finding(build_study):
    found = Finding(
        code="segments-follow-size", severity=Severity.WARNING, message="…", column="arr"
    )

    note = first_screen(read_study(build_study(findings=(found,)))).size_note

    assert note == "Size plays a part: these segments also sort accounts by contract value."


def test_metrics_that_part_stand_in_for_renewals(build_study):
    with_dates = first_screen(read_study(build_study()))
    without = first_screen(read_study(build_study(renewals=False)))

    assert with_dates.parting == ()
    assert without.renewals is None
    assert 1 <= len(without.parting) <= 4


def test_one_unusual_account_is_written_in_the_singular(build_study):
    study = build_study()
    unusual = study.assignment.unusual.copy()
    unusual[3] = True

    glance = first_screen(
        read_study(replace(study, assignment=replace(study.assignment, unusual=unusual)))
    )

    assert glance.unusual == "1 account fits nowhere well; counted with the nearest segment"
