"""Random conditions on random tables: Shoal and DuckDB must say the same of every row."""

from datetime import datetime

import duckdb
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from shoal.audit.conditions import fits_pattern, holds
from shoal.records.tables import Column, ColumnType, Table
from shoal.spec.condition_text import condition_text
from shoal.spec.conditions import read_condition, readings_of

N_ROWS = 12
TYPES = {
    "a": ("DOUBLE", ColumnType.NUMBER),
    "b c": ("DOUBLE", ColumnType.NUMBER),
    "s": ("VARCHAR", ColumnType.TEXT),
    "d": ("TIMESTAMP", ColumnType.DATE),
    "f": ("BOOLEAN", ColumnType.BOOLEAN),
}
DATE = list(TYPES).index("d")
DAYS = ["2026-01-01", "2026-02-28", "2026-06-30"]
CELLS = {
    "a": st.sampled_from([-1.0, 0.0, 0.5, 1.0, 2.0, 3.0]),
    "b c": st.sampled_from([-2.0, 0.5, 1.0, 4.0]),
    "s": st.text("ab%_é'", max_size=3),
    "d": st.sampled_from([*DAYS, "2026-01-01T12:00:00", "2026-06-29T23:59:59"]),
    "f": st.booleans(),
}

literals = st.sampled_from(["-1", "0", "0.5", "1", "2", "1e0"])
texts = st.text("ab%_é'", max_size=3).map(lambda t: "'" + t.replace("'", "''") + "'")
days = st.sampled_from(DAYS).map(lambda d: f"'{d}'")
signs = st.sampled_from(["=", "<>", "!=", "<", "<=", ">", ">="])
numbers = st.recursive(
    st.sampled_from(["a", '"b c"', "-a"]) | literals,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*"), inner).map(" ".join),
        st.tuples(inner, st.sampled_from(["2", "4", "0.5"])).map(" / ".join),
        inner.map(lambda v: f"({v})"),
    ),
    max_leaves=4,
)


def conditions_on(values, column):
    """Return conditions on values of one type, `column` standing first."""
    options = st.lists(values, min_size=1, max_size=3).map(", ".join)
    no = st.sampled_from(["", "NOT "])
    return st.one_of(
        st.tuples(column, signs, values).map(" ".join),
        st.tuples(values, signs, column).map(" ".join),
        st.builds("{} {}IN ({})".format, column, no, options),
        st.builds("{} {}BETWEEN {} AND {}".format, column, no, values, values),
        st.builds("{} IS {}NULL".format, column, no),
    )


atoms = st.one_of(
    st.tuples(numbers.filter(lambda v: "a" in v or "b" in v), signs, numbers).map(" ".join),
    conditions_on(literals, st.sampled_from(["a", '"b c"'])),
    conditions_on(texts, st.just("s")),
    conditions_on(days, st.just("d")),
    st.builds("s {}LIKE {}".format, st.sampled_from(["", "NOT "]), texts),
    st.sampled_from(["f", "f = TRUE", "f <> FALSE", "NOT f", "f IS NULL", "f IS NOT NULL"]),
)
conditions = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["AND", "OR", "and", "or"]), inner).map(" ".join),
        inner.map(lambda c: f"({c})"),
        inner.map(lambda c: f"NOT {c}"),
    ),
    max_leaves=6,
)
rows = st.lists(
    st.tuples(*(st.none() | cells for cells in CELLS.values())), min_size=N_ROWS, max_size=N_ROWS
)


@settings(max_examples=150, deadline=None)
@given(rows=rows, text=conditions)
def test_a_condition_holds_for_the_rows_that_duckdb_says(rows, text):
    table = table_of(rows)
    condition = read_condition(text, readings_of(table), what="It")
    held = holds(condition, table)
    said = said_of(held)
    expected = asked(rows, [text, condition_text(condition)])
    assert said == [row[0] for row in expected], text
    assert said == [row[1] for row in expected], condition_text(condition)


@settings(max_examples=100, deadline=None)
@given(rows=rows, sign=signs)
def test_a_division_by_zero_is_unknown_as_written_for_duckdb(rows, sign):
    table = table_of(rows)
    text = f'"b c" / a {sign} 1 OR 1 / (a * a) > 3'
    condition = read_condition(text, readings_of(table), what="It")
    assert said_of(holds(condition, table)) == [
        row[0] for row in asked(rows, [condition_text(condition)])
    ]


@settings(max_examples=150, deadline=None)
@given(text=st.text("ab%_", max_size=8), pattern=st.text("ab%_", max_size=8))
def test_a_pattern_fits_the_texts_that_duckdb_says(text, pattern):
    ((expected,),) = duckdb.sql("SELECT $t LIKE $p", params={"t": text, "p": pattern}).fetchall()
    assert fits_pattern(text, pattern) == expected


def said_of(held):
    """Return what is held of each row as DuckDB says it: true, false, or NULL."""
    pairs = zip(held.true.tolist(), held.unknown.tolist(), strict=True)
    return [None if unknown else true for true, unknown in pairs]


def table_of(rows):
    cells = zip(*rows, strict=True)
    columns = [column_of(name, column) for name, column in zip(TYPES, cells, strict=True)]
    return Table(name="random", n_rows=len(rows), columns=tuple(columns))


def column_of(name, cells):
    kind = TYPES[name][1]
    if kind is ColumnType.TEXT:
        values = np.array(cells, dtype=object)
    elif kind is ColumnType.DATE:
        values = np.array([c or "NaT" for c in cells], dtype="datetime64[s]")
    else:
        values = np.array([np.nan if c is None else float(c) for c in cells])
    return Column(name=name, type=kind, values=values)


def asked(rows, texts):
    """Let DuckDB evaluate conditions on the rows, in their order."""
    with duckdb.connect() as database:
        columns = ", ".join(f'"{name}" {kind}' for name, (kind, _) in TYPES.items())
        database.execute(f"CREATE TABLE t (i INTEGER, {columns})")
        for i, row in enumerate(rows):
            cells = [datetime.fromisoformat(c) if c and j == DATE else c for j, c in enumerate(row)]
            database.execute("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)", [i, *cells])
        selected = ", ".join(f"({text}) AS c{i}" for i, text in enumerate(texts))
        query = f"SELECT {selected} FROM t ORDER BY i"  # noqa: S608  # the test's own conditions
        return database.execute(query).fetchall()
