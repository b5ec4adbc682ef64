"""Standardised differences against bell curves, whose spread is known."""

import numpy as np
import pytest

from shoal.reports.differences import (
    account_differences,
    directions,
    heat_step,
    metric_spreads,
    segment_differences,
)


def test_spread_of_a_bell_curve_is_its_standard_deviation():
    values = np.random.default_rng(0).normal(5.0, 3.0, (20_000, 1))

    assert metric_spreads(values)[0] == pytest.approx(3.0, rel=0.03)


def test_spread_ignores_missing_answers():
    values = np.random.default_rng(1).normal(0.0, 2.0, (5_000, 1))
    holed = np.concatenate([values, np.full((5_000, 1), np.nan)])

    assert metric_spreads(holed) == pytest.approx(metric_spreads(values))


def test_a_metric_that_is_mostly_zero_still_has_a_spread():
    values = np.zeros((100, 1))
    values[:8, 0] = 10.0

    assert metric_spreads(values)[0] > 0


def test_accounts_are_measured_from_the_typical_one():
    values = np.array([[0.0], [1.0], [2.0], [np.nan]])

    result = account_differences(values, spreads=np.array([2.0]))

    assert result[:, 0].tolist() == [-0.5, 0.0, 0.5, 0.0]


def test_segments_are_measured_from_the_others(build_study):
    study = build_study()
    spreads = np.full(9, 2.0)

    result = segment_differences(
        study.segments, study.accounts.metrics, spreads=spreads, prepared={}
    )

    rate = study.accounts.values[:, 0]
    risk = study.assignment.segment == 0
    expected = (np.median(rate[risk]) - np.median(rate[~risk])) / 2.0
    assert result[0, 0] == pytest.approx(max(expected, -6.0))


def test_unit_of_a_metric_does_not_matter(build_study):
    study = build_study()
    spreads = metric_spreads(study.accounts.values)

    hundredfold = account_differences(study.accounts.values * 100, spreads=spreads * 100)

    assert hundredfold == pytest.approx(account_differences(study.accounts.values, spreads=spreads))


def test_directions_follow_what_is_better(build_study):
    metrics = build_study().accounts.metrics

    signs = dict(zip((m.name for m in metrics), directions(metrics), strict=True))

    assert signs["active_rate"] == 1
    assert signs["tickets"] == -1


@pytest.mark.parametrize(
    ("difference", "step"), [(-9.0, -2), (-1.2, -2), (-1.19, -1), (-0.39, 0), (0.4, 1), (1.2, 2)]
)
def test_shades_change_at_their_cuts(difference, step):
    assert heat_step(difference) == step
