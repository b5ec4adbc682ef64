"""The first sentence, held against the table it speaks of."""

from dataclasses import replace

import numpy as np

from shoal.records.evidence import Natural
from shoal.records.meanings import Better
from shoal.reports.headline import focus_members, state_finding
from shoal.reports.reading import read_study


def test_counts_all_at_risk_and_silent_with_their_money(build_study):
    study = build_study()
    urgent = np.isin(study.assignment.segment, [0, 1])  # At Risk, Silent Churners
    amounts = study.accounts.context[2].values

    headline = state_finding(read_study(study))

    millions = amounts[urgent].sum() / 1e6
    assert headline.text == f"{urgent.sum()} accounts worth ${millions:.1f}M a year need someone"


def test_counts_those_of_them_that_renew_within_ninety_days(build_study):
    study = build_study(money=None)
    dates = next(c for c in study.accounts.context if c.name == "renewal_date").values
    days = (dates - np.datetime64(study.as_of)).astype("timedelta64[D]").astype(int)
    urgent = np.isin(study.assignment.segment, [0, 1])

    lead = state_finding(read_study(study)).lead

    count = (urgent & (days >= 0) & (days <= 90)).sum()
    assert lead.endswith(f"{count} of them renew within 90 days.")


def test_amounts_of_two_currencies_stand_side_by_side(build_study):
    study = build_study(money="mixed", archetypes=("At Risk", "Champions"))
    column = study.accounts.context[2]
    risk = study.assignment.segment == 0
    euros = column.values[risk & (column.currencies == "EUR")].sum() / 1e6
    dollars = column.values[risk & (column.currencies == "USD")].sum() / 1e6

    text = state_finding(read_study(study)).text

    assert f"worth €{euros:.1f}M and ${dollars:.1f}M a year" in text


def test_a_month_is_said_when_the_column_says_so(build_study):
    text = state_finding(read_study(build_study(money_name="mrr"))).text

    assert " a month need someone" in text


def test_no_period_is_made_up(build_study):
    text = state_finding(read_study(build_study(money_name="contract_value"))).text

    assert " a year" not in text
    assert " a month" not in text


def test_without_urgent_segments_the_worst_is_counted_metric_by_metric(build_study):
    study = build_study(named=False, money=None, renewals=False)
    reading = read_study(study)
    worst = reading.worst()

    headline = state_finding(reading)

    better = {
        p.metric: (p.median - p.others_median) * m.better
        for p, m in zip(worst.segment.metrics, study.accounts.metrics, strict=True)
    }
    worse = sum(value < 0 for value in better.values())
    count = int(headline.text.split(" on ")[1].split(" of ")[0])
    assert 0 < count <= worse  # clearly worse ones are among those that are worse at all
    assert headline.text == (
        f"{worst.members.sum()} accounts do worse than the others on {count} of 9 metrics"
    )


def test_metrics_without_a_better_end_are_not_counted_and_that_is_said(build_study, unknown_metric):
    metrics = (*build_study().accounts.metrics[:5], unknown_metric(8))
    study = build_study(named=False, money=None, renewals=False, metrics=metrics)
    directed = sum(m.better != 0 for m in metrics)
    assert 1 < directed < 6
    text = state_finding(read_study(study)).text
    assert text.endswith(f" of the {directed} metrics that can be good or bad")


def test_where_no_direction_is_known_the_largest_difference_is_stated(build_study, unknown_metric):
    study = build_study(
        named=False, money=None, renewals=False, metrics=tuple(unknown_metric(i) for i in range(6))
    )

    headline = state_finding(read_study(study))

    assert "stand apart most by measure" in headline.text
    assert "worse" not in headline.text + headline.lead
    assert not focus_members(read_study(study)).any()


def test_numbers_of_the_lead_are_those_of_the_segment(build_study, unknown_metric):
    metrics = (unknown_metric(0, better=Better.MORE), unknown_metric(4))
    study = build_study(named=False, money=None, renewals=False, metrics=metrics)
    reading = read_study(study)
    worst = reading.worst()
    members = study.assignment.segment == study.assignment.keys.index(worst.segment.key)
    column = study.accounts.values[:, 0]

    lead = state_finding(reading).lead

    here, elsewhere = np.median(column[members]), np.median(column[~members])
    assert f"measure 0 at {here:.1f} (elsewhere {elsewhere:.1f})" in lead


def test_one_account_is_written_in_the_singular(build_study):
    study = build_study(archetypes=("At Risk", "Champions"), money=None)
    segment = np.ones_like(study.assignment.segment)
    segment[7] = 0

    text = state_finding(
        read_study(replace(study, assignment=replace(study.assignment, segment=segment)))
    ).text

    assert text == "1 account needs someone"


def test_an_urgent_segment_without_accounts_is_not_spoken_of(build_study):
    study = build_study(archetypes=("At Risk", "Champions", "Expansion Ready"), money=None)
    segment = np.maximum(study.assignment.segment, 1)

    text = state_finding(
        read_study(replace(study, assignment=replace(study.assignment, segment=segment)))
    ).text

    assert "need" not in text


def test_a_single_segment_is_said_to_be_alike(build_study):
    study = build_study(archetypes=("Champions",))

    assert state_finding(read_study(study)).text == "All 112 accounts behave alike".replace(
        "112", str(len(study.accounts.ids))
    )


def test_weak_groups_are_marked_soft_and_strong_ones_not(build_study):
    assert state_finding(read_study(build_study(natural=Natural.WEAK))).soft
    assert not state_finding(read_study(build_study())).soft
