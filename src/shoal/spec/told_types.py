"""What columns hold, told by conditions alone: by what their cells are compared with."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass

from shoal.records.conditions import (
    Among,
    Arithmetic,
    Between,
    ColumnValue,
    Comparison,
    Condition,
    Like,
)
from shoal.records.tables import ColumnType


def told_types(conditions: Iterable[Condition]) -> dict[str, frozenset[ColumnType]]:
    """Return the types of columns that are compared with a literal or reckoned with.

    Parameters
    ----------
    conditions : iterable of Condition
        Read by `read_unbound_condition`.

    Returns
    -------
    dict of str to frozenset of ColumnType
        Columns that are compared with other columns alone, or only looked at for missing cells,
        are not in it: nothing tells what they hold.

    Notes
    -----
    0 and 1 may mean no and yes, and a text may look like a date. A column that also stands by
    itself, or fits a pattern, settles it.

    Examples
    --------
    >>> from shoal.spec.conditions import read_unbound_condition
    >>> found = told_types([read_unbound_condition("a > 5 AND b = c AND d IS NULL", what="It")])
    >>> {name: sorted(types) for name, types in found.items()}
    {'a': [<ColumnType.NUMBER: 'number'>]}
    """
    told: dict[str, set[ColumnType]] = {}
    for condition in conditions:
        for value in _told(condition):
            told.setdefault(value.name, set()).add(value.type)
    return {name: _settled(types) for name, types in told.items()}


def _settled(types: set[ColumnType]) -> frozenset[ColumnType]:
    unlikely = set()
    if ColumnType.BOOLEAN in types:
        unlikely.add(ColumnType.NUMBER)
    if ColumnType.TEXT in types:
        unlikely.add(ColumnType.DATE)
    return frozenset(types - unlikely)


def _told(node: object) -> Iterator[ColumnValue]:
    if isinstance(node, tuple):
        for part in node:
            yield from _told(part)
    elif is_dataclass(node):
        yield from _told_here(node)
        for field in fields(node):
            yield from _told(getattr(node, field.name))


def _told_here(node: object) -> Iterator[ColumnValue]:
    values = _compared(node)
    columns = [v for v in values if isinstance(v, ColumnValue)]
    if isinstance(node, Arithmetic | Like) or len(columns) < len(values):
        yield from columns


def _compared(node: object) -> tuple[object, ...]:
    if isinstance(node, Comparison | Arithmetic):
        return (node.left, node.right)
    if isinstance(node, Between):
        return (node.value, node.low, node.high)
    if isinstance(node, Among):
        return (node.value, *node.options)
    return (node.value,) if isinstance(node, Like) else ()
