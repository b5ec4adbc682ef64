"""Small pieces of SQL as trees: parsed once, copied for each use, written by no hand."""

import hashlib
from collections.abc import Iterable
from functools import cache

from sqlglot import exp, parse_one

_LONGEST_NAME, _MARK = 40, 8
DIALECT = "duckdb"  # the dialect that formulas of this room are written in


def tree(text: str, **numbers: float) -> exp.Expr:
    """Return the tree of a formula of ours; `:name` in it becomes the number of that name.

    Examples
    --------
    >>> tree("age < :window", window=90).sql()
    '"age" < 90'
    """
    found = _parsed(text).copy()
    for hole in list(found.find_all(exp.Placeholder)):
        if hole.name in numbers:
            hole.replace(exp.Literal.number(numbers[hole.name]))
    return found


def column(name: str, table: str | None = None) -> exp.Column:
    """Return a quoted column, of a quoted table."""
    return exp.column(name, table=table, quoted=True)


def brief(name: str) -> str:
    """Return a name that is short enough to be lengthened: PostgreSQL cuts names at 63 bytes.

    >>> brief("occurred_at")
    'occurred_at'
    """
    whole = name.encode()
    if len(whole) <= _LONGEST_NAME:
        return name
    mark = hashlib.sha256(whole).hexdigest()[:_MARK]
    return f"{whole[: _LONGEST_NAME - _MARK].decode(errors='ignore')}{mark}"


def names_in(node: exp.Expr) -> set[str]:
    """Return the names of all columns that a tree reads."""
    return {found.name for found in node.find_all(exp.Column)}


def named(node: exp.Expr, name: str) -> exp.Expr:
    """Return an output column."""
    return exp.alias_(node, name, quoted=True)


def table(name: str) -> exp.Table:
    """Return a quoted table."""
    return exp.Table(this=exp.to_identifier(name, quoted=True))


def union(parts: Iterable[exp.Select]) -> exp.Select | exp.Union:
    """Put selects with the same columns below each other, repeated rows kept."""
    first, *others = parts
    whole: exp.Select | exp.Union = first
    for other in others:
        whole = exp.union(whole, other, distinct=False, copy=False)
    return whole


@cache
def _parsed(text: str) -> exp.Expr:
    found = parse_one(text, read=DIALECT)
    for name in found.find_all(exp.Identifier):
        name.set("quoted", True)  # noqa: FBT003  # a name is a name, also where it is a word of SQL
        # Where it stood in the text would be copied with it each time: a twentieth of all planning.
        name.meta.clear()
    return found
