import numpy as np
import pytest

from shoal.audit.drift import drift
from shoal.records.accounts import Accounts, Metric


def accounts(values):
    values = np.asarray(values, dtype=np.float64)
    n = len(values)
    return Accounts(
        id_name=None,
        ids=tuple(str(i) for i in range(n)),
        rows=np.arange(n),
        first_rows=np.arange(n),
        metrics=(Metric(name="m", column="m", label="M"),),
        values=values[:, None],
    )


def deciles(values):
    return {"m": tuple(np.quantile(values, np.linspace(0, 1, 11)))}


@pytest.fixture
def fitted(rng):
    return rng.lognormal(2, 0.8, 500)


def codes(new, fitted):
    return [f.code for f in drift(accounts(new), deciles(fitted))]


def test_values_like_those_of_the_fit_say_nothing(fitted, rng):
    assert codes(rng.lognormal(2, 0.8, 200), fitted) == []


@pytest.mark.parametrize("factor", [0.01, 100, 1000, 1 / 60, 12])
def test_another_unit_is_told(fitted, rng, factor):
    (finding,) = drift(accounts(rng.lognormal(2, 0.8, 300) * factor), deciles(fitted))
    assert finding.code == "scale-drift"
    assert finding.evidence["ratio"] == pytest.approx(factor, rel=0.2)


def test_shares_written_from_zero_to_one_are_told(rng):
    assert codes(rng.uniform(0, 1, 100), rng.uniform(0, 100, 500)) == ["scale-drift"]


@pytest.mark.parametrize("factor", [0.4, 2.5])
def test_a_change_that_customers_can_make_is_no_drift(fitted, rng, factor):
    assert "scale-drift" not in codes(rng.lognormal(2, 0.8, 300) * factor, fitted)


def test_zeros_do_not_hide_a_change_of_unit(rng):
    fitted = np.where(rng.random(500) < 0.5, 0, rng.lognormal(2, 0.5, 500))
    new = np.where(rng.random(300) < 0.5, 0, rng.lognormal(2, 0.5, 300) * 100)
    assert codes(new, fitted) == ["scale-drift"]


def test_many_values_beyond_the_fit_are_told(rng):
    fitted = rng.normal(0, 1, 500)
    (finding,) = drift(accounts(rng.normal(4, 1, 100)), deciles(fitted))
    assert finding.code == "outside-range"
    assert finding.evidence["share"] > 0.5


def test_a_few_accounts_say_nothing_unless_all_are_far_out(fitted):
    assert codes([fitted.max() * 2] * 3, fitted) == []
    assert codes([fitted.max() * 20] * 3, fitted) == ["outside-range"]
    assert codes([fitted.max() * 20] * 3 + [np.median(fitted)], fitted) == []
    assert codes([0, 0, 0], fitted) == []
    assert codes([fitted.min() / 20] * 3, fitted) == ["outside-range"]


def test_metrics_without_answers_or_reference_are_passed_over(fitted):
    assert codes([np.nan] * 30, fitted) == []
    assert drift(accounts([1.0] * 30), {}) == ()
