import numpy as np
import pytest

from shoal.audit.scales import decimals_of, is_outside, scale_of
from shoal.audit.vocabulary import meanings


def scale(key, values):
    return scale_of(meanings()[key], np.asarray(values, dtype=np.float64))


def test_shares_are_read_on_the_scale_they_are_written_on():
    assert scale("feature_adoption", [0.1, 0.7, np.nan]).high == 1
    assert scale("feature_adoption", [10, 70, np.nan]).high == 100


def test_a_slip_does_not_change_the_scale(rng):
    values = np.append(rng.uniform(0.1, 0.9, 99), 1.7)
    found = scale("feature_adoption", values)
    assert found.high == 1
    assert is_outside(values, found.low, found.high).sum() == 1


def test_small_percentages_of_trouble_are_not_fractions(rng):
    values = np.append(rng.uniform(0.01, 0.9, 99), 2.5)
    assert scale("error_rate", values).high == 100


def test_seats_in_use_may_pass_one_hundred_percent():
    assert scale("seat_utilisation", [80, 140]).high is None
    assert scale("seat_utilisation", [0.8, 1.4]).is_fraction


def test_nps_is_a_score_or_an_answer(rng):
    assert scale("nps", rng.integers(-100, 101, 50)).low == -100
    assert scale("nps", rng.integers(0, 11, 50)).high == 10
    assert scale("nps", np.append(rng.integers(0, 11, 99), 42)).high == 10
    assert scale("nps", [8, 42]).high == 100


@pytest.mark.parametrize(("values", "decimals"), [([1200], 0), ([12], 1), ([0.3], 2), ([0], 1)])
def test_decimals_follow_the_size(values, decimals):
    assert decimals_of(np.array(values, dtype=np.float64)) == decimals
