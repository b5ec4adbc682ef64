from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from shoal.records.preparation import Preparation, Prepared, PreparedMetric, Scale
from shoal.records.scoring import Prototype, ScoringRule
from shoal.segments.assignment.freeze import freeze_centres, freeze_mixture, rank_one
from shoal.segments.assignment.score import assign_accounts, score_prepared


def plain(n_metrics):
    return Preparation(
        name="plain",
        metrics=tuple(
            PreparedMetric(
                metric=f"m{j}", scale=Scale.IDENTITY, reference=1.0, centre=0.0, spread=1.0
            )
            for j in range(n_metrics)
        ),
    )


def prepared(z):
    everywhere = np.ones(z.shape, dtype=bool)
    return Prepared(z=z, present=everywhere, piled=~everywhere)


def rule_of(means, spreads, *, loading=None, owners=("s1", "s2"), radius=None):
    prototypes = tuple(
        Prototype(
            segment=owner,
            log_weight=0.0,
            means=tuple(m),
            spreads=tuple(s),
            pile_shares=(0.0,) * len(m),
            radius=radius,
        )
        for owner, m, s in zip(owners, means, spreads, strict=True)
    )
    return ScoringRule(
        preparation=plain(len(means[0])),
        prototypes=prototypes,
        loading=None if loading is None else tuple(loading),
    )


def test_the_shared_correlation_gives_the_multivariate_normal(rng):
    means, spreads = rng.normal(size=(2, 4)), rng.uniform(0.5, 2, (2, 4))
    loading = np.array([0.8, -0.5, 0.3, 0.0])
    correlation = np.outer(loading, loading)
    np.fill_diagonal(correlation, 1.0)
    z = rng.normal(size=(15, 4))
    scores = score_prepared(rule_of(means, spreads, loading=loading), prepared(z)).by_segment
    for k in range(2):
        law = multivariate_normal(means[k], correlation * np.outer(spreads[k], spreads[k]))
        np.testing.assert_allclose(scores[:, k], law.logpdf(z))


def test_centres_put_accounts_to_the_nearest(rng):
    z = rng.normal(size=(200, 3))
    labels = np.repeat([0, 1], 100)
    z[100:] += 2
    rule = freeze_centres(plain(3), prepared(z), labels, ("s1", "s2"))
    centres = np.stack([z[:100].mean(axis=0), z[100:].mean(axis=0)])
    nearest = np.linalg.norm(z[:, None] - centres, axis=2).argmin(axis=1)
    assert np.array_equal(assign_accounts(rule, z).segment, nearest)


def test_on_the_border_confidence_is_zero_and_far_from_it_one():
    rule = rule_of([[-2.0], [2.0]], [[1.0], [1.0]])
    found = assign_accounts(rule, np.array([[0.0], [-2.0], [3.9]]))
    assert found.confidence == pytest.approx([0.0, 1.0, 1.0], abs=1e-3)
    assert found.second.tolist() == [1, 1, 0]


def test_one_segment_has_no_second():
    found = assign_accounts(rule_of([[0.0]], [[1.0]], owners=("s1",)), np.zeros((2, 1)))
    assert found.second.tolist() == [-1, -1]
    assert found.confidence.tolist() == [1.0, 1.0]


def test_several_prototypes_of_a_segment_count_together():
    rule = rule_of([[-3.0], [3.0], [0.0]], [[1.0]] * 3, owners=("s1", "s1", "s2"))
    found = assign_accounts(rule, np.array([[-3.0], [3.0], [0.1]]))
    assert found.keys == ("s1", "s2")
    assert found.segment.tolist() == [0, 0, 1]


def test_beyond_its_radius_a_prototype_claims_nobody():
    near = rule_of([[0.0], [3.0]], [[1.0], [0.1]])
    assert assign_accounts(near, np.array([[1.6]])).segment.tolist() == [0]
    bounded = replace(
        near, prototypes=(replace(near.prototypes[0], radius=1.0), near.prototypes[1])
    )
    assert assign_accounts(bounded, np.array([[1.6]])).segment.tolist() == [1]


def test_about_one_in_a_hundred_ordinary_accounts_is_unusual():
    rng = np.random.default_rng(5)
    labels = rng.integers(0, 2, 6000)
    z = rng.normal(size=(6000, 4)) + 2.5 * labels[:, None]
    rule = freeze_mixture(plain(4), prepared(z), labels, ("s1", "s2"), rng=rng)
    assert assign_accounts(rule, z).unusual.mean() == pytest.approx(0.01, abs=0.006)


def test_an_account_extreme_in_every_metric_is_unusual(rng):
    labels = rng.integers(0, 2, 600)
    z = rng.normal(size=(600, 6)) + 2.0 * labels[:, None]
    rule = freeze_mixture(plain(6), prepared(z), labels, ("s1", "s2"), rng=rng)
    odd = np.array([[4.0, -4.0, 4.0, -4.0, 4.0, -4.0]])
    assert assign_accounts(rule, odd).unusual.tolist() == [True]


def test_rank_one_recovers_loadings():
    loading = np.array([0.8, 0.6, 0.4, 0.2])
    correlation = np.outer(loading, loading)
    np.fill_diagonal(correlation, 1.0)
    np.testing.assert_allclose(rank_one(correlation), loading, atol=0.01)


def test_blocks_of_rows_do_not_show(rng, monkeypatch):
    rule = rule_of(rng.normal(size=(2, 3)), np.ones((2, 3)))
    values = rng.normal(size=(50, 3))
    whole = assign_accounts(rule, values)
    monkeypatch.setattr("shoal.segments.assignment.score._BLOCK_ROWS", 7)
    pieces = assign_accounts(rule, values)
    assert np.array_equal(whole.segment, pieces.segment)
    np.testing.assert_allclose(whole.confidence, pieces.confidence)


@pytest.mark.parametrize("weights", [(1.0, 1.0, 1.0), (3.0, 1.0, 0.3), (0.5, 2.0, 2.0)])
def test_weights_change_scores_but_not_how_many_ordinary_accounts_are_unusual(weights):
    rng = np.random.default_rng(5)
    labels = rng.integers(0, 2, 6000)
    z = rng.normal(size=(6000, 3)) + 2.5 * labels[:, None]
    weighed = replace(
        plain(3),
        metrics=tuple(replace(m, weight=w) for m, w in zip(plain(3).metrics, weights, strict=True)),
    )
    rule = freeze_mixture(weighed, prepared(z), labels, ("s1", "s2"), rng=rng)
    assert assign_accounts(rule, z).unusual.mean() == pytest.approx(0.01, abs=0.006)


def test_a_centre_is_the_mean_of_those_who_answered(rng):
    z = rng.normal(size=(60, 2)) + 3.0
    labels = np.repeat([0, 1], 30)
    z[30:] += 4.0
    present = rng.random(z.shape) < 0.6
    present[labels == 1, 1] = False  # nobody in the second segment answered
    cells = Prepared(z=np.where(present, z, 0.0), present=present, piled=np.zeros_like(present))
    rule = freeze_centres(plain(2), cells, labels, ("s1", "s2"))
    answered = np.where(present, z, np.nan)
    centres = np.array([p.means for p in rule.prototypes])
    np.testing.assert_allclose(centres[0], np.nanmean(answered[:30], axis=0))
    np.testing.assert_allclose(centres[1, 0], np.nanmean(answered[30:, 0]))
    np.testing.assert_allclose(centres[1, 1], np.nanmean(answered[:, 1]))
    residual = answered - centres[labels]
    assert rule.prototypes[0].spreads[0] == pytest.approx(np.sqrt(np.nanmean(residual**2)))
