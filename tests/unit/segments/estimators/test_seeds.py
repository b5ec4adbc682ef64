import numpy as np
import pytest

from shoal.segments.estimators.seeds import seed_of


def test_a_whole_number_is_its_own_seed():
    assert seed_of(np.int64(5)) == 5


def test_states_that_stand_alike_give_the_same_seed_and_move_on():
    one, other = np.random.RandomState(3), np.random.RandomState(3)
    first = seed_of(one)
    assert first == seed_of(other)
    assert first != seed_of(one)


def test_what_is_no_random_state_is_refused():
    with pytest.raises(ValueError, match="cannot be used to seed"):
        seed_of("seven")
