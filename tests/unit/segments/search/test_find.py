import itertools

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score, silhouette_score

from shoal.errors import NothingToCluster
from shoal.records.accounts import Accounts, Metric
from shoal.records.evidence import Algorithm, Natural
from shoal.records.options import SearchOptions
from shoal.segments.assignment.score import assign_accounts
from shoal.segments.search import find as module
from shoal.segments.search.base import choose_base
from shoal.segments.search.find import find_segments

TRUTH = np.repeat([0, 1, 2], [60, 40, 20])


def accounts_of(values):
    names = [f"m{j}" for j in range(values.shape[1])]
    return Accounts(
        id_name=None,
        ids=tuple(str(i) for i in range(len(values))),
        rows=np.arange(len(values)),
        first_rows=np.arange(len(values)),
        metrics=tuple(Metric(name=n, column=n, label=n) for n in names),
        values=values,
    )


@pytest.fixture(scope="module")
def accounts():
    rng = np.random.default_rng(4)
    return accounts_of(30 + rng.normal(size=(120, 4)) + np.eye(3, 4)[TRUTH] * 10)


@pytest.fixture(scope="module", autouse=True)
def few_attempts():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_ATTEMPTS", 12)
        yield


@pytest.fixture(scope="module")
def found(accounts):
    return find_segments(accounts, options=SearchOptions())


def test_plain_groups_are_found_and_named_by_falling_size(found):
    assert adjusted_rand_score(TRUTH, found.assignment.segment) == 1.0
    assert found.assignment.keys == ("s1", "s2", "s3")
    assert np.bincount(found.assignment.segment).tolist() == [60, 40, 20]
    assert found.recommendation.natural is not Natural.NONE


def test_the_rule_alone_gives_the_published_answer(found, accounts):
    again = assign_accounts(found.rule, accounts.values)
    np.testing.assert_array_equal(again.segment, found.assignment.segment)
    np.testing.assert_array_equal(again.confidence, found.assignment.confidence)
    np.testing.assert_array_equal(again.unusual, found.assignment.unusual)


def test_one_row_of_evidence_is_chosen_and_is_what_was_published(found):
    recommendation = found.recommendation
    (chosen,) = [row for row in recommendation.evidence if row.chosen]
    assert (chosen.algorithm, chosen.n_segments) == (recommendation.algorithm, 3)
    assert chosen.smallest == pytest.approx(20 / 120)
    assert recommendation.agreement == 1.0
    for algorithm in (Algorithm.KMEANS, Algorithm.WARD):
        counts = [r.n_segments for r in recommendation.evidence if r.algorithm is algorithm]
        assert counts == list(range(2, 11))


def test_rows_say_how_each_of_their_segments_comes_back(found):
    (chosen,) = [row for row in found.recommendation.evidence if row.chosen]
    assert chosen.jaccards == pytest.approx((1.0, 1.0, 1.0))
    assert chosen.prediction_strength == 1.0
    five = [r for r in found.recommendation.evidence if r.n_segments == 5 and r.jaccards]
    for row in five:
        assert len(row.jaccards) == 5
        assert list(row.jaccards) == sorted(row.jaccards, reverse=True)
        assert row.jaccards[-1] < 0.9  # there are three groups
    assert {row.algorithm for row in five} >= {Algorithm.KMEANS, Algorithm.WARD}


def test_mixtures_of_one_covariance_stand_beside_and_are_never_taken(found):
    rows = [r for r in found.recommendation.evidence if r.preparation.endswith(" covariance")]
    kinds = {(r.preparation.rsplit(", ", 1)[1], r.n_segments) for r in rows}
    assert {("full covariance", 3), ("tied covariance", 3), ("diagonal covariance", 3)} <= kinds
    assert not any(r.chosen for r in rows)


def test_a_wide_range_still_repeats_every_count_and_fills_the_least(rng):
    noise = accounts_of(rng.normal(size=(150, 2)))
    found = find_segments(noise, options=SearchOptions(low=2, high=15, ranged=True))
    assert found.rule.confidence == "calibrated"
    assert len(found.assignment.keys) >= 2


