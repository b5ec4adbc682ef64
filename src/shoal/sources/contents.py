"""Bytes of a file or stream, unpacked and bounded, before anybody asks what they mean."""

import bz2
import gzip
import io
import lzma
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from shoal.errors import UnreadableFile

MOST_BYTES = 4 * 1024**3
# Real tables shrink to a tenth, the most regular ones to a hundredth; beyond 200 it is a bomb.
MOST_EXPANSION = 200
FREE_EXPANSION_BYTES = 64 * 1024**2

_CHUNK = 4 * 1024**2
_PACKED = {b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ\x00": "xz"}
_BROKEN = (OSError, EOFError, zlib.error, lzma.LZMAError)


class Readable(Protocol):
    """Something bytes can be read from, a piece at a time."""

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes, none at the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a reader gets: `name` for messages, `data` unpacked, `path` where there is one.

    `data` is empty for the readers that open the path by themselves.
    """

    name: str
    data: bytes
    path: Path | None = None


def packing_of(head: bytes) -> str | None:
    r"""Name the compression that these first bytes announce, if any.

    >>> packing_of(b"\x1f\x8b\x08")
    'gzip'
    """
    return next((p for magic, p in _PACKED.items() if head.startswith(magic)), None)


def read_bytes(stream: Readable, *, name: str) -> bytes:
    """Read a stream to its end and unpack it if it is gzip, bzip2 or xz.

    Raises
    ------
    UnreadableFile
        More than 4 GB, a broken archive, or one that grows beyond every real table.
    """
    data = _bounded(stream, most=MOST_BYTES, name=name)
    packing = packing_of(data)
    if packing is None:
        return data
    most = min(MOST_BYTES, max(FREE_EXPANSION_BYTES, MOST_EXPANSION * len(data)))
    try:
        with _unpacking(packing, data) as unpacked:
            return _bounded(unpacked, most=most, name=name)
    except _BROKEN as error:
        raise UnreadableFile(
            f"{name} begins like {packing} but cannot be unpacked: {error}.",
            suggestion="Make the file again; the download or the export was cut off.",
        ) from error


def _unpacking(packing: str, data: bytes) -> gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile:
    source = io.BytesIO(data)
    if packing == "gzip":
        return gzip.GzipFile(fileobj=source)
    if packing == "bzip2":
        return bz2.BZ2File(source)
    return lzma.LZMAFile(source)


def _bounded(stream: Readable, *, most: int, name: str) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > most:
            raise UnreadableFile(
                f"{name} holds more than {most // 1024**2:,} MB once read, which is the limit.",
                suggestion="Leave out what is not needed, or write the table as Parquet.",
            )
        chunks.append(chunk)
    return b"".join(chunks)
