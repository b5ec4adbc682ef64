import numpy as np
import pytest

from shoal.records.accounts import Metric
from shoal.segments.assignment.freeze import freeze_mixture
from shoal.segments.assignment.score import assign_accounts
from shoal.segments.mixture.pilot import first_preparation
from shoal.segments.prepare.replay import apply_preparation

TRUTH = np.repeat([0, 1], [500, 300])
METRICS = tuple(Metric(name=f"m{j}", column=f"m{j}", label=f"M{j}") for j in range(8))


def marked(residuals, rng, *, odd=0):
    """Return who is marked unusual where two groups with these residuals are frozen."""
    values = residuals + 6.0 * TRUTH[:, None]
    values[:odd] = np.where(rng.random((odd, 8)) < 0.5, -12.0, 18.0)
    preparation = first_preparation(METRICS, values)
    told = apply_preparation(preparation, values)
    rule = freeze_mixture(preparation, told, TRUTH, ("s1", "s2"), rng=rng)
    return assign_accounts(rule, values).unusual


def test_of_ordinary_accounts_about_one_in_a_hundred_is_marked(rng):
    assert marked(rng.normal(size=(800, 8)), rng).mean() == pytest.approx(0.01, abs=0.01)


def test_heavy_tails_are_not_oddities(rng):
    assert marked(rng.standard_t(3, size=(800, 8)), rng).mean() < 0.03


def test_oddities_are_marked_though_they_stretch_the_tail(rng):
    found = marked(rng.normal(size=(800, 8)), rng, odd=24)
    assert found[:24].mean() > 0.9
    assert found[24:].mean() < 0.02
