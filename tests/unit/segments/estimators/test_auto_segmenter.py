import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.exceptions import ConvergenceWarning, NotFittedError
from sklearn.metrics import adjusted_rand_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

from shoal import AutoSegmenter
from shoal.errors import NothingToCluster, UsageError
from shoal.worlds.generators import GENERATORS


@pytest.fixture(scope="module")
def three():
    """Return three plain groups in heavy-tailed metrics, a twentieth of the cells missing."""
    rng = np.random.default_rng(5)
    truth = np.repeat([0, 1, 2], [70, 50, 40])
    values = np.exp(5.0 * np.eye(3, 4)[truth] + rng.normal(0, 0.5, (160, 4)))
    values[rng.random(values.shape) < 0.05] = np.nan
    return values, truth


@pytest.fixture(scope="module")
def fitted(three):
    return AutoSegmenter().fit(three[0])


def test_plain_groups_are_found_and_stand_by_falling_size(fitted, three):
    assert adjusted_rand_score(three[1], fitted.labels_) > 0.95
    sizes = np.bincount(fitted.labels_)
    assert fitted.n_segments_ == 3
    assert sizes.tolist() == sorted(sizes, reverse=True)


def test_rows_of_the_fit_are_put_where_they_were(fitted, three):
    np.testing.assert_array_equal(fitted.predict(three[0]), fitted.labels_)


def test_chances_add_up_and_agree_with_the_segment(fitted, three):
    chances = fitted.predict_proba(three[0])
    np.testing.assert_allclose(chances.sum(axis=1), 1)
    np.testing.assert_array_equal(chances.argmax(axis=1), fitted.labels_)


@pytest.mark.parametrize("prepare", [True, False])
def test_shuffled_rows_get_the_same_segments(three, rng, prepare):
    values = np.nan_to_num(np.log(three[0]))
    order = rng.permutation(len(values))
    first, again = (AutoSegmenter(prepare=prepare).fit(v) for v in (values, values[order]))
    np.testing.assert_array_equal(again.labels_, first.labels_[order])


def test_columns_of_a_frame_count_by_name_and_not_by_place(three):
    frame = pd.DataFrame(three[0], columns=list("dbca"))
    first, again = (AutoSegmenter(n_segments=3).fit(f) for f in (frame, frame[list("abcd")]))
    np.testing.assert_array_equal(first.labels_, again.labels_)
    assert [m.metric for m in first.rule_.preparation.metrics] == list("abcd")
    np.testing.assert_array_equal(first.predict(frame), first.labels_)


def test_units_do_not_matter(three):
    scaled = three[0] * [1000, 0.01, 7, 1]
    first, again = (AutoSegmenter(n_segments=3).fit(v) for v in (three[0], scaled))
    np.testing.assert_array_equal(first.labels_, again.labels_)


@pytest.mark.parametrize("prepare", [True, False])
def test_a_column_that_is_always_the_same_changes_nothing(three, prepare):
    values = np.nan_to_num(np.log(three[0]))
    more = np.column_stack([np.full(160, 3.0), values])
    first, again = (AutoSegmenter(3, prepare=prepare).fit(v) for v in (values, more))
    np.testing.assert_array_equal(first.labels_, again.labels_)
    np.testing.assert_array_equal(again.predict(more), again.labels_)


@pytest.mark.parametrize("prepare", [True, False])
def test_the_number_of_segments_can_be_asked_for(three, prepare):
    values = np.nan_to_num(np.log(three[0]))
    assert AutoSegmenter(5, prepare=prepare).fit(values).n_segments_ == 5


def test_the_range_is_kept_when_coordinates_are_taken_as_they_are(rng):
    truth = np.repeat(np.arange(6), 30)
    points = 10 * rng.normal(size=(6, 2))[truth] + 0.1 * rng.normal(size=(180, 2))
    found = AutoSegmenter((2, 16), prepare=False).fit(points)
    assert adjusted_rand_score(truth, found.labels_) == 1.0
    np.testing.assert_array_equal(found.predict(points), found.labels_)


def test_an_algorithm_can_be_asked_for(three):
    found = AutoSegmenter(3, algorithm="ward").fit(three[0])
    assert found.recommendation_.algorithm == "ward"


def test_no_segment_is_smaller_than_the_share_asked_for(rng):
    truth = np.repeat([0, 1, 2], [140, 100, 12])
    values = np.exp(4.0 * np.eye(3, 4)[truth] + rng.normal(0, 0.5, (252, 4)))
    assert np.bincount(AutoSegmenter().fit(values).labels_).min() == 12
    assert np.bincount(AutoSegmenter(smallest_share=0.1).fit(values).labels_).min() > 25


def test_groups_of_a_made_up_company_are_found():
    world = GENERATORS["marketplace"](2001, 400)
    fitting = world.truth >= 0
    labels = AutoSegmenter().fit_predict(world.matrix())
    assert adjusted_rand_score(world.truth[fitting], labels[fitting]) > 0.45


def test_it_stands_in_a_pipeline_and_can_be_cloned(three):
    pipeline = make_pipeline(FunctionTransformer(), AutoSegmenter(3, random_state=4))
    labels = clone(pipeline).fit_predict(three[0])
    assert adjusted_rand_score(three[1], labels) > 0.95
    assert clone(pipeline)[-1].get_params() == pipeline[-1].get_params()


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("n_segments", [5, (4, 8)])
@pytest.mark.parametrize("prepare", [True, False])
def test_fewer_different_rows_give_fewer_segments_and_a_warning(n_segments, prepare):
    values = np.repeat(np.eye(3), 12, axis=0)
    with pytest.warns(ConvergenceWarning, match="only 3 rows differ"):
        found = AutoSegmenter(n_segments, prepare=prepare).fit(values)
    assert found.n_segments_ == 3


def test_a_table_without_differences_is_refused():
    with pytest.raises(NothingToCluster):
        AutoSegmenter().fit(np.ones((20, 3)))


@pytest.mark.parametrize("n_segments", [1, 0, 2.5, "five", (1, 4), (5, 3), (2, 3, 4)])
def test_impossible_numbers_of_segments_are_refused(n_segments, three):
    with pytest.raises(UsageError, match="n_segments is"):
        AutoSegmenter(n_segments).fit(three[0])


def test_an_unknown_algorithm_is_refused_with_what_was_meant(three):
    with pytest.raises(UsageError, match="Did you mean kmeans"):
        AutoSegmenter(algorithm="kmean").fit(three[0])


def test_a_share_of_everything_is_refused(three):
    with pytest.raises(UsageError, match=r"smallest_share is 1\.5"):
        AutoSegmenter(smallest_share=1.5).fit(three[0])


def test_missing_cells_are_refused_among_coordinates(three):
    with pytest.raises(ValueError, match="contains NaN"):
        AutoSegmenter(prepare=False).fit(three[0])


def test_nothing_is_predicted_before_the_fit(three):
    with pytest.raises(NotFittedError):
        AutoSegmenter().predict(three[0])
