import numpy as np
import pytest
from scipy.stats import multivariate_normal, multivariate_t

from shoal.segments.search.bell_mixture import BellMixture, fit_bells


def one_bell(sharpness, *, freedom):
    return BellMixture(
        weights=np.ones(1), means=np.array([[1.0, -2.0]]), sharpness=sharpness, freedom=freedom
    )


@pytest.mark.parametrize(
    ("sharpness", "covariance"),
    [
        (np.array([0.5]), np.diag([4.0, 4.0])),
        (np.array([[0.5, 2.0]]), np.diag([4.0, 0.25])),
        (
            np.linalg.inv(np.linalg.cholesky([[2.0, 0.6], [0.6, 1.0]])).T[None],
            np.array([[2.0, 0.6], [0.6, 1.0]]),
        ),
    ],
    ids=["round", "axes", "any direction"],
)
def test_densities_are_those_of_scipy(sharpness, covariance, rng):
    points = rng.normal(size=(20, 2))
    heavy, normal = one_bell(sharpness, freedom=3.0), one_bell(sharpness, freedom=np.inf)
    expected = multivariate_t([1.0, -2.0], covariance, df=3.0).logpdf(points)
    assert heavy.log_parts(heavy.squares(points))[:, 0] == pytest.approx(expected)
    expected = multivariate_normal([1.0, -2.0], covariance).logpdf(points)
    assert normal.log_parts(normal.squares(points))[:, 0] == pytest.approx(expected)


def test_bic_counts_every_parameter(rng):
    points = rng.normal(size=(50, 2))
    bell = one_bell(np.array([1.0]), freedom=np.inf)
    likelihood = multivariate_normal([1.0, -2.0]).logpdf(points).mean()
    assert bell.bic(points) == pytest.approx(4 * np.log(50) / 50 - 2 * likelihood)


def test_tails_are_learned(rng):
    normal = rng.normal(size=(2000, 3))
    heavy = normal / np.sqrt(rng.chisquare(3, (2000, 1)) / 3)
    whole = np.zeros(2000, dtype=np.intp)
    assert fit_bells(normal, whole, "spherical").freedom >= 20
    assert fit_bells(heavy, whole, "spherical").freedom in (2.0, 3.0, 4.0)


def test_a_far_point_moves_no_heavy_bell(rng):
    points = np.vstack([rng.standard_t(3, size=(400, 2)), [[1e4, 1e4]]])
    fitted = fit_bells(points, np.zeros(401, dtype=np.intp), "full")
    assert np.abs(fitted.means).max() < 0.3
