"""Placements in the statement: DuckDB places whom Python places, on some thousands of accounts."""

from dataclasses import replace

import duckdb
import numpy as np
import pandas as pd
import pytest
import sqlglot
from sqlglot import exp

from shoal.operations.assign import assign_table
from shoal.operations.export_sql import DIALECTS, sql_text
from shoal.operations.reading import read_source
from shoal.worlds.plain import plain_groups

N_ACCOUNTS = 4_000
PLANS = ("free", "Free", "Pro", 'O\'Neil "x"', r"50%\off", "50%off", "Äther", "zebra", None, " ")
DAYS = ("2026-01-01", "2026-06-30", "2026-06-30 12:00:00", "2026-07-01", None)
PLACEMENTS = {
    "numbers": {"Young": "age_days < 14", "Old": "age_days >= 300 OR age_days = 200"},
    "first wins": {"A": "age_days < 200", "B": "age_days < 100", "C": "plan = 'free'"},
    "text": {"It's": "plan = 'O''Neil \"x\"'", "Late": "plan > 'Pro'", "Z": "plan IN ('zebra')"},
    "patterns": {"Off": r"plan LIKE '50%\%'", "Any": "plan LIKE '%_e%'", "F": "plan LIKE 'f%'"},
    "dates": {
        "Then": "signed BETWEEN '2026-01-02' AND '2026-06-30'",
        "Later": "signed > '2026-06-30' AND signed <> '2026-07-01'",
    },
    "missing": {
        "No age": "age_days IS NULL",
        "No plan": "plan IS NULL",
        "No day": "signed IS NULL",
        "No ratio": "revenue / seats IS NULL",
        "Known": "old_plan IS NOT NULL AND trial IS NULL",
    },
    "not": {"Not free": "NOT plan = 'free'", "Rest": "NOT (age_days > 100 AND trial)"},
    "unknown": {"Paying": "plan <> 'free' AND age_days > 300", "Or": "age_days > 350 OR trial"},
    "division by zero": {"Dear": "revenue / seats > 20", "Cheap": "NOT revenue / seats > 5"},
    "arithmetic": {
        "Half": "(age_days + 1) / 2 - 7 / 2 < -age_days * 0.5 + 100",
        "Huge": "revenue * revenue * 1e300 > 5",
        "Sums": "1000000 * 1000000 * 10 < revenue * 1e12",
    },
    "columns": {"Moved": "plan <> old_plan", "Ahead": "revenue > seats", "Nan": "seats = seats"},
    "yes and no": {"On trial": "trial", "No trial": "trial = FALSE AND seats = 1"},
    "ids": {"One": "\"account_id\" = 'n0007'", "Some": "account_id LIKE 'n000_'"},
    "nobody and all": {"None": "age_days > 1e9", "All": "age_days < 0 OR 1 = 1"},
}


@pytest.fixture(scope="module")
def accounts():
    """Return accounts with every kind of cell that a rule may meet."""
    world = plain_groups(5, N_ACCOUNTS, n_groups=3, n_metrics=3)
    rng = np.random.default_rng(4)
    metrics = {n: v for n, v in world.columns.items() if n != "account_id"}
    age = rng.integers(0, 400, N_ACCOUNTS).astype(float)
    age[rng.random(N_ACCOUNTS) < 0.1] = np.nan
    columns = {
        "account_id": [f"n{i:04}" for i in range(N_ACCOUNTS)],
        **metrics,
        "age_days": age,
        "plan": rng.choice(np.array(PLANS, dtype=object), N_ACCOUNTS),
        "old_plan": rng.choice(np.array(PLANS, dtype=object), N_ACCOUNTS),
        "signed": pd.to_datetime(
            rng.choice(np.array(DAYS, dtype=object), N_ACCOUNTS), format="ISO8601"
        ),
        "trial": rng.choice(np.array([True, False, None], dtype=object), N_ACCOUNTS),
        "revenue": rng.choice([np.nan, 0.0, 1.0, 10.0, 1e9, np.inf], N_ACCOUNTS),
        "seats": rng.choice([np.nan, 0.0, 1.0, 2.0, -np.inf, 3e-308], N_ACCOUNTS),
    }
    return pd.DataFrame(columns)


