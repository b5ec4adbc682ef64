import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score
from sklearn.mixture import GaussianMixture

from shoal.records.accounts import Metric
from shoal.records.evidence import Algorithm
from shoal.segments.search.base import choose_base
from shoal.segments.search.candidates import (
    centre_candidates,
    dense_candidates,
    mixture_candidates,
)
from shoal.segments.search.consensus import Attempts, agree, make_attempts

TRUTH = np.repeat([0, 1, 2], [40, 30, 30])
METRICS = tuple(Metric(name=f"m{j}", column=f"m{j}", label=f"M{j}") for j in range(4))
NONE_MADE = Attempts(counts=(), chances=(), labels=(), whole={})


@pytest.fixture
def base(rng):
    values = 20 + rng.normal(size=(100, 4)) + np.eye(3, 4)[TRUTH] * 9
    return choose_base(METRICS, values, rng)


def test_mixtures_that_were_attempted_have_what_the_attempts_agree_on(base, rng):
    made = make_attempts(base.design, (3,), n_resamples=4, rng=rng, progress=lambda _: None)
    agreed = {3: agree(made, 3)}
    tried, other = mixture_candidates(base, (3, 4), made, agreed, rng)
    assert (tried.algorithm, tried.n_segments) == (Algorithm.MIXTURE, 3)
    assert adjusted_rand_score(TRUTH, tried.labels) == 1.0
    expected = [adjusted_rand_score(tried.labels, again) for again in made.labels]
    assert tried.stability == pytest.approx(np.mean(expected))
    assert len(tried.others) == 4
    assert (other.n_segments, other.stability, other.kept) == (4, None, None)


def test_the_criterion_of_schwarz_prefers_the_true_count(base, rng):
    found = mixture_candidates(base, (2, 3, 4, 5), NONE_MADE, {}, rng)
    ours = {c.n_segments: c.bic for c in found}
    points = base.points
    theirs = {
        k: GaussianMixture(k, covariance_type="diag", n_init=5, random_state=0)
        .fit(points)
        .bic(points)
        for k in ours
    }
    assert min(ours, key=ours.get) == min(theirs, key=theirs.get) == 3


@pytest.mark.parametrize("algorithm", [Algorithm.KMEANS, Algorithm.WARD])
def test_plain_groups_come_back_under_resampling(base, algorithm):
    two, three = centre_candidates(base, algorithm, (2, 3), seed=0)
    assert adjusted_rand_score(TRUTH, three.labels) == 1.0
    assert (three.stability, three.kept) == (1.0, 1.0)
    assert (two.n_segments, three.n_segments) == (2, 3)
    assert {len(again) for again in three.others} == {100}


def test_groups_that_are_not_there_do_not_come_back(rng):
    base = choose_base(METRICS, 20 + rng.normal(size=(100, 4)), rng)
    (six,) = centre_candidates(base, Algorithm.KMEANS, (6,), seed=0)
    assert six.stability < 0.7
    assert six.kept < 0.9


def test_the_same_seed_gives_the_same_candidates(base):
    first, again = (centre_candidates(base, Algorithm.KMEANS, (4,), seed=5)[0] for _ in range(2))
    np.testing.assert_array_equal(first.labels, again.labels)
    assert first.stability == again.stability


def test_density_algorithms_choose_their_count_themselves(base):
    for candidate in dense_candidates(base):
        assert candidate.algorithm in {Algorithm.HDBSCAN, Algorithm.DBSCAN}
        np.testing.assert_array_equal(np.unique(candidate.labels), np.arange(candidate.n_segments))
