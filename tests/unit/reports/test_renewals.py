"""Thirteen weeks of renewals, counted by hand."""

from dataclasses import replace

import numpy as np
import pytest

from shoal.records.meanings import ContextRole
from shoal.reports.reading import read_study
from shoal.reports.renewals import HEIGHT, weekly_renewals


def with_days(study, days):
    dates = (np.datetime64(study.as_of, "D") + np.asarray(days)).astype("datetime64[s]")
    context = tuple(
        replace(c, values=dates) if c.role is ContextRole.RENEWAL else c
        for c in study.accounts.context
    )
    return replace(study, accounts=replace(study.accounts, context=context))


def test_bars_are_in_proportion_to_the_money_of_each_week(build_study):
    study = build_study()
    columns = {c.role: c.values for c in study.accounts.context}
    days = (columns[ContextRole.RENEWAL] - np.datetime64(study.as_of)).astype("timedelta64[D]")
    days = days.astype(int)
    amounts = columns[ContextRole.CONTRACT_VALUE]
    weeks = [amounts[(days >= 7 * w) & (days < 7 * w + 7) & (days <= 90)].sum() for w in range(13)]

    chart = weekly_renewals(read_study(study))

    heights = [bar.height for bar in chart.bars]
    assert heights == pytest.approx(np.array(weeks) / max(weeks) * HEIGHT, abs=0.06)


def test_lower_part_is_the_money_of_accounts_that_need_someone(build_study):
    study = build_study()
    reading = read_study(study)
    urgent = np.isin(study.assignment.segment, [0, 1])
    amounts = reading.money.amounts[urgent & reading.renewing].sum() / 1e6

    chart = weekly_renewals(reading)

    assert chart.focus_words == f"${amounts:.1f}M in At Risk or Silent Churners"
    assert all(bar.focus_height <= bar.height + 0.1 for bar in chart.bars)


def test_first_and_last_day_count_and_the_days_beside_them_do_not(build_study):
    study = build_study(money=None)
    days = np.full(len(study.accounts.ids), 400)
    days[:4] = [-1, 0, 90, 91]

    reading = read_study(with_days(study, days))

    assert np.flatnonzero(reading.renewing).tolist() == [1, 2]
    assert [bar.height > 0 for bar in weekly_renewals(reading).bars] == [True, *[False] * 11, True]


def test_without_renewals_there_is_a_sentence_and_no_axes(build_study):
    study = build_study()
    chart = weekly_renewals(read_study(with_days(study, np.full(len(study.accounts.ids), 200))))

    assert chart.bars == ()
    assert chart.all_words == "No account renews in these 90 days."


def test_without_dates_there_is_nothing(build_study):
    assert weekly_renewals(read_study(build_study(renewals=False))) is None


def test_two_currencies_are_counted_in_accounts(build_study):
    reading = read_study(build_study(money="mixed"))

    chart = weekly_renewals(reading)

    assert chart.all_words == f"of {reading.renewing.sum()} accounts"
    assert "accounts in the week of" in chart.labels[0].text


def test_labels_of_two_peaks_do_not_collide(build_study):
    for seed in range(12):
        labels = weekly_renewals(read_study(build_study(seed=seed))).labels
        if len(labels) == 2:
            far = abs(labels[0].x - labels[1].x) > 30
            assert far or labels[1].y > labels[0].y + 10
