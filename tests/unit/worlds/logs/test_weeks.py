import numpy as np
import pytest

from shoal.worlds.logs.states import Habits
from shoal.worlds.logs.weeks import HOLIDAY_WEEKS, WEEKS, live_through

N = 3000
TYPICAL = {
    "active_rate": 0.5,
    "logins": 4.0,
    "depth": 0.0,
    "drift": 0.0,
    "tickets": 1.0,
    "severe": 0.1,
    "hours": 12.0,
    "mood": 7.0,
    "mood_drift": 0.0,
    "answers": 0.5,
    "training": 0.05,
}


@pytest.fixture(scope="module")
def live():
    def run(**changed):
        habits = Habits(**{k: np.full(N, v) for k, v in (TYPICAL | changed).items()})
        return live_through(np.random.default_rng(2), habits, np.full(N, 100.0))

    return run


def test_without_drift_activity_is_level_but_for_the_holidays(live):
    rate = live().active.mean(axis=0) / 100
    others = np.delete(rate, HOLIDAY_WEEKS)
    np.testing.assert_allclose(others, 0.5, rtol=0.03)
    np.testing.assert_allclose(rate[list(HOLIDAY_WEEKS)], 0.3, rtol=0.03)


def test_a_drift_builds_over_weeks_and_is_whole_in_the_last(live):
    weekly = live(drift=-1.0).active.mean(axis=0)
    assert weekly[-1] / weekly[:20].mean() == pytest.approx(np.exp(-1.0), rel=0.05)
    assert weekly[20] > weekly[32] > weekly[40] > weekly[46] > weekly[-1]


def test_tickets_and_surveys_come_at_their_rates(live):
    weeks = live()
    assert weeks.tickets.mean() == pytest.approx(1.0, rel=0.03)
    assert np.isfinite(weeks.score).mean() == pytest.approx(0.5, abs=0.02)
    assert np.nanmean(weeks.score) == pytest.approx(7.0, abs=0.1)


def test_a_falling_mood_brings_tickets_and_lower_scores(live):
    weeks = live(mood_drift=-3.0)
    assert weeks.tickets[:, -1].mean() == pytest.approx(1.0 * (1 + 3.0), rel=0.06)
    assert np.nanmean(weeks.score[:, -1]) < np.nanmean(weeks.score[:, 0]) - 2


def test_who_goes_deeper_uses_more_features(live):
    assert live(depth=1.5).features.mean() > live().features.mean() + 0.2


def test_parts_never_exceed_their_whole(live):
    weeks = live()
    assert weeks.active.shape == (N, WEEKS)
    assert (weeks.active <= 100).all()
    assert (weeks.logins >= weeks.active).all()
    assert (weeks.weekend_logins <= weeks.logins).all()
    assert (weeks.severe <= weeks.tickets).all()
    assert (np.isnan(weeks.hours) == (weeks.tickets == 0)).all()
