"""What every engine does, and does alike."""

import gzip
import json
from datetime import UTC, date, datetime

import duckdb
import numpy as np
import pytest
from sqlglot import exp

from shoal.errors import DataError, NotAFile, UnknownColumn, UnreadableFile, UsageError
from shoal.records.tables import Column, ColumnType, Table
from shoal.records.workspace import Location
from shoal.records.writing import DecimalSign, Encoding, Writing

ODD_TEXTS = ["007", "", "it's", 'say "so"', "a,b\nc", "50 % \\ `x` $1 :y", "Ünïcödé ☃", r"\N", None]
ODD_NAMES = ["user", 'the "id"', "per cent %", "select", "naïve ☃", "it's", "a`b"]


def at(text):
    """Return a time as columns hold it: in UTC, without saying so."""
    return datetime.fromisoformat(text)


def column(name, type_, cells, *, written=None):
    dtypes = {ColumnType.TEXT: object, ColumnType.DATE: "datetime64[s]"}
    values = np.empty(len(cells), dtype=dtypes.get(type_, np.float64))
    values[:] = cells
    return Column(name=name, type=type_, values=values, written=written)


def table(*columns):
    return Table(name="t", n_rows=len(columns[0].values), columns=columns)


def texts(name, cells):
    return column(name, ColumnType.TEXT, cells)


def cells(found, name):
    return found.column(name).values.tolist()


def a_csv(folder, text, name="t.csv"):
    path = folder / name
    path.write_text(text)
    return Location(path=str(path))


def test_texts_come_back_as_they_went_in(engine, asked):
    order = column("n", ColumnType.NUMBER, range(len(ODD_TEXTS)))

    held = engine.take("odd", [table(order, texts("x", ODD_TEXTS))])

    assert [(c.name, c.type.value) for c in held] == [("n", "number"), ("x", "text")]
    found = engine.rows(asked("SELECT x FROM odd ORDER BY n", x="text"))
    assert cells(found, "x") == ODD_TEXTS


def test_numbers_come_back_to_the_last_bit(engine, asked):
    numbers = [0.1 + 0.2, 1e300, -5e-324, 2.0**53, 1 / 3, -0.0]
    order = column("n", ColumnType.NUMBER, range(len(numbers)))
    engine.take("t", [table(order, column("x", ColumnType.NUMBER, numbers))])

    found = engine.rows(asked("SELECT x FROM t ORDER BY n", x="number"))

    assert cells(found, "x") == numbers


def test_what_is_missing_stays_missing(engine, asked):
    engine.take(
        "t",
        [
            table(
                column("x", ColumnType.NUMBER, [np.nan]),
                column("b", ColumnType.BOOLEAN, [np.nan]),
                column("d", ColumnType.DATE, ["NaT"]),
                texts("s", [None]),
            )
        ],
    )
    counts = "SELECT count(x) + count(b) + count(d) + count(s) AS n FROM t"
    every = asked("SELECT * FROM t", x="number", b="boolean", d="time", s="text")

    assert cells(engine.rows(asked(counts, n="whole")), "n") == [0]
    found = engine.rows(every)
    assert np.isnan(cells(found, "x") + cells(found, "b")).all()
    assert np.isnat(found.column("d").values).all()
    assert cells(found, "s") == [None]


