"""What each engine is told, word for word; what the words mean, the contract suite proves."""

import re
from datetime import UTC, date, datetime

import pytest
from sqlglot import exp, parse_one

from shoal.engines.dialects.duckdb import duckdb_text
from shoal.engines.dialects.postgres import postgres_text, postgres_text_for_people
from shoal.engines.dialects.spark import spark_text
from shoal.errors import InternalError

WRITERS = {"duckdb": duckdb_text, "postgres": postgres_text, "spark": spark_text}
GOLDEN = {
    "1.5": ("1.5e0", "CAST(1.5 AS DOUBLE PRECISION)", "1.5D"),
    "1e-9": ("1e-9", "CAST(1e-9 AS DOUBLE PRECISION)", "1e-9D"),
    "x - -0.1": ("x - (-0.1e0)", "x - (-CAST(0.1 AS DOUBLE PRECISION))", "x - (-0.1D)"),
    "a / 2": (
        "CAST(a AS DOUBLE) / CAST(2 AS DOUBLE)",
        "CAST(a AS DOUBLE PRECISION) / CAST(2 AS DOUBLE PRECISION)",
        "CAST(a AS DOUBLE) / CAST(2 AS DOUBLE)",
    ),
    "a / b": (
        "CAST(a AS DOUBLE) / NULLIF(CAST(b AS DOUBLE), 0)",
        "CAST(a AS DOUBLE PRECISION) / NULLIF(CAST(b AS DOUBLE PRECISION), 0)",
        "CAST(a AS DOUBLE) / NULLIF(CAST(b AS DOUBLE), 0)",
    ),
    "median(x) FILTER (WHERE y)": (
        "MEDIAN(x) FILTER(WHERE y)",
        "PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY x) FILTER(WHERE y)",
        "PERCENTILE(CAST(x AS DOUBLE), 0.5D) FILTER(WHERE y)",
    ),
    "bit_count(m)": (
        "BIT_COUNT(m)",
        "BIT_COUNT(CAST(CAST(m AS BIGINT) AS BIT(64)))",
        "BIT_COUNT(m)",
    ),
    "1 << k": (
        "(CAST(1 AS BIGINT) << CAST(k AS INT))",
        "(CAST(1 AS BIGINT) << CAST(k AS INT))",
        "(SHIFTLEFT(CAST(1 AS BIGINT), CAST(k AS INT)))",
    ),
    "a | b & c": ("((a | b) & c)", "((a | b) & c)", "((a | b) & c)"),
    "date_diff('day', a, b)": (
        "DATE_DIFF('DAY', CAST(a AS DATE), CAST(b AS DATE))",
        "(CAST(b AS DATE) - CAST(a AS DATE))",
        "DATEDIFF(DAY, CAST(a AS DATE), CAST(b AS DATE))",
    ),
    "date_add(d, INTERVAL 3 DAY)": (
        "(CAST(d AS DATE) + CAST(3 AS INT))",
        "(CAST(d AS DATE) + CAST(3 AS INT))",
        "DATE_ADD(CAST(d AS DATE), CAST(3 AS INT))",
    ),
    "t + INTERVAL 30 MINUTE": (
        "t + INTERVAL '30' MINUTE",
        "t + INTERVAL '30 MINUTE'",
        "t + INTERVAL '30' MINUTE",
    ),
    "t + INTERVAL (k) MINUTE": (
        "t + TO_SECONDS(CAST((k) AS DOUBLE) * 60)",
        "t + ((CAST((k) AS DOUBLE PRECISION) * 60) * INTERVAL '1 SECOND')",
        "t + MAKE_DT_INTERVAL(0, 0, 0, CAST((CAST((k) AS DOUBLE) * 60) AS DECIMAL(18, 6)))",
    ),
    "epoch(b - a)": (
        "(CAST(DATE_DIFF('microsecond', a, b) AS DOUBLE) / 1e6)",
        "CAST(EXTRACT(EPOCH FROM (b - a)) AS DOUBLE PRECISION)",
        "(CAST(TIMESTAMPDIFF(MICROSECOND, a, b) AS DOUBLE) / 1e6D)",
    ),
    "lower(trim(x))": (
        "LOWER(TRIM(x, ' '))",
        '(LOWER(TRIM(x) COLLATE "und-x-icu") COLLATE "C")',
        "LOWER(TRIM(x))",
    ),
    "CAST(x AS TIMESTAMP)": (
        "CAST(x AS TIMESTAMP)",
        "CAST(x AS TIMESTAMP)",
        "CAST(x AS TIMESTAMP_NTZ)",
    ),
    "x LIKE '50%'": ("x LIKE '50%'", "x LIKE '50%%'", "x LIKE '50%'"),
    '"Aa""Bb`Cc"': ('"Aa""Bb`Cc"', '"Aa""Bb`Cc"', '`Aa"Bb``Cc`'),
}


