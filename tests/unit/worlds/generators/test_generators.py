"""What every kind of made-up company has in common, checked on each."""

import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import adjusted_rand_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from shoal.worlds.generators import GENERATORS
from shoal.worlds.logs import simulate_company

ALL = {**GENERATORS, "logs": simulate_company}
N = 1000


@pytest.fixture(scope="module", params=sorted(ALL))
def worlds(request):
    return [ALL[request.param](seed, N) for seed in range(4)]


def test_there_are_at_least_eight_kinds():
    assert len(GENERATORS) >= 8


@pytest.mark.parametrize("name", sorted(ALL))
def test_a_kind_is_called_by_its_name(name):
    assert ALL[name](0, 60).name == name


def test_four_to_eight_groups_have_shares_of_two_to_thirty_five_percent(worlds):
    for world in worlds:
        sizes = np.bincount(world.truth[world.truth >= 0], minlength=len(world.groups))
        assert 4 <= len(world.groups) <= 8
        assert sizes.min() / sizes.sum() > 0.018
        assert sizes.max() / sizes.sum() < 0.352


def test_three_percent_fit_nowhere(worlds):
    assert all((w.truth == -1).sum() == 30 for w in worlds)


def test_all_columns_have_a_row_per_account_and_metrics_are_numbers(worlds):
    for world in worlds:
        assert {c.shape for c in world.columns.values()} == {(N,)}
        assert world.matrix().shape == (N, len(world.metrics))
        assert not np.isinf(world.matrix()).any()


def test_ids_are_unique_and_in_order(worlds):
    ids = worlds[0].columns["account_id"].tolist()
    assert ids == sorted(set(ids))


def test_the_same_seed_gives_the_same_world_and_another_does_not(worlds):
    again = ALL[worlds[0].name](0, N)
    np.testing.assert_array_equal(again.matrix(), worlds[0].matrix())
    np.testing.assert_array_equal(again.truth, worlds[0].truth)
    assert not np.array_equal(worlds[0].matrix(), worlds[1].matrix(), equal_nan=True)


def test_informative_metrics_differ_between_groups_and_the_others_do_not(worlds, eta_squared):
    for metric in worlds[0].metrics:
        shares = [eta_squared(w.columns[metric], w.truth) for w in worlds]
        expected = len(worlds[0].groups) / N  # what chance alone gives, misfits being one group
        if metric in worlds[0].informative:
            assert np.mean(shares) > 3 * expected, metric
        else:
            assert np.mean(shares) < 2 * expected, metric


def test_seats_and_contract_value_tell_nothing_of_the_group(worlds, eta_squared):
    for fact in ("seats", "contract_value_usd"):
        shares = [eta_squared(w.columns[fact], w.truth) for w in worlds]
        assert np.mean(shares) < 2 * len(worlds[0].groups) / N


@pytest.mark.parametrize("name", ["subscription", "momentum", "helpdesk", "panel"])
def test_half_of_the_surveys_are_unanswered(name):
    world = ALL[name](5, 4000)
    survey = next(m for m in world.metrics if m in ("nps_score", "csat"))
    assert np.isnan(world.columns[survey]).mean() == pytest.approx(0.5, abs=0.08)


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(ALL))
def test_a_forest_that_knows_the_answer_finds_most_of_it_but_not_all(name):
    """The truth is there to be found, and it is not easy."""
    agreements = []
    for seed in (11, 12):
        world = ALL[name](seed, 600)
        fits = world.truth >= 0
        folds = StratifiedKFold(5, shuffle=True, random_state=0)
        forest = RandomForestClassifier(100, random_state=0)
        found = cross_val_predict(forest, world.matrix()[fits], world.truth[fits], cv=folds)
        agreements.append(adjusted_rand_score(world.truth[fits], found))
    assert 0.6 <= np.mean(agreements) <= 0.88
