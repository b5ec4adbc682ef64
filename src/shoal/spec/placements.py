"""Placements: names and conditions as a team wrote them, checked against a table."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass

from shoal.errors import UsageError
from shoal.records.conditions import ColumnValue, Condition, PlacementRule
from shoal.spec.conditions import Readings, read_condition
from shoal.spec.keys import placement_key


def read_placements(placements: Mapping[str, str], readings: Readings) -> tuple[PlacementRule, ...]:
    """Read placements in their order; an account goes to the first whose condition holds.

    Parameters
    ----------
    placements : mapping of str to str
        The name of the segment, and the condition that puts an account there.
    readings : mapping of str to frozenset of ColumnType
        The columns that may be named, and as what each may be read.

    Raises
    ------
    UsageError
        If a condition cannot be read, or two names give the same key.
    UnknownColumn
        If a condition names a column that is not there.
    """
    names: dict[str, str] = {}
    rules = []
    for name, text in placements.items():
        key = placement_key(name)
        if key in names:
            raise UsageError(
                f"The placements {names[key]} and {name} would have the same key, {key}.",
                suggestion="Join their conditions with OR, or change one name.",
            )
        names[key] = name
        condition = read_condition(text, readings, what=f"The placement {name}")
        columns = tuple(sorted(columns_of(condition)))
        rules.append(
            PlacementRule(key=key, name=name, text=text, condition=condition, columns=columns)
        )
    return tuple(rules)


def columns_of(condition: Condition) -> frozenset[str]:
    """Return the names of all columns that a condition reads.

    >>> from shoal.records.tables import ColumnType
    >>> numbers = dict.fromkeys("abc", frozenset({ColumnType.NUMBER}))
    >>> sorted(columns_of(read_condition("a > b + 1", numbers, what="It")))
    ['a', 'b']
    """
    return frozenset(_names(condition))


def _names(node: object) -> list[str]:
    if isinstance(node, ColumnValue):
        return [node.name]
    if isinstance(node, tuple):
        return [name for part in node for name in _names(part)]
    if is_dataclass(node):
        return [name for f in fields(node) for name in _names(getattr(node, f.name))]
    return []
