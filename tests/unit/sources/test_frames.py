# ruff: noqa: PD011 - `values` is the field of Shoal's own columns
import datetime as dt
import subprocess
import sys
from decimal import Decimal

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest

from shoal.errors import (
    AmbiguousColumns,
    MissingExtra,
    NothingToCluster,
    UnreadableFile,
    UsageError,
)
from shoal.records.tables import ColumnType
from shoal.sources import frames
from shoal.sources.frames import read_frame

_DAYS = ["2026-01-01", None, "2026-01-02"]


def _known(column):
    """Values with None where missing, so that lists compare."""
    if column.type is ColumnType.DATE:
        return [None if np.isnat(v) else str(v) for v in column.values]
    return [None if v is None or v != v else v for v in column.values.tolist()]  # noqa: PLR0124 - NaN


@pytest.mark.parametrize(
    ("series", "type_", "expected"),
    [
        (pd.array([1, None, 3], dtype="Int64"), ColumnType.NUMBER, [1, None, 3]),
        (pd.array([1, None, 3], dtype="int64[pyarrow]"), ColumnType.NUMBER, [1, None, 3]),
        (pd.Categorical(["a", None, "b"]), ColumnType.TEXT, ["a", None, "b"]),
        (pd.Categorical([3, 1, 3]), ColumnType.NUMBER, [3, 1, 3]),
        (["x", None, "y"], ColumnType.TEXT, ["x", None, "y"]),
        (["1", None, "2"], ColumnType.NUMBER, [1, None, 2]),
        ([True, False, True], ColumnType.BOOLEAN, [1, 0, 1]),
        (pd.array([True, None, False], dtype="boolean"), ColumnType.BOOLEAN, [1, None, 0]),
        ([Decimal("1.5"), None, Decimal(2)], ColumnType.NUMBER, [1.5, None, 2]),
        ([1.0, np.nan, 2.5], ColumnType.NUMBER, [1, None, 2.5]),
        ([None, None, None], ColumnType.EMPTY, [None, None, None]),
        (
            pd.to_datetime(_DAYS).tz_localize("Europe/Berlin"),
            ColumnType.DATE,
            ["2025-12-31T23:00:00", None, "2026-01-01T23:00:00"],
        ),
        (
            pd.to_datetime(_DAYS),
            ColumnType.DATE,
            ["2026-01-01T00:00:00", None, "2026-01-02T00:00:00"],
        ),
        (
            [dt.date(2026, 1, 1), None, dt.date(2026, 1, 2)],
            ColumnType.DATE,
            ["2026-01-01T00:00:00", None, "2026-01-02T00:00:00"],
        ),
        (pd.to_timedelta([1, None, 36], unit="h"), ColumnType.NUMBER, [1 / 24, None, 1.5]),
        (pd.array([1, 2, 1], dtype=pd.SparseDtype("float")), ColumnType.NUMBER, [1, 2, 1]),
    ],
)
def test_every_pandas_type_is_read(series, type_, expected):
    column = read_frame(pd.DataFrame({"x": series})).column("x")
    assert column.type is type_
    assert _known(column) == expected


def test_infinities_in_frames_are_missing_too(finding_of):
    for frame in (
        pd.DataFrame({"x": [1.0, np.inf]}),
        {"x": [1.0, -np.inf]},
        pl.DataFrame({"x": [1.0, float("inf")]}),
    ):
        assert finding_of(read_frame(frame), "infinite-values").evidence["count"] == 1


def test_objects_of_several_kinds_are_read_like_text(finding_of):
    frame = pd.DataFrame({"x": [*range(30), "lots"]}, dtype=object)
    table = read_frame(frame)
    assert table.column("x").type is ColumnType.NUMBER
    assert finding_of(table, "mixed-types").evidence["count"] == 1


def test_a_named_index_is_a_column_and_a_plain_one_is_not():
    frame = pd.DataFrame({"x": [1, 2]}, index=pd.Index(["007", "008"], name="account_id"))
    table = read_frame(frame)
    assert table.column_names == ("account_id", "x")
    assert table.column("account_id").written.tolist() == ["007", "008"]
    assert read_frame(frame.reset_index(drop=True)).column_names == ("x",)
    assert read_frame(frame.assign(account_id=[5, 6])).column_names == ("x", "account_id")
    repeated = pd.DataFrame({"x": [1, 2]}, index=pd.Index(["a", "a"], name="k"))
    assert read_frame(repeated).column("k").values.tolist() == ["a", "a"]


def test_repeated_and_unusual_pandas_names():
    with pytest.raises(AmbiguousColumns):
        read_frame(pd.DataFrame([[1, 2]], columns=["a", "a"]))
    assert read_frame(pd.DataFrame([[1, 2]])).column_names == ("0", "1")
    levels = pd.MultiIndex.from_tuples([("a", "b"), ("a", "c")])
    assert read_frame(pd.DataFrame([[1, 2]], columns=levels)).column_names == ("a_b", "a_c")


