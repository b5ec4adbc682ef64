import numpy as np
import pytest

from shoal.audit.context import check_currencies, context, outcomes
from shoal.audit.roles import decide
from shoal.errors import UsageError
from shoal.records.meanings import ContextRole
from shoal.records.options import TableOptions

DAY = np.datetime64("2026-03-01")


def roles(table, **options):
    return decide(table.columns, TableOptions(**options), id_column=None)


def outcome(table, **options):
    (found,) = outcomes(roles(table, **options), options.get("outcomes", ()))
    return found


def test_facts_have_their_roles(table):
    given = table(
        {
            "csm": ["Ann", "Bo"],
            "renewal_date": [DAY, DAY + 1],
            "arr_usd": [100, 200],
            "mrr": [10, 20],
            "industry": ["a", "b"],
            "country": ["DE", "US"],
        }
    )
    found = {c.name: c for c in context(roles(given), [])}
    assert found["csm"].role is ContextRole.OWNER
    assert found["renewal_date"].role is ContextRole.RENEWAL
    assert found["industry"].role is ContextRole.INDUSTRY
    assert found["country"].role is ContextRole.OTHER
    assert (found["arr_usd"].currency, found["mrr"].currency) == ("USD", None)
    assert next(iter(found)) == "arr_usd"


def test_a_currency_column_gives_one_code_or_one_each(table):
    one = table({"arr": [1, 2], "currency": ["eur", "EUR"]})
    two = table({"arr": [1, 2, 3], "currency": ["EUR", "USD", None]})
    assert context(roles(one), [])[0].currency == "EUR"
    mixed = context(roles(two), [])
    assert mixed[0].currency is None
    assert mixed[0].currencies.tolist() == ["EUR", "USD", None]
    assert [f.code for f in check_currencies(mixed)] == ["mixed-currencies"]


def test_a_currency_in_the_cells_comes_first(table, column):
    given = table({"arr": column("arr", [1, 2], currency="GBP"), "currency": ["EUR", "EUR"]})
    assert context(roles(given), [])[0].currency == "GBP"


def test_amounts_that_are_text_are_no_contract_value(table):
    given = table({"arr": ["$5", "€6"]})
    assert context(roles(given), [])[0].role is ContextRole.OTHER


def test_codes_with_leading_zeros_are_shown_as_written(table, column):
    given = table({"zip": column("zip", [1069, 8001], written=["01069", "08001"])})
    assert context(roles(given), [])[0].values.tolist() == ["01069", "08001"]


@pytest.mark.parametrize(
    ("name", "cells", "values", "bad"),
    [
        ("churned", ["Yes", "no", None], [1, 0, np.nan], True),
        ("churned", [True, False, None], [1, 0, np.nan], True),
        ("churned", [1, 0, None], [1, 0, np.nan], True),
        ("churn_date", [DAY, None, DAY], [1, 0, 1], True),
        ("status", ["Churned", "Active", None], [1, 0, np.nan], True),
        ("renewed", ["renewed", "churned", "yes"], [1, 0, 1], False),
        ("seat_growth", [5, -2, None], [1, 0, np.nan], False),
        ("Kündigung", ["ja", "nein", "ja"], [1, 0, 1], True),
    ],
)
def test_outcomes_are_read_as_one_and_zero(table, name, cells, values, bad):
    found = outcome(table({name: cells}))
    np.testing.assert_array_equal(found.values, values)
    assert found.bad is bad


def test_any_column_of_yes_and_no_can_be_an_outcome(table):
    found = outcome(table({"went_quiet": ["y", "n", "n"]}), outcomes=("went_quiet",))
    assert found.values.tolist() == [1, 0, 0]
    assert found.label == "Went quiet"


def test_a_named_outcome_that_says_neither_is_refused(table):
    given = table({"mood": ["red", "blue", "red"]})
    with pytest.raises(UsageError, match="mood"):
        outcomes(roles(given, outcomes=("mood",)), ("mood",))


def test_a_score_of_churn_is_left_out_but_not_clustered(table):
    assert outcomes(roles(table({"churn_score": [55, 60, 70]})), ()) == ()
