import numpy as np
import pytest

from shoal.worlds.noise import NOISE

N = 4000


@pytest.fixture(scope="module")
def tables():
    return {name: make(3, N) for name, make in NOISE.items()}


def mean_correlation(values):
    return np.abs(np.corrcoef(values, rowvar=False)[np.triu_indices(values.shape[1], 1)]).mean()


@pytest.mark.parametrize("name", sorted(NOISE))
def test_there_are_no_groups_and_nothing_is_missing(tables, name):
    world = tables[name]
    assert world.name == name
    assert world.groups == ()
    assert (world.truth == 0).all()
    assert np.isfinite(world.matrix()).all()


@pytest.mark.parametrize("name", sorted(NOISE))
def test_the_same_seed_gives_the_same_table_and_another_does_not(tables, name):
    np.testing.assert_array_equal(NOISE[name](3, N).matrix(), tables[name].matrix())
    assert not np.array_equal(NOISE[name](4, N).matrix(), tables[name].matrix())


@pytest.mark.parametrize("name", ["gaussian", "uniform", "zero_inflated_counts", "mixed_kinds"])
def test_independent_metrics_do_not_correlate(tables, name):
    assert mean_correlation(tables[name].matrix()) < 0.03


@pytest.mark.parametrize("name", ["correlated_gaussian", "multivariate_t"])
def test_correlated_metrics_do(tables, name):
    assert mean_correlation(tables[name].matrix()) > 0.2


def test_the_logarithm_of_correlated_lognormal_metrics_is_normal(tables):
    logs = np.log(tables["correlated_lognormal"].matrix())
    standard = (logs - logs.mean(axis=0)) / logs.std(axis=0)
    np.testing.assert_allclose((standard**3).mean(axis=0), 0.0, atol=0.2)
    np.testing.assert_allclose((standard**4).mean(axis=0), 3.0, atol=0.5)
    assert mean_correlation(standard) > 0.2


def test_tails_of_the_multivariate_t_are_common_to_all_metrics(tables):
    def sizes_go_together(name):
        values = np.abs(tables[name].matrix())
        ranks = values.argsort(axis=0).argsort(axis=0)
        return np.corrcoef(ranks, rowvar=False)[np.triu_indices(10, 1)].min()

    assert sizes_go_together("multivariate_t") > 0.1
    assert sizes_go_together("correlated_gaussian") < 0.05


def test_zero_shares_lie_within_the_stated_bounds(tables):
    zeros = (tables["zero_inflated_counts"].matrix() == 0).mean(axis=0)
    assert zeros.min() > 0.18
    assert zeros.max() < 0.8


def test_mixed_kinds_hold_normal_metrics_counts_and_heavy_tails(tables):
    values = tables["mixed_kinds"].matrix()
    bells, counts, tails = values[:, :4], values[:, 4:7], np.log(values[:, 7:])
    np.testing.assert_allclose(bells.mean(axis=0), 0.0, atol=0.1)
    np.testing.assert_array_equal(counts, np.round(counts))
    np.testing.assert_allclose(counts.mean(axis=0), 1.5, atol=0.1)
    np.testing.assert_allclose(counts.var(axis=0), 1.5, atol=0.15)
    np.testing.assert_allclose(tails.mean(axis=0), 1.0, atol=0.1)
    np.testing.assert_allclose(tails.std(axis=0), 1.0, atol=0.1)
