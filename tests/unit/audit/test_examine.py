import numpy as np
import pytest

from shoal.audit.examine import CHECKS, examine
from shoal.errors import DataError, DuplicateIds, NothingToCluster
from shoal.records.findings import Finding, Severity
from shoal.records.meanings import ContextRole, Kind
from shoal.records.options import TableOptions
from shoal.records.tables import Table

N = 500


@pytest.fixture
def customer_data(rng):
    return {
        "monthly_active_users": rng.lognormal(3, 1, N).round().tolist(),
        "feature_adoption_rate": rng.uniform(0, 100, N).tolist(),
        "support_tickets_per_month": rng.poisson(2, N).tolist(),
        "days_since_last_login": rng.exponential(10, N).round().tolist(),
        "contract_value": rng.lognormal(9, 1, N).tolist(),
        "nps_score": rng.integers(-100, 101, N).tolist(),
    }


def test_the_table_every_reader_starts_from(table, customer_data):
    found = examine(table(customer_data), TableOptions())
    assert [m.meaning for m in found.accounts.metrics] == [
        "days_since_last_login",
        "feature_adoption",
        "monthly_active_users",
        "nps",
        "tickets",
    ]
    assert [(e.column, e.kind) for e in found.excluded] == [("contract_value", Kind.FACT)]
    assert found.accounts.context_of(ContextRole.CONTRACT_VALUE).name == "contract_value"
    assert "volume-without-seats" in {f.code for f in found.findings}
    assert found.accounts.id_name is None
    assert found.accounts.values.shape == (N, 5)


def test_values_follow_rows(table, customer_data):
    accounts = examine(table(customer_data), TableOptions()).accounts
    at = [m.name for m in accounts.metrics].index("nps_score")
    assert accounts.values[accounts.rows, at].tolist() == customer_data["nps_score"]


def test_order_of_rows_and_columns_changes_nothing(table, customer_data, rng):
    order = rng.permutation(N)
    shuffled = {n: [cells[i] for i in order] for n, cells in reversed(customer_data.items())}
    one = examine(table(customer_data), TableOptions()).accounts
    other = examine(table(shuffled), TableOptions()).accounts
    assert one.metrics == other.metrics
    np.testing.assert_array_equal(one.values, other.values)
    np.testing.assert_array_equal(one.rows[order], other.rows)


def test_ids_are_conserved(table, customer_data, rng):
    ids = [f"c{i}" for i in rng.permutation(N)]
    accounts = examine(table({"customer_id": ids} | customer_data), TableOptions()).accounts
    assert sorted(ids) == list(accounts.ids)
    assert [accounts.ids[i] for i in accounts.rows] == ids


def test_every_column_is_a_metric_or_excluded(table, customer_data):
    given = table(customer_data | {"seats": [5] * (N - 1) + [6], "note": ["x"] * N})
    found = examine(given, TableOptions())
    read = {m.column for m in found.accounts.metrics if m.per is None}
    assert read | {e.column for e in found.excluded} == set(given.column_names)
    assert {e.column for e in found.excluded if e.kind is Kind.SIZE} == {
        "monthly_active_users",
        "support_tickets_per_month",
    }


def test_findings_of_reading_come_first(table):
    earlier = Finding(code="ambiguous-dates", severity=Severity.WARNING, message="m")
    given = table({"x": [1, 2, 3], "y": [3, 1, 2]}, findings=(earlier,))
    assert examine(given, TableOptions()).findings[0] is earlier


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"logins": [5], "nps": [3]}, "one account"),
        ({"logins": [5, 5], "x": [1, 1]}, "same in every row"),
        ({"logins": [None, None], "x": [None, None]}, "Empty in every row"),
        ({"name": ["a", "b"], "plan": ["c", "d"]}, "no metric"),
        ({"feature_adoption": [300, 400, 500]}, "No possible value"),
    ],
)
def test_where_nothing_can_be_clustered_it_says_why(table, columns, words):
    with pytest.raises(NothingToCluster, match=words) as caught:
        examine(table(columns), TableOptions())
    assert caught.value.findings or words == "one account"


def test_a_header_without_rows_is_refused(table):
    with pytest.raises(NothingToCluster, match="no rows"):
        examine(table({"x": [], "y": []}), TableOptions())
    with pytest.raises(NothingToCluster, match="no columns"):
        examine(Table(name="t", n_rows=0, columns=()), TableOptions())


def test_evident_ids_that_conflict_stop(table):
    given = table({"account_id": ["a", "b", "c", "c"], "x": [1, 2, 3, 4]})
    with pytest.raises(DuplicateIds, match=r"c \(x\)"):
        examine(given, TableOptions())


def test_ids_that_are_missing_stop(table):
    given = table({"k": ["a", None, "c"], "x": [1, 2, 3]})
    with pytest.raises(DataError, match="data rows 2"):
        examine(given, TableOptions(id="k"))


def test_volumes_that_ratios_replaced_are_kept_as_facts(table, rng):
    given = table({"seats": rng.integers(1, 9, 50).tolist(), "logins": rng.poisson(9, 50).tolist()})
    found = examine(given, TableOptions())
    assert {c.name for c in found.accounts.context} == {"seats", "logins"}


def test_more_columns_than_accounts_are_examined(table, rng):
    given = table({f"x{i}": rng.normal(size=12).tolist() for i in range(80)})
    assert examine(given, TableOptions()).accounts.values.shape == (12, 80)


def test_a_sound_table_has_only_the_note_on_its_id(table, rng):
    given = table(
        {
            "account_id": [f"a{i:03}" for i in range(N)],
            "stickiness": rng.uniform(20, 60, N).tolist(),
            "active_days": rng.uniform(1, 20, N).tolist(),
        }
    )
    assert [f.code for f in examine(given, TableOptions()).findings] == ["id-guessed"]


def test_every_check_is_listed_once():
    assert len(set(CHECKS)) == len(CHECKS)


def test_findings_that_repeat_without_end_are_folded(table, rng):
    given = table({f"x{i:02}": [*rng.normal(size=40), *[None] * 10] for i in range(50)})
    found = examine(given, TableOptions()).findings
    told = [f for f in found if f.code == "missing-cells"]
    assert len(told) == 21
    assert told[-1].evidence == {"more": 30}
