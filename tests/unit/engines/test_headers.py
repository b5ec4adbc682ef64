"""First lines of CSV files."""

import gzip

import pytest

from shoal.engines.headers import cells_of, first_line, separator_of
from shoal.errors import FileAccess, UnreadableFile


def opened(path):
    return open(path, "rb")  # noqa: PTH123 - what fsspec hands over, too


@pytest.mark.parametrize(
    ("header", "separator"),
    [
        ("a,b;c,d", ","),
        ("a;b;c", ";"),
        ("a\tb,c\td", "\t"),
        ("a|b", "|"),
        ('"a,b,c";d', ";"),
        ("a", ","),
    ],
)
def test_the_commonest_sign_separates(header, separator):
    assert separator_of(header) == separator


def test_names_may_hold_the_separator_and_quotes():
    assert cells_of('id,"a,b", "say ""x"""', ",") == ("id", "a,b", 'say "x"')


@pytest.mark.parametrize("packed", [False, True])
def test_the_mark_of_utf_8_is_no_part_of_the_name(tmp_path, packed):
    text = "\ufeffid,näme\r\n1,2\r\n".encode()
    path = tmp_path / ("t.csv.gz" if packed else "t.csv")
    path.write_bytes(gzip.compress(text) if packed else text)

    assert first_line(str(path), opened) == "id,näme"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("t.csv", b"", "no header"),
        ("t.csv", b"\n1\n", "no header"),
        ("t.csv", b"x" * 1_000_001, "does not end"),
        ("t.csv", "é,b\n".encode("latin-1"), "not in UTF-8"),
        ("t.csv.gz", b"id,n\n1,2\n", "not packed"),
        ("t.csv.gz", gzip.compress(b"id" * 999)[:20], "not packed"),
    ],
)
def test_what_is_no_header_is_told(tmp_path, name, content, words):
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(UnreadableFile, match=words):
        first_line(str(path), opened)


def test_a_file_that_has_gone_is_told(tmp_path):
    with pytest.raises(FileAccess):
        first_line(str(tmp_path / "gone.csv"), opened)
