import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler

from shoal.records.accounts import Accounts, Metric
from shoal.records.preparation import Preparation
from shoal.segments.pictures.map import map_accounts
from shoal.segments.prepare.fitting import fit_metric
from shoal.segments.prepare.replay import apply_preparation, filled


def mapped(values):
    """Return the map of these values, and the prepared points it was made from."""
    names = [f"m{j:03}" for j in range(values.shape[1])]
    metrics = tuple(Metric(name=name, column=name, label=name) for name in names)
    n = len(values)
    accounts = Accounts(
        id_name=None,
        ids=tuple(str(i) for i in range(n)),
        rows=np.arange(n),
        first_rows=np.arange(n),
        metrics=metrics,
        values=values,
    )
    fitted = tuple(fit_metric(m, values[:, j]) for j, m in enumerate(metrics))
    preparation = Preparation(name="test", metrics=fitted)
    prepared = apply_preparation(preparation, values)
    return map_accounts(accounts, preparation, prepared), filled(preparation, prepared)


def test_the_map_is_that_of_scikit_learn_but_for_mirroring(rng):
    values = rng.normal(10, 1, (80, 5)) @ rng.normal(size=(5, 5))
    picture, points = mapped(values)
    other = PCA(2).fit(StandardScaler().fit_transform(points))
    expected = other.transform(StandardScaler().fit_transform(points))
    np.testing.assert_allclose(np.abs(picture.points), np.abs(expected), atol=1e-8)
    assert picture.share == pytest.approx(other.explained_variance_ratio_.sum())


def test_the_first_axis_shows_more_than_the_second(rng):
    picture, _ = mapped(rng.normal(size=(60, 6)) * [5, 1, 1, 1, 1, 1])
    spread = picture.points.std(axis=0)
    assert spread[0] >= spread[1] > 0


def test_more_metrics_than_accounts_give_the_same_map_by_the_shorter_way(rng):
    values = rng.normal(size=(12, 40))
    picture, points = mapped(values)
    expected = PCA(2).fit_transform(StandardScaler().fit_transform(points))
    np.testing.assert_allclose(np.abs(picture.points), np.abs(expected), atol=1e-8)


def test_two_metrics_are_drawn_as_they_are(rng):
    values = rng.normal(size=(30, 2))
    picture, _ = mapped(values)
    assert picture.native
    assert picture.share == 1.0
    np.testing.assert_array_equal(picture.points, values)


def test_one_metric_is_drawn_along_the_first_axis(rng):
    values = rng.normal(size=(30, 1))
    picture, _ = mapped(values)
    np.testing.assert_array_equal(picture.points[:, 0], values[:, 0])
    assert np.all(np.diff(picture.points[:, 1]) > 0)


def test_accounts_at_a_pile_of_zeros_stand_at_the_low_end(rng):
    values = np.exp(rng.normal(size=(100, 3)))
    values[:40, 0] = 0.0
    picture, _ = mapped(values)
    along = values[:, 0] - 0.0
    shown = picture.points @ picture.loadings[0]
    assert shown[:40].mean() < shown[along > 0].mean()


def test_missing_answers_leave_no_gap_on_the_map(rng):
    values = rng.normal(size=(50, 4))
    values[::3, 1] = np.nan
    assert np.isfinite(mapped(values)[0].points).all()


def test_the_order_of_accounts_changes_nothing_on_the_map(rng):
    values = rng.normal(size=(70, 4)) * [3, 2, 1, 1]
    order = rng.permutation(70)
    first, again = mapped(values)[0], mapped(values[order])[0]
    np.testing.assert_allclose(again.points, first.points[order], atol=1e-8)
