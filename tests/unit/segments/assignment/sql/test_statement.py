from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pytest
import sqlglot
from sqlglot import exp

from shoal.records.preparation import Preparation, PreparedMetric, Scale
from shoal.records.scoring import Prototype, ScoringRule
from shoal.segments.assignment.sql.dialects import SqlDialect

GOLDEN = Path(__file__).parents[4] / "golden" / "sql"


@pytest.mark.parametrize("dialect", SqlDialect)
def test_the_statement_of_a_tiny_rule_is_as_reviewed(write, placements, dialect):
    reviewed = (GOLDEN / f"{dialect}.sql").read_text("utf-8")
    is_short = dialect is not SqlDialect.DUCKDB
    given = placements(dialect)
    assert write(dialect=dialect, only_segment=is_short, placements=given) == reviewed


@pytest.mark.parametrize("dialect", SqlDialect)
@pytest.mark.parametrize("id_name", ["account_id", None])
def test_the_statement_parses_back_in_its_own_dialect(write, dialect, id_name):
    text = write(dialect=dialect, id_name=id_name)
    (parsed,) = sqlglot.parse(text, dialect=dialect.value)
    assert isinstance(parsed, exp.Select)
    assert parsed.named_selects == [
        id_name or "row",
        "segment",
        "segment_name",
        "confidence",
        "second_segment",
        "unusual",
    ]
    # The short form of GREATEST is read back as the same text.
    assert parsed.sql(dialect=dialect.value, pretty=True).count("EXP(") == text.count("EXP(")


def test_no_number_is_a_decimal(write):
    tree = sqlglot.parse_one(write(), dialect="duckdb")
    numbers = [n.name for n in tree.find_all(exp.Literal) if not n.is_string]
    assert {n for n in numbers if "E" not in n and not n.isdigit()} == set()


def test_names_are_text_and_identifiers_only(write, tiny_metrics):
    evil = 'x"; DROP TABLE accounts; --'
    metrics = (replace(tiny_metrics[0], column=evil), tiny_metrics[1])
    for dialect in SqlDialect:
        text = write(dialect=dialect, metrics=metrics, name="'; DROP TABLE t; --", id_name=evil)
        (parsed,) = sqlglot.parse(text, dialect=dialect.value)
        assert isinstance(parsed, exp.Select)
        assert not list(parsed.find_all(exp.Drop))
        assert evil in {column.name for column in parsed.find_all(exp.Column)}


def test_columns_are_taken_as_they_are_written(write):
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE accounts AS SELECT '007' AS account_id, 20 AS \"Logins\", true AS users, "
        "CAST(2 AS DECIMAL(9, 2)) AS seats"
    )
    found = connection.execute(write()).fetchall()
    assert found[0][:3] == ("007", "s1", "It's")


def test_equal_scores_go_to_the_first_segment(write, tiny):
    equal = replace(
        tiny, prototypes=tuple(replace(tiny.prototypes[0], segment=s) for s in ("s1", "s2"))
    )
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE accounts AS SELECT 1 AS account_id, 3 AS Logins, 2 AS users, 4 AS seats"
    )
    row = connection.execute(write(equal)).fetchone()
    assert (row[1], row[3], row[4]) == ("s1", 0.0, "s2")


ROWS = """
    CREATE TABLE accounts AS SELECT * FROM (VALUES
        (1, 5, 3e0, 'trial'), (2, 5, 30, 'trial'), (3, 5, NULL, 'trial'),
        (4, 5, NULL, ' '), (5, 5, 'NaN', NULL), (6, 5, 14, 'Trial'), (7, NULL, 13.5, NULL)
    ) AS t(account_id, "Logins", age_days, stage), (SELECT 2 AS users, 4 AS seats)
"""


@pytest.mark.parametrize("n_prototypes", [1, 2])
def test_the_first_rule_that_holds_places_an_account(write, placements, tiny, n_prototypes):
    rule = replace(tiny, prototypes=tiny.prototypes[:n_prototypes])
    connection = duckdb.connect()
    connection.execute(ROWS)
    found = connection.execute(write(rule, placements=placements())).fetchall()
    plain = connection.execute(write(rule)).fetchall()
    young = ("p-onboarding", "Onboarding", 1.0, None, False)
    trial = ("p-trial", "Trial", 1.0, None, False)
    placed = {1: young, 2: trial, 3: trial, 7: young}
    assert sorted(found) == [(r[0], *placed.get(r[0], r[1:])) for r in sorted(plain)]
    short = connection.execute(write(rule, placements=placements(), only_segment=True)).fetchall()
    assert sorted(short) == [r[:2] for r in sorted(found)]


def test_equal_spreads_need_no_squares_in_the_short_statement(write, tiny):
    equal = replace(tiny, prototypes=tuple(replace(p, spreads=(0.7, 0.7)) for p in tiny.prototypes))
    assert "shoal_squares" not in write(equal, only_segment=True)
    assert "shoal_squares" in write(tiny, only_segment=True)


def test_only_postgres_keeps_stages_apart(write):
    fenced = {d for d in SqlDialect if "OFFSET 0" in write(dialect=d)}
    assert fenced == {SqlDialect.POSTGRES}


def test_hundreds_of_metrics_and_prototypes_still_run(write, tiny_metrics):
    n_metrics, n_prototypes = 150, 12
    rng = np.random.default_rng(2)
    metrics = tuple(
        replace(tiny_metrics[0], name=f"x{j}", column=f"x{j}") for j in range(n_metrics)
    )
    preparation = Preparation(
        name="wide",
        metrics=tuple(
            PreparedMetric(metric=m.name, scale=Scale.LOG, reference=1.0, centre=1.0, spread=1.0)
            for m in metrics
        ),
    )
    prototypes = tuple(
        Prototype(
            segment=f"s{i % 2 + 1}",
            log_weight=0.0,
            means=tuple(rng.normal(size=n_metrics)),
            spreads=tuple(rng.uniform(0.5, 1.0, n_metrics)),
            pile_shares=(0.0,) * n_metrics,
        )
        for i in range(n_prototypes)
    )
    rule = ScoringRule(preparation=preparation, prototypes=prototypes)
    connection = duckdb.connect()
    cells = ", ".join(f"{j} AS x{j}" for j in range(n_metrics))
    connection.execute(f"CREATE TABLE accounts AS SELECT 1 AS account_id, {cells}")
    assert connection.execute(write(rule, metrics=metrics)).fetchone()[1] in {"s1", "s2"}
