import numpy as np
import pytest

from shoal.worlds.logs.states import SPREADS, STATES, draw_habits
from shoal.worlds.membership import draw_membership


def test_shares_of_the_states_add_up_to_one():
    assert sum(s.share for s in STATES.values()) == pytest.approx(1.0)


def test_habits_lie_around_those_of_the_state_on_their_own_scale():
    rng = np.random.default_rng(4)
    shares = [s.share for s in STATES.values()]
    members = draw_membership(rng, 20_000, shares, between=0.0, misfits=0.0)
    habits = draw_habits(rng, members)
    for g, state in enumerate(STATES.values()):
        own = members.truth == g
        logins = np.log(habits.logins[own])
        assert np.median(habits.active_rate[own]) == pytest.approx(state.active_rate, abs=0.03)
        assert logins.mean() == pytest.approx(np.log(state.logins), abs=0.04)
        assert logins.std() == pytest.approx(SPREADS["logins"], rel=0.1)
        assert habits.drift[own].mean() == pytest.approx(state.drift, abs=0.03)
