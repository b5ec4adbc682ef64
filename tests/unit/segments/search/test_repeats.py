from itertools import combinations

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import jaccard_score

from shoal.records.preparation import Prepared
from shoal.segments.mixture.design import design_of
from shoal.segments.search.algorithms import kmeans
from shoal.segments.search.repeats import mixture_strength, prediction_strength, segment_jaccards


def two_means(points):
    return kmeans(points, (2,), seed=0)[2]


def test_groups_far_apart_foretell_each_other_whole(rng):
    points = np.concatenate([rng.normal(0, 1, (60, 2)), rng.normal(20, 1, (60, 2))])
    assert prediction_strength(points, two_means, rng=rng) == 1.0


def test_more_groups_than_there_are_do_not_come_back(rng):
    points = np.concatenate([rng.normal(0, 1, (80, 2)), rng.normal(20, 1, (80, 2))])
    strengths = [
        prediction_strength(points, lambda p, k=k: kmeans(p, (k,), seed=0)[k], rng=rng)
        for k in (2, 3, 5)
    ]
    assert strengths[0] == 1.0
    assert max(strengths[1:]) < 0.8  # the least that Tibshirani and Walther accept


def test_the_smallest_share_of_pairs_counts(rng):
    """Count pairs one by one, as the definition says."""
    points = rng.normal(size=(40, 2))
    order = np.random.default_rng(7).permutation(40)
    halves = [points[order[:20]], points[order[20:]]]
    fits = [KMeans(3, n_init=10, random_state=0).fit(half) for half in halves]
    expected = []
    for train, test in ((0, 1), (1, 0)):
        told = fits[train].predict(halves[test])
        own = fits[test].labels_
        shares = []
        for group in range(3):
            pairs = list(combinations(np.flatnonzero(own == group), 2))
            kept = [told[i] == told[j] for i, j in pairs]
            shares.append(np.mean(kept) if pairs else 0.0)
        expected.append(min(shares))
    found = prediction_strength(
        points,
        lambda p: KMeans(3, n_init=10, random_state=0).fit(p).labels_,
        rng=np.random.default_rng(7),
        n_splits=1,
    )
    assert found == pytest.approx(np.mean(expected))


def test_a_handful_of_accounts_foretells_nothing(rng):
    assert prediction_strength(rng.normal(size=(3, 2)), two_means, rng=rng) == 0.0


def test_mixtures_foretell_far_groups_but_not_slices_of_one(rng):
    def strength(z, n_groups):
        everywhere = np.ones(z.shape, dtype=bool)
        design = design_of(Prepared(z=z, present=everywhere, piled=~everywhere))
        return mixture_strength(design, n_groups, rng=rng)

    far = np.repeat([0.0, 8.0], 100)[:, None] + rng.normal(size=(200, 3))
    assert strength(far, 2) == 1.0
    assert strength(rng.uniform(size=(200, 3)), 4) < 0.8


def test_jaccards_equal_those_of_scikit_learn(rng):
    labels = rng.integers(0, 3, 80)
    others = [rng.integers(0, k, 80) for k in (2, 4)]
    expected = [
        np.mean(
            [max(jaccard_score(labels == s, o == t) for t in range(o.max() + 1)) for o in others]
        )
        for s in range(3)
    ]
    assert segment_jaccards(labels, others) == pytest.approx(expected)


def test_a_segment_that_always_comes_back_has_one_whatever_the_names(rng):
    labels = np.array([0] * 30 + [1] * 30 + [2] * 30)
    others = []
    for _ in range(20):
        other = np.where(labels == 0, 2, rng.integers(0, 2, 90))
        others.append(other)
    found = segment_jaccards(labels, others)
    assert found[0] == 1.0
    assert (found[1:] < 0.6).all()


def test_accounts_that_an_attempt_left_out_count_on_neither_side():
    labels = np.array([0, 0, 0, 1, 1, 2])
    other = np.array([1, 1, -1, 0, -1, -1])
    found = segment_jaccards(labels, [other])
    assert found[:2].tolist() == [1.0, 1.0]
    assert np.isnan(found[2])
    assert np.isnan(segment_jaccards(labels, [])).all()
