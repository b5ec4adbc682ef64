"""What trees mean: the same on every engine, checked against numbers worked out by hand."""

import math
from datetime import datetime

import pytest
from sqlglot import exp

SECOND, MINUTE, DAY = (exp.var(unit) for unit in ("SECOND", "MINUTE", "DAY"))


def time(text):
    return exp.cast(exp.Literal.string(text), "timestamp")


def day(text):
    return exp.cast(exp.Literal.string(text), "date")


@pytest.mark.parametrize("function", ["median(x)", "quantile_cont(x, 0.5)"])
@pytest.mark.parametrize(
    ("numbers", "middle"), [("3, 1, 2", 2.0), ("10, 0.1, 0.2, 4", 2.1), ("7", 7.0)]
)
def test_medians_are_exact(value_of, function, numbers, middle):
    over = ", ".join(f"({n}, 1)" for n in numbers.split(", "))

    assert value_of(function, "number", over=over) == [pytest.approx(middle, rel=1e-15)]


def test_a_median_of_some_rows_leaves_the_others_out(value_of):
    over = "(1, 1), (100, 2), (3, 1), (NULL, 1)"

    assert value_of("median(x) FILTER (WHERE y = 1)", "number", over=over) == [2.0]
    assert math.isnan(value_of("median(x) FILTER (WHERE y = 9)", "number", over=over)[0])


@pytest.mark.parametrize(
    ("aggregate", "answer"),
    [
        ("sum(x)", 9),
        ("min(x)", 1),
        ("max(x)", 4),
        ("avg(x)", 2.25),
        ("count(*)", 5),
        ("count(x)", 4),
        ("count(DISTINCT x)", 3),
        ("count(DISTINCT x) FILTER (WHERE y = 'b')", 2),
        ("sum(x) FILTER (WHERE y = 'b')", 5),
        ("count(*) FILTER (WHERE x > 1.5)", 3),
        ("min(greatest(coalesce(x, 9), 2))", 2),
        ("max(least(coalesce(x, 0), 3))", 3),
    ],
)
def test_aggregates(value_of, aggregate, answer):
    over = "(1, 'b'), (2, 'a'), (2, 'a'), (4, 'b'), (NULL, 'b')"

    assert value_of(aggregate, "number", over=over) == [answer]


def test_sets_of_days_are_held_in_bits(value_of):
    bits = "bit_or(1 << x)"
    over = "(0, 0), (3, 0), (3, 0), (62, 0)"

    assert value_of(f"bit_count({bits})", "whole", over=over) == [3]
    assert value_of(f"bit_count({bits} & 7)", "whole", over=over) == [1]
    assert value_of(f"({bits} >> 62) & 1", "whole", over=over) == [1]
    assert value_of("6 | 1 & 3", "whole") == value_of("(6 | 1) & 3", "whole")


def test_bits_of_nothing_are_missing(value_of):
    assert math.isnan(
        value_of("bit_count(bit_or(1 << x))", "whole", over="(CAST(NULL AS INT), 1)")[0]
    )


@pytest.mark.parametrize(
    ("later", "earlier", "n_days"),
    [
        ("2024-03-01", "2024-02-28", 2),
        ("2023-03-01", "2023-02-28", 1),
        ("2024-01-01", "2024-12-31", -365),
    ],
)
def test_days_between_dates_count_leap_days(value_of, later, earlier, n_days):
    between = exp.DateDiff(this=day(later), expression=day(earlier), unit=DAY)

    assert value_of(between, "whole") == [n_days]


def test_times_are_subtracted_by_their_days_where_days_are_asked_for(value_of):
    between = exp.DateDiff(
        this=time("2024-03-01 00:00:01"), expression=time("2024-02-29 23:59:59"), unit=DAY
    )

    assert value_of(between, "whole") == [1]


