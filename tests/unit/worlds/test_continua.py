import numpy as np
import pytest

from shoal.worlds.continua import CONTINUA


@pytest.mark.parametrize("name", sorted(CONTINUA))
def test_a_continuum_has_no_groups_and_is_the_same_for_the_same_seed(name):
    world = CONTINUA[name](2, 300)
    assert world.name == name
    assert world.groups == ()
    assert (world.truth == 0).all()
    np.testing.assert_array_equal(world.matrix(), CONTINUA[name](2, 300).matrix())


def test_one_scale_explains_most_of_the_linear_continuum():
    values = CONTINUA["linear_continuum"](1, 4000).matrix()
    spectrum = np.linalg.eigvalsh(np.corrcoef(values, rowvar=False))[::-1]
    assert 0.5 < spectrum[0] / spectrum.sum() < 0.8
    assert spectrum[1] < 0.7  # what is left is each metric's own


def test_the_bent_continuum_rises_levels_off_and_turns():
    world = CONTINUA["bent_continuum"](1, 6000)
    order = np.argsort(world.columns["logins_per_user_week"])
    parts = np.array_split(order, 3)  # quiet, middle, busy
    tickets = [np.median(world.columns["tickets_per_100_seats"][p]) for p in parts]
    minutes = [np.median(world.columns["minutes_per_user_week"][p]) for p in parts]
    assert tickets[1] > max(tickets[0], tickets[2])
    assert minutes[0] < minutes[1] < minutes[2]


@pytest.mark.parametrize("name", sorted(CONTINUA))
def test_no_gap_opens_along_the_main_direction(name):
    """Between the 5th and 95th percentile, every twentieth of the way has its accounts."""
    values = CONTINUA[name](1, 4000).matrix()
    ranks = values.argsort(axis=0).argsort(axis=0).astype(float)
    centred = ranks - ranks.mean(axis=0)
    main = centred @ np.linalg.svd(centred, full_matrices=False)[2][0]
    low, high = np.quantile(main, [0.05, 0.95])
    counts = np.histogram(main, bins=20, range=(low, high))[0]
    assert counts.min() > 0.4 * counts.mean()


def one_scale(values):
    """Return for each account its mean rank, metrics turned so that they rise together."""
    ranks = values.argsort(axis=0).argsort(axis=0).astype(float)
    signs = np.sign(np.corrcoef(ranks, rowvar=False)[0])
    return (ranks * signs).mean(axis=1)


def test_sigmoid_shares_run_from_low_to_high():
    values = CONTINUA["sigmoid_continuum"](1, 4000).matrix()
    ends = np.array_split(np.argsort(one_scale(values)), 20)
    assert (values[ends[-1]].mean(axis=0) - values[ends[0]].mean(axis=0) > 0.3).all()


def test_the_logarithm_of_the_lognormal_continuum_has_one_cause():
    logs = np.log(CONTINUA["lognormal_continuum"](1, 4000).matrix())
    spectrum = np.linalg.eigvalsh(np.cov(logs, rowvar=False))[::-1]
    np.testing.assert_allclose(spectrum[1:], 0.25, atol=0.03)  # the noise's variance
    assert spectrum[0] > 2.0


def test_the_quadratic_continuum_is_a_bent_line_and_noise():
    values = CONTINUA["quadratic_continuum"](1, 4000).matrix()
    spectrum = np.linalg.eigvalsh(np.cov(values, rowvar=False))[::-1]
    assert spectrum[1] > 0.15  # the bend
    np.testing.assert_allclose(spectrum[2:], 0.0625, atol=0.01)


def test_counts_along_the_scale_are_whole_and_vary_more_than_poisson():
    values = CONTINUA["counts_continuum"](1, 4000).matrix()
    np.testing.assert_array_equal(values, np.round(values))
    assert (values.var(axis=0) > values.mean(axis=0)).all()


def test_saturating_percentages_stay_within_bounds_and_some_reach_the_top():
    values = CONTINUA["saturating_continuum"](1, 4000).matrix()
    assert values.min() >= 0
    assert values.max() == 100
    assert 0 < (values == 100).mean() < 0.6
