"""Amounts in several currencies: own metrics held against a calculation in pandas."""

import math

import numpy as np
import pandas as pd
import pytest
from reckoning.small_log import AS_OF, ago, noon
from reckoning.workspaces import measured, metrics_of, own, source, with_window, workspace

from shoal.records.workspace import Aggregation, Money, Role, WhenNothing

NAN = math.nan
RATES = {"EUR": 1.0, "USD": 0.9}
OF_VALUES = (
    Aggregation.SUM,
    Aggregation.MEAN,
    Aggregation.MEDIAN,
    Aggregation.MIN,
    Aggregation.MAX,
    Aggregation.LATEST,
)
ACCOUNTS = pd.DataFrame({"id": ["a", "b", "c", "only XXX", "none"], "created": ago(1000)})


def deals(seed=3, n=200):
    """Draw outcomes in several currencies, one of them without a rate."""
    rng = np.random.default_rng(seed)
    drawn = pd.DataFrame(
        {
            "id": rng.choice(["a", "b", "c"], n),
            "at": [noon(0, hours=-int(m) / 60) for m in rng.integers(0, 99_999, n)],
            "kind": rng.choice(["expanded", "churned"], n),
            "worth": np.round(rng.lognormal(4, 1, n), 2),
            "cur": rng.choice(["EUR", "USD", "XXX", None], n),
        }
    )
    lost = pd.DataFrame({"id": "only XXX", "at": [noon(3), noon(5)], "kind": "expanded"})
    return pd.concat([drawn, lost.assign(worth=70.0, cur="XXX")], ignore_index=True)


def every(**said):
    return tuple(own(a.value, "deals", a, column="amount", **said) for a in OF_VALUES)


def measured_deals(folder, rows, metrics, *, money=None, **said):
    described = source(
        "deals",
        Role.OUTCOMES,
        columns={"account": "id", "amount": "worth"},
        money=money or Money(column="cur"),
    )
    sources = (source("accounts", Role.ACCOUNTS, columns={"account": "id"}), described)
    tables = {"accounts": ACCOUNTS, "deals": rows}
    return workspace(folder, tables, sources, metrics=with_window(90, *metrics, presets=()), **said)


def reckoned(rows):
    """Reckon each aggregation of amounts in EUR, account by account."""
    rows = rows.assign(euros=rows["worth"] * rows["cur"].map(RATES))
    known = rows.dropna(subset="euros").sort_values("at").groupby("id")["euros"]
    made = {a.value: known.agg("last" if a is Aggregation.LATEST else a.value) for a in OF_VALUES}
    return pd.DataFrame(made).reindex(ACCOUNTS["id"])


def test_own_metrics_count_amounts_in_the_workspaces_currency(tmp_path):
    rows = deals()
    spec = measured_deals(tmp_path, rows, every(), currency="EUR", rates={"USD": 0.9})
    found = metrics_of(spec, AS_OF).drop(columns="as_of").sort_index()
    expected = reckoned(rows).sort_index()
    expected.loc["none", "sum"] = 0.0  # nothing happened; of `only XXX` nobody knows
    expected.loc["none", ["mean", "median", "min", "max", "latest"]] = (
        0.0  # as `missing: zero` says
    )
    pd.testing.assert_frame_equal(found[expected.columns], expected, check_names=False, rtol=1e-12)


def test_conditions_of_own_metrics_read_amounts_in_the_workspaces_currency(tmp_path):
    rows = deals()
    metrics = (
        own("large", "deals", Aggregation.COUNT, where="amount > 60"),
        own("large_sum", "deals", Aggregation.SUM, column="worth", where="worth > 60"),
    )
    spec = measured_deals(tmp_path, rows, metrics, currency="EUR", rates={"USD": 0.9})
    found = metrics_of(spec, AS_OF)
    euros = rows["worth"] * rows["cur"].map(RATES)
    kept = euros[euros > 60].groupby(rows["id"])
    for account in "abc":
        assert found.loc[account, "large"] == kept.count()[account]
        assert found.loc[account, "large_sum"] == pytest.approx(kept.sum()[account])
    assert np.isnan(found.loc["only XXX", "large_sum"])


