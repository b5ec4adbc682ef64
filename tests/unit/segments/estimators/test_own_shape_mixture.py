import numpy as np
import pandas as pd
import pytest
from scipy.stats import multivariate_normal
from sklearn.base import clone
from sklearn.metrics import adjusted_rand_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

from shoal import OwnShapeMixture
from shoal.errors import NothingToCluster, UsageError
from shoal.records.preparation import Scale
from shoal.worlds.generators import GENERATORS


@pytest.fixture(scope="module")
def counts():
    """Return two groups in a skewed metric and one with a pile-up at zero; a third is noise."""
    rng = np.random.default_rng(11)
    truth = np.repeat([0, 1], [400, 200])
    skewed = np.exp(rng.normal(0, 1, 600) + 4.0 * truth)
    zeros = np.where(rng.random(600) < np.where(truth, 0.1, 0.7), 0.0, rng.normal(9, 2, 600))
    return np.column_stack([skewed, zeros, rng.normal(size=600)]), truth


@pytest.fixture(scope="module")
def fitted(counts):
    return OwnShapeMixture(2).fit(counts[0])


def test_groups_and_their_shares_are_found(fitted, counts):
    assert adjusted_rand_score(counts[1], fitted.labels_) > 0.9
    np.testing.assert_allclose(fitted.weights_, [2 / 3, 1 / 3], atol=0.05)
    np.testing.assert_allclose(fitted.pile_shares_[:, 1], [0.7, 0.1], atol=0.08)


def test_metrics_that_say_nothing_are_named(fitted):
    assert fitted.informative_.tolist() == [True, True, False]
    assert fitted.uninformative_ == ["x2"]


def test_the_scale_of_a_skewed_metric_is_a_logarithm(fitted):
    assert fitted.scales_[0] in {Scale.LOG, Scale.STEEP_LOG}
    assert fitted.scales_[2] == Scale.IDENTITY


def test_a_metric_with_the_same_values_everywhere_has_equal_curves(fitted):
    assert np.ptp(fitted.means_[:, 2]) == 0
    assert np.ptp(fitted.variances_[:, 2]) == 0


def test_rows_of_the_fit_keep_their_group(fitted, counts):
    np.testing.assert_array_equal(fitted.predict(counts[0]), fitted.labels_)
    chances = fitted.predict_proba(counts[0])
    np.testing.assert_allclose(chances.sum(axis=1), 1)
    np.testing.assert_array_equal(chances.argmax(axis=1), fitted.labels_)


def test_the_density_is_that_of_a_gaussian_mixture_where_all_is_plain(rng):
    truth = np.repeat([0, 1], 150)
    values = rng.normal(size=(300, 2)) + 50 + 6 * truth[:, None]
    found = OwnShapeMixture(2, scales="raw", pile_ups=False).fit(values)
    z = (values - values.mean(axis=0)) / values.std(axis=0)
    expected = np.zeros(300)
    for weight, mean, variance in zip(found.weights_, found.means_, found.variances_, strict=True):
        covariance = found.correlation_ * np.sqrt(np.outer(variance, variance))
        expected += weight * multivariate_normal(mean, covariance).pdf(z)
    np.testing.assert_allclose(found.score_samples(values), np.log(expected))


def test_a_row_that_answers_nothing_gets_the_weights(fitted):
    row = np.full((1, 3), np.nan)
    np.testing.assert_allclose(fitted.predict_proba(row)[0], fitted.weights_)


def test_missing_cells_stand_for_the_median_where_asked(counts):
    holed = counts[0].copy()
    holed[::5, 0] = np.nan
    filled = np.where(np.isnan(holed), np.nanmedian(holed, axis=0), holed)
    found = OwnShapeMixture(2, missing="median").fit(holed)
    np.testing.assert_allclose(found.predict_proba(holed), found.predict_proba(filled))
    skipping = OwnShapeMixture(2).fit(holed)
    assert not np.allclose(skipping.predict_proba(holed), skipping.predict_proba(filled))


