import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoal.records.preparation import Scale
from shoal.segments.prepare.scales import (
    log_slope,
    offered_scales,
    reference_of,
    relative,
    rescale,
)


@pytest.mark.parametrize("scale", list(Scale))
def test_the_slope_is_the_derivative_of_the_scale(scale):
    x = np.array([0.1, 0.5, 1.0, 3.0, 40.0])
    step = 1e-6 * x
    numeric = (rescale(x + step, scale) - rescale(x - step, scale)) / (2 * step)
    np.testing.assert_allclose(log_slope(x, scale), np.log(numeric), atol=1e-6)


def test_a_metric_with_negative_values_is_offered_no_logarithm():
    assert offered_scales(np.array([-1.0, 2.0])) == (Scale.IDENTITY, Scale.ASINH)


def test_the_reference_is_the_median_size_of_what_is_not_zero():
    assert reference_of(np.array([0.0, 0.0, np.nan, -2.0, 4.0, 6.0])) == 4.0
    assert reference_of(np.zeros(3)) == 1.0


@given(
    st.lists(st.floats(1e-6, 1e9), min_size=3, max_size=30),
    st.floats(1e-4, 1e4),
)
def test_relative_values_do_not_depend_on_the_unit(values, factor):
    x = np.array(values)
    own = relative(x, reference_of(x))
    other = relative(x * factor, reference_of(x * factor))
    np.testing.assert_allclose(own, other, rtol=2e-11)


@pytest.mark.parametrize("scale", [Scale.ROOT, Scale.LOG, Scale.STEEP_LOG])
def test_a_negative_value_seen_later_counts_as_zero(scale):
    assert rescale(np.array([-5.0]), scale) == rescale(np.array([0.0]), scale)