def test_columns_keep_their_types_to_parquet_and_back(engine, asked, tmp_path):
    columns = {
        "s": "text",
        "x": "number",
        "w": "whole",
        "b": "boolean",
        "d": "date",
        "t": "time",
        "i": "instant",
    }
    one = asked(
        "SELECT '007' AS s, 1 AS x, 9007199254740993 AS w, 1 < 2 AS b, DATE '2024-02-29' AS d,"
        " TIMESTAMP '2024-02-29 23:59:59' AS t, TIMESTAMPTZ '2024-02-29 23:59:59+02' AS i",
        **columns,
    )

    engine.write(one, tmp_path / "one.parquet")

    opened = engine.open("again", Location(path=str(tmp_path / "one.parquet")))
    assert {c.name: c.type.value for c in opened} == columns
    whole = asked("SELECT w - 9007199254740992 AS w FROM again", w="whole")
    assert cells(engine.rows(whole), "w") == [1]
    found = engine.rows(asked("SELECT * FROM again", **columns))
    assert cells(found, "s") == ["007"]
    assert cells(found, "b") == [1.0]
    assert cells(found, "d") == [at("2024-02-29")]
    assert cells(found, "t") == [at("2024-02-29 23:59:59")]
    assert cells(found, "i") == [at("2024-02-29 21:59:59")]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_any_name_is_only_a_name(engine, asked, name, tmp_path):
    engine.take(name, [table(texts(name, ["kept"]))])
    tree = exp.select(exp.column(name, quoted=True)).from_(exp.to_identifier(name, quoted=True))

    engine.keep(f"{name} 2", asked(tree, **{name: "text"}))

    again = exp.select("*").from_(exp.to_identifier(f"{name} 2", quoted=True))
    assert cells(engine.rows(asked(again, **{name: "text"})), name) == ["kept"]
    engine.write(asked(again, **{name: "text"}), tmp_path / "o.parquet")


def test_a_column_may_be_named_like_a_word_of_the_language(engine, asked):
    engine.take("events", [table(texts("user", ["u1"]), texts("Group", ["g1"]))])
    tree = exp.select(exp.column("user"), exp.column("Group")).from_("events")

    found = engine.rows(asked(tree, user="text", Group="text"))

    assert (cells(found, "user"), cells(found, "Group")) == (["u1"], ["g1"])


def _written_as(form, folder):
    rows = [("007", 1.5, "2024-02-29T10:00:00"), ("008", None, "2024-03-01T10:00:00")]
    if form == "parquet":
        path = folder / "t.parquet"
        duckdb.sql(
            "SELECT * FROM (VALUES ('007', 1.5, TIMESTAMP '2024-02-29 10:00:00'),"
            " ('008', NULL, TIMESTAMP '2024-03-01 10:00:00')) AS t(id, x, \"at\")"
        ).write_parquet(str(path))
    elif form == "jsonl":
        path = folder / "t.jsonl"
        path.write_text(
            "\n".join(json.dumps(dict(zip(("id", "x", "at"), r, strict=True))) for r in rows)
        )
    else:
        mark = "\t" if form.startswith("tsv") else ","
        lines = [mark.join(["id", "x", "at"])]
        lines += [mark.join("" if c is None else str(c) for c in row) for row in rows]
        path = folder / f"t.{form}"
        written = "\n".join(lines).encode()
        path.write_bytes(gzip.compress(written) if form.endswith("gz") else written)
    return Location(path=str(path))


@pytest.mark.parametrize("form", ["csv", "tsv", "csv.gz", "parquet", "jsonl"])
def test_every_kind_of_file_gives_the_same_table(engine, asked, form, tmp_path):
    location = _written_as(form, tmp_path)

    assert engine.opens(location)
    columns = engine.open("t", location, texts=frozenset({"id"}))

    assert [(c.name, c.type.value) for c in columns] == [
        ("id", "text"),
        ("x", "number"),
        ("at", "time"),
    ]
    found = engine.rows(asked("SELECT * FROM t ORDER BY id", id="text", x="number", at="time"))
    assert cells(found, "id") == ["007", "008"]
    np.testing.assert_equal(cells(found, "x"), [1.5, np.nan])
    assert cells(found, "at")[0] == at("2024-02-29 10:00:00")


def test_folders_say_the_values_of_hive_columns(engine, asked, tmp_path):
    for month in ("01", "02"):
        folder = tmp_path / "events" / f"month={month}" / f"region=r{month}"
        folder.mkdir(parents=True)
        a_csv(folder, f"id,n\n{month},{int(month)}\n")

    columns = engine.open(
        "events", Location(path=str(tmp_path / "events")), texts=frozenset({"id", "month"})
    )

    assert {c.name: c.type.value for c in columns} == {
        "id": "text",
        "n": "whole",
        "month": "text",
        "region": "text",
    }
    query = asked(
        "SELECT id, month, region FROM events WHERE month = '02'",
        id="text",
        month="text",
        region="text",
    )
    found = engine.rows(query)
    assert (cells(found, "id"), cells(found, "month"), cells(found, "region")) == (
        ["02"],
        ["02"],
        ["r02"],
    )


