import numpy as np
import pytest

from shoal.records.accounts import Metric
from shoal.records.preparation import Preparation, Prepared, PreparedMetric, Scale
from shoal.records.scoring import ScoringRule
from shoal.segments.mixture.pilot import own_scales
from shoal.segments.prepare.replay import apply_preparation
from shoal.segments.search.contributions import (
    carries,
    contributions,
    noise_metrics,
    weighed_gains,
)
from shoal.worlds.generators import GENERATORS


def rule_of(n_metrics, *, weights=None):
    metrics = tuple(
        PreparedMetric(
            metric=f"m{j}",
            scale=Scale.IDENTITY,
            reference=1.0,
            centre=0.0,
            spread=1.0,
            weight=1.0 if weights is None else weights[j],
        )
        for j in range(n_metrics)
    )
    return ScoringRule(preparation=Preparation(name="plain", metrics=metrics), prototypes=())


def prepared_of(z):
    everything = np.ones(z.shape, dtype=bool)
    return Prepared(z=z, present=everything, piled=~everything)


@pytest.fixture
def two_groups(rng):
    """20,000 accounts: metric 0 tells the groups apart, 1 does a little, 2 does not."""
    segment = np.repeat([0, 1], 10_000)
    z = rng.normal(size=(20_000, 3))
    z[:, 0] += 4.0 * segment
    z[:, 1] += 1.0 * segment
    return prepared_of(z), segment


def test_the_gain_is_the_information_that_the_formulas_give(two_groups):
    prepared, segment = two_groups
    gains = weighed_gains(rule_of(3), prepared, segment)
    # log of the whole spread over that inside: 1/2 ln(1 + d^2 / 4) for two equal groups d apart
    assert gains[0] == pytest.approx(0.5 * np.log(1 + 4.0**2 / 4), rel=0.03)
    assert gains[1] == pytest.approx(0.5 * np.log(1 + 1.0**2 / 4), rel=0.05)
    assert gains[2] == 0.0


def test_contributions_add_up_to_one_and_noise_has_none(two_groups):
    prepared, segment = two_groups
    shares = contributions(rule_of(3), prepared, segment)
    assert shares.sum() == pytest.approx(1)
    assert shares[0] > shares[1] > shares[2] == 0
    assert carries(prepared, segment).tolist() == [True, True, False]
    assert noise_metrics(rule_of(3), prepared, segment) == ("m2",)


def test_a_weight_makes_a_metric_count_as_often(two_groups):
    prepared, segment = two_groups
    plain = weighed_gains(rule_of(3), prepared, segment)
    weighed = weighed_gains(rule_of(3, weights=(0.5, 2.0, 1.0)), prepared, segment)
    assert weighed == pytest.approx(plain * [0.5, 2.0, 1.0])


def test_a_metric_that_half_the_accounts_lack_gives_half(rng):
    segment = np.repeat([0, 1], 4_000)
    z = rng.normal(size=(8_000, 2)) + 3.0 * segment[:, None]
    present = np.ones(z.shape, dtype=bool)
    present[::2, 1] = False
    z[~present] = 0.0
    prepared = Prepared(z=z, present=present, piled=np.zeros_like(present))
    gains = weighed_gains(rule_of(2), prepared, segment)
    assert gains[1] / gains[0] == pytest.approx(0.5, abs=0.05)


def test_a_pile_up_tells_segments_apart_as_well(rng):
    segment = np.repeat([0, 1], 500)
    piled = np.zeros((1_000, 2), dtype=bool)
    piled[:, 0] = rng.random(1_000) < np.where(segment == 0, 0.9, 0.1)
    z = np.where(piled, 0.0, rng.normal(size=(1_000, 2)))
    prepared = Prepared(z=z, present=np.ones_like(piled), piled=piled)
    assert contributions(rule_of(2), prepared, segment).tolist() == [1.0, 0.0]


def test_one_segment_has_nothing_to_tell_apart(rng):
    prepared, segment = prepared_of(rng.normal(size=(60, 2))), np.zeros(60, dtype=int)
    assert contributions(rule_of(2), prepared, segment).tolist() == [0.0, 0.0]
    assert noise_metrics(rule_of(2), prepared, segment) == ()


def test_where_nothing_carries_anything_nothing_is_called_noise(rng):
    prepared, segment = prepared_of(rng.normal(size=(400, 3))), rng.integers(0, 3, 400)
    assert noise_metrics(rule_of(3), prepared, segment) == ()


@pytest.mark.parametrize("name", sorted(GENERATORS))
def test_the_metrics_that_tell_something_in_made_up_companies_are_found(name, rng):
    world = GENERATORS[name](3, 1_000)
    known = world.truth >= 0
    values = world.matrix()[known]
    kept = [j for j in range(values.shape[1]) if np.nanstd(values[:, j]) > 0]
    metrics = tuple(Metric(name=world.metrics[j], column="", label="") for j in kept)
    preparation = own_scales(metrics, values[:, kept], rng=rng)
    prepared = apply_preparation(preparation, values[:, kept])
    rule = ScoringRule(preparation=preparation, prototypes=())
    shares = contributions(rule, prepared, world.truth[known])
    tells = np.array([world.metrics[j] in world.informative for j in kept])
    noise = set(noise_metrics(rule, prepared, world.truth[known]))
    assert shares[tells].sum() > 0.9
    assert noise <= {world.metrics[j] for j, told in zip(kept, tells, strict=True) if not told}
    assert len(noise) >= (~tells).sum() / 3


def test_a_part_of_many_accounts_stands_for_all(two_groups):
    prepared, segment = two_groups
    fivefold = Prepared(
        z=np.repeat(prepared.z, 5, axis=0),
        present=np.repeat(prepared.present, 5, axis=0),
        piled=np.repeat(prepared.piled, 5, axis=0),
    )
    once = contributions(rule_of(3), prepared, segment)
    assert contributions(rule_of(3), fivefold, np.repeat(segment, 5)) == pytest.approx(once)
