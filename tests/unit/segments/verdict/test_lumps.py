import numpy as np
import pytest

from shoal.records.accounts import Metric
from shoal.segments.verdict.lumps import deepest_gap, lumps_of


@pytest.mark.parametrize("centre", [0.0, 1.0, -4e6])
def test_values_that_differ_by_rounding_alone_have_no_gap(centre):
    rng = np.random.default_rng(1)
    apart = np.nextafter(centre, np.inf) if centre else 0.0
    assert deepest_gap(np.where(rng.random(60) < 0.5, centre, apart)) is None


@pytest.mark.parametrize(("levels", "found"), [(5, set()), (11, {"rating"})])
def test_a_rating_that_few_give_is_no_gap_but_a_scale_with_two_ends_has_one(levels, found):
    rng = np.random.default_rng(2)
    chances = np.where(np.arange(levels) == levels // 2, 0.02, 1.0)
    if levels > 5:
        chances[3:8] = 0.05
    values = rng.choice(levels, 1000, p=chances / chances.sum()) + 1.0
    metric = Metric(name="rating", column="rating", label="rating")
    assert set(lumps_of((metric,), values[:, None])) == found


def test_a_far_value_among_few_is_a_lump():
    values = np.repeat([9.0, 10.0, 500.0], [30, 500, 470])
    metric = Metric(name="size", column="size", label="size")
    assert set(lumps_of((metric,), values[:, None])) == {"size"}