def test_files_of_a_pattern_are_read_by_the_names_of_their_columns(engine, asked, tmp_path):
    a_csv(tmp_path, "id,n\na,1\n", "log[1].csv")
    a_csv(tmp_path, "n,id,more\n2,b,x\n", "log2.csv")

    engine.open("log", Location(path=str(tmp_path / "log*.csv")))

    found = engine.rows(
        asked("SELECT id, n, more FROM log ORDER BY n", id="text", n="whole", more="text")
    )
    assert (cells(found, "id"), cells(found, "n"), cells(found, "more")) == (
        ["a", "b"],
        [1, 2],
        [None, "x"],
    )


@pytest.mark.parametrize("cell", ["29/02/2024", "29.02.2024", "03/04/2024 10:00", "03-04-24"])
def test_days_that_do_not_begin_with_the_year_stay_as_they_are_written(
    engine, asked, tmp_path, cell
):
    columns = engine.open("t", a_csv(tmp_path, f"d,e\n{cell},2024-02-29\n{cell},2024-03-01\n"))

    assert [c.type.value for c in columns] == ["text", "date"]
    assert cells(engine.rows(asked("SELECT max(d) AS d FROM t", d="text")), "d") == [cell]


def test_files_in_another_encoding_are_read(engine, asked, tmp_path):
    (tmp_path / "t.csv").write_bytes("a;n\n\u201eS\u00fcd\u201c \u20ac;1.234\n".encode("cp1252"))
    writing = Writing(encoding=Encoding.WINDOWS, decimal=DecimalSign.COMMA)

    columns = engine.open("t", Location(path=str(tmp_path / "t.csv"), writing=writing))

    assert [c.type.value for c in columns] == ["text", "text"]
    found = engine.rows(asked("SELECT max(a) AS a, max(n) AS n FROM t", a="text", n="text"))
    assert (cells(found, "a"), cells(found, "n")) == (["\u201eS\u00fcd\u201c \u20ac"], ["1.234"])


def test_ids_with_decimals_are_the_ids_without(engine, asked, tmp_path):
    duckdb.sql("SELECT 7.0::DOUBLE AS id UNION ALL SELECT NULL").write_parquet(
        str(tmp_path / "t.parquet")
    )

    engine.open("t", Location(path=str(tmp_path / "t.parquet")), texts=frozenset({"id"}))

    assert cells(engine.rows(asked("SELECT max(id) AS id FROM t", id="text")), "id") == ["7"]


def test_tables_of_changing_types_are_held_together(engine, asked):
    first = table(column("a", ColumnType.EMPTY, [np.nan]), column("b", ColumnType.NUMBER, [7]))
    second = table(column("a", ColumnType.DATE, ["2024-02-29"]), texts("b", ["x"]))

    columns = engine.take("t", [first, second])

    assert [c.type.value for c in columns] == ["time", "text"]
    found = engine.rows(asked("SELECT a, b FROM t ORDER BY b", a="time", b="text"))
    assert cells(found, "b") == ["7", "x"]
    assert cells(found, "a")[1] == at("2024-02-29")


def test_ids_are_taken_as_they_were_written(engine, asked):
    written = np.array(["007", None], dtype=object)
    given = table(column("id", ColumnType.NUMBER, [7, np.nan], written=written))

    engine.take("t", [given], texts=frozenset({"id"}))

    assert cells(engine.rows(asked("SELECT id FROM t ORDER BY id", id="text")), "id") == [
        "007",
        None,
    ]


def test_a_table_that_is_kept_is_computed_once(engine, asked):
    engine.take("t", [table(column("n", ColumnType.NUMBER, range(3)))])
    engine.keep("drawn", asked("SELECT n, random() AS r FROM t", n="number", r="number"))
    again = asked("SELECT r FROM drawn ORDER BY n", r="number")

    once, twice = (cells(engine.rows(again), "r") for _ in range(2))

    assert once == twice
    assert len(set(once)) == 3


