import math

import duckdb
import numpy as np
import pytest
from sqlglot import exp

from shoal.segments.assignment.sql.formulas import (
    LARGEST,
    greatest,
    minus,
    number,
    own,
    power_of_e,
    text,
    times,
    total,
    weighted,
    within,
)


def answer(formula, **columns):
    """Return a formula's value in DuckDB, and its type."""
    made = exp.select(*(number_of(v).as_(k) for k, v in columns.items()), exp.null().as_("none"))
    inner = exp.select(formula.as_("v")).from_(made.subquery("given"))
    outer = exp.select("v", "typeof(v)").from_(inner.subquery("answer"))
    return duckdb.sql(outer.sql("duckdb")).fetchall()[0]


def number_of(value):
    return exp.cast(exp.Literal.string(str(value)), "double")


@pytest.mark.parametrize(
    "value", [0.0, 1.0, -1.0, 0.1, 1 / 3, -2e-17, 123456789.125, 1e300, 5e-324, LARGEST, math.pi]
)
def test_numbers_are_doubles_and_keep_every_digit(value):
    assert answer(number(value)) == (value, "DOUBLE")


def test_a_negative_number_after_a_minus_is_no_comment():
    assert answer(minus(own("x"), number(-0.1)), x=1) == (1.1, "DOUBLE")


def test_a_weighted_sum_is_the_sum(rng):
    weights = [*rng.normal(size=3), 0.0, -1.0, 1.0]
    columns = {f"x{i}": value for i, value in enumerate(rng.normal(size=6))}
    formula = weighted(-2.5, list(zip(weights, columns, strict=True)))
    assert "x3" not in formula.sql()
    expected = -2.5 + np.dot(weights, list(columns.values()))
    assert answer(formula, **columns)[0] == pytest.approx(expected, abs=1e-14)


def test_a_sum_of_nothing_is_zero():
    assert answer(weighted(0.0, [(0.0, "x")])) == (0.0, "DOUBLE")


def test_a_sum_of_thousands_of_terms_stays_shallow():
    formula = weighted(0.5, [(2.0, "x")] * 5000)
    depth = max(_depth(leaf) for leaf in formula.find_all(exp.Column))
    assert depth < 100
    assert answer(formula, x=3)[0] == 30_000.5


def test_one_times_a_column_is_the_column():
    assert times(own("x"), 1.0).sql() == "x"


def test_neither_missing_nor_infinite_is_within():
    formula = within(own("x"), -LARGEST, LARGEST)
    found = {v: answer(formula, x=v)[0] for v in ("nan", "inf", "-inf", "1e308")}
    assert found == {"nan": False, "inf": False, "-inf": False, "1e308": True}


def test_the_exponential_of_far_below_is_zero_and_of_near_is_exact():
    assert answer(power_of_e(own("x")), x=-1e6)[0] == 0.0
    assert answer(power_of_e(own("x")), x=-0.5)[0] == pytest.approx(math.exp(-0.5), rel=1e-15)


def test_the_greatest_is_written_alike_everywhere():
    formula = greatest([own("a"), own("b")])
    assert {formula.sql(d) for d in ("duckdb", "bigquery", "snowflake")} == {"GREATEST(a, b)"}
    assert answer(greatest([own("a")]), a=2)[0] == 2.0


def test_text_with_a_quote_stays_text():
    assert answer(text("it's; DROP TABLE x --"))[0] == "it's; DROP TABLE x --"


def test_a_total_adds():
    assert answer(total([own("a"), own("b"), number(1.0)]), a=2, b=3)[0] == 6.0


def _depth(node):
    depth = 0
    while node.parent is not None:
        node, depth = node.parent, depth + 1
    return depth
