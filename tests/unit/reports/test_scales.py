"""Scales are those that the preparation names, and keep order."""

import numpy as np
import pytest

from shoal.records.preparation import PreparedMetric, Scale
from shoal.reports.scales import percent_along, scaled, scaled_value


def prepared(scale: Scale) -> PreparedMetric:
    return PreparedMetric(metric="m", scale=scale, reference=2.0, centre=0.0, spread=1.0)


@pytest.mark.parametrize(
    ("scale", "expected"),
    [
        (Scale.IDENTITY, 6.0),
        (Scale.ROOT, 2 * 3.05**0.5),
        (Scale.LOG, np.log(4.0)),
        (Scale.STEEP_LOG, np.log(3.02)),
        (Scale.ASINH, np.log(3 + 10**0.5)),
    ],
)
def test_values_are_divided_by_the_reference_and_reshaped(scale, expected):
    assert scaled_value(6.0, prepared(scale)) == pytest.approx(expected)


@pytest.mark.parametrize("scale", list(Scale))
def test_order_and_missing_are_kept(scale):
    values = np.array([0.0, 0.5, 3.0, 400.0, np.nan])

    result = scaled(values, prepared(scale))

    assert (np.diff(result[:4]) > 0).all()
    assert np.isnan(result[4])


def test_places_beyond_the_ends_are_at_the_ends():
    assert percent_along(-5.0, low=0.0, high=10.0, prepared=None) == 0.0
    assert percent_along(50.0, low=0.0, high=10.0, prepared=None) == 100.0


def test_a_metric_that_does_not_vary_is_in_the_middle():
    assert percent_along(3.0, low=3.0, high=3.0, prepared=None) == 50.0


def test_an_unknown_value_has_no_place():
    assert percent_along(float("nan"), low=0.0, high=1.0, prepared=None) is None


def test_a_long_tail_is_drawn_closer_together():
    plain = percent_along(5.0, low=0.0, high=1000.0, prepared=None)
    reshaped = percent_along(5.0, low=0.0, high=1000.0, prepared=prepared(Scale.LOG))

    assert reshaped > 5 * plain