def test_rows_are_written_in_the_order_of_the_query(engine, asked, tmp_path):
    lines = "".join(f"{i},{(i * 7919) % 60_013}\n" for i in range(60_000))
    engine.open("t", a_csv(tmp_path, f"n,x\n{lines}"))

    engine.write(asked("SELECT x FROM t ORDER BY x DESC", x="whole"), tmp_path / "o.parquet")

    place = tmp_path / "o.parquet"
    files = sorted(place.glob("*.parquet")) if place.is_dir() else [place]
    found = [row[0] for f in files for row in duckdb.read_parquet(str(f)).fetchall()]
    assert len(found) == 60_000
    assert found == sorted(found, reverse=True)


def test_what_fails_leaves_what_was_there(engine, asked, tmp_path):
    engine.take("t", [table(texts("x", ["1", "two"]))])
    good, bad = "SELECT 1 AS n FROM t", "SELECT cast(x AS double) AS n FROM t"
    out = tmp_path / "out"
    engine.write(asked(good, n="number"), out / "o.parquet")

    with pytest.raises(DataError, match="two"):
        engine.write(asked(bad, n="number"), out / "o.parquet")

    assert [p.name for p in out.iterdir()] == ["o.parquet"]
    engine.open("o", Location(path=str(out / "o.parquet")))
    assert cells(engine.rows(asked("SELECT sum(n) AS n FROM o", n="number")), "n") == [2]


def test_an_output_takes_the_place_of_the_one_before(engine, asked, tmp_path):
    for n in (1, 2):
        engine.write(asked("SELECT $n AS n", {"n": n}, n="whole"), tmp_path / "out" / "o.parquet")

    engine.open("o", Location(path=str(tmp_path / "out" / "o.parquet")))
    assert cells(engine.rows(asked("SELECT n FROM o", n="whole")), "n") == [2]
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["o.parquet"]


def test_a_query_without_rows_is_written_with_its_columns(engine, asked, tmp_path):
    engine.write(asked("SELECT 1 AS n WHERE 1 = 0", n="whole"), tmp_path / "o.parquet")

    (found,) = engine.open("o", Location(path=str(tmp_path / "o.parquet")))

    assert (found.name, found.type.value) == ("n", "whole")
    assert engine.rows(asked("SELECT n FROM o", n="whole")).n_rows == 0


def test_values_are_never_read_as_sql(engine, asked):
    hostile = "x'); DROP TABLE t; -- %s %(x)s $1 :p \\' ☃"
    engine.take("t", [table(texts("x", [hostile, "other"]))])
    tree = "SELECT x, $p AS p FROM t WHERE x = $p"

    found = engine.rows(asked(tree, {"p": hostile, "unused": 1}, x="text", p="text"))

    assert (cells(found, "x"), cells(found, "p")) == ([hostile], [hostile])
    assert engine.rows(asked("SELECT x FROM t", x="text")).n_rows == 2


def test_values_of_every_type_are_bound(engine, asked):
    values = {
        "s": "it's",
        "w": 2**40,
        "x": 0.1,
        "b": True,
        "d": date(2024, 2, 29),
        "t": at("2024-02-29 01:02:03"),
        "i": datetime(2024, 2, 29, 1, 2, 3, tzinfo=UTC),
    }
    types = {
        "s": "text",
        "w": "whole",
        "x": "number",
        "b": "boolean",
        "d": "date",
        "t": "time",
        "i": "instant",
    }
    tree = "SELECT " + ", ".join(f"${n} AS {n}" for n in values)

    found = engine.rows(asked(tree, values, **types))

    assert [cells(found, n)[0] for n in ("s", "w", "x", "b")] == ["it's", 2**40, 0.1, 1.0]
    assert cells(found, "d") == [at("2024-02-29")]
    assert cells(found, "t") == cells(found, "i") == [at("2024-02-29 01:02:03")]


def test_a_table_that_is_not_open_is_named_with_its_neighbours(engine, asked):
    engine.take("events", [table(texts("x", ["a"]))])

    with pytest.raises(UsageError, match=r"event that is not open\. Did you mean events"):
        engine.rows(asked("SELECT x FROM event", x="text"))


