from datetime import UTC, date, datetime
from decimal import Decimal

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from shoal.errors import AmbiguousColumns, MissingExtra, SourceFailed, UsageError
from shoal.sources import pieces
from shoal.sources.functions import read_function

ARROW = pa.table(
    {
        "id": pa.array([2**60 + 1, None]),
        "text": ["007", None],
        "day": [date(2024, 1, 1), None],
        "local": [datetime.fromisoformat("2024-01-01 05:00"), None],
        "instant": pa.array([datetime(2024, 1, 1, 5, tzinfo=UTC), None]),
        "amount": [Decimal("1.50"), None],
        "list": [[1, 2], None],
        "yes": [True, None],
        "kind": pa.array(["a", "b"]).dictionary_encode(),
        "share": [float("inf"), 0.5],
    }
)
HELD = {
    "id": ("number", [float(2**60), None]),
    "text": ("text", ["007", None]),
    "day": ("date day", ["2024-01-01T00:00:00", None]),
    "local": ("date local", ["2024-01-01T05:00:00", None]),
    "instant": ("date instant", ["2024-01-01T05:00:00", None]),
    "amount": ("number", [1.5, None]),
    "list": ("text", ["[1, 2]", None]),
    "yes": ("boolean", [1.0, None]),
    "kind": ("text", ["a", "b"]),
    "share": ("number", [None, 0.5]),
}


def read(given):
    """Read what a function gives; anything but a function is what it returns."""
    return list(read_function(given if callable(given) else lambda: given, name="crm"))


def held(table):
    def plain(value):
        if isinstance(value, np.datetime64):
            return None if np.isnat(value) else str(value)
        return value if value == value else None  # noqa: PLR0124 - not a number

    return {
        c.name: (
            f"{c.type.value} {c.moments.value}" if c.type.value == "date" else c.type.value,
            [plain(v) for v in c.values],  # noqa: PD011 - no frame
        )
        for c in table.columns
    }


@pytest.mark.parametrize(
    "given",
    [
        ARROW,
        ARROW.to_batches()[0],
        ARROW.to_reader(),
        ARROW.to_pandas(),
        pl.from_arrow(ARROW),
        pl.from_arrow(ARROW).lazy(),
        [ARROW],
    ],
    ids=["table", "batch", "reader", "pandas", "polars", "lazy", "list"],
)
def test_columns_keep_the_types_that_the_frame_declares(given):
    (found,) = read(given)
    assert held(found) == HELD


def test_a_generator_gives_its_pieces_one_by_one():
    def several():
        yield ARROW.slice(0, 0)
        yield from ARROW.to_batches(max_chunksize=1)
        yield pl.from_arrow(ARROW)

    found = read(several)
    assert [t.n_rows for t in found] == [0, 1, 1, 2]
    assert found[0].column("text").type.value == "text"


def test_what_is_not_asked_for_is_not_made():
    made = []

    def endless():
        while True:
            made.append(1)
            yield pd.DataFrame({"id": ["a"]})

    next(read_function(endless, name="crm"))
    assert len(made) == 1


def test_large_frames_are_cut(monkeypatch):
    monkeypatch.setattr(pieces, "ROWS_AT_ONCE", 2)
    assert [t.n_rows for t in read(pl.DataFrame({"id": range(5)}))] == [2, 2, 1]


def test_no_row_still_tells_the_columns():
    for empty in (pa.RecordBatchReader.from_batches(ARROW.schema, []), pl.DataFrame({"id": []})):
        (found,) = read(empty)
        assert (found.n_rows, found.column_names[0]) == (0, "id")


def test_named_levels_of_a_pandas_index_are_columns():
    frame = pd.DataFrame({"n": [1]}, index=pd.Index(["a"], name="account_id"))
    assert held(read(frame)[0]) == {"account_id": ("text", ["a"]), "n": ("number", [1.0])}


def test_objects_of_pandas_are_read_by_what_they_are():
    frame = pd.DataFrame({"mixed": [1, "x"], "days": [date(2024, 1, 1), None]}, dtype=object)
    frame["maybe"] = pd.array([1, None], "Int64")
    assert held(read(frame)[0]) == {
        "mixed": ("text", ["1", "x"]),
        "days": ("date day", ["2024-01-01T00:00:00", None]),
        "maybe": ("number", [1.0, None]),
    }


def test_a_relation_of_duckdb_hands_out_arrow():
    with duckdb.connect() as connection:
        (found,) = read(lambda: connection.sql("select 1 as n, 'x' as t"))
    assert held(found) == {"n": ("number", [1.0]), "t": ("text", ["x"])}


@pytest.mark.parametrize(
    ("given", "got"),
    [(None, "NoneType"), ("contacts.csv", "str"), ([1], "int"), (np.zeros((2, 2)), "ndarray")],
)
def test_anything_else_is_told_by_its_type(given, got):
    with pytest.raises(UsageError, match=f"sources.crm got {got}, which is no frame"):
        read(given)


@pytest.mark.parametrize("given", [[], pl.DataFrame()])
def test_nothing_at_all_is_told(given):
    with pytest.raises(UsageError, match=r"sources\.crm gave no column"):
        read(given)


def test_pieces_with_other_columns_are_refused():
    with pytest.raises(UsageError, match=r"different columns: logins is not in all .*mean login\?"):
        read([pl.DataFrame({"login": [1]}), pl.DataFrame({"logins": [1]})])


@pytest.mark.parametrize(
    "frame", [pd.DataFrame({"A": [1], "a": [2]}), pa.table({"A": [1], "a": [2]})]
)
def test_columns_of_the_same_name_are_refused(frame):
    with pytest.raises(AmbiguousColumns, match="A, a"):
        read(frame)


def test_what_the_function_raises_is_the_cause_and_is_not_repeated():
    def late():
        yield pl.DataFrame({"id": ["a"]})
        raise OSError("https://example.test/?token=secret")

    with pytest.raises(SourceFailed, match="failed with OSError") as caught:
        read(late)
    assert "secret" not in caught.value.message
    assert isinstance(caught.value.__cause__, OSError)


def test_arrow_without_pyarrow_ends_in_the_line_that_installs_it(monkeypatch):
    def missing(_):
        raise ModuleNotFoundError

    monkeypatch.setattr(pieces.nw.Implementation, "to_native_namespace", missing)
    with pytest.raises(MissingExtra) as caught:
        read(ARROW)
    assert caught.value.suggestion == "Install it: pip install 'shoal[arrow]'"