@pytest.mark.parametrize("engine", WRITERS)
@pytest.mark.parametrize("snippet", GOLDEN)
def test_what_is_said(snippet, engine):
    tree = parse_one(snippet, read="duckdb")

    text = WRITERS[engine](tree)

    # For the reader's sake, names of one letter stand without quotes here.
    plain = re.sub(r"""(?<!["`])["`]([a-z])["`](?!["`])""", r"\1", text)
    assert plain == dict(zip(WRITERS, GOLDEN[snippet], strict=True))[engine]


def test_names_are_between_quotes_so_that_none_is_a_word_of_the_language():
    tree = exp.select(exp.column("user", table="t")).from_("t")

    texts = [write(tree) for write in WRITERS.values()]

    assert texts == [
        'SELECT "t"."user" FROM "t"',
        'SELECT "t"."user" FROM "t"',
        "SELECT `t`.`user` FROM `t`",
    ]


@pytest.mark.parametrize(
    ("value", "types"),
    [
        ("x", ("TEXT", "TEXT", "STRING")),
        (1, ("BIGINT", "BIGINT", "BIGINT")),
        (1.5, ("DOUBLE", "DOUBLE PRECISION", "DOUBLE")),
        (True, ("BOOLEAN", "BOOLEAN", "BOOLEAN")),
        (date(2024, 2, 29), ("DATE", "DATE", "DATE")),
        (
            datetime.fromisoformat("2024-02-29"),
            ("TIMESTAMP", "TIMESTAMP", "TIMESTAMP_NTZ"),
        ),
        (datetime(2024, 2, 29, tzinfo=UTC), ("TIMESTAMPTZ", "TIMESTAMPTZ", "TIMESTAMP")),
    ],
)
def test_placeholders_have_the_type_of_their_value(value, types):
    tree = exp.Placeholder(this="p")

    texts = [write(tree, {"p": value}) for write in WRITERS.values()]

    places = ("$p", "%(p)s", ":p")
    assert texts == [f"CAST({p} AS {t})" for p, t in zip(places, types, strict=True)]


@pytest.mark.parametrize("write", WRITERS.values())
def test_a_tree_is_left_as_it_was(write):
    tree = parse_one("SELECT a / 0.5, median(x), bit_count(1 << k) FROM t", read="duckdb")
    before = tree.copy()

    write(tree)

    assert tree == before


@pytest.mark.parametrize("write", WRITERS.values())
@pytest.mark.parametrize(
    "snippet",
    ["date_diff('month', a, b)", "t + INTERVAL (k) MONTH", "date_add(d, INTERVAL 1 MONTH)"],
)
def test_spans_that_engines_count_apart_are_refused(write, snippet):
    with pytest.raises(InternalError):
        write(parse_one(snippet, read="duckdb"))


@pytest.mark.parametrize("write", WRITERS.values())
@pytest.mark.parametrize("node", [exp.DateDiff, exp.TimestampDiff, exp.DateAdd])
def test_only_days_of_dates_and_seconds_of_times_are_counted(write, node):
    with pytest.raises(InternalError):
        write(node(this=exp.column("a"), expression=exp.column("b"), unit=exp.var("HOUR")))


def test_a_value_that_was_not_given_is_refused():
    with pytest.raises(InternalError, match="value p"):
        duckdb_text(exp.Placeholder(this="p"))


def test_postgres_is_never_given_the_character_that_it_has_no_place_for():
    with pytest.raises(InternalError, match="character 0"):
        postgres_text(exp.Literal.string("a\0(p)s"))


def test_people_see_no_doubled_signs():
    tree = parse_one("SELECT a % 2 FROM t WHERE b LIKE '%%'", read="duckdb")

    text = postgres_text_for_people(tree, {})

    assert " ".join(text.split()) == """SELECT "a" % 2 FROM "t" WHERE "b" LIKE '%%'"""
