import pytest
from sqlglot import tokenize

from shoal.engines.dialects.layout import laid_out

SUM = 'SUM(CASE WHEN "kind" = \'a  b\' THEN "column_{0}" END) AS "c{0}"'
LONG = (  # noqa: S608  # it is laid out and never run
    'WITH "a" AS (SELECT {} FROM "t" LEFT JOIN "u" ON "u"."k" = "t"."k" GROUP BY "k")'
    ' SELECT * FROM "a" CROSS JOIN (SELECT MAX("x") FILTER(WHERE "x" > 0) FROM "b") AS "m"'
    ' WHERE "x" IN (1, 2) ORDER BY ROW_NUMBER() OVER (PARTITION BY "x" ORDER BY "y")'
).format(", ".join(SUM.format(k) for k in range(9)))
QUERIES = (
    "SELECT 1",
    'SELECT "a  b", \'x\n y\' FROM "t" WHERE "x" BETWEEN 1 AND 2',
    LONG,
)


@pytest.mark.parametrize("text", QUERIES)
def test_nothing_but_blanks_and_line_breaks_is_changed(text):
    told = [(t.token_type, t.text) for t in tokenize(laid_out(text, "duckdb"), read="duckdb")]
    assert told == [(t.token_type, t.text) for t in tokenize(text, read="duckdb")]


def test_a_number_with_a_letter_stands_once():
    text = "SELECT `x` / 7.0D AS `y`, CAST(0.0D AS DOUBLE) FROM `t`"
    assert " ".join(laid_out(text, "spark").split()) == text


def test_clauses_begin_lines_and_no_line_is_long():
    lines = laid_out(LONG, "duckdb").splitlines()
    assert max(map(len, lines)) <= 100
    words = [line.split()[0] for line in lines if not line.startswith("      ")]
    assert words == [
        "WITH", "SELECT", "FROM", "LEFT", "GROUP", ")",
        "SELECT", "FROM", "CROSS", "SELECT", "FROM", ")", "WHERE", "ORDER",
    ]  # fmt: skip


def test_a_part_that_fits_on_a_line_stays_whole():
    lines = laid_out(LONG, "duckdb").splitlines()
    assert all(any(f'"column_{k}" END) AS "c{k}"' in line for line in lines) for k in range(9))
