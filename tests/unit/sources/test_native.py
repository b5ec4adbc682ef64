import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from shoal.sources.frames import native_frame

_COLUMNS = {
    "segment": np.array(["s1", None], dtype=object),
    "confidence": np.array([0.5, 1.0]),
    "unusual": [True, False],
    'odd "name"': [1, 2],
}


def test_pandas_gets_its_index_back_when_the_length_is_equal():
    like = pd.DataFrame({"x": [1, 2]}, index=["a", "b"])
    frame = native_frame(_COLUMNS, like=like)
    assert isinstance(frame, pd.DataFrame)
    assert frame.index.tolist() == ["a", "b"]
    assert frame["confidence"].tolist() == [0.5, 1.0]
    shorter = native_frame({"x": [1]}, like=like)
    assert shorter.index.tolist() == [0]


@pytest.mark.parametrize("like", [pl.DataFrame({"x": [1]}), pl.LazyFrame({"x": [1]})])
def test_polars_gets_polars(like):
    frame = native_frame(_COLUMNS, like=like)
    assert isinstance(frame, pl.DataFrame)
    assert frame["segment"].to_list() == ["s1", None]


def test_arrow_gets_arrow():
    frame = native_frame(_COLUMNS, like=pa.table({"x": [1]}))
    assert isinstance(frame, pa.Table)
    assert frame["unusual"].to_pylist() == [True, False]


def test_a_relation_a_path_and_nothing_get_a_relation():
    with duckdb.connect(":memory:") as connection:
        for like in (connection.sql("SELECT 1 AS x"), "t.csv", None):
            relation = native_frame(_COLUMNS, like=like)
            assert relation.columns == list(_COLUMNS)
            assert relation.fetchall() == [("s1", 0.5, True, 1), (None, 1.0, False, 2)]
            assert [str(t) for t in relation.types] == ["VARCHAR", "DOUBLE", "BOOLEAN", "BIGINT"]


def test_arrays_and_mappings_get_their_own_kind():
    structured = native_frame({"a": ["x", "yy"], "b": [1, 2]}, like=np.zeros((2, 2)))
    assert structured.dtype.names == ("a", "b")
    assert structured["a"].tolist() == ["x", "yy"]
    assert native_frame({"a": [1]}, like={"x": [1]}) == {"a": [1]}


def test_no_rows_are_given_back_as_no_rows():
    for like in (pd.DataFrame(), pl.DataFrame(), None):
        frame = native_frame({"a": np.array([], dtype=float)}, like=like)
        assert len(frame) == 0