@pytest.mark.parametrize(
    "added", [exp.Literal.number(2), exp.column("x"), exp.Neg(this=exp.Literal.number(-2))]
)
def test_days_are_added_to_dates(value_of, added):
    moved = exp.DateAdd(this=day("2024-02-28"), expression=added, unit=DAY)
    back = exp.DateSub(this=moved.copy(), expression=added.copy(), unit=DAY)

    assert str(value_of(moved, "date", over="(2, 0)")[0]) == "2024-03-01 00:00:00"
    assert str(value_of(back, "date", over="(2, 0)")[0]) == "2024-02-28 00:00:00"


@pytest.mark.parametrize("count", [exp.Literal.number(90), exp.column("x")])
def test_spans_are_added_to_times(value_of, count):
    moved = exp.TimestampAdd(this=time("2024-02-28 23:00:00"), expression=count, unit=MINUTE)
    back = exp.TimestampSub(this=moved.copy(), expression=count.copy(), unit=SECOND)

    assert str(value_of(moved, "time", over="(90, 0)")[0]) == "2024-02-29 00:30:00"
    assert str(value_of(back, "time", over="(90, 0)")[0]) == "2024-02-29 00:28:30"


def test_intervals_are_read_as_duckdb_writes_them(value_of):
    written = "TIMESTAMP '2024-02-28 23:00:00' + INTERVAL 30 MINUTE - INTERVAL (x) SECOND"

    assert str(value_of(written, "time", over="(30, 0)")[0]) == "2024-02-28 23:29:30"


def test_seconds_between_times_are_exact(value_of):
    later, earlier = time("2024-03-01 00:00:00.25"), time("2024-02-29 23:59:59.5")
    between = exp.TimestampDiff(this=later, expression=earlier, unit=SECOND)

    assert value_of(between, "number") == [0.75]
    assert value_of(
        exp.TimeToUnix(this=exp.Sub(this=earlier.copy(), expression=later.copy())), "number"
    ) == [-0.75]


def test_a_time_as_seconds_since_1970(value_of):
    assert value_of("epoch(TIMESTAMP '1970-01-02 00:00:00.5')", "number") == [86400.5]


def test_times_are_cut_to_weeks_that_begin_on_mondays(value_of):
    cut = value_of("date_trunc('week', TIMESTAMP '2024-03-03 12:00:00')", "time")

    assert str(cut[0]) == "2024-02-26 00:00:00"


@pytest.mark.parametrize(
    ("formula", "answer"),
    [
        ("0.1 + 0.2", 0.1 + 0.2),
        ("1.1 * 1.1", 1.1 * 1.1),
        ("x * 0.1234567890123456", 3 * 0.1234567890123456),
        ("1e-9 * x", 1e-9 * 3),
        ("x - -0.1", 3 + 0.1),
        ("-x * -0.5", 1.5),
        ("7 / 2", 3.5),
        ("x / 3", 1.0),
        ("floor(-x / 2)", -2.0),
        ("x % 2", 1.0),
    ],
)
def test_numbers_are_doubles_to_the_last_bit(value_of, formula, answer):
    assert value_of(formula, "number", over="(3, 0)") == [answer]


def test_ln_is_the_natural_logarithm(value_of):
    assert value_of("ln(x)", "number", over="(3, 0)") == [pytest.approx(math.log(3), rel=1e-15)]


@pytest.mark.parametrize("formula", ["x / 0", "x / y", "x / nullif(y, 0)", "0.0 / y"])
def test_division_by_nothing_is_missing(value_of, formula):
    assert math.isnan(value_of(formula, "number", over="(3, 0)")[0])


def test_conditions_choose(value_of):
    chosen = "CASE WHEN x > 2.5 THEN 'more' WHEN x IS NULL THEN 'none' ELSE 'less' END"

    assert sorted(value_of(chosen, "text", over="(3, 0), (2, 0), (NULL, 0)")) == [
        "less",
        "more",
        "none",
    ]


