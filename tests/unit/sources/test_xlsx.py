import datetime as dt
import io

import numpy as np
import openpyxl
import pytest

from shoal.errors import AmbiguousColumns, NothingToCluster, UnreadableFile
from shoal.records.tables import ColumnType


def _workbook(**sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_cells_keep_their_kinds(read):
    table = read(
        _workbook(
            S=[
                ["id", "n", "d", "ok", "text", 2025],
                [1, 1.5, dt.datetime(2026, 1, 1), True, "1,234", 7],  # noqa: DTZ001 - as Excel has it
                [2, None, dt.datetime(2026, 1, 1, 5), False, "5", 8],  # noqa: DTZ001
            ]
        ),
        "t.xlsx",
    )
    assert table.column_names == ("id", "n", "d", "ok", "text", "2025")
    assert table.column("id").values.tolist() == [1, 2]
    assert np.isnan(table.column("n").values[1])
    assert table.column("d").values.astype(str).tolist() == [
        "2026-01-01T00:00:00",
        "2026-01-01T05:00:00",
    ]
    assert table.column("ok").type is ColumnType.BOOLEAN
    assert table.column("text").values.tolist() == [1234, 5]


def test_ids_mixed_of_words_and_numbers_lose_no_sign(read):
    table = read(_workbook(S=[["id", "n"], ["A1", 1], [1001, 2], ["007", 3]]), "t.xlsx")
    assert table.column("id").values.tolist() == ["A1", "1001", "007"]


def test_the_first_sheet_with_cells_is_read_and_told(read, finding_of):
    table = read(_workbook(Leer=[], Daten=[["a", "b"], [1, 2]], Mehr=[["x"], [1]]), "t.xlsx")
    assert table.column_names == ("a", "b")
    assert finding_of(table, "several-sheets").evidence == {"sheets": 2, "read": "Daten"}


def test_empty_rows_columns_and_titles_around_the_table_are_left_out(read, finding_of):
    rows = [
        [],
        ["Report"],
        [],
        [None, "id", None, "n"],
        [None, "a", None, 1],
        [None, "b", None, 2],
        [None, "  ", None, None],
    ]
    table = read(_workbook(S=rows), "t.xlsx")
    assert table.column_names == ("id", "n")
    assert table.n_rows == 2
    assert finding_of(table, "title-rows").evidence["count"] == 2


def test_errors_of_formulas_are_missing(read):
    book = openpyxl.Workbook()
    book.active.append(["a", "b"])
    book.active.append([1, 2])
    book.active.append([3, "#DIV/0!"])
    book.active["B3"].data_type = "e"
    written = io.BytesIO()
    book.save(written)
    values = read(written.getvalue(), "t.xlsx").column("b").values
    assert values[0] == 2
    assert np.isnan(values[1])


def test_repeated_names_and_a_header_alone_are_refused(read):
    with pytest.raises(AmbiguousColumns):
        read(_workbook(S=[["a", "a "], [1, 2]]), "t.xlsx")
    with pytest.raises(NothingToCluster):
        read(_workbook(S=[["a", "b"]]), "t.xlsx")
    with pytest.raises(UnreadableFile, match="no sheet"):
        read(_workbook(S=[]), "t.xlsx")


@pytest.mark.parametrize(
    "content",
    [
        b"garbage",
        b"PK\x03\x04garbage",
        _workbook(S=[["a", "b"], [1, 2]])[:1500],
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    ],
)
def test_broken_and_encrypted_workbooks_are_told(read, content):
    with pytest.raises(UnreadableFile, match=r"t\.xlsx"):
        read(content, "t.xlsx")


def test_two_far_corners_do_not_fill_memory(read):
    book = openpyxl.Workbook()
    book.active["A1"] = "a"
    book.active["XFD1048576"] = 1
    written = io.BytesIO()
    book.save(written)
    with pytest.raises(UnreadableFile, match="far larger than its cells"):
        read(written.getvalue(), "t.xlsx")
