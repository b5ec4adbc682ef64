"""Which column of a table says what a role asks for: by its name, and by what it holds."""

from shoal.records.queries import ValueType
from shoal.records.roles import ROLE_FIELDS, RoleField, role_field
from shoal.records.samples import ColumnSample, TableSample
from shoal.records.workspace import Role
from shoal.spec.guessing.words import FILE_WORDS, names_of, plain, words_of

_TIMES = frozenset({ValueType.DATE, ValueType.TIME, ValueType.INSTANT})
_NUMBERS = frozenset({ValueType.NUMBER, ValueType.WHOLE})
_NEARLY_ALL = 0.99
_ZONE = "_utc"  # exports say so behind the names of times
# What a column's name means by the vocabulary of the audit, and the field it may be.
_MEANT = {
    "name": "name",
    "owner": "owner",
    "industry": "industry",
    "country": "country",
    "stage": "stage",
    "product": "plan",
    "seats": "seats",
    "renewal_date": "renewal",
    "tenure": "created",
    "contract_value": "contract_value",
}
# The vocabulary calls both a yearly and a monthly amount so.
_NOT_YEARLY = ("mrr", "month", "monat")


def guess_fields(table: TableSample, role: Role) -> dict[str, str]:
    """Return the column of each field that can be told; no column is taken twice.

    Parameters
    ----------
    table : TableSample
    role : Role

    Returns
    -------
    dict of str to str
        Field to column, in the order of the role's fields.
    """
    taken: dict[str, str] = {}
    for field in sorted(ROLE_FIELDS[role], key=lambda f: not f.required):
        column = _column(table, role, field, taken=set(taken.values()))
        if column is not None:
            taken[field.name] = column
    return {f.name: taken[f.name] for f in ROLE_FIELDS[role] if f.name in taken}


def alternatives(table: TableSample, role: Role, field: str, *, taken: set[str]) -> tuple[str, ...]:
    """Return other columns that could say what a field asks for, by their names."""
    declared = role_field(role, field)
    if declared is None:
        return ()
    names = names_of(role, field)
    free = (c for c in table.columns if c.name not in taken and plain(c.name) in names)
    return tuple(c.name for c in free if reads_as(c, declared.type))


def is_named(role: Role, field: str, column: str) -> bool:
    """Whether a column's name says that it holds a field, and not only its table's name."""
    return role is Role.ACCOUNTS or plain(column).removesuffix(_ZONE) in names_of(role, field)


def reads_as(column: ColumnSample, wanted: ValueType) -> bool:
    """Whether nearly all of a column can be read as a type."""
    if wanted is ValueType.TEXT:
        return column.type not in _TIMES
    if not column.n_filled:
        return column.type is ValueType.TEXT or column.type is wanted
    if wanted in _TIMES:
        return column.type in _TIMES or column.as_time >= _NEARLY_ALL
    return column.type in _NUMBERS or column.as_number >= _NEARLY_ALL


def _column(table: TableSample, role: Role, field: RoleField, *, taken: set[str]) -> str | None:
    free = [c for c in table.columns if c.name not in taken and reads_as(c, field.type)]
    names = names_of(role, field.name)
    by_name = {plain(c.name).removesuffix(_ZONE): c.name for c in reversed(free)}
    for name in names:
        if name in by_name:
            return by_name[name]
    if role is Role.ACCOUNTS:
        return next((c.name for c in free if _is_meant(c, field.name)), None)
    return _only_time(table, role) if field.required and field.type in _TIMES else None


def _only_time(table: TableSample, role: Role) -> str | None:
    """Return the one column of times of a table whose name says what its rows are."""
    times = [c.name for c in table.columns if c.n_filled and _is_time(c)]
    is_named = bool(words_of(table.name) & set(FILE_WORDS[role].split()))
    return times[0] if is_named and len(times) == 1 else None


def _is_time(column: ColumnSample) -> bool:
    """Whether a column holds times: by its type, or as text that is no number."""
    if column.type in _TIMES:
        return True
    return column.as_time >= _NEARLY_ALL and column.as_number < _NEARLY_ALL


def _is_meant(column: ColumnSample, field: str) -> bool:
    if _MEANT.get(column.meaning or "") != field:
        return False
    monthly = any(word in plain(column.name) for word in _NOT_YEARLY)
    return not (field == "contract_value" and monthly)
