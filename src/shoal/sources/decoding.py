"""From bytes to text: which encoding it is, and whether it is text at all."""

import codecs
from dataclasses import dataclass

from shoal.errors import UnreadableFile
from shoal.records.findings import Finding, Severity
from shoal.sources.contents import Content

_CHUNK = 1024**2
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins like UTF-16, so it is asked first
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_STRANGERS = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a zip archive or an Excel workbook"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"PAR1", "a Parquet file"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x7fELF", "a program"),
)
_CONTROL = bytes(b for b in range(32) if b not in b"\t\n\v\f\r\x1a")
_MOST_CONTROL_SHARE = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The encoding that fits all bytes, and what to say about it."""

    encoding: str
    findings: tuple[Finding, ...] = ()


def find_encoding(content: Content) -> Decoded:
    """Find the encoding of a text file: the byte order mark, else UTF-8, else Windows-1252.

    Raises
    ------
    UnreadableFile
        The bytes are no text.
    """
    _refuse_strangers(content)
    marked = next((e for mark, e in _MARKS if content.data.startswith(mark)), None)
    if marked is not None:
        if not _fits(content, marked):
            raise UnreadableFile(
                f"{content.name} begins as {marked.upper()} text but is broken further on.",
                suggestion="Save the table again as UTF-8 text.",
            )
        return Decoded(encoding=marked)
    if _fits(content, "utf-8"):
        return Decoded(encoding="utf-8")
    return _windows_text(content)


def _refuse_strangers(content: Content) -> None:
    stranger = next((what for magic, what in _STRANGERS if content.data.startswith(magic)), None)
    if stranger is not None:
        raise UnreadableFile(
            f"{content.name} should be text, but its content is {stranger}.",
            suggestion="Export the table as CSV, or give the file the ending of its content.",
        )


def _fits(content: Content, encoding: str) -> bool:
    """Decode everything once; a NUL character ends the work, it stands in no table."""
    decoder = codecs.getincrementaldecoder(encoding)()
    view = memoryview(content.data)
    try:
        for start in range(0, len(view), _CHUNK):
            last = start + _CHUNK >= len(view)
            if "\0" in decoder.decode(view[start : start + _CHUNK].tobytes(), final=last):
                raise UnreadableFile(
                    f"{content.name} holds NUL bytes, so it is no text that can be read.",
                    suggestion="Export the table as CSV in UTF-8; "
                    "UTF-16 text must begin with its byte order mark.",
                )
    except UnicodeDecodeError:
        return False
    return True


def _windows_text(content: Content) -> Decoded:
    start = content.data[:_CHUNK]
    n_control = len(start) - len(start.translate(None, _CONTROL))
    if n_control > _MOST_CONTROL_SHARE * len(start) or not _fits(content, "cp1252"):
        raise UnreadableFile(
            f"{content.name} is no text: its bytes fit neither UTF-8 nor Windows-1252.",
            suggestion="Export the table as CSV in UTF-8.",
        )
    finding = Finding(
        code="encoding",
        severity=Severity.NOTE,
        message=f"{content.name} is not UTF-8; it was read as Windows-1252.",
        evidence={"encoding": "cp1252"},
        suggestion="Look at names with accents; if they are wrong, export the table as UTF-8.",
    )
    return Decoded(encoding="cp1252", findings=(finding,))