def test_each_part_can_be_switched_off(counts):
    def switched(**parts):
        return OwnShapeMixture(2, **parts).fit(counts[0])

    assert switched(scales="log").scales_ == [Scale.LOG, Scale.LOG, Scale.ASINH]
    assert switched(scales="raw").scales_ == [Scale.IDENTITY] * 3
    assert not switched(pile_ups=False).pile_shares_.any()
    assert switched(gate=False).uninformative_ == []
    np.testing.assert_array_equal(switched(correlation=False).correlation_, np.eye(3))


def test_the_shared_correlation_stands_where_the_columns_stand(rng):
    truth = np.repeat([0, 1], 600)
    pair = rng.multivariate_normal([0, 0], [[1, 0.8], [0.8, 1]], 1200) + 8 * truth[:, None]
    alone, same = rng.normal(size=1200), np.ones(1200)
    values = np.column_stack([pair[:, 0], same, alone, pair[:, 1]])
    found = OwnShapeMixture(2, scales="raw").fit(values).correlation_
    assert found[0, 3] == pytest.approx(0.9 * 0.8, abs=0.07)  # a tenth of identity is mixed in
    assert np.abs(found[[0, 3], 2]).max() < 0.12
    np.testing.assert_array_equal(found[1], np.eye(4)[1])


def test_shuffled_rows_and_columns_get_the_same_groups(counts, rng):
    frame = pd.DataFrame(counts[0], columns=["b", "c", "a"])
    order = rng.permutation(600)
    first = OwnShapeMixture(3).fit(frame)
    again = OwnShapeMixture(3).fit(frame[["a", "b", "c"]].iloc[order])
    np.testing.assert_array_equal(again.labels_, first.labels_[order])
    np.testing.assert_array_equal(again.means_, first.means_[:, [2, 0, 1]])


def test_columns_without_differences_are_left_out_and_named(counts):
    frame = pd.DataFrame(counts[0], columns=["skewed", "zeros", "noise"])
    more = frame.assign(always=1.0, never=np.nan)
    first, again = (OwnShapeMixture(2).fit(f) for f in (frame, more))
    np.testing.assert_array_equal(first.labels_, again.labels_)
    assert again.uninformative_ == ["noise", "always", "never"]
    np.testing.assert_array_equal(again.predict(more), again.labels_)


def test_groups_that_no_row_prefers_are_left_out(rng):
    values = np.repeat([[0.0, 1.0], [5.0, 9.0], [20.0, 3.0]], 20, axis=0)
    values += rng.normal(0, 1e-3, values.shape)
    found = OwnShapeMixture(12).fit(values)
    assert np.array_equal(np.unique(found.labels_), np.arange(found.n_components_))
    assert found.weights_.sum() == pytest.approx(1)
    assert found.means_.shape == (found.n_components_, 2)


def test_made_up_companies_are_segmented_better_than_on_raw_values():
    """On worlds of heavy-tailed counts the scale by likelihood must pay."""
    gains = []
    for seed in (2001, 2002):
        world = GENERATORS["consumption"](seed, 400)
        fitting = world.truth >= 0
        own, raw = (
            OwnShapeMixture(len(world.groups), scales=s).fit_predict(world.matrix())[fitting]
            for s in (True, "raw")
        )
        truth = world.truth[fitting]
        gains.append(adjusted_rand_score(truth, own) - adjusted_rand_score(truth, raw))
    assert np.mean(gains) > 0.1


def test_it_stands_in_a_pipeline_and_can_be_cloned(counts):
    pipeline = make_pipeline(FunctionTransformer(), OwnShapeMixture(2, gate=False))
    labels = clone(pipeline).fit_predict(counts[0])
    assert adjusted_rand_score(counts[1], labels) > 0.9
    assert clone(pipeline)[-1].get_params() == pipeline[-1].get_params()


@pytest.mark.parametrize(
    "wrong", [{"scales": "square"}, {"missing": "zero"}, {"n_components": 0}, {"n_init": 1.5}]
)
def test_impossible_parameters_are_refused(wrong, counts):
    (name,) = wrong
    with pytest.raises(UsageError, match=f"{name} is"):
        OwnShapeMixture(**wrong).fit(counts[0])


def test_more_groups_than_different_rows_are_refused():
    with pytest.raises(NothingToCluster, match="only 3 rows differ"):
        OwnShapeMixture(4).fit(np.repeat(np.eye(3), 5, axis=0))
