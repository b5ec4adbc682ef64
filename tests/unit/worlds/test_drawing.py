import numpy as np
import pytest

from shoal.worlds.design import Archetype, Chance, Design, Metric, Pile
from shoal.worlds.drawing import draw_world, random_source
from shoal.worlds.margins import lognormal


def as_is(_rng, level):
    return level.copy()


ARCHETYPES = (
    Archetype(name="low", share=0.6, place={"use": -3.0}),
    Archetype(name="high", share=0.4, place={"use": 3.0}, spread=2.0),
)


def draw(*metrics, n_accounts=4000, **options):
    design = Design(
        name="trial",
        archetypes=ARCHETYPES,
        metrics=metrics,
        **{"between": 0.0, "misfits": 0.0, "jitter": 0.0, **options},
    )
    return draw_world(design, seed=1, n_accounts=n_accounts)


def test_places_and_reach_set_how_far_groups_stand_apart():
    world = draw(Metric(name="logins", margin=as_is, on="use", pull=2.0), reach=1.5)
    low, high = (world.columns["logins"][world.truth == g] for g in (0, 1))
    assert high.mean() - low.mean() == pytest.approx(6.0 * 2.0 * 1.5, abs=0.3)


def test_a_group_of_double_spread_is_twice_as_wide():
    world = draw(Metric(name="logins", margin=as_is, on="use", noise=0.5))
    low, high = (world.columns["logins"][world.truth == g] for g in (0, 1))
    assert low.std() == pytest.approx(0.5, rel=0.08)
    assert high.std() == pytest.approx(1.0, rel=0.08)


def test_metrics_of_one_family_correlate_by_the_product_of_their_loadings():
    world = draw(
        Metric(name="a", margin=as_is, family="f", loading=0.8),
        Metric(name="b", margin=as_is, family="f", loading=-0.6),
        Metric(name="c", margin=as_is, family="g", loading=0.8),
    )
    a, b, c = (world.columns[m][world.truth == 0] for m in "abc")
    assert np.corrcoef(a, b)[0, 1] == pytest.approx(-0.48, abs=0.06)
    assert np.corrcoef(a, c)[0, 1] == pytest.approx(0.0, abs=0.06)


def test_a_lean_stretches_every_group_along_one_lopsided_line():
    archetypes = (
        Archetype(name="one", share=0.6, place={"use": -3.0, "help": 3.0}),
        Archetype(name="two", share=0.4, place={"use": 3.0, "help": 3.0}),
    )
    metrics = (
        Metric(name="a", margin=as_is, on="use", noise=0.1),
        Metric(name="b", margin=as_is, on="help", noise=0.1),
        Metric(name="c", margin=as_is),
    )
    design = Design(
        name="trial", archetypes=archetypes, metrics=metrics, lean=2.0, between=0, misfits=0
    )
    world = draw_world(design, seed=1, n_accounts=4000)
    for group in (0, 1):
        a, b, c = (world.columns[m][world.truth == group] for m in "abc")
        assert abs(np.corrcoef(a, b)[0, 1]) > 0.9
        assert abs(np.corrcoef(a, c)[0, 1]) < 0.08
        standard = (a - a.mean()) / a.std()
        assert abs((standard**3).mean()) == pytest.approx(2.0, abs=0.6)  # as an exponential


def test_a_pile_sits_exactly_at_its_value_as_often_as_its_group_asks():
    pile = Pile(chance=Chance(base=0.5, on="use", pull=1.0), at=100.0)
    world = draw(Metric(name="done", margin=as_is, pile=pile))
    full = world.columns["done"] == 100.0
    assert full[world.truth == 0].mean() == pytest.approx(1 / (1 + np.exp(3)), abs=0.02)
    assert full[world.truth == 1].mean() == pytest.approx(1 / (1 + np.exp(-3)), abs=0.02)


def test_a_gap_without_a_dimension_strikes_all_groups_alike():
    world = draw(Metric(name="nps", margin=as_is, missing=Chance(base=0.5)))
    gaps = np.isnan(world.columns["nps"])
    for group in (0, 1):
        assert gaps[world.truth == group].mean() == pytest.approx(0.5, abs=0.05)


def test_only_metrics_that_some_dimension_moves_are_told_informative():
    world = draw(
        Metric(name="moved", margin=as_is, on="use"),
        Metric(name="gaps tell", margin=as_is, missing=Chance(base=0.5, on="use")),
        Metric(name="pile tells", margin=as_is, pile=Pile(chance=Chance(base=0.5, on="use"))),
        Metric(name="gaps only", margin=as_is, missing=Chance(base=0.5)),
        Metric(name="nothing", margin=as_is),
    )
    assert world.informative == ("moved", "gaps tell", "pile tells")


def test_size_has_nothing_to_do_with_groups(eta_squared):
    world = draw(Metric(name="logins", margin=lognormal(middle=1, slope=1), on="use"))
    for fact in ("seats", "contract_value_usd"):
        assert eta_squared(world.columns[fact], world.truth) < 0.005


def test_a_seed_moves_the_places_by_the_jitter():
    metric = Metric(name="logins", margin=as_is, on="use", noise=0.01)
    design = Design(name="trial", archetypes=ARCHETYPES, metrics=(metric,), misfits=0, jitter=0.5)
    worlds = [draw_world(design, seed=s, n_accounts=60) for s in range(200)]
    places = [np.median(w.columns["logins"][w.truth == 0]) for w in worlds]
    assert np.mean(places) == pytest.approx(-3.0, abs=0.15)
    assert np.std(places) == pytest.approx(0.5, abs=0.1)


def test_names_have_sources_of_randomness_of_their_own():
    assert random_source("a", 1).random() != random_source("b", 1).random()
    assert random_source("a", 1).random() == random_source("a", 1).random()
