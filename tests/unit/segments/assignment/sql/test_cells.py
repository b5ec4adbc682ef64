import duckdb
import pytest
from sqlglot import exp, parse_one

from shoal.records.tables import ColumnType
from shoal.segments.assignment.sql.cells import cell, plain_patterns, use_doubles
from shoal.segments.assignment.sql.dialects import SqlDialect


def read(written, kind):
    """Return what DuckDB reads from one cell."""
    tree = cell("It is", kind, dialect=SqlDialect.DUCKDB)
    table = parse_one(f'(SELECT {written} AS "It is")', read="duckdb")
    query = exp.select(tree).from_(table)
    return duckdb.connect().execute(query.sql("duckdb")).fetchall()[0][0]


@pytest.mark.parametrize("kind", [ColumnType.NUMBER, ColumnType.EMPTY])
@pytest.mark.parametrize("word", ["NaN", "inf", "-inf"])
def test_numbers_that_are_none_are_missing(kind, word):
    assert read(f"CAST('{word}' AS DOUBLE)", kind) is None


@pytest.mark.parametrize("kind", [ColumnType.TEXT, ColumnType.EMPTY])
def test_blank_text_is_missing_and_other_text_keeps_its_blanks(kind):
    assert read("'  '", kind) is None
    assert read("' a '", kind) == " a "


def test_a_column_of_unknown_type_stays_as_it_is():
    assert read("DATE '2026-06-30'", ColumnType.EMPTY).isoformat() == "2026-06-30"
    assert read("FALSE", ColumnType.EMPTY) is False
    assert read("7", ColumnType.EMPTY) == 7


def test_a_date_keeps_its_time():
    assert read("'2026-06-30 12:00:00'", ColumnType.DATE).hour == 12


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("(1e200 * 1e200) - (1e200 * 1e200)", None),
        ("1e300 / 1e-300", None),
        ("1e308 - -1e308", None),
        ("-1e308 - 1e308", None),
        ("(7e0 / 2e0) + 0.5e0", 4.0),
    ],
)
def test_results_beyond_doubles_are_missing(formula, result):
    tree = exp.paren(parse_one(formula, read="duckdb"))
    use_doubles(tree)
    assert duckdb.connect().execute(f"SELECT {tree.sql('duckdb')}").fetchall()[0][0] == result


@pytest.mark.parametrize("dialect", SqlDialect)
def test_a_backslash_in_a_pattern_is_doubled_where_it_would_escape(dialect):
    tree = exp.paren(exp.Like(this=exp.column("x"), expression=exp.Literal.string(r"50\%")))
    plain_patterns(tree, dialect)
    is_plain = dialect in {SqlDialect.DUCKDB, SqlDialect.SNOWFLAKE}
    assert tree.find(exp.Literal).name == (r"50\%" if is_plain else r"50\\%")
