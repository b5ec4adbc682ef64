import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from shoal import OwnShapeMixture
from shoal.records.preparation import Prepared
from shoal.segments.mixture.design import fitting_design


def own_piles(piled, *, weights=None, answered=True):
    present = np.ones(piled.shape, dtype=bool) & answered
    prepared = Prepared(z=np.zeros(piled.shape), present=present, piled=piled & present)
    return fitting_design(prepared, weights).own_pile.tolist()


def test_of_pile_ups_that_come_together_only_the_first_tells_groups_apart(rng):
    never, seldom = rng.random((2, 500)) < 0.3
    nearly = never ^ (rng.random(500) < 0.02)
    piled = np.column_stack([never, seldom, nearly, never])
    assert own_piles(piled) == [True, True, False, False]


def test_the_weightiest_is_heard_else_the_one_that_most_answered(rng):
    never = rng.random(400) < 0.3
    both = np.column_stack([never, never])
    assert own_piles(both) == [True, False]
    assert own_piles(both, weights=np.array([0.1, 3.0])) == [False, True]
    gaps = rng.random((400, 2)) < [0.75, 1.0]
    assert own_piles(both, answered=gaps) == [False, True]


def test_one_who_has_not_the_one_has_the_other_and_that_is_one_fact(rng):
    never = rng.random(400) < 0.3
    assert own_piles(np.column_stack([never, ~never])) == [True, False]


def test_pile_ups_that_only_often_come_together_are_facts_of_their_own(rng):
    state = rng.random(2000) < 0.4
    piled = (rng.random((2000, 3)) < 0.8) & state[:, None]
    assert np.corrcoef(piled.T)[0, 1] == pytest.approx(0.7, abs=0.05)
    assert own_piles(piled) == [True] * 3


def test_a_product_never_opened_is_one_fact_however_many_metrics_it_empties(rng):
    truth = np.repeat([0, 1], 300)
    never = rng.random(600) < 0.35
    behaviour = rng.normal(size=(600, 4)) + 1.6 * truth[:, None]
    unused = np.exp(rng.normal(size=(600, 5)))
    unused[never] = 0.0
    found = OwnShapeMixture(2, random_state=0).fit(np.hstack([behaviour, unused])).labels_
    assert adjusted_rand_score(truth, found) > 0.7
