import numpy as np
import pytest

from shoal.errors import UsageError
from shoal.worlds.membership import draw_membership, vary_shares

SHARES = (0.5, 0.3, 0.2)


def draw(**options):
    return draw_membership(np.random.default_rng(3), 1000, SHARES, **options)


def test_group_sizes_meet_the_shares_to_the_account():
    members = draw(misfits=0.0)
    assert np.bincount(members.truth).tolist() == [500, 300, 200]


def test_sizes_add_up_when_shares_do_not_divide_evenly():
    members = draw_membership(np.random.default_rng(0), 100, (1, 1, 1), misfits=0.0)
    assert sorted(np.bincount(members.truth).tolist()) == [33, 33, 34]


def test_misfits_are_the_stated_share():
    assert (draw(misfits=0.03).truth == -1).sum() == 30


def test_caught_accounts_are_the_stated_share_and_lean_to_their_true_group():
    members = draw(between=0.12)
    caught = np.flatnonzero((members.weights > 0).sum(axis=1) == 2)
    assert len(caught) == 120
    assert (members.weights[caught, members.truth[caught]] >= 0.5).all()


def test_weights_add_up_to_one_for_all_but_misfits():
    members = draw()
    sums = members.weights.sum(axis=1)
    np.testing.assert_allclose(sums[members.truth >= 0], 1.0)
    assert (sums[members.truth < 0] == 0).all()


def test_a_clear_member_has_the_level_of_its_group():
    members = draw(between=0.0, misfits=0.0)
    levels = members.levels(np.random.default_rng(0), [10.0, 20.0, 30.0])
    np.testing.assert_array_equal(levels, np.array([10.0, 20.0, 30.0])[members.truth])


def test_some_misfits_lie_beyond_all_groups():
    members = draw(misfits=0.3)
    levels = members.levels(np.random.default_rng(0), [10.0, 20.0, 30.0])
    odd = levels[members.truth < 0]
    assert odd.min() < 10.0
    assert odd.max() > 30.0


def test_a_single_group_has_nobody_between():
    members = draw_membership(np.random.default_rng(0), 50, (1.0,), between=0.5, misfits=0.0)
    assert (members.weights == 1.0).all()


@pytest.mark.parametrize("seed", range(20))
def test_varied_shares_stay_within_two_and_thirty_five_percent(seed):
    varied = vary_shares(np.random.default_rng(seed), (0.02, 0.34, 0.34, 0.2, 0.1), spread=0.5)
    assert varied.sum() == pytest.approx(1.0)
    assert varied.min() >= 0.02 - 1e-6
    assert varied.max() <= 0.35 + 1e-6


def test_no_account_is_refused_with_the_number_that_was_asked_for():
    with pytest.raises(UsageError, match="n_accounts is 0"):
        draw_membership(np.random.default_rng(0), 0, SHARES)