def test_letters_of_all_languages_have_a_small_form(value_of):
    assert value_of("lower(trim(x))", "text", over="('  ÄRGER Ω\u00a0', 0)") == ["ärger ω\u00a0"]
    assert value_of("upper(x) < 'Z'", "boolean", over="('ä', 0)") == [0.0]


def test_texts_are_ordered_by_their_codes(engine, asked):
    tree = "SELECT x FROM (VALUES ('b'), ('B'), ('_'), ('é'), ('a')) AS t(x)"
    engine.keep("t", asked(tree, x="text"))

    found = engine.rows(asked("SELECT x FROM t ORDER BY x", x="text"))

    assert found.column("x").values.tolist() == ["B", "_", "a", "b", "é"]
    assert engine.rows(asked("SELECT min(x) AS x FROM t", x="text")).column(
        "x"
    ).values.tolist() == ["B"]


@pytest.mark.parametrize(
    ("tree", "first"),
    [
        ("SELECT x, row_number() OVER (ORDER BY x) AS n FROM t", 1.0),
        ("SELECT x, row_number() OVER (ORDER BY x DESC) AS n FROM t", 2.0),
    ],
)
def test_missing_cells_stand_last(engine, asked, tree, first):
    engine.keep("t", asked("SELECT * FROM (VALUES (NULL), (2), (1)) AS t(x)", x="number"))

    found = engine.rows(asked(tree, x="number", n="whole"))

    places = dict(
        zip(found.column("n").values.tolist(), found.column("x").values.tolist(), strict=True)
    )
    assert places[1] == first
    assert math.isnan(places[3])


def test_trees_built_by_hand_put_missing_cells_last_too(engine, asked):
    engine.keep("t", asked("SELECT * FROM (VALUES (NULL), (2), (1)) AS t(x)", x="number"))
    tree = exp.select("x").from_("t").order_by(exp.Ordered(this=exp.column("x")))

    assert engine.rows(asked(tree, x="number")).column("x").values.tolist()[:2] == [1.0, 2.0]


def test_parts_of_a_query_are_named_and_joined(engine, asked):
    tree = """
        WITH a AS (SELECT 1 AS k, 0.5 AS v UNION ALL SELECT 2, 1.5),
        b AS (SELECT k, v FROM a WHERE k > 1)
        SELECT names.n AS n, b.v AS v FROM b JOIN (VALUES (1, 'one'), (2, 'two')) AS names(k, n)
        ON names.k = b.k
    """

    found = engine.rows(asked(tree, n="text", v="number"))

    assert (found.column("n").values.tolist(), found.column("v").values.tolist()) == (
        ["two"],
        [1.5],
    )


def test_the_latest_row_of_each_group_is_found(engine, asked):
    tree = """
        SELECT x, y FROM (
            SELECT x, y, row_number() OVER (PARTITION BY x ORDER BY y DESC) AS place
            FROM (VALUES ('a', 1), ('a', 3), ('b', 2)) AS t(x, y)
        ) AS placed WHERE place = 1 ORDER BY x
    """

    found = engine.rows(asked(tree, x="text", y="whole"))

    assert found.column("y").values.tolist() == [3, 2]


def test_times_are_compared_with_bound_ones(value_of):
    later = datetime.fromisoformat("2024-02-29 12:00:01")
    over = "(TIMESTAMP '2024-02-29 12:00:00', 0)"

    assert value_of("x < $p", "boolean", over=over, values={"p": later}) == [1.0]
    assert value_of("x >= TIMESTAMP '2024-02-29 12:00:00'", "boolean", over=over) == [1.0]


def test_numbers_that_are_none_are_told_from_missing_ones(value_of):
    over = "(CAST('NaN' AS DOUBLE), 0), (NULL, 0), (1, 0)"

    assert value_of("count(*) FILTER (WHERE isnan(x))", "whole", over=over) == [1]
