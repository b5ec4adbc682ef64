"""A table's texts read once: every engine settles the same types and gives the same cells."""

import pandas as pd
import pytest

from shoal.metrics.parsed import texts_of
from shoal.records.queries import ValueType
from shoal.records.roles import columns_used
from shoal.records.workspace import Location, Place, Role, SourceSpec
from shoal.records.writing import DateOrder, DecimalSign, Writing

WRITING = Writing(dates=DateOrder.DAY_FIRST, decimal=DecimalSign.COMMA)
TABLE = {
    "account": ["1", "2", "3"],
    "opened": ["03.04.2025 14:05", "4.4.2025 9:00:30", "2025-04-05 00:00"],
    "resolved": ["03.04.2025", "gestern", "05.04.2025 10:00 +02:00"],
    "satisfaction": ["1.234,5", "", "-7"],
    "day": ["03.04.2025", None, "31.12.2024"],
    "offset": ["03.04.2025 14:05+02:00", "03.04.2025 14:05Z", ""],
    "seats": ["1.000", "7", "12"],
    "remark": ["1,5", "n.a.", ""],
}
SETTLED = {
    "account": ValueType.TEXT,
    "opened": ValueType.TIME,
    "resolved": ValueType.TEXT,
    "satisfaction": ValueType.NUMBER,
    "day": ValueType.DATE,
    "offset": ValueType.INSTANT,
    "seats": ValueType.WHOLE,
    "remark": ValueType.TEXT,
}


@pytest.fixture
def texts(engine, tmp_path):
    """Open the table and say which of its columns are to be read."""
    pd.DataFrame(TABLE).to_parquet(tmp_path / "t.parquet", index=False)
    location = Location(path=str(tmp_path / "t.parquet"), writing=WRITING)
    place = Place(file="shoal.yml", line=1)
    source = SourceSpec(name="t", role=Role.TICKETS, location=location, place=place)
    but = frozenset({"account"})
    columns = engine.open("t", location, texts=but)
    fields = columns_used(source.role, {}, tuple(TABLE))
    return texts_of(source, "t", columns, fields, but=but)


def test_columns_of_which_every_cell_can_be_read_have_its_type(engine, texts):
    types = texts.types(engine.rows(texts.counts()))

    assert {c.name: c.type for c in texts.settled(types)} == SETTLED


def test_the_first_rows_alone_may_tell(engine, texts):
    types = texts.types(engine.rows(texts.counts(most_rows=0)))

    assert types == {}


@pytest.mark.parametrize(
    ("name", "type_", "expected"),
    [
        ("opened", "time", ["2025-04-03 14:05:00", "2025-04-04 09:00:30", "2025-04-05"]),
        ("day", "date", ["2025-04-03", None, "2024-12-31"]),
        ("offset", "instant", ["2025-04-03 12:05:00", "2025-04-03 14:05:00", None]),
        ("satisfaction", "number", [1234.5, None, -7.0]),
        ("seats", "whole", [1000.0, 7.0, 12.0]),
        ("resolved", "text", TABLE["resolved"]),
        ("resolved as timestamp", "time", ["2025-04-03", None, "2025-04-05 10:00:00"]),
        ("resolved as timestamptz", "instant", [None, None, "2025-04-05 08:00:00"]),
    ],
)
def test_every_cell_is_what_it_says(engine, asked, texts, name, type_, expected):
    engine.keep("read", texts.table(texts.types(engine.rows(texts.counts()))))

    found = engine.rows(asked(f'SELECT account, "{name}" AS x FROM read', account="text", x=type_))  # noqa: S608
    by_account = dict(zip(found.column("account").values, found.column("x").values, strict=True))
    cells = [None if pd.isna(by_account[k]) else by_account[k] for k in TABLE["account"]]
    if type_ in ("time", "date", "instant"):
        expected = [None if e is None else pd.Timestamp(e) for e in expected]
    assert cells == expected
