"""What Spark says, in our words."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from shoal.engines.spark.driver import Py4JError, errors
from shoal.errors import (
    DataError,
    EngineFailed,
    ShoalError,
    UnknownColumn,
    UnreadableFile,
    UsageError,
)

# "[CONDITION.MORE] What happened. SQLSTATE: 22018", somewhere in a long report.
_CONDITION = re.compile(r"\[([A-Z][A-Z0-9_.]+)\] (.+?)(?: SQLSTATE: (\w{5})|$)", re.DOTALL)
_NO_COLUMN = re.compile(
    r"with name `(.+?)` cannot be resolved(?:.*one of the following\? \[(.+?)\])?"
)
_LONGEST = 300
_FAMILIES: tuple[tuple[tuple[str, ...], type[ShoalError], str], ...] = (
    (
        ("MALFORMED_", "FAILED_READ_FILE", "CANNOT_READ_FILE", "PARQUET_"),
        UnreadableFile,
        "Export the table again; a file may be cut off or of another kind.",
    ),
    (
        ("CAST_", "NUMERIC_", "ARITHMETIC_", "DIVIDE_BY_ZERO", "DATETIME_", "CONVERSION_"),
        DataError,
        "A cell does not fit the type it is used as; mend it or leave it empty.",
    ),
    (
        ("DATATYPE_MISMATCH", "TABLE_OR_VIEW_NOT_FOUND", "UNRESOLVED_", "PARSE_SYNTAX_ERROR"),
        UsageError,
        "A column may not hold what the query takes it for.",
    ),
)


@contextmanager
def told_by_spark(doing: str) -> Iterator[None]:
    """Turn what pyspark raises into our own errors.

    Parameters
    ----------
    doing
        What was tried, as the beginning of a sentence: "Reading events".
    """
    try:
        yield
    except (errors.PySparkException, Py4JError) as error:
        raise _ours(str(error), doing) from error


def _ours(text: str, doing: str) -> ShoalError:
    column = _NO_COLUMN.search(text)
    if "UNRESOLVED_COLUMN" in text and column is not None:
        near = f" There are {column[2].replace('`', '')}." if column[2] else ""
        return UnknownColumn(
            f"{doing} failed: there is no column {column[1]}.{near}",
            suggestion="Check the columns that the workspace names.",
        )
    for condition, said, _ in _CONDITION.findall(text):
        for begins, made, suggestion in _FAMILIES:
            if condition.startswith(begins):
                return made(f"{doing} failed: {_short(said)}.", suggestion=suggestion)
    return EngineFailed(
        f"{doing} failed: {_short(text)}.",
        suggestion="Check that the cluster is up and has room, then run again; nothing was half"
        " written.",
    )


def _short(text: str) -> str:
    lines = [s for s in text.strip().splitlines() if "An error occurred while calling" not in s]
    # The first sentence says what happened; the others advise on Spark's own settings.
    line = lines[0].lstrip(": ").partition(". ")[0].rstrip(". ") if lines else "no reason given"
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "..."
