from datetime import date

import numpy as np
import pytest

from shoal.worlds.demo import METRICS, STATES, company_table

AS_OF = date(2026, 6, 30)


@pytest.fixture(scope="module")
def world():
    return company_table(as_of=AS_OF)


@pytest.fixture(scope="module")
def large():
    return company_table(n_accounts=5000, as_of=AS_OF)


def of_state(world, column, state):
    return world.columns[column][world.truth == world.groups.index(state)]


def test_it_has_five_hundred_accounts_with_ids_and_names_of_their_own(world):
    assert world.columns["account_id"][[0, -1]].tolist() == ["A-0001", "A-0500"]
    assert len(set(world.columns["account_name"])) == 500


def test_states_have_their_shares(world):
    fitting = world.truth[world.truth >= 0]
    assert len(fitting) == 495
    for g, state in enumerate(STATES.values()):
        assert (fitting == g).mean() == pytest.approx(state.share, abs=0.003)


def test_about_half_the_surveys_are_unanswered(world):
    assert np.isnan(world.columns["nps_score"]).mean() == pytest.approx(0.5, abs=0.06)


def test_an_account_without_tickets_has_no_resolution_time(world):
    none = world.columns["support_tickets_90d"] == 0
    np.testing.assert_array_equal(np.isnan(world.columns["ticket_resolution_hours"]), none)
    assert none.mean() > 0.15


def test_every_metric_keeps_to_its_scale(large):
    bounds = {
        "feature_adoption_rate": (0, 100),
        "onboarding_completion": (0, 100),
        "nps_score": (-100, 100),
        "days_since_last_login": (0, 90),
        "usage_trend_90d": (-100, np.inf),
    }
    for metric in METRICS:
        low, high = bounds.get(metric, (0, np.inf))
        assert np.nanmin(large.columns[metric]) >= low, metric
        assert np.nanmax(large.columns[metric]) <= high, metric
    assert (large.columns["weekly_active_users"] <= large.columns["seats"]).all()


def test_renewals_lie_in_the_year_after_the_day_and_signups_before_it(world):
    day = np.datetime64(AS_OF)
    ahead = (world.columns["renewal_date"] - day).astype(int)
    assert ahead.min() >= 1
    assert ahead.max() <= 365
    assert (world.columns["signup_date"] < day).all()


def test_states_read_as_their_names_say(large):
    def median(column, state):
        return np.nanmedian(of_state(large, column, state))

    assert median("usage_trend_90d", "At Risk") < -20
    assert median("usage_trend_90d", "Expansion Ready") > 20
    assert median("days_since_last_login", "Silent Churners") > 21
    assert median("onboarding_completion", "Struggling Adopters") < 60
    assert median("support_tickets_90d", "Self-Sufficient Power Users") == 0
    assert median("nps_score", "Champions") > 50
    assert median("feature_adoption_rate", "Champions") == pytest.approx(88, abs=3)


def test_outcomes_come_at_the_rate_of_the_state(large):
    for name, state in STATES.items():
        lost = of_state(large, "downgraded_last_year", name) == "yes"
        assert lost.mean() == pytest.approx(state.downgraded, abs=0.06)


def test_volumes_grow_with_seats_and_seats_do_not_tell_the_state(large, eta_squared):
    seats, users = large.columns["seats"], large.columns["weekly_active_users"]
    assert np.corrcoef(np.log(seats), np.log1p(users))[0, 1] > 0.5
    assert eta_squared(seats, large.truth) < 0.005
    assert eta_squared(large.columns["arr_usd"], large.truth) < 0.005


def test_the_same_seed_gives_the_same_table_on_another_day_but_for_dates(world):
    later = company_table(as_of=date(2026, 7, 1))
    np.testing.assert_array_equal(later.matrix(), world.matrix())
    one_day = later.columns["renewal_date"] - world.columns["renewal_date"]
    assert set(one_day.astype(int)) == {1}


def test_another_seed_gives_another_table(world):
    other = company_table(seed=8, as_of=AS_OF)
    assert not np.array_equal(other.matrix(), world.matrix(), equal_nan=True)
