"""What DuckDB says, in our words: where, what was got, how to mend it."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from shoal.engines.duckdb.json_lines import faulty_line
from shoal.engines.headers import mend_encoding
from shoal.errors import (
    DataError,
    EngineFailed,
    FileAccess,
    InternalError,
    NotAFile,
    ShoalError,
    UnknownColumn,
    UnreadableFile,
    UsageError,
    near_matches,
)

_CSV_LINE = re.compile(r"CSV Error on Line: (\d+)")
_CSV_FILE = re.compile(r"^\s*file = (.+)$", re.MULTILINE)
_CSV_CELL = re.compile(r'converting column "(.*)"\. Could not convert string "(.*)" to \'(.*)\'')
_CSV_WIDTH = re.compile(r"Expected Number of Columns: (\d+) Found: (\d+)")
_JSON_LINE = re.compile(
    r'in file "(.+?)",? (?:at byte \d+ )?in (?:line|record/value) (\d+)[:.] ?(.*)'
)
_NO_COLUMN = re.compile(r'(?:Referenced column|does not have a column named) "(.+?)"')
_CANDIDATES = re.compile(r"Candidate bindings: (.+)")
_OUT_OF_SPACE = re.compile(r"No space left|disk full|max_temp_directory_size", re.IGNORECASE)
_NOT_UTF_8 = "the text is not in UTF-8"
_CSV_FAULTS = {
    "unterminated quote": "a quote that is not closed",
    "Maximum line size": "a line too long to be a row of a table",
    "unicode": _NOT_UTF_8,
}
_WRAPPED = re.compile(r'"exception_message":("(?:[^"\\]|\\.)*")')  # what a thread that writes says
_LONGEST = 40


@contextmanager
def told_by_duckdb(doing: str) -> Iterator[None]:
    """Turn what DuckDB raises into our own errors.

    Parameters
    ----------
    doing
        What was tried, as the beginning of a sentence: "Reading events".
    """
    try:
        yield
    except duckdb.InterruptException as error:
        raise KeyboardInterrupt from error
    except OSError as error:
        raise FileAccess(
            f"{doing} failed: {error.strerror or error}.", suggestion="Check the place and rights."
        ) from error
    except RuntimeError as error:
        # DuckDB says so itself if it hears of ctrl-C before Python does.
        if "interrupted" not in str(error):
            raise
        raise KeyboardInterrupt from error
    except duckdb.Error as error:
        raise _ours(error, _unwrapped(str(error)), doing) from error


def _ours(error: duckdb.Error, text: str, doing: str) -> ShoalError:
    if _CSV_LINE.search(text) is not None:
        return _bad_csv(text)
    if (line := _JSON_LINE.search(text)) is not None:
        return _bad_json(line)
    if isinstance(error, duckdb.OutOfMemoryException) or _OUT_OF_SPACE.search(text):
        return _out_of_space(text, doing)
    if isinstance(error, duckdb.IOException):
        return _not_read(text, doing)
    if isinstance(error, duckdb.PermissionException):
        return UsageError(
            f"{doing} failed: {_first(text)}.",
            suggestion="Only folders that the workspace declares are read and written.",
        )
    return _bad_query(error, text, doing)


def _bad_query(error: duckdb.Error, text: str, doing: str) -> ShoalError:
    if isinstance(error, duckdb.BinderException):
        return _unknown_column(text, doing)
    if isinstance(error, duckdb.ConversionException | duckdb.OutOfRangeException):
        return DataError(
            f"{doing} failed: {_first(text)}.",
            suggestion="A cell does not fit the type it is used as; mend it or leave it empty.",
        )
    # A Parquet file that is cut off is told without a class of its own.
    is_cut_off = type(error) is duckdb.Error and " in file '" in text
    unreadable = duckdb.InvalidInputException | duckdb.SerializationException
    if is_cut_off or isinstance(error, unreadable):
        return UnreadableFile(
            f"{doing} failed: {_first(text)}.",
            suggestion="Export the table again; a file may be cut off or of another kind.",
        )
    return InternalError(f"{doing} failed: {_first(text)}.")


def _bad_csv(text: str) -> UnreadableFile:
    line = _CSV_LINE.search(text)
    file = _CSV_FILE.search(text)
    where = f"{file[1] if file else 'A CSV file'}, line {line[1] if line else '?'}"
    if (cell := _CSV_CELL.search(text)) is not None:
        return UnreadableFile(
            f"{where}, column {cell[1]}: {_short(cell[2])!r} is no {cell[3]}, which the cells"
            " before it are.",
            suggestion="Mend or empty the cell.",
        )
    if (width := _CSV_WIDTH.search(text)) is not None:
        return UnreadableFile(
            f"{where}: {width[2]} cells, where the header has {width[1]}.",
            suggestion="Put cells that hold the separator between quotes.",
        )
    fault = next((said for mark, said in _CSV_FAULTS.items() if mark in text), "cannot be read")
    mend = mend_encoding() if fault is _NOT_UTF_8 else "Mend the line."
    return UnreadableFile(f"{where}: {fault}.", suggestion=mend)


def _bad_json(found: re.Match[str]) -> UnreadableFile:
    line = faulty_line(found[1], int(found[2]))
    return UnreadableFile(
        f"{found[1]}, line {line}: no JSON object ({found[3].strip(' .')}).",
        suggestion="Each line must hold one object.",
    )


def _out_of_space(text: str, doing: str) -> EngineFailed | FileAccess:
    if "No space left" in text:
        return FileAccess(
            f"{doing} failed: there is no space left on the disc.",
            suggestion="Free space, or name another folder under engine: spill.",
        )
    return EngineFailed(
        f"{doing} needs more memory than it may have: {_first(text)}.",
        suggestion="Raise memory_limit under engine, or give spill a folder with more space.",
    )


def _not_read(text: str, doing: str) -> FileAccess | NotAFile:
    if "No files found" in text:
        return NotAFile(
            f"{doing} failed: {_first(text)}.", suggestion="The file has gone; run again."
        )
    return FileAccess(f"{doing} failed: {_first(text)}.", suggestion="Check the place and rights.")


def _unknown_column(text: str, doing: str) -> UsageError:
    missing = _NO_COLUMN.search(text)
    if missing is None:
        return UsageError(
            f"{doing} failed: {_first(text)}.",
            suggestion="A column may not hold what the query takes it for.",
        )
    candidates = _CANDIDATES.search(text)
    known = re.findall(r'"([^"]+)"', candidates[1]) if candidates else []
    return UnknownColumn(
        f"{doing} failed: there is no column {missing[1]}.{near_matches(missing[1], known)}",
        suggestion="Check the columns that the workspace names.",
    )


def _unwrapped(text: str) -> str:
    found = _WRAPPED.search(text)
    return json.loads(found[1]) if found else text


def _first(text: str) -> str:
    line = text.splitlines()[0] if text else "no reason was given"
    return re.sub(r"^[\w ]+ Error: ", "", line).rstrip(". !")


def _short(cell: str) -> str:
    return cell if len(cell) <= _LONGEST else cell[:_LONGEST] + "..."
