"""As what the columns of a workspace's tables may be read in conditions."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

from shoal.records.conditions import ColumnValue, Condition
from shoal.records.queries import QueryColumn, ValueType
from shoal.records.roles import ROLE_FIELDS, columns_used, role_field
from shoal.records.tables import ColumnType
from shoal.records.workspace import Role, SourceSpec
from shoal.spec.conditions import read_condition

# What an account has as of a date comes from its subscriptions too.
_FROM_SUBSCRIPTIONS = ("seats", "amount", "plan")

_TYPES: Mapping[ValueType, ColumnType] = {
    ValueType.TEXT: ColumnType.TEXT,
    ValueType.NUMBER: ColumnType.NUMBER,
    ValueType.WHOLE: ColumnType.NUMBER,
    ValueType.BOOLEAN: ColumnType.BOOLEAN,
    ValueType.DATE: ColumnType.DATE,
    ValueType.TIME: ColumnType.DATE,
    ValueType.INSTANT: ColumnType.DATE,
}

_Tree = TypeVar("_Tree")

TableColumns = tuple[QueryColumn, ...]


def table_readings(columns: Iterable[QueryColumn]) -> dict[str, frozenset[ColumnType]]:
    """Return as what each column of a table may be read.

    >>> table_readings([QueryColumn(name="seats", type=ValueType.WHOLE)])
    {'seats': frozenset({<ColumnType.NUMBER: 'number'>})}
    """
    return {c.name: frozenset({_TYPES[c.type]}) for c in columns}


def field_readings(
    source: SourceSpec, columns: Iterable[QueryColumn]
) -> dict[str, frozenset[ColumnType]]:
    """Return as what the fields of a source, and all other columns of its table, may be read.

    A field is read as its role says; where a field and a column share a name, the field is meant.
    """
    table = table_readings(columns)
    used = columns_used(source.role, source.columns, tuple(table))
    told = {}
    for name, column in used.items():
        declared = role_field(source.role, name)
        own = table.get(column, frozenset())
        told[name] = own if declared is None else frozenset({_TYPES[declared.type]})
    return {**table, **told}


def account_readings(
    sources: Iterable[SourceSpec], columns: Mapping[str, TableColumns]
) -> dict[str, frozenset[ColumnType]] | None:
    """Return as what the attributes of accounts may be read in account rules and placements.

    They are the fields and columns of the source of accounts, and what subscriptions say: seats,
    amount and plan. None if one of these tables is not known.
    """
    found: dict[str, frozenset[ColumnType]] = {}
    types = {f.name: frozenset({_TYPES[f.type]}) for f in ROLE_FIELDS[Role.SUBSCRIPTIONS]}
    for source in sources:
        if source.role not in {Role.ACCOUNTS, Role.SUBSCRIPTIONS}:
            continue
        if source.name not in columns:
            return None
        readings = field_readings(source, columns[source.name])
        if source.role is Role.ACCOUNTS:
            found.update(_apart(readings, columns_used(source.role, source.columns, (*readings,))))
        else:
            also = {n: types[n] for n in _FROM_SUBSCRIPTIONS if n in readings}
            found = {**also, **found}
    return found


def _apart(
    readings: Mapping[str, frozenset[ColumnType]], fields: Iterable[str]
) -> dict[str, frozenset[ColumnType]]:
    """Leave out columns whose name is a field's but for its letters' case: engines see no case."""
    taken = {name.casefold(): name for name in fields}
    return {n: kinds for n, kinds in readings.items() if taken.get(n.casefold(), n) == n}


def rows_condition(text: str, source: SourceSpec, columns: TableColumns, *, what: str) -> Condition:
    """Read a condition on rows that may name fields, and give it with names of columns.

    Parameters
    ----------
    text : str
        As `OwnMetric.where`.
    source : SourceSpec
    columns : tuple of QueryColumn
        What its table has.
    what : str
        What the condition is for, to begin a message with.

    Raises
    ------
    UsageError
        As in `read_condition`.

    Examples
    --------
    >>> from shoal.records.workspace import Location, Place
    >>> calls = SourceSpec(
    ...     name="calls",
    ...     role=Role.TOUCHES,
    ...     location=Location(path="/calls.csv"),
    ...     place=Place(file="shoal.yml", line=9),
    ...     columns={"kind": "Art"},
    ... )
    >>> table = (QueryColumn(name="Art", type=ValueType.TEXT),)
    >>> rows_condition("kind = 'visit'", calls, table, what="It").left.name
    'Art'
    """
    condition = read_condition(text, field_readings(source, columns), what=what)
    used = columns_used(source.role, source.columns, tuple(c.name for c in columns))
    return _renamed(condition, used)


def _renamed(node: _Tree, names: Mapping[str, str]) -> _Tree:
    """Return a condition, or a part of one, with columns in place of fields."""
    if isinstance(node, ColumnValue):
        return replace(node, name=names.get(node.name, node.name))
    if isinstance(node, tuple):
        return tuple(_renamed(part, names) for part in node)  # type: ignore[return-value]
    if is_dataclass(node) and not isinstance(node, type):
        parts = {f.name: _renamed(getattr(node, f.name), names) for f in fields(node)}
        return replace(node, **parts)
    return node
