import numpy as np
import pytest

from shoal.segments.verdict.lumps import deepest_gap


@pytest.mark.parametrize("centre", [0.0, 1.0, -4e6])
def test_values_that_differ_by_rounding_alone_have_no_gap(centre):
    rng = np.random.default_rng(1)
    apart = np.nextafter(centre, np.inf) if centre else 0.0
    assert deepest_gap(np.where(rng.random(60) < 0.5, centre, apart)) is None
