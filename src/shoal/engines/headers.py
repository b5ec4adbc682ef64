"""The first line of CSV files: what separates the cells, and the names of the columns."""

import codecs
import csv
import gzip
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO

from shoal.engines.places import Place, file_system
from shoal.errors import FileAccess, UnreadableFile
from shoal.records.writing import Encoding

Opener = Callable[[str], AbstractContextManager[IO[bytes]]]

UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""How text in UTF-16 begins."""

_SEPARATORS = ",;\t|"
_LONGEST_LINE = 1_000_000


def opener_of(place: Place) -> Opener:
    """Return what opens the files of a place, here or at a cloud's address."""
    if place.scheme is None:
        return lambda file: Path(file).open("rb")
    system = file_system(place.scheme)
    return lambda file: system.open(file, "rb")


def mend_encoding(begin: bytes = b"") -> str:
    """Say what to do about a file that is not in UTF-8, by how it begins."""
    likely = Encoding.UTF_16 if begin.startswith(UTF_16_MARKS) else Encoding.WINDOWS
    return f"Write encoding: {likely} under its source, or save the file as UTF-8."


def separator_of(header: str) -> str:
    r"""Return what separates the cells of a header: the sign that it has most of, outside quotes.

    >>> separator_of('id;"a,b,c";n')
    ';'
    >>> separator_of("id")
    ','
    """
    outside = "".join(header.split('"')[::2])
    return max(_SEPARATORS, key=outside.count)


def cells_of(header: str, separator: str) -> tuple[str, ...]:
    """Return the names in a header; a cell without one is named by its place, counted from 0.

    >>> cells_of('id, "a,b",', ",")
    ('id', 'a,b', 'column2')
    """
    cells = next(csv.reader([header], delimiter=separator, skipinitialspace=True), [])
    return tuple(cell.strip() or f"column{i}" for i, cell in enumerate(cells))


def first_line(file: str, opener: Opener) -> str:
    """Return the first line of a file, unpacked where its name says that it is packed by gzip.

    Raises
    ------
    UnreadableFile
        The file is empty, is no text in UTF-8, or its first line does not end.
    FileAccess
        The file cannot be read.
    """
    try:
        with opener(file) as raw:
            plain = gzip.GzipFile(fileobj=raw) if file.lower().endswith(".gz") else raw
            # A file of a cloud's store reads lines only whole.
            with io.BufferedReader(plain) as lines:  # type: ignore[type-var]
                line = lines.readline(_LONGEST_LINE)
    except (gzip.BadGzipFile, EOFError) as error:
        raise UnreadableFile(
            f"{file} is not packed by gzip, as its name says.", suggestion="Rename or pack it."
        ) from error
    except OSError as error:
        raise FileAccess(f"Could not read {file}: {error.strerror or error}.") from error
    if not line.strip():
        raise UnreadableFile(f"{file} has no header.", suggestion="Its first line names columns.")
    if len(line) == _LONGEST_LINE:
        raise UnreadableFile(f"{file} has a first line that does not end.")
    try:
        return line.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"{file}, line 1: the text is not in UTF-8.", suggestion=mend_encoding(line)
        ) from error
