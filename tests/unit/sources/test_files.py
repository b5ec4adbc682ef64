import bz2
import gzip
import io
import lzma
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from shoal.errors import FileAccess, NotAFile, UnreadableFile
from shoal.sources import contents
from shoal.sources.files import read_file, read_stream

_CSV = b"id,logins\na,1\nb,2\n"
_JSON = b'{"id": "a", "logins": 1}\n{"id": "b", "logins": 2}\n'


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_packed_text_is_read_by_its_content(read, pack):
    for name in ("t.csv", "t.csv.gz", "t"):
        assert read(pack(_CSV), name).column("logins").values.tolist() == [1, 2]
    assert read(pack(_JSON), "t.jsonl.gz").column_names == ("id", "logins")


@pytest.mark.parametrize(
    ("name", "content"),
    [("t.unknown", _CSV), ("t", _JSON), ("t.TSV", b"id\tlogins\na\t1\nb\t2\n"), ("t.json", _JSON)],
)
def test_without_a_known_ending_the_content_decides(read, name, content):
    table = read(content, name)
    assert table.column("logins").values.tolist() == [1, 2]
    assert table.name == name


def test_a_bomb_is_stopped(read, monkeypatch):
    monkeypatch.setattr(contents, "FREE_EXPANSION_BYTES", 10_000)
    with pytest.raises(UnreadableFile, match="more than"):
        read(gzip.compress(b"a,b\n" + b"1,2\n" * 1_000_000), "t.csv.gz")


def test_a_file_over_the_limit_is_stopped(read, monkeypatch):
    monkeypatch.setattr(contents, "MOST_BYTES", 10)
    with pytest.raises(UnreadableFile, match="limit"):
        read(_CSV)


@pytest.mark.parametrize("content", [gzip.compress(_CSV)[:-9], b"\x1f\x8b\x08garbage"])
def test_a_broken_archive_is_told(read, content):
    with pytest.raises(UnreadableFile, match="cannot be unpacked"):
        read(content, "t.csv.gz")


def test_a_zip_is_to_be_unpacked(read):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("t.csv", _CSV)
    for name in ("t.zip", "t", "t.csv", "t.xlsx"):
        with pytest.raises(UnreadableFile) as caught:
            read(packed.getvalue(), name)
        assert caught.value.suggestion


def test_a_directory_is_no_file(tmp_path):
    with pytest.raises(NotAFile, match="is a directory"):
        read_file(tmp_path)


def test_a_missing_file_is_told_with_its_neighbours(tmp_path):
    (tmp_path / "customers.csv").write_bytes(_CSV)
    with pytest.raises(NotAFile, match=r"Did you mean customers\.csv\?"):
        read_file(tmp_path / "custmers.csv")
    with pytest.raises(NotAFile, match=r"folder .*absent does not exist"):
        read_file(tmp_path / "absent" / "t.csv")
    with pytest.raises(NotAFile):
        read_file(tmp_path / "customers.csv" / "t.csv")


def test_no_permission_is_told(tmp_path, monkeypatch):
    path = tmp_path / "t.csv"
    path.write_bytes(_CSV)

    def refuse(self, *_args, **_options):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(FileAccess, match="Permission denied"):
        read_file(path)


def test_a_device_is_no_table():
    with pytest.raises(NotAFile, match="no ordinary file"):
        read_file(Path(os.devnull))


def test_an_empty_file_is_told_whatever_its_ending(read):
    for name in ("t.csv", "t.jsonl", "t.parquet", "t.xlsx", "t"):
        with pytest.raises(UnreadableFile):
            read(b"", name)


@pytest.mark.parametrize("content", [_CSV, _JSON, gzip.compress(_CSV), gzip.compress(_JSON)])
def test_a_stream_is_read_by_its_content(content):
    table = read_stream(io.BytesIO(content), name="standard input")
    assert table.column("logins").values.tolist() == [1, 2]
    assert table.name == "standard input"


@pytest.mark.parametrize("content", [b"PAR1....PAR1", b"PK\x03\x04....", b""])
def test_a_stream_must_be_text(content):
    with pytest.raises(UnreadableFile, match="standard input"):
        read_stream(io.BytesIO(content), name="standard input")


def test_reading_a_csv_loads_no_heavy_library(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(_CSV)
    code = (
        "import sys; from pathlib import Path; from shoal.sources.files import read_file; "
        "read_file(Path(sys.argv[1])); "
        "print(sorted({'duckdb', 'pandas', 'narwhals', 'scipy', 'sklearn'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
