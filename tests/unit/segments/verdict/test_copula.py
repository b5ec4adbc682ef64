import numpy as np
import pytest
from scipy.stats import norm, rankdata, spearmanr

from shoal.segments.verdict.copula import CopulaNull, draw_within, normal_scores


@pytest.fixture
def correlated(rng):
    z = rng.multivariate_normal(np.zeros(3), 0.5 * np.eye(3) + 0.5, size=800)
    values = np.exp(z)
    values[rng.random(values.shape) < 0.1] = np.nan
    return values


def test_each_metric_keeps_its_values_and_its_missing_cells(correlated, rng):
    drawn = CopulaNull(correlated, rng).draw()
    assert np.array_equal(np.isnan(drawn), np.isnan(correlated))
    np.testing.assert_array_equal(np.sort(drawn, axis=0), np.sort(correlated, axis=0))


def test_rank_correlations_are_kept(correlated, rng):
    drawn = CopulaNull(correlated, rng).draw()
    own = spearmanr(correlated, nan_policy="omit").statistic
    np.testing.assert_allclose(spearmanr(drawn, nan_policy="omit").statistic, own, atol=0.12)


def test_tails_that_all_metrics_share_survive(rng):
    heavy = rng.normal(size=(1000, 5)) / np.sqrt(rng.chisquare(3, (1000, 1)) / 3)
    own = np.linalg.norm(normal_scores(heavy), axis=1).std()
    plain = np.linalg.norm(rng.normal(size=(1000, 5)), axis=1).std()
    drawn = np.linalg.norm(normal_scores(CopulaNull(heavy, rng).draw()), axis=1).std()
    assert own > 1.3 * plain
    assert drawn == pytest.approx(own, rel=0.08)


def test_normal_scores_equal_those_of_mean_ranks(rng):
    values = rng.integers(0, 5, (60, 1)).astype(float)
    expected = norm.ppf((rankdata(values[:, 0]) - 0.5) / 60)
    np.testing.assert_allclose(normal_scores(values)[:, 0], expected)


def test_a_draw_inside_groups_keeps_each_groups_values(correlated, rng):
    labels = rng.integers(0, 2, len(correlated))
    drawn = draw_within(correlated, labels, rng)
    for group in (0, 1):
        np.testing.assert_array_equal(
            np.sort(drawn[labels == group], axis=0), np.sort(correlated[labels == group], axis=0)
        )
