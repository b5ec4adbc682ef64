"""What is done to a query before it runs."""

import pytest
from sqlglot import exp, parse_one

from shoal.engines.casts import as_declared, refuse_unknown_tables, values_used
from shoal.errors import InternalError, UsageError
from shoal.records.queries import Query, QueryColumn, ValueType


def query(sql, values=None, **columns):
    return Query(
        tree=parse_one(sql, read="duckdb"),
        columns=tuple(QueryColumn(name=n, type=ValueType(t)) for n, t in columns.items()),
        parameters=values or {},
    )


def test_every_column_is_cast_and_in_the_declared_order():
    text = as_declared(query("SELECT a, b FROM t", b="number", a="text")).sql("duckdb")

    assert text == (
        'SELECT CAST("b" AS DOUBLE) AS "b", CAST("a" AS TEXT) AS "a"'
        " FROM (SELECT a, b FROM t) AS typed"
    )


def test_only_the_values_that_are_used_are_given():
    given = query("SELECT $b AS x, $a AS y, $b AS z", {"a": 1, "b": 2, "c": 3})

    assert values_used(given) == {"a": 1, "b": 2}


def test_a_missing_value_is_our_mistake():
    with pytest.raises(InternalError, match=r"not given: b\."):
        values_used(query("SELECT $b AS x"))


def test_parts_of_a_query_are_no_tables():
    tree = "WITH part AS (SELECT 1 AS a FROM t) SELECT a FROM part JOIN (SELECT 1 AS b FROM u) AS v"

    refuse_unknown_tables(query(tree), {"t", "u"})


def test_a_table_of_a_schema_is_none_of_ours():
    with pytest.raises(UsageError, match=r"table parquet\.t that"):
        refuse_unknown_tables(query("SELECT 1 AS a FROM parquet.t"), {"t"})


def test_functions_are_no_tables_that_could_be_open():
    table = exp.select("*").from_(exp.Anonymous(this="generate_series"))

    refuse_unknown_tables(Query(tree=table, columns=()), set())


def test_an_unknown_table_is_named_with_those_there_are():
    with pytest.raises(UsageError, match=r"event that is not open\. Did you mean events") as raised:
        refuse_unknown_tables(query("SELECT 1 AS a FROM event"), {"events", "accounts"})

    assert raised.value.suggestion == "Open tables are: accounts, events."
