"""Metrics of hand-written weeks, worked out by hand."""

import numpy as np
import pytest

from shoal.worlds.logs.metrics import measure
from shoal.worlds.logs.weeks import WEEKS, Weeks


def weeks_of(**changed):
    """Two accounts of ten seats: one with five users who log in twice a week, one silent."""
    active = np.vstack([np.full(WEEKS, 5.0), np.zeros(WEEKS)])
    nothing = np.zeros((2, WEEKS))
    as_usual = {
        "seats": np.array([10.0, 10.0]),
        "active": active,
        "logins": 2 * active,
        "weekend_logins": nothing,
        "tickets": nothing,
        "severe": nothing,
        "hours": np.full((2, WEEKS), np.nan),
        "training": nothing,
        "score": np.full((2, 4), np.nan),
        "features": np.array([0.25, 0.0]),
        "first_features": np.array([1.0, 0.0]),
    }
    return Weeks(**{**as_usual, **changed})


def metrics_of(**changed):
    return measure(np.random.default_rng(0), weeks_of(**changed))


def test_there_are_nineteen_metrics():
    assert len(metrics_of()) == 19


def test_use_is_counted_per_seat_and_per_active_user():
    metrics = metrics_of()
    assert metrics["weekly_active_rate"].tolist() == [50.0, 0.0]
    assert metrics["logins_per_user_week"][0] == 2.0
    assert metrics["silent_weeks_share"].tolist() == [0.0, 100.0]
    assert metrics["feature_adoption"].tolist() == [25.0, 0.0]


def test_what_has_no_meaning_is_missing():
    metrics = metrics_of()
    for name in ("logins_per_user_week", "days_since_last_login", "usage_trend_90d"):
        assert np.isnan(metrics[name][1]), name
    assert np.isnan(metrics["resolution_hours"]).all()
    assert np.isnan(metrics["nps_latest"]).all()


def test_trends_hold_the_last_weeks_against_as_many_before():
    logins = np.full((2, WEEKS), 10.0)
    logins[0, -4:] = 5.0  # the last month at half
    logins[1, -13:] = 30.0  # the last quarter threefold
    metrics = metrics_of(logins=logins)
    assert metrics["usage_trend_28d"].tolist() == [-50.0, 0.0]
    assert metrics["usage_trend_90d"][0] == pytest.approx(100 * (110 / 130 - 1), abs=0.05)
    assert metrics["usage_trend_90d"][1] == 200.0


def test_days_since_the_last_login_lie_in_its_week():
    logins = np.zeros((2, WEEKS))
    logins[0, -3] = 1.0  # two whole weeks have passed since
    logins[1, -1] = 10_000.0  # somebody was there to the last
    days = metrics_of(logins=logins)["days_since_last_login"]
    assert 14 <= days[0] < 21
    assert days[1] == 0


def test_help_is_weighted_by_tickets():
    tickets, severe = np.zeros((2, WEEKS)), np.zeros((2, WEEKS))
    hours = np.full((2, WEEKS), np.nan)
    tickets[0, -1], tickets[0, -2] = 3.0, 1.0
    severe[0, -1] = 1.0
    hours[0, -1], hours[0, -2] = 10.0, 50.0
    metrics = metrics_of(tickets=tickets, severe=severe, hours=hours)
    assert metrics["resolution_hours"][0] == 20.0
    assert metrics["severe_ticket_share"][0] == 25.0
    assert metrics["tickets_per_100_seats_month"][0] == pytest.approx(100 * 4 / 10 / 3, abs=0.01)


def test_the_latest_answer_counts_and_every_survey_is_asked():
    score = np.array([[9.0, 3.0, np.nan, np.nan], [np.nan] * 4])
    metrics = metrics_of(score=score)
    assert metrics["nps_latest"][0] == 3.0
    assert metrics["survey_response_rate"].tolist() == [50.0, 0.0]


def test_activity_is_held_against_the_best_four_weeks():
    active = np.full((2, WEEKS), 4.0)
    active[0, 10:14] = 8.0
    assert metrics_of(active=active)["active_against_peak"].tolist() == [50.0, 100.0]
