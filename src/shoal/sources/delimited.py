"""CSV, TSV and other delimited text, read record by record with errors that name the line."""

import csv
import io
from collections.abc import Iterator
from itertools import islice
from typing import TextIO

from shoal.errors import NothingToCluster, UnreadableFile
from shoal.records.tables import Table
from shoal.sources.cells import table_of
from shoal.sources.contents import Content
from shoal.sources.decoding import find_encoding
from shoal.sources.dialect import Dialect, find_dialect
from shoal.sources.drafts import Draft
from shoal.sources.grid import drop_empty_rows, empty_rows_finding, named_or_filled
from shoal.sources.headers import name_columns

_SAMPLE_CHARACTERS = 256 * 1024
_CHUNK_ROWS = 16_384


def read_delimited(content: Content) -> Table:
    """Read a delimited text as a table.

    Parameters
    ----------
    content
        The file's bytes, unpacked.

    Raises
    ------
    UnreadableFile
        No text, nothing in it, or a record whose cells do not fit the header.
    AmbiguousColumns
        Two columns have the same name.
    NothingToCluster
        A header without any record.
    """
    decoded = find_encoding(content)
    with io.TextIOWrapper(io.BytesIO(content.data), decoded.encoding, newline="") as text:
        dialect = find_dialect(text.read(_SAMPLE_CHARACTERS))
        text.seek(0)
        rows = _records(text, dialect, source=content.name)
        header = next(rows, None)
        if header is None:
            raise UnreadableFile(
                f"{content.name} is empty.",
                suggestion="Export the table again: a line of column names, a line per customer.",
            )
        columns = _transposed(rows, len(header))
    n_dropped = drop_empty_rows(columns)
    n_rows = len(columns[0])
    if not n_rows:
        raise NothingToCluster(
            f"{content.name} has a header with {len(header)} column(s) but no row below it.",
            suggestion="Export the table again with its customers, one a line.",
        )
    kept = named_or_filled(header, columns)
    named = name_columns([header[k] for k in kept], source=content.name)
    return table_of(
        content.name,
        n_rows,
        _drafts(named.names, columns, kept),
        semicolon=dialect.delimiter == ";",
        findings=(*decoded.findings, *named.findings, *empty_rows_finding(n_dropped)),
    )


def _drafts(names: tuple[str, ...], columns: list[list[str]], kept: list[int]) -> Iterator[Draft]:
    for name, position in zip(names, kept, strict=True):
        cells, columns[position] = columns[position], []  # let go of each column once it is read
        yield Draft(name=name, cells=cells)


def _transposed(rows: Iterator[list[str]], width: int) -> list[list[str]]:
    columns: list[list[str]] = [[] for _ in range(width)]
    while chunk := list(islice(rows, _CHUNK_ROWS)):
        for column, cells in zip(columns, zip(*chunk, strict=True), strict=True):
            column.extend(cells)
    return columns


def _records(text: TextIO, dialect: Dialect, *, source: str) -> Iterator[list[str]]:
    """Yield the header, then every record with as many cells as the header."""
    n_said = 1 if dialect.said else 0
    for _ in range(n_said):
        text.readline()
    reader = csv.reader(
        text, delimiter=dialect.delimiter, skipinitialspace=dialect.skip_blanks, strict=True
    )
    width = least = 0
    line = 0
    try:
        for row in reader:
            if width and len(row) == width:
                yield row
            elif _is_filled(row, width):
                if width:
                    yield _fitted(row, width, least, where=f"{source} line {line + 1 + n_said}")
                else:
                    width, least = len(row), _without_blanks(row)
                    yield row
            line = reader.line_num
    except csv.Error as error:
        raise UnreadableFile(
            f"{source} line {line + 1 + n_said}: the record that begins here is broken: {error}.",
            suggestion="Close every quote that is opened, double quotes inside quoted cells, "
            "and keep each cell under 131,072 characters.",
        ) from error


def _is_filled(row: list[str], width: int) -> bool:
    """Tell a record from a blank line; a first line of nothing but delimiters is none either."""
    if len(row) > 1:
        return width > 0 or any(cell.strip() for cell in row)
    return bool(row) and bool(row[0].strip())


def _without_blanks(row: list[str]) -> int:
    """Count the cells up to the last that is not blank."""
    return max((i for i, cell in enumerate(row, start=1) if cell.strip()), default=0)


def _fitted(row: list[str], width: int, least: int, *, where: str) -> list[str]:
    if least <= len(row) < width:
        return row + [""] * (width - len(row))
    if len(row) > width >= _without_blanks(row):
        return row[:width]
    raise UnreadableFile(
        f"{where} has {len(row)} cells, but the header has {least}.",
        suggestion="Put cells that hold the delimiter in quotes, and give every line as many "
        "cells as the header; the header must be the first line.",
    )
