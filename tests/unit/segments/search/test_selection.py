import numpy as np
import pytest

from shoal.errors import NothingToCluster
from shoal.records.accounts import Metric
from shoal.records.evidence import Algorithm
from shoal.records.options import SearchOptions
from shoal.segments.search.base import choose_base
from shoal.segments.search.candidates import Candidate
from shoal.segments.search.consensus import Consensus, smallest_within_error
from shoal.segments.search.selection import select

METRICS = tuple(Metric(name=f"m{j}", column=f"m{j}", label=f"M{j}") for j in range(5))


def consensus(labels, agreement):
    return Consensus(n_segments=int(labels.max()) + 1, labels=labels, agreement=np.array(agreement))


@pytest.fixture
def base(rng):
    return choose_base(METRICS, rng.normal(10, 1, (300, 5)), rng)


def candidates_for(*groupings):
    return [
        Candidate(algorithm=Algorithm.MIXTURE, n_segments=int(g.max()) + 1, labels=g)
        for g in groupings
    ]


def test_the_smallest_count_within_two_errors_of_the_best_is_taken():
    two, three = np.repeat([0, 1], 150), np.repeat([0, 1, 2], 100)
    close = {
        2: consensus(two, [0.80, 0.90, 0.70, 0.84]),
        3: consensus(three, [0.82, 0.85, 0.78, 0.82]),
    }
    assert smallest_within_error(close) == 2
    behind = np.array([0.035, -0.005, 0.035, -0.005])  # 1.5 standard errors of 0.01
    near = {2: consensus(two, 0.8 - behind), 3: consensus(three, [0.8] * 4)}
    assert smallest_within_error(near) == 2
    far = {2: consensus(two, 0.79 - behind), 3: consensus(three, [0.8] * 4)}  # 2.5 of them
    assert smallest_within_error(far) == 3
    clear = {2: consensus(two, [0.5, 0.5, 0.5]), 3: consensus(three, [0.9, 0.9, 0.9])}
    assert smallest_within_error(clear) == 3


def test_a_count_within_the_asked_shares_is_preferred(base):
    two, three = np.repeat([0, 1], [240, 60]), np.repeat([0, 1, 2], 100)
    agreed = {2: consensus(two, [0.9, 0.9]), 3: consensus(three, [0.8, 0.8])}
    found = candidates_for(two, three)
    assert select(base, found, agreed, SearchOptions()).chosen.n_segments == 2
    bounded = select(base, found, agreed, SearchOptions(largest_share=0.5))
    assert bounded.chosen.n_segments == 3


def test_a_small_dense_group_far_from_all_gets_a_segment_of_its_own(rng):
    values = rng.normal(10, 1, (400, 5))
    values[:10] = 18 + rng.normal(0, 0.1, (10, 5))
    base = choose_base(METRICS, values, rng)
    labels = (values[:, 0] > 10).astype(np.intp)
    agreed = {2: consensus(labels, [0.9, 0.9])}
    taken = select(base, candidates_for(labels), agreed, SearchOptions())
    assert taken.chosen.n_segments == 3
    assert np.bincount(taken.chosen.labels)[2] == 10
    assert taken.chosen in taken.candidates
    assert "of its own" in taken.notes[0]
    fixed = select(base, candidates_for(labels), agreed, SearchOptions(n_segments=2))
    assert fixed.chosen.n_segments == 2


def test_segments_under_the_smallest_share_are_merged_and_it_is_said(base):
    labels = np.repeat([0, 1, 2], [145, 145, 10])
    agreed = {3: consensus(labels, [0.9, 0.9])}
    taken = select(base, candidates_for(labels), agreed, SearchOptions(smallest_share=0.1))
    assert taken.chosen.n_segments == 2
    assert "merged" in taken.notes[0]


def test_a_density_algorithm_that_finds_nothing_says_so(base):
    labels = np.repeat([0, 1], 150)
    agreed = {2: consensus(labels, [0.9, 0.9])}
    with pytest.raises(NothingToCluster, match="fewer than two clusters"):
        select(base, candidates_for(labels), agreed, SearchOptions(algorithm=Algorithm.DBSCAN))


def with_oddities(rng, n=400, n_odd=12):
    """Return values of which the first are extreme in every metric, each in its own way."""
    values = rng.normal(10, 1, (n, 5))
    values[:n_odd] = 10 + rng.choice([-4.0, 4.0], (n_odd, 5)) + rng.normal(0, 0.3, (n_odd, 5))
    return values, np.arange(n) < n_odd


def test_accounts_unlike_all_and_each_other_form_no_segment(rng):
    values, odd = with_oddities(rng)
    base = choose_base(METRICS, values, rng)
    labels = np.where(odd, 4, np.arange(400) % 4)
    taken = select(
        base, candidates_for(labels), {5: consensus(labels, [0.9, 0.9])}, SearchOptions()
    )
    assert taken.chosen.n_segments == 4
    assert np.array_equal(taken.chosen.scattered, odd)
    assert np.array_equal(taken.chosen.labels[~odd], labels[~odd])
    assert any("unlike all others" in note for note in taken.notes)


def test_where_oddities_fill_one_of_few_segments_one_more_is_taken(rng):
    values, odd = with_oddities(rng)
    base = choose_base(METRICS, values, rng)
    four, five = (np.where(odd, k, np.arange(400) % k) for k in (3, 4))
    agreed = {4: consensus(four, [0.9, 0.9]), 5: consensus(five, [0.8, 0.8])}
    taken = select(base, candidates_for(four, five), agreed, SearchOptions())
    assert taken.chosen.n_segments == 4


def test_an_asked_number_keeps_even_a_segment_of_oddities(rng):
    values, odd = with_oddities(rng)
    base = choose_base(METRICS, values, rng)
    labels = np.where(odd, 4, np.arange(400) % 4)
    agreed = {5: consensus(labels, [0.9, 0.9])}
    taken = select(base, candidates_for(labels), agreed, SearchOptions(n_segments=5))
    assert taken.chosen.n_segments == 5


def test_a_dense_group_among_oddities_is_still_found(rng):
    values, odd = with_oddities(rng)
    values[390:] = 14.5 + rng.normal(0, 0.1, (10, 5))
    base = choose_base(METRICS, values, rng)
    labels = np.where(odd | (np.arange(400) >= 390), 4, np.arange(400) % 4)
    taken = select(
        base, candidates_for(labels), {5: consensus(labels, [0.9, 0.9])}, SearchOptions()
    )
    assert taken.chosen.n_segments == 5
    own = taken.chosen.labels == 4
    assert own[390:].all()
    assert np.array_equal(taken.chosen.scattered, odd & ~own)
    assert taken.chosen.scattered.sum() >= 10