@pytest.fixture(scope="module")
def database(accounts):
    """Return a connection to the accounts; half of the ages that are missing are NaN."""
    connection = duckdb.connect()
    connection.register("given", accounts)
    connection.execute("CREATE TABLE accounts AS SELECT * FROM given")
    connection.execute("UPDATE accounts SET age_days = NULL WHERE isnan(age_days)")
    connection.execute(
        "UPDATE accounts SET age_days = 'NaN' WHERE age_days IS NULL AND account_id > 'n2'"
    )
    count = "SELECT count(*) FROM accounts WHERE isnan(age_days)"
    assert connection.execute(count).fetchall()[0][0] > 99
    yield connection
    connection.close()


def with_rules(model, placements):
    search = replace(model.options.search, placements=placements)
    return replace(model, options=replace(model.options, search=search))


@pytest.mark.parametrize("placements", PLACEMENTS.values(), ids=PLACEMENTS)
def test_the_statement_places_whom_python_places(model, accounts, database, placements):
    placed = with_rules(model, placements)
    expected = pd.DataFrame(assign_table(placed, read_source(accounts)).columns())
    found = database.sql(sql_text(placed)).df().set_index("account_id")
    found = found.loc[expected["account_id"]]
    assert ["account_id", *found.columns] == list(expected.columns)
    for name in ("segment", "segment_name", "unusual"):
        assert found[name].tolist() == expected[name].tolist()
    second = expected["second_segment"].fillna("")
    assert found["second_segment"].fillna("").tolist() == second.tolist()
    np.testing.assert_allclose(found["confidence"].round(4), expected["confidence"], atol=1.01e-4)
    assert expected["segment"].str.startswith("p-").any()
    short = database.sql(sql_text(placed, only_segment=True)).df().set_index("account_id")
    assert short["segment"].loc[found.index].tolist() == expected["segment"].tolist()


def test_rows_without_ids_are_placed_too(model, accounts, database):
    placed = replace(with_rules(model, PLACEMENTS["numbers"]), id_name=None)
    expected = assign_table(placed, read_source(accounts)).columns()["segment"]
    found = database.sql(sql_text(placed)).order("row").fetchnumpy()
    assert found["row"].tolist() == list(range(1, N_ACCOUNTS + 1))
    assert found["segment"].tolist() == expected


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_reads_back_what_the_rules_say(model, dialect):
    rules = {n: t for group in PLACEMENTS.values() for n, t in group.items()}
    text = sql_text(with_rules(model, rules), dialect=dialect)
    (parsed,) = sqlglot.parse(text, dialect=dialect)
    assert isinstance(parsed, exp.Select)
    literals = {node.name for node in parsed.find_all(exp.Literal) if node.is_string}
    assert {'O\'Neil "x"', "p-it-s", "It's", "n0007"} <= literals
    (pattern,) = {p for p in literals if p.startswith("50%")}
    assert pattern == (r"50%\%" if dialect in {"duckdb", "snowflake"} else r"50%\\%")


def test_text_is_ordered_by_codes_in_postgres_as_well(model):
    placed = with_rules(model, {"Late": "plan > 'Pro'"})
    assert "COLLATE \"C\" > 'Pro'" in sql_text(placed, dialect="postgres")
    assert "COLLATE" not in sql_text(placed, dialect="spark")


def test_a_rule_cannot_bring_sql_along(model):
    evil = "'; DROP TABLE accounts; --"
    texts = {evil: "plan = '''; DROP TABLE accounts; --' OR \"a\"\"; DROP TABLE t; --\" = 1"}
    for dialect in DIALECTS:
        text = sql_text(with_rules(model, texts), dialect=dialect)
        (parsed,) = sqlglot.parse(text, dialect=dialect)
        assert not list(parsed.find_all(exp.Drop))
        assert evil in {node.name for node in parsed.find_all(exp.Literal)}
        assert 'a"; DROP TABLE t; --' in {node.name for node in parsed.find_all(exp.Column)}
