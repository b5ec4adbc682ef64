"""CSV as DuckDB is told to read it: what it makes of odd files, and how it says what is wrong."""

import pytest
from sqlglot import exp

from shoal.engines.duckdb_engine import DuckDbEngine
from shoal.errors import AmbiguousColumns, UnreadableFile
from shoal.records.queries import Query
from shoal.records.workspace import EngineSpec, Location


@pytest.fixture
def read(tmp_path):
    """Give a function that writes texts to files, opens them and returns columns and rows."""

    def table(*texts, suffix=".csv", forced=()):
        folder = tmp_path / "log"
        folder.mkdir()
        for i, text in enumerate(texts):
            content = text if isinstance(text, bytes) else text.encode()
            (folder / f"{i:02}{suffix}").write_bytes(content)
        settings = EngineSpec(spill=tmp_path / "spill")
        with DuckDbEngine(settings, allowed=[tmp_path]) as engine:
            columns = engine.open("t", Location(path=str(folder)), texts=frozenset(forced))
            found = engine.rows(Query(tree=exp.select("*").from_("t"), columns=columns))
        return {c.name: (c.type.value, found.column(c.name).values.tolist()) for c in columns}

    return table


def texts_of(cells):
    return [str(c) for c in cells]


def test_types_are_found(read):
    found = read("t,n,x,b,d\na,1,1.5,true,2024-02-29\n,,,,\n")

    assert [kind for kind, _ in found.values()] == ["text", "whole", "number", "boolean", "date"]


def test_columns_that_must_be_text_are(read):
    found = read("id,n\n7,1\n", "id,n\n007,2\n", forced=["id"])

    assert found["id"] == ("text", ["7", "007"])


def test_a_column_with_leading_zeros_is_text_of_itself(read):
    assert read("zip\n01234\n")["zip"] == ("text", ["01234"])


def test_an_empty_cell_is_missing_with_quotes_and_without(read):
    assert read('a,b\n"",1\n,2\n')["a"] == ("text", [None, None])


def test_cells_may_hold_separators_quotes_and_ends_of_lines(read):
    assert read('a,b\r\n"x,""y""\r\nz",1\r\n')["a"][1] == ['x,"y"\r\nz']


def test_lines_that_are_empty_are_no_rows(read):
    assert read("a,b\n1,2\n\n3,4\n\n")["a"][1] == [1, 3]


def test_a_file_of_a_header_alone_has_columns(read):
    assert read("a,b\n") == {"a": ("text", []), "b": ("text", [])}


@pytest.mark.parametrize(
    "cell",
    [
        "02/13/2024",
        "13.02.2024",
        "02/03/24",
        "24-02-13",
        "02/03/2024 10:00:00 PM",
        "2024-02-03 10:00:00 PM",
        "2024.02.03 10:00:00",
    ],
)
def test_times_that_could_be_read_in_several_ways_stay_text(read, cell):
    assert read(f"d\n{cell}\n{cell}\n")["d"] == ("text", [cell, cell])


def test_one_such_date_among_many_takes_no_other_column_with_it(read):
    found = read("a,b\n2024-01-31,2024-01-31\n31.01.2024,2024-02-01\n")

    assert found["a"] == ("text", ["2024-01-31", "31.01.2024"])
    assert found["b"][0] == "date"


def test_times_with_a_zone_are_instants_in_utc(read):
    kind, cells = read("t\n2024-02-29T10:00:00+02:00\n2024-02-29T10:00:00Z\n")["t"]

    assert kind == "instant"
    assert texts_of(cells) == ["2024-02-29 08:00:00", "2024-02-29 10:00:00"]


def test_a_type_that_shows_in_a_later_file_is_found(read):
    found = read(*[f"n\n{i}\n" for i in range(11)], "n\n1.5\n")

    assert found["n"][0] == "number"
    assert found["n"][1][-1] == 1.5


def test_columns_in_another_order_find_their_place(read):
    found = read("a,b\nx,1\n", "b,a\n2,y\n")

    assert found == {"a": ("text", ["x", "y"]), "b": ("whole", [1, 2])}


def test_columns_without_a_name_have_one(read):
    assert list(read("a,,\n1,2,3\n")) == ["a", "column1", "column2"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n1,2,3\n", r"00\.csv, line 3: 3 cells, where the header has 2"),
        ("a,b\n1,2\n1\n", r"00\.csv, line 3: 1 cells, where the header has 2"),
        ('a,b\n1,2\n1,"x\n', r"00\.csv, line 3: a quote that is not closed"),
        ("a,b\n1,2\n" + "x" * 3_000_000 + ",1\n", r"00\.csv, line 3: a line too long"),
        (b"a,b\n1,2\n1,\xe9\n", r"00\.csv, line 3: the text is not in UTF-8"),
    ],
)
def test_a_bad_line_is_named(read, text, words):
    with pytest.raises(UnreadableFile, match=words):
        read(text)


def test_a_bad_cell_late_in_a_file_is_named_by_line_and_column(read):
    rows = "".join(f"{i},{i}\n" for i in range(210_000))

    with pytest.raises(UnreadableFile, match=r"line 210002, column n: 'many' is no BIGINT"):
        read(f"id,n\n{rows}1,many\n")


def test_two_columns_of_one_name_are_told(read):
    with pytest.raises(AmbiguousColumns, match=r"00\.csv has columns of the same name: ID, id"):
        read("id,ID\n1,2\n")


def test_json_that_is_cut_off_is_named_by_its_line(read):
    with pytest.raises(UnreadableFile, match=r"00\.jsonl, line 3"):
        read('{"a": 1}\n{"a": 2}\n{"a":\n', suffix=".jsonl")
