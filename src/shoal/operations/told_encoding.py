"""How the letters of files are written, told by their bytes."""

import codecs
import gzip
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from shoal.engines.headers import UTF_16_MARKS
from shoal.engines.places import FileKind, find_files
from shoal.records.writing import Encoding

_PIECE = 1024**2
_MOST_PIECES = 16
_MOST_FILES = 50


def encoding_of(path: Path) -> Encoding:
    """Return the encoding of a table's files: UTF-8, unless one of them can only be another.

    The first 16 MB of the first fifty files are looked at.
    """
    place = find_files(str(path.absolute()), allowed=[path.absolute().anchor])
    if place.kind is FileKind.PARQUET:
        return Encoding.UTF_8
    files = [file for file in place.files[:_MOST_FILES] if not file.endswith(".zst")]
    return next((e for f in files if (e := _of_file(f)) is not Encoding.UTF_8), Encoding.UTF_8)


def _of_file(file: str) -> Encoding:
    """Return UTF-8 too where nothing fits, so that reading the file tells what is wrong."""
    with suppress(OSError, EOFError):
        if next(_pieces(file), b"").startswith(UTF_16_MARKS):
            return Encoding.UTF_16
        return next(
            (e for e in (Encoding.UTF_8, Encoding.WINDOWS) if _fits(file, e)), Encoding.UTF_8
        )
    return Encoding.UTF_8


def _fits(file: str, encoding: Encoding) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        return not any("\0" in decoder.decode(piece) for piece in _pieces(file))
    except UnicodeDecodeError:
        return False


def _pieces(file: str) -> Iterator[bytes]:
    with Path(file).open("rb") as raw:
        opened = gzip.GzipFile(fileobj=raw) if file.endswith(".gz") else raw
        for _ in range(_MOST_PIECES):
            piece = opened.read(_PIECE)
            if not piece:
                return
            yield piece