def test_a_column_that_is_not_there_is_named(engine, asked):
    engine.take("t", [table(texts("x", ["a"]))])

    with pytest.raises(UnknownColumn, match="no column nope"):
        engine.rows(asked("SELECT nope AS x FROM t", x="text"))


def test_a_file_that_is_not_there_is_named_with_its_neighbours(engine, tmp_path):
    a_csv(tmp_path, "id\n1\n", "events.csv")

    with pytest.raises(NotAFile, match=r"no file .*event\.csv.* Did you mean events\.csv"):
        engine.open("t", Location(path=str(tmp_path / "event.csv")))


def test_a_file_that_was_cut_off_is_named(engine, tmp_path):
    path = tmp_path / "t.parquet"
    duckdb.sql("SELECT range AS n FROM range(100)").write_parquet(str(path))
    path.write_bytes(path.read_bytes()[:-20])

    with pytest.raises(UnreadableFile, match=r"t\.parquet"):
        engine.open("t", Location(path=str(path)))


def test_a_bad_row_late_in_a_file_is_an_error_and_never_skipped(engine, asked, tmp_path):
    rows = "".join(f"{i},{i}\n" for i in range(210_000))
    location = a_csv(tmp_path, f"id,n\n{rows}1,2,3\n")

    def total():
        engine.open("t", location)
        return engine.rows(asked("SELECT sum(n) AS n FROM t", n="whole"))

    with pytest.raises(UnreadableFile, match=r"t\.csv"):
        total()


def test_a_cell_of_another_type_late_in_a_file_is_an_error(engine, asked, tmp_path):
    rows = "".join(f"{i}\n" for i in range(210_000))
    location = a_csv(tmp_path, f"n\n{rows}many\n")

    def total():
        engine.open("t", location)
        return engine.rows(asked("SELECT sum(n) AS n FROM t", n="whole"))

    with pytest.raises(DataError, match="many"):
        total()


def test_nothing_outside_is_read(engine, tmp_path):
    (tmp_path / "link.csv").symlink_to("/etc/passwd")

    with pytest.raises(UsageError, match="does not declare"):
        engine.open("t", Location(path=str(tmp_path / "link.csv")))


def test_other_locations_are_left_to_others(engine):
    assert not engine.opens(Location(path="/data/accounts.xlsx"))
    assert not engine.opens(Location(function="feed"))
    assert not engine.opens(Location(url="snowflake://acme/sales", table="events"))


def test_a_query_can_be_read_by_people(engine, asked):
    text = engine.text(asked("SELECT count(*) AS n FROM t WHERE x % 2 = $p", {"p": 1}, n="whole"))

    assert "COUNT(*)" in text
    assert "% 2" in text


@pytest.mark.parametrize(
    "kind",
    [
        "duckdb",
        pytest.param("postgres", marks=pytest.mark.servers),
        pytest.param("spark", marks=pytest.mark.servers),
    ],
)
def test_nothing_is_left_behind(kind, engine_of, tmp_path):
    with engine_of(kind) as engine:
        engine.take("t", [table(texts("x", ["a"]))])

    assert list(tmp_path.iterdir()) == []


def test_text_that_is_no_number_or_time_is_missing_and_stops_nothing(engine, asked):
    said = ["1.5", " 2 ", "n/a", "", "1e3", None]
    days = ["2026-06-30 12:00:00", "2026-06-30", "Na ", "2026-02-30", "tomorrow", None]
    held = table(column("n", ColumnType.NUMBER, range(6)), texts("x", said), texts("t", days))
    engine.take("said", [held])

    found = engine.rows(
        asked(
            "SELECT try_cast(x AS double) AS x, try_cast(t AS timestamp) AS t FROM said ORDER BY n",
            x="number",
            t="time",
        )
    )

    assert [None if np.isnan(v) else v for v in cells(found, "x")] == [
        1.5,
        2,
        None,
        None,
        1000,
        None,
    ]
    read = found.column("t").values
    assert np.isnat(read).tolist() == [False, False, True, True, True, True]
    assert read[:2].astype(str).tolist() == ["2026-06-30T12:00:00", "2026-06-30T00:00:00"]
