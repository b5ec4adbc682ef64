import itertools

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm
from sklearn.metrics import adjusted_rand_score

from shoal.records.preparation import Prepared, Scale
from shoal.segments.mixture.design import design_of
from shoal.segments.mixture.em import maximise, run, shared_correlation
from shoal.segments.mixture.fit import fit_mixture
from shoal.segments.mixture.parameters import Mixture, joint_log_density, responsibilities
from shoal.segments.mixture.scale_choice import best_scale


def design(z, *, present=None, piled=None):
    everywhere = np.ones(z.shape, dtype=bool)
    piled = np.zeros(z.shape, dtype=bool) if piled is None else piled
    return design_of(Prepared(z=z, present=everywhere if present is None else present, piled=piled))


def mixture(rng, *, n_groups=3, n_metrics=4, correlation=None, piled=False):
    shares = (
        rng.uniform(0.1, 0.5, (n_groups, n_metrics)) if piled else np.zeros((n_groups, n_metrics))
    )
    return Mixture(
        log_weights=np.log(np.full(n_groups, 1 / n_groups)),
        means=rng.normal(size=(n_groups, n_metrics)),
        variances=rng.uniform(0.5, 2, (n_groups, n_metrics)),
        pile_shares=shares,
        informative=np.ones(n_metrics, dtype=bool),
        correlation=correlation,
    )


def test_the_density_is_a_product_of_bell_curves(rng):
    fitted, z = mixture(rng), rng.normal(size=(20, 4))
    expected = np.stack(
        [
            norm.logpdf(z, m, np.sqrt(v)).sum(axis=1)
            for m, v in zip(fitted.means, fitted.variances, strict=True)
        ],
        axis=1,
    )
    np.testing.assert_allclose(joint_log_density(fitted, design(z)), expected + fitted.log_weights)


def test_a_shared_correlation_gives_the_multivariate_normal(rng):
    root = rng.normal(size=(4, 6))
    correlation = np.corrcoef(root)
    fitted, z = mixture(rng, correlation=correlation), rng.normal(size=(20, 4))
    for group in range(3):
        spread = np.sqrt(fitted.variances[group])
        law = multivariate_normal(fitted.means[group], correlation * np.outer(spread, spread))
        got = joint_log_density(fitted, design(z))[:, group] - fitted.log_weights[group]
        np.testing.assert_allclose(got, law.logpdf(z))


def test_missing_cells_contribute_nothing_and_piled_ones_their_share(rng):
    fitted, z = mixture(rng, piled=True), rng.normal(size=(1, 4))
    present = np.array([[True, False, True, True]])
    piled = np.array([[False, False, True, False]])
    got = joint_log_density(fitted, design(z, present=present, piled=piled))[0]
    for group in range(3):
        m, s = fitted.means[group], np.sqrt(fitted.variances[group])
        share = fitted.pile_shares[group]
        expected = fitted.log_weights[group] + np.log(share[2])
        expected += norm.logpdf(z[0, 0], m[0], s[0]) + np.log1p(-share[0])
        expected += norm.logpdf(z[0, 3], m[3], s[3]) + np.log1p(-share[3])
        assert got[group] == pytest.approx(expected)


@pytest.fixture
def two_groups(rng):
    truth = rng.random(400) < 0.3
    z = rng.normal(size=(400, 5)) + np.where(truth[:, None], 3.0, 0.0) * [1, 1, 0, 0, 0]
    return truth.astype(int), z


def test_each_step_of_plain_expectation_and_maximisation_gains(two_groups, rng):
    _, z = two_groups
    laid_out = design(z)
    chances = rng.dirichlet(np.ones(2), size=400)
    gained = []
    for _ in range(6):
        _, chances, density = run(laid_out, chances, n_steps=1)
        gained.append(density)
    assert all(b >= a - 1e-3 for a, b in itertools.pairwise(gained))


def test_separated_groups_are_found(two_groups, rng):
    truth, z = two_groups
    fitted = fit_mixture(design(z), 2, rng=rng)
    assert adjusted_rand_score(truth, fitted.chances.argmax(axis=1)) > 0.9


def test_metrics_that_carry_nothing_say_so(two_groups, rng):
    _, z = two_groups
    fitted = fit_mixture(design(z), 2, rng=rng)
    assert fitted.mixture.informative.tolist() == [True, True, False, False, False]


def test_the_shared_correlation_is_that_within_groups(rng):
    truth = rng.integers(0, 2, 4000)
    within = rng.multivariate_normal([0, 0], [[1, 0.6], [0.6, 1]], size=4000)
    laid_out = design(within + 5.0 * truth[:, None])
    chances = np.eye(2)[truth]
    found = shared_correlation(maximise(laid_out, chances), laid_out, chances)
    assert found[0, 1] == pytest.approx(0.9 * 0.6, abs=0.05)  # a tenth of identity is mixed in


def test_chances_add_up_to_one(rng):
    chances, density = responsibilities(rng.normal(size=(30, 4)) * 200)
    np.testing.assert_allclose(chances.sum(axis=1), 1)
    assert np.isfinite(density).all()


@pytest.mark.parametrize(
    ("shape", "scale"),
    [(np.exp, Scale.STEEP_LOG), (np.square, Scale.ROOT), (lambda y: y, Scale.IDENTITY)],
)
def test_the_scale_on_which_groups_are_bell_curves_is_chosen(shape, scale, rng):
    truth = rng.integers(0, 2, 1500)
    x = shape(rng.normal(12 if scale is not Scale.STEEP_LOG else 0, 1, 1500) + 4.0 * truth)
    found = best_scale(x / np.median(x), np.ones(1500, dtype=bool), np.eye(2)[truth])
    assert found is scale
