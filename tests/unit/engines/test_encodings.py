"""Files in other encodings, copied in UTF-8 for the time that an engine is open."""

import gzip

import pytest
from sqlglot import exp

from shoal.engines.duckdb_engine import DuckDbEngine
from shoal.errors import UnreadableFile, UsageError
from shoal.records.queries import Query
from shoal.records.workspace import EngineSpec, Location
from shoal.records.writing import Encoding, Writing

TEXT = "id;name\n1;\u201eS\u00fcd\u201c\n2;Zo\u00eb\n"


@pytest.fixture
def engine(tmp_path):
    with DuckDbEngine(EngineSpec(spill=tmp_path / "spill"), allowed=[tmp_path]) as opened:
        yield opened


def names(engine, path, encoding):
    columns = engine.open("t", Location(path=str(path), writing=Writing(encoding=encoding)))
    found = engine.rows(Query(tree=exp.select("*").from_("t"), columns=columns))
    return sorted(found.column("name").values)


@pytest.mark.parametrize(
    ("codec", "encoding"),
    [
        ("cp1252", Encoding.WINDOWS),
        ("utf-16", Encoding.UTF_16),
        ("utf-8", Encoding.UTF_8),
    ],
)
def test_letters_are_those_of_the_encoding(engine, tmp_path, codec, encoding):
    (tmp_path / "t.csv").write_bytes(TEXT.encode(codec))
    assert names(engine, tmp_path / "t.csv", encoding) == ["Zo\u00eb", "\u201eS\u00fcd\u201c"]


def test_packed_files_and_folders_with_keys_are_copied_too(engine, tmp_path):
    for month in (1, 2):
        folder = tmp_path / "log" / f"month={month}"
        folder.mkdir(parents=True)
        (folder / "t.csv.gz").write_bytes(gzip.compress(TEXT.encode("cp1252")))
    location = Location(path=str(tmp_path / "log"), writing=Writing(encoding=Encoding.WINDOWS))
    columns = engine.open("t", location)
    assert [c.name for c in columns] == ["id", "name", "month"]


def test_a_file_beside_itself_packed_is_two_files(engine, tmp_path):
    folder = tmp_path / "log"
    folder.mkdir()
    (folder / "t.csv").write_bytes(b"id;name\n1;a\n")
    (folder / "t.csv.gz").write_bytes(gzip.compress(b"id;name\n2;b\n"))
    assert names(engine, folder, Encoding.WINDOWS) == ["a", "b"]


def test_a_packed_file_that_is_damaged_is_told(engine, tmp_path):
    packed = bytearray(gzip.compress(TEXT.encode("cp1252") * 1000, mtime=0))
    packed[len(packed) // 2] ^= 0xFF
    (tmp_path / "t.csv.gz").write_bytes(bytes(packed))
    with pytest.raises(UnreadableFile, match=r"t\.csv\.gz is cut off"):
        names(engine, tmp_path / "t.csv.gz", Encoding.WINDOWS)


def test_the_copy_goes_with_the_engine(tmp_path):
    (tmp_path / "t.csv").write_bytes(TEXT.encode("cp1252"))
    with DuckDbEngine(EngineSpec(spill=tmp_path / "spill"), allowed=[tmp_path]) as engine:
        names(engine, tmp_path / "t.csv", Encoding.WINDOWS)
        copies = list((tmp_path / "spill").rglob("t.csv"))
        assert [c.read_text("utf-8") for c in copies] == [TEXT]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["t.csv"]


def test_a_piece_may_end_within_a_letter(engine, tmp_path):
    rows = "".join(f"{i};\u20ac\n" for i in range(300_000))
    (tmp_path / "t.csv").write_bytes(("id;name\n" + rows).encode("utf-16"))
    assert set(names(engine, tmp_path / "t.csv", Encoding.UTF_16)) == {"\u20ac"}


@pytest.mark.parametrize(
    ("content", "encoding", "line"),
    [
        (b"id;name\n1;a\n2;\x81\n", Encoding.WINDOWS, "line 3"),
        (TEXT.encode("utf-16"), Encoding.WINDOWS, "line 1"),
        (b"\xef\xbb\xbfid;name\n1;a\n", Encoding.WINDOWS, "begins as UTF-8"),
        (b"id;name\n1;a;", Encoding.UTF_16, "line 1"),
    ],
)
def test_another_encoding_than_the_declared_one_is_told(engine, tmp_path, content, encoding, line):
    (tmp_path / "t.csv").write_bytes(content)
    with pytest.raises(UnreadableFile) as caught:
        names(engine, tmp_path / "t.csv", encoding)
    assert line in caught.value.message


def test_errors_name_the_file_and_not_its_copy(engine, tmp_path):
    (tmp_path / "t.csv").write_bytes("id;name\n1;\u00fc\n2;a;b\n".encode("cp1252"))
    with pytest.raises(UnreadableFile) as caught:
        names(engine, tmp_path / "t.csv", Encoding.WINDOWS)
    assert caught.value.message.startswith(f"{tmp_path / 't.csv'}, line 3")


def test_parquet_has_no_encoding(engine, tmp_path):
    (tmp_path / "t.parquet").write_bytes(b"PAR1")
    with pytest.raises(UsageError):
        names(engine, tmp_path / "t.parquet", Encoding.WINDOWS)