@pytest.mark.parametrize("give", [lambda f: f, lambda f: f.to_arrow(), lambda f: f.lazy()])
def test_polars_and_arrow_read_alike(give):
    frame = pl.DataFrame(
        {
            "i": [1, None],
            "s": ["007", None],
            "d": [dt.date(2026, 1, 1), None],
            "t": [dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC), None],
            "ok": [True, None],
            "l": [[1], None],
            "dec": [Decimal("1.5"), None],
            "none": [None, None],
            "big": [2**53 + 1, None],
        }
    )
    table = read_frame(give(frame))
    assert _known(table.column("i")) == [1, None]
    assert table.column("s").written.tolist() == ["007", None]
    assert _known(table.column("d")) == ["2026-01-01T00:00:00", None]
    assert _known(table.column("t")) == ["2026-01-01T12:00:00", None]
    assert table.column("ok").type is ColumnType.BOOLEAN
    assert table.column("l").values.tolist() == ["[1]", None]
    assert _known(table.column("dec")) == [1.5, None]
    assert table.column("none").type is ColumnType.EMPTY
    assert table.column("big").written.tolist() == [str(2**53 + 1), None]


def test_a_duckdb_relation_is_read(tmp_path):
    with duckdb.connect(str(tmp_path / "d.duckdb")) as connection:
        relation = connection.sql(
            """SELECT * FROM (VALUES
               ('007', 1, 'a'::ENUM ('a'), TIMESTAMPTZ '2026-01-01 00:00:00+01'),
               (NULL, NULL, NULL, NULL)) t (id, n, "e ""x", tz)"""
        )
        table = read_frame(relation, name="accounts")
    assert table.name == "accounts"
    assert table.column_names == ("id", "n", 'e "x', "tz")
    assert table.column("id").written.tolist() == ["007", None]
    assert table.column('e "x').values.tolist() == ["a", None]
    assert _known(table.column("tz")) == ["2025-12-31T23:00:00", None]


def test_a_relation_that_fails_is_told():
    with duckdb.connect(":memory:") as connection:
        relation = connection.sql("SELECT CAST(range || 'x' AS INTEGER) AS x FROM range(3)")
        with pytest.raises(UnreadableFile, match="relation cannot be read"):
            read_frame(relation)


def test_columns_and_arrays_are_read():
    assert read_frame({"a": [1, 2], "b": np.array(["x", "y"])}).column_names == ("a", "b")
    assert read_frame({"s": pd.Series(["1", None]), "t": pl.Series([1, 2])}).n_rows == 2
    table = read_frame(np.array([[1.0, 2.0], [3.0, np.nan]]))
    assert table.column_names == ("x1", "x2")
    assert _known(table.column("x2")) == [2, None]
    structured = np.array(
        [("a", 1, "2026-01-01")], dtype=[("id", "U5"), ("n", "i4"), ("d", "M8[D]")]
    )
    assert [c.type for c in read_frame(structured).columns] == [
        ColumnType.TEXT,
        ColumnType.NUMBER,
        ColumnType.DATE,
    ]
    assert read_frame(np.array([1, 2])).column_names == ("x1",)
    masked = np.ma.masked_array([1, 2], mask=[False, True])
    assert _known(read_frame({"m": masked}).column("m")) == [1, None]


@pytest.mark.parametrize(
    "given", [3, "text", [1, 2], None, np.zeros((2, 2, 2)), {"a": "abc"}, {"a": 1}]
)
def test_what_is_no_table_is_refused(given):
    with pytest.raises(UsageError):
        read_frame(given)


def test_columns_of_different_lengths_are_refused():
    with pytest.raises(UsageError, match="different lengths: 1, 2"):
        read_frame({"a": [1], "b": [1, 2]})


@pytest.mark.parametrize(
    "given", [{}, {"a": []}, pd.DataFrame(), pd.DataFrame({"a": []}), pl.DataFrame({"a": []})]
)
def test_no_row_is_nothing_to_cluster(given):
    with pytest.raises(NothingToCluster):
        read_frame(given)


def test_a_library_that_lacks_its_extra_is_named_with_the_install_line(monkeypatch):
    def lack(*_args):
        raise ModuleNotFoundError("No module named 'pyarrow'", name="pyarrow")

    monkeypatch.setattr(frames, "_trusted", lack)
    with pytest.raises(MissingExtra) as caught:
        read_frame(pl.DataFrame({"x": [1]}))
    assert caught.value.suggestion == "pip install shoal[arrow]"


def test_relations_and_polars_need_neither_pandas_nor_pyarrow():
    code = """
import sys
for absent in ("pandas", "pyarrow"):
    sys.modules[absent] = None  # importing it now raises
import duckdb, polars
from shoal.sources.frames import native_frame, read_frame
relation = duckdb.sql("SELECT 'a'::ENUM ('a') AS e, 1.5 AS x, DATE '2026-01-01' AS d")
frame = polars.DataFrame({"e": ["a"], "x": [1.5], "d": ["2026-01-01"]})
for given in (relation, frame):
    table = read_frame(given)
    print([str(c.type) for c in table.columns], len(native_frame({"s": ["s1"]}, like=given)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["['text', 'number', 'date'] 1"] * 2
