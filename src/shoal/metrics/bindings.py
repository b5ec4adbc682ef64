"""Values that a workspace says: they stand in a query as names and travel beside it."""

from datetime import date
from typing import Protocol

from sqlglot import exp

Bound = str | float | int | bool | date

_TYPES: tuple[tuple[type, str], ...] = (
    (bool, "boolean"),
    (int, "bigint"),
    (float, "double"),
    (date, "date"),
    (str, "text"),
)


class Binder(Protocol):
    """Gives the tree that stands for a value in a query."""

    def bind(self, value: Bound) -> exp.Expr:
        """Return the tree that stands for a value."""
        ...


class Bindings:
    """Hands out a placeholder for each value; the same value twice has one name.

    Examples
    --------
    >>> bindings = Bindings()
    >>> bindings.bind("trial").sql(), dict(bindings.values)
    ('CAST(:p1 AS TEXT)', {'p1': 'trial'})
    """

    def __init__(self) -> None:
        self.values: dict[str, Bound] = {}
        self._names: dict[tuple[type, Bound], str] = {}

    def bind(self, value: Bound) -> exp.Expr:
        """Return the tree that stands for a value, with its type."""
        known = (type(value), value)
        name = self._names.setdefault(known, f"p{len(self._names) + 1}")
        self.values[name] = value
        kind = next(sql for python, sql in _TYPES if isinstance(value, python))
        return exp.cast(exp.Placeholder(this=name), kind)

    def among(self, value: exp.Expr, options: tuple[str, ...]) -> exp.Expr:
        """Return whether a value is one of the options; an empty list has none."""
        if not options:
            return exp.false()
        return exp.In(this=value, expressions=[self.bind(option) for option in options])
