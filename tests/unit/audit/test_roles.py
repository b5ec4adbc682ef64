import numpy as np
import pytest

from shoal.audit.roles import decide
from shoal.errors import UnknownColumn, UsageError
from shoal.records.meanings import Kind
from shoal.records.options import TableOptions

N = 30


def kinds(table, **options):
    roles = decide(table.columns, TableOptions(**options), id_column=None)
    return {r.name: r.kind for r in roles}


@pytest.fixture
def wide(table, rng):
    return table(
        {
            "logins": rng.poisson(9, N).tolist(),
            "unknown_number": rng.normal(size=N).tolist(),
            "contract_value": rng.lognormal(9, 1, N).tolist(),
            "churned": [i % 2 == 0 for i in range(N)],
            "qbr_count": rng.poisson(2, N).tolist(),
            "has_sso": [i % 3 == 0 for i in range(N)],
            "zero_one": [float(i % 2) for i in range(N)],
            "signed_on": [np.datetime64("2026-01-01") + i for i in range(N)],
            "remark": [f"text {i}" for i in range(N)],
            "nothing": [None] * N,
            "always": [5] * N,
            "Recnum": list(range(1, N + 1)),
            "invoice_number": rng.permutation(1000)[:N].tolist(),
            "since": [20240101 + i % 28 for i in range(N)],
            "copy_of_logins": None,
        }
        | {"copy_of_logins": [0] * N}
    )


def test_every_column_finds_its_kind(wide):
    found = kinds(wide)
    assert found == {
        "logins": Kind.BEHAVIOUR,
        "unknown_number": Kind.BEHAVIOUR,
        "contract_value": Kind.FACT,
        "churned": Kind.OUTCOME,
        "qbr_count": Kind.TOUCH,
        "has_sso": Kind.FACT,
        "zero_one": Kind.FACT,
        "signed_on": Kind.DATE,
        "remark": Kind.TEXT,
        "nothing": Kind.EMPTY,
        "always": Kind.CONSTANT,
        "Recnum": Kind.ID,
        "invoice_number": Kind.ID,
        "since": Kind.DATE,
        "copy_of_logins": Kind.CONSTANT,
    }


def test_a_named_metric_overrides_what_its_name_means(wide):
    found = kinds(wide, metrics=("contract_value", "churned", "has_sso", "Recnum"))
    behaviour = {name for name, kind in found.items() if kind is Kind.BEHAVIOUR}
    assert behaviour == {"contract_value", "churned", "has_sso", "Recnum"}


def test_named_metrics_that_hold_nothing_are_refused_together(wide):
    with pytest.raises(UsageError) as caught:
        kinds(wide, metrics=("logins", "remark", "nothing", "always", "signed_on"))
    for name in ("remark", "nothing", "always", "signed_on"):
        assert name in caught.value.message
    assert "logins" not in caught.value.message


def test_unknown_columns_show_near_matches(wide):
    with pytest.raises(UnknownColumn, match=r"Did you mean logins\?"):
        kinds(wide, metrics=("loginz",))
    with pytest.raises(UnknownColumn, match="seatz"):
        kinds(wide, seats="seatz")


def test_an_unknown_meaning_shows_near_matches(wide):
    with pytest.raises(UsageError, match=r"Did you mean logins"):
        kinds(wide, meanings={"unknown_number": "login"})


def test_a_declared_meaning_comes_before_the_name(wide):
    roles = decide(
        wide.columns, TableOptions(meanings={"unknown_number": "contract_value"}), id_column=None
    )
    found = next(r for r in roles if r.name == "unknown_number")
    assert found.kind is Kind.FACT
    assert found.meaning.key == "contract_value"


def test_of_equal_columns_the_known_one_stays(table):
    cells = [3.0, 1.0, 2.0, None]
    found = kinds(table({"aaa": cells, "logins": cells, "zzz": [9.0, 1.0, 2.0, None]}))
    assert found == {"aaa": Kind.DUPLICATE, "logins": Kind.BEHAVIOUR, "zzz": Kind.BEHAVIOUR}


def test_a_short_count_from_one_is_not_taken_for_row_numbers(table):
    assert kinds(table({"n": list(range(1, 8))})) == {"n": Kind.BEHAVIOUR}


def test_a_recognised_count_is_never_row_numbers(table):
    assert kinds(table({"logins": list(range(1, 60))})) == {"logins": Kind.BEHAVIOUR}


def test_reserved_names_are_not_read(table):
    found = kinds(table({"confidence": [0.1, 0.2, 0.3], "segment": ["a", "b", "c"]}))
    assert Kind.BEHAVIOUR not in found.values()


def test_a_status_of_active_and_churned_is_an_outcome(table):
    assert kinds(table({"status": ["Active", "Churned", "Active"]})) == {"status": Kind.OUTCOME}
    assert kinds(table({"status": ["Trial", "Churned", "Active"]})) == {"status": Kind.FACT}
