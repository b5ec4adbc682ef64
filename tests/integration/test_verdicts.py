"""The verdict on forty tables whose truth is known; benchmarks/verdict.py runs all of them."""

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from shoal.records.accounts import Metric
from shoal.records.evidence import Natural
from shoal.segments.verdict.judge import judge
from shoal.worlds.continua import CONTINUA
from shoal.worlds.noise import NOISE
from shoal.worlds.plain import plain_groups

pytestmark = pytest.mark.long
SIZES = (100, 300, 1000)


def verdict_on(world):
    names = sorted(world.metrics)
    metrics = tuple(Metric(name=name, column=name, label=name) for name in names)
    values = np.column_stack([world.columns[name].astype(float) for name in names])
    with threadpool_limits(1):
        return judge(metrics, values, rng=np.random.default_rng(1), progress=lambda _: None)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("family", NOISE)
def test_noise_is_not_called_grouped(family, size):
    found = verdict_on(NOISE[family](5000 + size, size))
    # Zeros of counts are lumps of their own: weak would be a right answer there.
    allowed = {Natural.NONE, Natural.WEAK} if family.startswith("zero") else {Natural.NONE}
    assert found.natural in allowed


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("size", [200, 1000])
@pytest.mark.parametrize("family", CONTINUA)
def test_a_continuum_is_never_strong(family, size, seed):
    assert verdict_on(CONTINUA[family](6000 + seed, size)).natural is not Natural.STRONG


@pytest.mark.parametrize("size", [100, 400])
@pytest.mark.parametrize("count", [2, 3, 4, 6, 8])
def test_separated_groups_are_strong(count, size):
    found = verdict_on(plain_groups(7000 + count, size, n_groups=count))
    assert found.natural is Natural.STRONG
    assert found.plain_groups == (count if count < 4 else None)
