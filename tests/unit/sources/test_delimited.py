import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoal.errors import AmbiguousColumns, NothingToCluster, UnreadableFile
from shoal.records.findings import Severity
from shoal.records.tables import ColumnType
from shoal.sources.contents import Content
from shoal.sources.delimited import read_delimited


def _codes(table):
    return {f.code for f in table.findings}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^"])
def test_every_usual_delimiter_is_found(read, delimiter):
    rows = [["id", "logins", "plan"], ["a", "1", "x"], ["b", "2", "y"]]
    table = read("\n".join(delimiter.join(r) for r in rows) + "\n")
    assert table.column_names == ("id", "logins", "plan")
    assert table.column("logins").values.tolist() == [1, 2]
    assert table.n_rows == 2
    assert table.name == "t.csv"


def test_a_semicolon_wins_over_the_commas_inside_numbers(read):
    table = read("id;rate\n1;2,5\n2;3,5\n")
    assert table.column("rate").values.tolist() == [2.5, 3.5]


def test_a_first_line_that_names_the_delimiter_is_followed(read):
    table = read("sep=;\nid;x\na;1\n")
    assert table.column_names == ("id", "x")
    with pytest.raises(UnreadableFile, match="line 4 has 3 cells"):
        read("sep=;\nid;x\na;1\nb;2;3\n")


def test_quotes_keep_delimiters_quotes_and_line_breaks_inside_cells(read):
    table = read('id,note\n1,"a, ""b""\nc"\n2,d\n')
    assert table.column("note").values.tolist() == ['a, "b"\nc', "d"]


def test_quotes_after_a_blank_are_quotes_too(read):
    table = read('id, note\n1, "a, b"\n2, "c"\n')
    assert table.column("note").values.tolist() == ["a, b", "c"]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_is_read(read, ending):
    assert read(ending.join(["a,b", "1,2", "3,4", ""])).n_rows == 2


def test_one_column_is_a_table(read):
    table = read("revenue\n10\n20.5\n")
    assert table.column("revenue").values.tolist() == [10, 20.5]


def test_one_column_of_thousands_is_not_parted_at_its_commas(read):
    assert read("revenue\n1,234\n5,678\n2,345\n").column("revenue").values.tolist() == [
        1234,
        5678,
        2345,
    ]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("a,b\n1,2\n3\n", "line 3 has 1 cells"),
        ("a,b\n1,2\n3,4,5\n", "line 3 has 3 cells"),
        ('a,b\n"1\n1",2\n3,4,5\n', "line 4 has 3 cells"),
    ],
)
def test_a_record_of_another_width_is_named_by_file_line_and_counts(read, text, where):
    with pytest.raises(UnreadableFile, match=rf"t\.csv {where}, but the header has 2") as caught:
        read(text)
    assert caught.value.suggestion


def test_a_title_above_the_table_is_an_error_that_names_the_widths(read):
    with pytest.raises(UnreadableFile, match="line 2 has 3 cells, but the header has 1"):
        read("Report June\na,b,c\n" + "1,2,3\n" * 5)


def test_trailing_empty_cells_and_blank_lines_are_tolerated(read):
    table = read("a,b\n\n1,2,,\n   \n3,4\n")
    assert table.column("b").values.tolist() == [2, 4]
    table = read("a,b,\n1,2\n3,4,\n")
    assert table.column_names == ("a", "b")


def test_rows_without_any_cell_at_the_end_are_left_out_and_told(read, finding_of):
    table = read("a,b\n1,2\n,\n3,4\n,\n ,\n")
    assert table.n_rows == 3
    assert finding_of(table, "empty-rows-at-end").evidence["count"] == 2


def test_an_open_quote_is_named_by_the_line_where_it_begins(read):
    with pytest.raises(UnreadableFile, match="line 3: the record that begins here"):
        read('a,b\n1,2\n3,"4\n5,6\n')


def test_a_cell_without_end_is_refused(read):
    with pytest.raises(UnreadableFile, match="line 2"):
        read("a,b\n1," + "x" * 200_000 + "\n")


def test_repeated_names_are_refused_after_blanks_are_dropped(read):
    with pytest.raises(AmbiguousColumns, match="logins"):
        read("id,logins,logins \n1,2,3\n")


def test_empty_names_are_filled_by_place(read, finding_of):
    table = read(",a,\n0,1,2\n1,3,4\n")
    assert table.column_names == ("column_1", "a", "column_3")
    assert finding_of(table, "unnamed-columns").severity is Severity.NOTE


def test_an_empty_file_and_a_header_alone_have_errors_of_their_own(read):
    with pytest.raises(UnreadableFile, match=r"t\.csv is empty"):
        read("")
    with pytest.raises(UnreadableFile, match=r"t\.csv is empty"):
        read("\n  \n")
    with pytest.raises(NothingToCluster, match="no row"):
        read("a,b\n")


def test_a_file_without_header_is_suspected(read, finding_of):
    assert finding_of(read("1,2\n3,4\n"), "no-header-suspected").severity is Severity.WARNING
    with pytest.raises(AmbiguousColumns) as caught:
        read("1,1\n3,4\n")
    assert "looks like data" in caught.value.suggestion


def test_german_headers_and_names_survive_every_encoding(read, finding_of):
    text = "Kündigung;Größe\nja;größer\nnein;klein\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        table = read(text.encode(encoding))
        assert table.column_names == ("Kündigung", "Größe")
        assert "encoding" not in _codes(table)
    table = read(text.encode("cp1252"))
    assert table.column("Größe").values.tolist() == ["größer", "klein"]
    assert finding_of(table, "encoding").severity is Severity.NOTE


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"PK\x03\x04rest", "zip"),
        (b"a,b\n1,\x00\n", "NUL"),
        (bytes(range(1, 256)) * 4, "no text"),
        (b"\xff\xfea", "broken further on"),
    ],
)
def test_what_is_no_text_is_refused(read, content, what):
    with pytest.raises(UnreadableFile, match=what):
        read(content)


def test_five_thousand_columns_are_read(read):
    header = ",".join(f"m{i}" for i in range(5_000))
    row = ",".join(str(i) for i in range(5_000))
    table = read(f"{header}\n{row}\n{row}\n")
    assert len(table.columns) == 5_000
    assert table.column("m4999").values.tolist() == [4999, 4999]


@given(
    numbers=st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=30),
    comma=st.booleans(),
)
def test_floats_written_with_either_decimal_sign_read_back_equal(numbers, comma):
    cells = [repr(n) for n in numbers]
    # A column of its own that settles the table's decimal sign, as real tables have.
    sure = "0,5" if comma else "0.5"
    cells = [c.replace(".", ",") if comma else c for c in cells]
    text = "x;sure\n" + "".join(f"{c};{sure}\n" for c in cells)
    table = read_delimited(Content(name="t", data=text.encode()))
    column = table.column("x")
    assert column.type is ColumnType.NUMBER
    np.testing.assert_array_equal(column.values, numbers)
