import numpy as np
import pytest

from shoal.records.accounts import Metric
from shoal.records.evidence import Natural
from shoal.segments.verdict.judge import judge
from shoal.segments.verdict.lumps import deepest_gap, lumps_of, spread_steps
from shoal.segments.verdict.valley import valley_ratio

N_METRICS = 6
METRICS = tuple(Metric(name=f"m{j}", column=f"m{j}", label=f"M{j}") for j in range(N_METRICS))


def verdict(values, seed=0):
    return judge(METRICS, values, rng=np.random.default_rng(seed), progress=lambda _: None)


def noise(name, rng, n=300):
    mixing = np.linalg.cholesky(0.5 * np.eye(N_METRICS) + 0.5)
    plain = rng.normal(size=(n, N_METRICS))
    return {
        "gaussian": plain,
        "correlated lognormal": np.exp(plain @ mixing.T),
        "multivariate t": plain / np.sqrt(rng.chisquare(4, (n, 1)) / 4),
        "uniform": rng.random((n, N_METRICS)),
    }[name]


@pytest.mark.parametrize("name", ["gaussian", "correlated lognormal", "multivariate t", "uniform"])
@pytest.mark.parametrize("seed", range(3))
def test_noise_has_no_natural_groups(name, seed):
    assert verdict(noise(name, np.random.default_rng(seed))).natural is Natural.NONE


@pytest.mark.parametrize("count", [2, 3, 5])
@pytest.mark.parametrize("seed", range(2))
def test_separated_groups_are_strong(count, seed):
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, count, 300)
    values = rng.normal(size=(300, N_METRICS)) + 5 * np.eye(5, N_METRICS)[truth]
    found = verdict(values)
    assert found.natural is Natural.STRONG
    assert found.plain_groups == (count if count < 4 else None)


def test_a_handful_of_accounts_cannot_tell(rng):
    found = verdict(rng.normal(size=(20, N_METRICS)))
    assert found.natural is Natural.NONE
    assert found.null_tables == ()


def test_a_metric_in_two_lumps_is_named(rng):
    values = rng.normal(size=(300, N_METRICS))
    values[:150, 2] += 9
    assert list(lumps_of(METRICS, values)) == ["m2"]


def test_whole_numbers_are_no_lumps(rng):
    values = rng.poisson(3, (400, N_METRICS)).astype(float)
    assert lumps_of(METRICS, values) == {}


def test_grades_at_both_ends_are_lumps(rng):
    grades = rng.choice([1.0, 2.0, 9.0, 10.0], 400)
    assert lumps_of(METRICS[:1], grades[:, None])["m0"].depth > 0.9
    assert spread_steps(grades).min() >= 0.5


def test_a_gap_in_one_bell_curve_is_chance(rng):
    depths = [deepest_gap(rng.normal(size=400)) for _ in range(40)]
    assert sum(gap is not None and gap.z >= 4 for gap in depths) == 0


def test_the_valley_between_far_groups_is_empty(rng):
    truth = np.repeat([0, 1], 200)
    z = rng.normal(size=(400, 3))
    assert valley_ratio(z + 6 * truth[:, None], truth, 2) < 0.05
    assert valley_ratio(z, (z[:, 0] > 0).astype(int), 2) > 0.6


@pytest.mark.parametrize("seed", range(3))
def test_missing_answers_do_not_fill_the_space_between_groups(seed):
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 3, 200)
    values = rng.normal(size=(200, N_METRICS)) + 6 * np.eye(3, N_METRICS)[truth]
    values[rng.random(values.shape) < 0.1] = np.nan
    found = verdict(values)
    assert found.natural is Natural.STRONG
    assert found.plain_groups == 3


def test_a_product_never_opened_hides_no_groups(rng):
    truth = np.repeat([0, 1, 2], 200)
    centres = rng.normal(0, 3, (3, 6))
    behaviour = np.exp(centres[truth] + rng.normal(size=(600, 6)))
    unused = np.exp(rng.normal(size=(600, 8)))
    unused[rng.random(600) < 0.2] = 0.0
    values = np.hstack([behaviour, unused])
    metrics = tuple(Metric(name=f"m{j}", column=f"m{j}", label=f"M{j}") for j in range(14))
    found = judge(metrics, values, rng=rng, progress=lambda _: None)
    assert found.natural is not Natural.NONE
    assert found.plain_groups == 3
    without = judge(metrics[6:], unused, rng=rng, progress=lambda _: None)
    assert without.natural is Natural.NONE
