import numpy as np
import pytest
from sklearn.isotonic import IsotonicRegression

from shoal.segments.assignment.calibration import calibrate, confidence_of, kept_by_others


def test_the_curve_recovers_the_chance_that_made_the_data(rng):
    gaps = rng.exponential(2.0, 5000)
    truth = 1 - 0.5 * np.exp(-gaps)
    kept = rng.binomial(20, truth) / 20
    stated = confidence_of(gaps, calibrate(gaps, kept))
    assert np.abs(stated - truth).mean() < 0.02


def test_the_curve_never_falls(rng):
    gaps = rng.random(400)
    knots = np.array(calibrate(gaps, rng.random(400)))
    assert (np.diff(knots[:, 0]) > 0).all()
    assert (np.diff(knots[:, 1]) >= 0).all()


def test_pooling_equals_isotonic_regression_of_the_bins(rng):
    gaps = 1 + np.arange(96.0)
    kept = np.clip(gaps / 96 + rng.normal(0, 0.3, 96), 0, 1)
    bins = np.array_split(np.arange(96), 8)
    expected = IsotonicRegression().fit_transform(np.arange(8), [kept[b].mean() for b in bins])
    assert [c for _, c in calibrate(gaps, kept)][1:] == pytest.approx(sorted(set(expected)))


def test_others_are_matched_whatever_they_call_their_segments():
    labels = np.array([0, 0, 0, 1, 1, 1])
    others = (1 - labels, np.array([0, 0, 1, 1, 1, 1]))
    assert kept_by_others(labels, others).tolist() == [1, 1, 0.5, 1, 1, 1]


def test_on_the_border_itself_the_chance_is_at_most_a_half(rng):
    knots = calibrate(1 + rng.random(200), np.full(200, 0.98))
    assert confidence_of(np.array([0.0]), knots)[0] == 0.5
