"""Files and standard input: which reader takes them, and what is refused before reading."""

import codecs
import io
import stat
import zipfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from shoal.errors import FileAccess, NotAFile, UnreadableFile, near_matches
from shoal.records.tables import Table
from shoal.sources.contents import Content, packing_of, read_bytes

Reader = Callable[[Content], Table]

# A reader is loaded when a file needs it: a CSV must not wait for DuckDB to be loaded.
_READERS = {
    "delimited": "shoal.sources.delimited:read_delimited",
    "json": "shoal.sources.json_lines:read_json",
    "parquet": "shoal.sources.parquet:read_parquet",
    "workbook": "shoal.sources.xlsx:read_xlsx",
}
_SUFFIXES = {
    **dict.fromkeys((".csv", ".tsv", ".tab", ".psv", ".txt", ".dat"), "delimited"),
    **dict.fromkeys((".json", ".jsonl", ".ndjson"), "json"),
    **dict.fromkeys((".parquet", ".pq"), "parquet"),
    **dict.fromkeys((".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"), "workbook"),
}
_PACKED_SUFFIXES = frozenset({".gz", ".bz2", ".xz"})
_ARCHIVES = frozenset({".zip", ".7z", ".rar", ".tar", ".tgz", ".zst"})
_HEAD_BYTES = 8
_STARTS = (
    (b"PAR1", "parquet"),
    (b"PK\x03\x04", "workbook"),
    (b"\xd0\xcf\x11\xe0", "workbook"),
    (b"{", "json"),
    (b"[", "json"),
)


def read_file(path: Path) -> Table:
    """Read a file as a table: CSV and the like, JSON, Parquet, XLSX; packed text too.

    The file's ending says what it is; without a known one, its content does.

    Parameters
    ----------
    path
        A file. Text may be packed by gzip, bzip2 or xz.

    Returns
    -------
    Table
        Named after the file.

    Raises
    ------
    NotAFile
        Nothing is there, or a directory.
    FileAccess
        The operating system refuses to read it.
    UnreadableFile
        The content is no table.
    AmbiguousColumns
        Two columns have the same name.
    NothingToCluster
        There are column names but no row.
    """
    _refuse_absent(path)
    try:
        with path.open("rb") as stream:
            return _read(path, stream)
    except OSError as error:
        reason = error.strerror or str(error)
        raise FileAccess(
            f"{path} cannot be read: {reason}.",
            suggestion="Check the file's permissions, or copy it to a place that you may read.",
        ) from error


def read_stream(stream: BinaryIO, *, name: str) -> Table:
    """Read delimited text or JSON, packed or not, from a stream such as standard input.

    Parameters
    ----------
    stream
        Bytes; read to the end.
    name
        What to call the table.

    Raises
    ------
    UnreadableFile, AmbiguousColumns, NothingToCluster
        As for `read_file`.
    """
    data = read_bytes(stream, name=name)
    kind = _kind_by_content(data)
    if kind in ("parquet", "workbook"):
        raise UnreadableFile(
            f"{name} is binary; from standard input only delimited text and JSON can be read.",
            suggestion="Save it as a file and name the file.",
        )
    return _reader(kind)(Content(name=name, data=data))


def _refuse_absent(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        raise NotAFile(
            f"{path} does not exist.{_neighbours(path)}",
            suggestion="Check the name and the folder.",
        ) from None
    except OSError as error:
        raise FileAccess(f"{path} cannot be reached: {error.strerror}.") from error
    if stat.S_ISDIR(mode):
        raise NotAFile(
            f"{path} is a directory; a file was expected.",
            suggestion="Name one of the files in it.",
        )
    if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
        raise NotAFile(f"{path} is no ordinary file.", suggestion="Name a file that holds a table.")


def _neighbours(path: Path) -> str:
    if not path.parent.is_dir():
        return f" The folder {path.parent} does not exist either."
    try:
        return near_matches(path.name, [p.name for p in path.parent.iterdir()])
    except OSError:
        return ""


def _read(path: Path, stream: io.BufferedReader) -> Table:
    kind = _kind_by_name(path)
    head = stream.peek(_HEAD_BYTES)
    if (kind or _kind_by_content(head)) == "parquet" and packing_of(head) is None:
        return _reader("parquet")(Content(name=path.name, data=b"", path=path))
    data = read_bytes(stream, name=path.name)
    if not data.strip():
        raise UnreadableFile(
            f"{path.name} is empty.", suggestion="Export the table again; nothing was written."
        )
    kind = kind or _kind_by_content(data)
    if kind == "workbook" and _is_plain_archive(data):
        raise _archive(path.name)
    return _reader(kind)(Content(name=path.name, data=data))


def _kind_by_name(path: Path) -> str | None:
    suffixes = [s.casefold() for s in path.suffixes]
    if suffixes and suffixes[-1] in _ARCHIVES:
        raise _archive(path.name)
    if suffixes and suffixes[-1] in _PACKED_SUFFIXES:
        suffixes.pop()
    return _SUFFIXES.get(suffixes[-1]) if suffixes else None


def _kind_by_content(data: bytes) -> str:
    start = data[:1024].removeprefix(codecs.BOM_UTF8).lstrip()
    return next((kind for magic, kind in _STARTS if start.startswith(magic)), "delimited")


def _is_plain_archive(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        return False  # the reader of workbooks says what is wrong with it
    return not names & {"[Content_Types].xml", "mimetype"}


def _archive(name: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name} is an archive of files; one table was expected.",
        suggestion="Unpack it and name the table in it; a single file may stay packed as .gz.",
    )


def _reader(kind: str) -> Reader:
    module, _, function = _READERS[kind].partition(":")
    reader: Reader = getattr(import_module(module), function)
    return reader
