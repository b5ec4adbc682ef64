"""Conditions: text in, a checked tree out."""

from collections.abc import Iterator, Mapping

from sqlglot import parse_one
from sqlglot.errors import ParseError, TokenError
from sqlglot.expressions import Condition as ParsedCondition
from sqlglot.expressions import Expr

from shoal.errors import UsageError
from shoal.records.conditions import Condition
from shoal.records.tables import ColumnType, Table
from shoal.spec.condition_nodes import ALLOWED, Reader, place_words

MOST_CHARACTERS = 2_000

Readings = Mapping[str, frozenset[ColumnType]]
"""As what each column may be read."""


def readings_of(table: Table) -> dict[str, frozenset[ColumnType]]:
    """Return as what each column of a table may be read in a condition.

    A column without any cell may be anything; numbers that were written as text, such as an id
    "007", are numbers and text.

    Parameters
    ----------
    table : Table

    Returns
    -------
    dict of str to frozenset of ColumnType
    """
    readings = {}
    for column in table.columns:
        types = {column.type}
        if column.type is ColumnType.EMPTY:
            types = set(ColumnType) - {ColumnType.EMPTY}
        elif column.type is ColumnType.NUMBER and column.written is not None:
            types.add(ColumnType.TEXT)
        readings[column.name] = frozenset(types)
    return readings


def read_condition(text: str, readings: Readings, *, what: str) -> Condition:
    """Read a condition and check every name and every comparison in it.

    Parameters
    ----------
    text : str
        A small part of SQL: columns (in double quotes where a name has blanks), numbers, text in
        single quotes, TRUE and FALSE, dates as '2026-06-30'; =, <>, <, <=, >, >=, AND, OR, NOT,
        IN, BETWEEN, LIKE, IS NULL, +, -, *, / and brackets. At most 2,000 characters.
    readings : mapping of str to frozenset of ColumnType
        The columns that may be named, and as what each may be read.
    what : str
        What the condition is for, to begin a message with, such as "The placement Trial".

    Returns
    -------
    Condition

    Raises
    ------
    UsageError
        If the text is no such condition: with the place, what stands there and what may.
    UnknownColumn
        If a column is named that is not there, with near matches.

    Examples
    --------
    >>> found = read_condition("seats > 5", {"seats": frozenset({ColumnType.NUMBER})}, what="It")
    >>> found.sign, found.left.name, found.right.value
    (<Sign.MORE: '>'>, 'seats', 5.0)
    """
    if not text.strip():
        raise UsageError(f"{what} has an empty condition.", suggestion=ALLOWED)
    if len(text) > MOST_CHARACTERS:
        raise UsageError(
            f"{what} has a condition of {len(text):,} characters; at most {MOST_CHARACTERS:,} are"
            " read.",
            suggestion="Put the list into a column of the table and name that column.",
        )
    try:
        return Reader(readings=readings, what=what).condition(_parsed(text, what))
    except RecursionError:
        raise UsageError(
            f"{what} has a condition with too many brackets or signs in each other.",
            suggestion="Write it with fewer levels.",
        ) from None


def read_unbound_condition(text: str, *, what: str) -> Condition:
    """Read a condition whose columns are not known yet: all but the names is checked.

    Every name is taken for a column that may be read as whatever it is compared with.

    Raises
    ------
    UsageError
        As in `read_condition`.

    Examples
    --------
    >>> read_unbound_condition("plan <> 'free'", what="It").left.name
    'plan'
    """
    return read_condition(text, _AnyColumn(), what=what)


class _AnyColumn(Mapping[str, frozenset[ColumnType]]):
    """Has every column, of every type."""

    def __getitem__(self, name: str) -> frozenset[ColumnType]:
        return frozenset(ColumnType) - {ColumnType.EMPTY}

    def __contains__(self, name: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def _parsed(text: str, what: str) -> Expr:
    try:
        return parse_one(text, into=ParsedCondition)
    except ParseError as error:
        first = error.errors[0] if error.errors else {}
        found, end = first.get("highlight") or "", first.get("col")
        begin = None if end is None else end - len(found) + 1  # the parser tells where it ends
        place = place_words(first.get("line"), begin, found)
        raise UsageError(
            f"{what} has a condition that cannot be read{place}: {text}", suggestion=ALLOWED
        ) from None
    except TokenError:
        raise UsageError(
            f"{what} has a condition with a quote that does not end: {text}", suggestion=ALLOWED
        ) from None