@pytest.mark.parametrize(
    ("money", "said"),
    [
        (Money(column="cur"), {}),
        (Money(currency="XXX"), {"currency": "EUR", "rates": {"USD": 0.9}}),
    ],
)
def test_amounts_that_nothing_turns_into_one_currency_are_missing(tmp_path, money, said):
    metrics = every(missing=WhenNothing.UNKNOWN)
    metrics = (*metrics, own("total", "deals", Aggregation.SUM, column="amount"))
    spec = measured_deals(tmp_path, deals(), metrics, money=money, **said)
    result = measured(spec, AS_OF)
    found = metrics_of(spec, AS_OF)
    assert found.loc[["a", "b", "c", "only XXX"]].drop(columns="as_of").isna().all(axis=None)
    assert found.loc["none", "total"] == 0
    code = "currency-without-rate" if said else "currencies-not-added"
    assert [f.code for f in result.findings] == [code]


def test_amounts_of_one_currency_are_counted_where_the_workspace_names_none(tmp_path):
    rows = deals()
    metrics = every(missing=WhenNothing.UNKNOWN)
    spec = measured_deals(tmp_path, rows, metrics, money=Money(currency="USD"))
    found = metrics_of(spec, AS_OF)
    assert found["sum"].dropna().to_dict() == pytest.approx(
        rows.groupby("id")["worth"].sum().to_dict()
    )


def test_a_change_to_amounts_without_a_rate_is_unknown_and_no_fall_to_nothing(tmp_path):
    rows = pd.DataFrame(
        [
            ("a", noon(120), 100.0, "EUR"),
            ("a", noon(10), 100.0, "XXX"),
            ("b", noon(120), 100.0, "EUR"),
            ("c", noon(120), 100.0, "EUR"),
            ("c", noon(10), 50.0, "EUR"),
        ],
        columns=["id", "at", "worth", "cur"],
    ).assign(kind="expanded")
    metrics = (own("change", "deals", Aggregation.SUM, column="amount", trend=True),)
    spec = measured_deals(tmp_path, rows, metrics, currency="EUR")
    found = metrics_of(spec, AS_OF)["change"]
    assert np.isnan(found["a"])
    assert (found["b"], found["c"]) == (-100, -50)


def test_revenue_in_a_currency_without_a_rate_is_unknown_and_not_lost(log):
    subscriptions = pd.DataFrame(
        [
            ("a", ago(200), ago(30), 100.0, "EUR"),
            ("a", ago(30), None, 200.0, "XXX"),
            ("b", ago(200), ago(30), 100.0, "EUR"),
        ],
        columns=["id", "from", "to", "amount", "currency"],
    )
    described = source(
        "subs", Role.SUBSCRIPTIONS, columns={"account": "id"}, money=Money(column="currency")
    )
    found = log({"subs": (subscriptions, described)}, currency="EUR")["revenue_growth"]
    assert np.isnan(found["a"])
    assert found["b"] == -100


def test_contract_values_of_several_currencies_are_not_mixed(tmp_path):
    accounts = ACCOUNTS.assign(contract_value=100.0, cur=["EUR", "USD", "EUR", "USD", "EUR"])
    described = source(
        "accounts", Role.ACCOUNTS, columns={"account": "id"}, money=Money(column="cur")
    )
    log = pd.DataFrame({"id": ["a"], "at": [noon(1)]})
    sources = (described, source("log", Role.EVENTS, columns={"account": "id"}))
    spec = workspace(tmp_path, {"accounts": accounts, "log": log}, sources)
    result = measured(spec, AS_OF)
    attributes = pd.read_parquet(result.snapshots[0].attributes)
    assert attributes["contract_value"].isna().all()
    assert "currencies-not-added" in {f.code for f in result.findings}
