"""Margins are checked against the moments that their families have by definition."""

import numpy as np
import pytest

from shoal.worlds import margins

N = 100_000


@pytest.fixture
def rng():
    return np.random.default_rng(11)


def test_lognormal_multiplies_the_middle_by_the_exponential_of_the_level(rng):
    draw = margins.lognormal(middle=4.0, slope=0.5, decimals=6)
    np.testing.assert_allclose(draw(rng, np.array([0.0, 2.0])), [4.0, 4.0 * np.e], rtol=1e-6)


def test_negative_binomial_has_its_mean_and_variance(rng):
    counts = margins.negative_binomial(mean=5.0, slope=0.7, dispersion=2.0)(rng, np.ones(N))
    mean = 5.0 * np.exp(0.7)
    assert counts.mean() == pytest.approx(mean, rel=0.02)
    assert counts.var() == pytest.approx(mean + mean**2 / 2.0, rel=0.04)


def test_gamma_has_its_mean_and_variance(rng):
    amounts = margins.gamma(mean=12.0, slope=0.5, shape=4.0)(rng, np.ones(N))
    mean = 12.0 * np.exp(0.5)
    assert amounts.mean() == pytest.approx(mean, rel=0.02)
    assert amounts.var() == pytest.approx(mean**2 / 4.0, rel=0.04)


def test_beta_has_its_mean_and_variance(rng):
    draw = margins.beta(middle=0.2, slope=1.0, concentration=9.0, whole=1.0, decimals=6)
    shares = draw(rng, np.full(N, np.log(4.0)))  # four times the odds of 1 to 4: one half
    assert shares.mean() == pytest.approx(0.5, abs=0.005)
    assert shares.var() == pytest.approx(0.25 / 10.0, rel=0.03)


def test_student_t_is_centred_on_the_level_and_has_heavy_tails(rng):
    values = margins.student_t(middle=2.0, scale=10.0, degrees=4.0)(rng, np.ones(N))
    assert np.median(values) == pytest.approx(12.0, abs=0.2)
    spread = np.subtract(*np.quantile(values, [0.75, 0.25]))
    assert spread == pytest.approx(2 * 0.741 * 5.0, rel=0.03)  # quartile of t with 4 degrees: .741
    assert np.ptp(values) > 12 * spread


def test_student_t_never_falls_below_its_least_value(rng):
    values = margins.student_t(middle=-90.0, scale=30.0)(rng, np.zeros(N))
    assert values.min() == -100.0


def test_ordinal_gives_whole_points_within_its_scale(rng):
    levels = np.linspace(-9, 9, 50)
    points = margins.ordinal(low=1, high=5, middle=3, slope=1)(rng, levels)
    assert set(points) == {1, 2, 3, 4, 5}
    assert (np.diff(points) >= 0).all()


def test_waiting_days_are_whole_and_limited(rng):
    days = margins.waiting_days(mean=30.0, slope=1.0, longest=90)(rng, np.zeros(N))
    assert (days == np.floor(days)).all()
    assert days.max() == 90
    assert (days == 90).mean() == pytest.approx(np.exp(-3), abs=0.005)


def test_share_at_moves_the_odds():
    assert margins.share_at(0.2, np.array([np.log(4.0)]))[0] == pytest.approx(0.5)