def test_the_silhouette_of_the_evidence_is_that_of_the_published_segments(found, accounts):
    (chosen,) = [row for row in found.recommendation.evidence if row.chosen]
    drawn = np.random.default_rng(0).spawn(4)[0]
    points = choose_base(accounts.metrics, accounts.values, drawn).points
    expected = silhouette_score(points, found.assignment.segment)
    assert chosen.silhouette == pytest.approx(expected)
    assert 0 <= chosen.inertia <= 1


def test_more_segments_leave_less_spread_inside_them(found):
    rows = sorted(
        (r for r in found.recommendation.evidence if r.algorithm is Algorithm.WARD),
        key=lambda r: r.n_segments,
    )
    assert all(a.inertia > b.inertia for a, b in itertools.pairwise(rows))


def test_the_verdict_shows_what_tables_without_groups_reach(found):
    rows = found.recommendation.verdict.null_silhouette
    reached = {count: (low, high) for count, low, high in rows}
    assert all(low <= high for low, high in reached.values())
    (chosen,) = [row for row in found.recommendation.evidence if row.chosen]
    assert chosen.silhouette > reached[3][1]


@pytest.mark.parametrize("algorithm", [Algorithm.KMEANS, Algorithm.WARD])
def test_what_is_asked_for_is_published(accounts, algorithm):
    options = SearchOptions(algorithm=algorithm, n_segments=4, smallest_share=0.0)
    found = find_segments(accounts, options=options)
    assert found.recommendation.algorithm is algorithm
    assert found.recommendation.n_segments == len(found.assignment.keys) == 4
    assert "asked for" in found.recommendation.reasons[0]


def test_the_stages_are_told_and_their_shares_rise(accounts):
    told = []
    find_segments(
        accounts,
        options=SearchOptions(n_segments=3),
        progress=lambda stage, share: told.append((stage, share)),
    )
    stages = list(dict.fromkeys(stage for stage, _ in told))
    assert len(stages) >= 3
    for stage in stages:
        shares = [share for name, share in told if name == stage]
        assert shares == sorted(shares)
        assert 0 <= shares[0] <= shares[-1] <= 1


def test_more_segments_than_different_accounts_cannot_be_made(rng):
    few = accounts_of(np.repeat(rng.normal(10, 1, (4, 3)), 10, axis=0))
    with pytest.raises(NothingToCluster, match="only 4 accounts differ"):
        find_segments(few, options=SearchOptions(n_segments=5))


def test_two_different_accounts_are_enough():
    found = find_segments(accounts_of(np.array([[1.0, 2.0], [5.0, 9.0]])), options=SearchOptions())
    assert sorted(found.assignment.segment.tolist()) == [0, 1]
    assert found.recommendation.natural is Natural.NONE


def test_the_number_asked_for_is_the_number_made(accounts):
    found = find_segments(accounts, options=SearchOptions(n_segments=9))
    assert found.recommendation.n_segments == 9
    assert len(found.assignment.keys) == 9
    assert sum(row.chosen for row in found.recommendation.evidence) == 1


def test_a_metric_that_hardly_anybody_answered_does_not_stop_the_search(accounts):
    rare = np.full((120, 1), np.nan)
    rare[[3, 90], 0] = [1.0, 2.0]
    found = find_segments(accounts_of(np.hstack([accounts.values, rare])), options=SearchOptions())
    assert adjusted_rand_score(TRUTH, found.assignment.segment) == 1.0
    assert found.searched == ("m0", "m1", "m2", "m3")


def test_no_segment_is_smaller_than_the_smallest_share(accounts):
    found = find_segments(accounts, options=SearchOptions(smallest_share=0.2))
    assert np.bincount(found.assignment.segment).min() >= 0.2 * 120


def test_the_share_of_unusual_accounts_is_heard_by_density_too(accounts):
    options = SearchOptions(algorithm=Algorithm.HDBSCAN, unusual_share=0.2)
    found = find_segments(accounts, options=options)
    assert 0.1 < found.assignment.unusual.mean() < 0.3
