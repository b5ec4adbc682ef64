import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from shoal.records.accounts import Metric
from shoal.records.evidence import Algorithm
from shoal.segments.search.base import choose_base
from shoal.segments.search.covariances import covariance_candidates

METRICS = tuple(Metric(name=f"m{j}", column=f"m{j}", label=f"M{j}") for j in range(3))


@pytest.fixture
def base(rng):
    def of(values):
        return choose_base(METRICS, values, rng)

    return of


def test_far_groups_are_found_with_each_kind_of_covariance(base, rng):
    truth = np.repeat([0, 1, 2], [60, 50, 40])
    found = covariance_candidates(
        base(20 + rng.normal(size=(150, 3)) + 9 * np.eye(3)[truth]), (2, 3), seed=0
    )
    assert [c.n_segments for c in found] == [2, 2, 2, 3, 3, 3]
    kinds = [c.preparation.rsplit(", ", 1)[1] for c in found[3:]]
    assert kinds == ["full covariance", "tied covariance", "diagonal covariance"]
    for candidate in found[3:]:
        assert candidate.algorithm is Algorithm.MIXTURE
        assert adjusted_rand_score(truth, candidate.labels) == 1.0


def test_two_crossing_ridges_need_a_full_covariance(base, rng):
    """Agree with the truth as only bells of their own direction can."""
    along = rng.normal(0, 4, 300)
    ridges = [np.column_stack([along, s * along, rng.normal(size=300)]) for s in (1, -1)]
    values = np.vstack(ridges) + rng.normal(0, 0.3, (600, 3))
    full, tied, diagonal = covariance_candidates(base(values), (2,), seed=0)
    truth = np.repeat([0, 1], 300)
    agreements = [adjusted_rand_score(truth, c.labels) for c in (full, tied, diagonal)]
    assert agreements[0] > 0.5 > max(agreements[1:])


def test_counts_with_a_handful_of_accounts_a_group_are_left_out(base, rng):
    found = covariance_candidates(base(rng.normal(size=(22, 3))), (2, 4, 5), seed=0)
    assert {c.n_segments for c in found} == {2, 4}
