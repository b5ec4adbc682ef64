"""Files in another encoding, written once more in UTF-8, piece by piece, for all engines alike."""

import codecs
import gzip
import tempfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from shoal.engines.headers import UTF_16_MARKS, opener_of
from shoal.engines.places import FileKind, Place
from shoal.errors import FileAccess, ShoalError, UnreadableFile, UsageError
from shoal.records.writing import Encoding

_PIECE = 1024**2


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """Files in UTF-8, and what each is a copy of."""

    place: Place
    originals: Mapping[str, str]


def in_utf_8(place: Place, encoding: Encoding, folder: Path) -> Copied:
    """Write files once more, in UTF-8, into a folder that goes with the engine.

    Parameters
    ----------
    place
        Files of text.
    encoding
        What they are written in.
    folder
        Where the copies go; they keep the names of their folders below the base.

    Raises
    ------
    UsageError
        The files are no text, or packed in a way that only the engine unpacks.
    UnreadableFile
        A file is in another encoding.
    FileAccess
        A file cannot be read, or there is no space.
    """
    _refuse_other_kinds(place, encoding)
    base = Path(tempfile.mkdtemp(prefix="utf8-", dir=folder))
    originals: dict[str, str] = {}
    for file in place.files:
        inner = file.removeprefix(place.base).lstrip("/").removesuffix(".gz")
        copy = base / inner
        if str(copy) in originals:  # a file may lie beside itself, packed
            copy = copy.with_name(f"{len(originals)}-{copy.name}")
        copy.parent.mkdir(parents=True, exist_ok=True)
        _copy(place, file, copy, encoding)
        originals[str(copy)] = file
    copied = replace(place, files=tuple(originals), base=str(base), scheme=None)
    return Copied(place=copied, originals=originals)


@contextmanager
def told_of(originals: Mapping[str, str]) -> Iterator[None]:
    """Let errors name the files that people know, and not the copies of them."""
    try:
        yield
    except ShoalError as error:
        message = error.message
        for copy, original in originals.items():
            message = message.replace(copy, original)
        if message == error.message:
            raise
        raise type(error)(message, suggestion=error.suggestion, findings=error.findings) from error


def _refuse_other_kinds(place: Place, encoding: Encoding) -> None:
    if place.kind is FileKind.PARQUET:
        raise UsageError(
            f"{place.base} holds Parquet, which is not written in {encoding}.",
            suggestion="Take the line with encoding out.",
        )
    packed = next((f for f in place.files if f.lower().endswith(".zst")), None)
    if packed is not None:
        raise UsageError(
            f"{packed} is packed by zstd; only UTF-8 is read from such files.",
            suggestion="Unpack it, or pack it by gzip.",
        )


def _copy(place: Place, file: str, copy: Path, encoding: Encoding) -> None:
    try:
        with opener_of(place)(file) as raw, copy.open("w", encoding="utf-8", newline="") as out:
            is_packed = file.lower().endswith(".gz")
            plain = gzip.GzipFile(fileobj=raw) if is_packed else raw
            for text in _decoded(plain.read, file, encoding):
                out.write(text)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise UnreadableFile(
            f"{file} is cut off, or not packed by gzip as its name says.",
            suggestion="Export it again.",
        ) from error
    except OSError as error:
        raise FileAccess(
            f"Could not copy {file} in UTF-8: {error.strerror or error}.",
            suggestion="The copy needs space in the folder under engine: spill.",
        ) from error


def _decoded(read: Callable[[int], bytes], file: str, encoding: Encoding) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    n_lines, piece = 0, read(_PIECE)
    if piece.startswith(codecs.BOM_UTF8):
        raise UnreadableFile(
            f"{file} begins as UTF-8 text, and its source says encoding: {encoding}.",
            suggestion="Take that line out.",
        )
    if encoding is Encoding.UTF_16 and not piece.startswith(UTF_16_MARKS):
        raise _other(file, 0, encoding)
    while True:
        try:
            text = decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as error:
            before = error.object[: error.start].decode(encoding, "ignore")
            raise _other(file, n_lines + before.count("\n"), encoding) from error
        if "\0" in text:
            raise _other(file, n_lines + text[: text.index("\0")].count("\n"), encoding)
        yield text
        if not piece:
            return
        n_lines += text.count("\n")
        piece = read(_PIECE)


def _other(file: str, n_lines: int, encoding: Encoding) -> UnreadableFile:
    return UnreadableFile(
        f"{file}, line {n_lines + 1}: the text is not in {encoding}, as its source says.",
        suggestion=f"Write another encoding ({', '.join(Encoding)}), or save it as UTF-8.",
    )
