import numpy as np
import pytest

from shoal.audit.examine import examine
from shoal.audit.matching import match
from shoal.errors import DataError, DuplicateIds, ModelMismatch
from shoal.records.options import OnDuplicateId, TableOptions
from shoal.records.tables import Table


@pytest.fixture
def fitted(table, rng):
    n = 50
    return table(
        {
            "account_id": [f"a{i:03}" for i in rng.permutation(n)],
            "support_tickets_per_month": rng.poisson(3, n).tolist(),
            "feature_adoption_rate": [140.0, -3.0, *rng.uniform(0, 100, n - 2)],
            "logins": rng.poisson(20, n).tolist(),
            "seats": [0, *rng.integers(1, 50, n - 1)],
            "country": ["DE"] * n,
        }
    )


@pytest.fixture
def metrics(fitted):
    return examine(fitted, TableOptions()).accounts.metrics


def test_the_fitted_table_gives_the_very_values_of_the_fit(fitted, metrics):
    one = examine(fitted, TableOptions()).accounts
    other = match(fitted, metrics=metrics, id_name="account_id").accounts
    np.testing.assert_array_equal(one.values, other.values)
    assert one.ids == other.ids
    np.testing.assert_array_equal(one.rows, other.rows)
    assert np.isnan(other.values).any()


def test_order_of_columns_does_not_matter_and_extra_ones_are_noted(fitted, metrics):
    turned = Table(name="t", n_rows=fitted.n_rows, columns=fitted.columns[::-1])
    found = match(turned, metrics=metrics, id_name="account_id")
    assert [(f.code, f.column) for f in found.findings] == [("extra-columns", "country")]
    np.testing.assert_array_equal(
        found.accounts.values, match(fitted, metrics=metrics, id_name="account_id").accounts.values
    )


@pytest.mark.parametrize(
    ("name", "renamed", "meant"),
    [
        ("logins", "login", "login"),
        ("support_tickets_per_month", "helpdesk_tickets", "helpdesk_tickets"),
        ("seats", "licences", "licences"),
        ("account_id", "acount_id", "acount_id"),
    ],
)
def test_a_renamed_column_is_named_with_what_was_meant(
    table, fitted, metrics, name, renamed, meant
):
    columns = {(renamed if c.name == name else c.name): c.values.tolist() for c in fitted.columns}
    with pytest.raises(ModelMismatch) as caught:
        match(table(columns), metrics=metrics, id_name="account_id")
    assert f"{name}. Did you mean {meant}?" in caught.value.message


def test_text_where_a_number_is_expected_is_refused(table, metrics):
    given = table(
        {
            "account_id": ["a"],
            "support_tickets_per_month": [1],
            "feature_adoption_rate": ["high"],
            "logins": [1],
            "seats": [1],
        }
    )
    with pytest.raises(ModelMismatch, match="feature_adoption_rate holds text such as 'high'"):
        match(given, metrics=metrics, id_name="account_id")


def one_row(table, **other):
    cells = {
        "account_id": ["a"],
        "support_tickets_per_month": [1],
        "feature_adoption_rate": [50],
        "logins": [10],
        "seats": [5],
    }
    return table(cells | other)


def test_a_single_row_is_enough(table, metrics):
    found = match(one_row(table), metrics=metrics, id_name="account_id").accounts
    by_name = dict(zip([m.name for m in metrics], found.values[0], strict=True))
    assert by_name == {
        "feature_adoption_rate": 50,
        "logins_per_seat": 2,
        "support_tickets_per_month_per_seat": 0.2,
    }


def test_without_an_id_rows_are_numbered(table, metrics):
    assert match(one_row(table), metrics=metrics, id_name=None).accounts.ids == ("1",)


def test_an_empty_metric_is_told_not_refused(table, metrics):
    found = match(one_row(table, logins=[None]), metrics=metrics, id_name="account_id")
    assert ("empty-column", "logins") in [(f.code, f.column) for f in found.findings]


def test_no_rows_are_an_error(table, metrics):
    empty = one_row(table)
    columns = tuple(type(c)(name=c.name, type=c.type, values=c.values[:0]) for c in empty.columns)
    with pytest.raises(DataError, match="no rows"):
        match(Table(name="t", n_rows=0, columns=columns), metrics=metrics, id_name="account_id")


def test_ids_with_different_rows_follow_the_option(table, metrics):
    given = table(
        {
            "account_id": ["a", "a"],
            "support_tickets_per_month": [1, 1],
            "feature_adoption_rate": [50, 70],
            "logins": [10, 10],
            "seats": [5, 5],
        }
    )
    with pytest.raises(DuplicateIds, match="feature_adoption_rate"):
        match(given, metrics=metrics, id_name="account_id")
    found = match(given, metrics=metrics, id_name="account_id", on_duplicate_id=OnDuplicateId.MEAN)
    assert found.accounts.values[0, 0] == 60


def test_rows_that_differ_only_in_columns_nobody_needs_are_one_account(table, metrics):
    given = one_row(table)
    twice = {c.name: [*c.values.tolist()] * 2 for c in given.columns} | {"note": ["x", "y"]}
    assert match(table(twice), metrics=metrics, id_name="account_id").accounts.ids == ("a",)
