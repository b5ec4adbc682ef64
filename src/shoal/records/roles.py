"""What the rows of each role say: the fields a source may map to columns of its table."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from shoal.records.queries import ValueType
from shoal.records.workspace import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleField:
    """One thing that a row of a role may say.

    `type` is what the column has to be readable as. A whole day is enough where an instant is
    asked for: it is taken to begin at midnight in the source's zone. A source without a `required`
    field is of no use; only `account` may be reached through another source instead.
    """

    name: str
    type: ValueType
    required: bool = False


_TEXT, _NUMBER, _DATE, _INSTANT = (
    ValueType.TEXT,
    ValueType.NUMBER,
    ValueType.DATE,
    ValueType.INSTANT,
)


def _field(name: str, kind: ValueType, *, required: bool = False) -> RoleField:
    return RoleField(name=name, type=kind, required=required)


_ACCOUNT = _field("account", _TEXT, required=True)
_AT = _field("at", _INSTANT, required=True)
_KIND = _field("kind", _TEXT)

ROLE_FIELDS: Mapping[Role, tuple[RoleField, ...]] = MappingProxyType(
    {
        Role.ACCOUNTS: (
            _ACCOUNT,
            _field("name", _TEXT),
            _field("created", _DATE),
            _field("ended", _DATE),
            _field("owner", _TEXT),
            _field("stage", _TEXT),
            _field("industry", _TEXT),
            _field("contract_value", _NUMBER),
            _field("renewal", _DATE),
            _field("plan", _TEXT),
            _field("seats", _NUMBER),
            _field("country", _TEXT),
        ),
        Role.SUBSCRIPTIONS: (
            _ACCOUNT,
            _field("from", _DATE, required=True),
            _field("to", _DATE),  # empty: still running
            _field("seats", _NUMBER),
            _field("amount", _NUMBER),
            _field("plan", _TEXT),
            _field("key", _TEXT),  # by which other tables name the subscription
        ),
        Role.CONTACTS: (
            _ACCOUNT,
            _field("user", _TEXT, required=True),
            _field("from", _DATE),
            _field("to", _DATE),
        ),
        Role.EVENTS: (
            _ACCOUNT,
            _field("user", _TEXT),
            _AT,
            _field("name", _TEXT),
            _field("feature", _TEXT),
            _field("minutes", _NUMBER),
            _field("id", _TEXT),
            _field("actor", _TEXT),
            _field("count", _NUMBER),  # how many events the row stands for
        ),
        Role.TICKETS: (
            _ACCOUNT,
            _field("opened", _INSTANT, required=True),
            _field("resolved", _INSTANT),
            _field("severity", _TEXT),
            _field("satisfaction", _NUMBER),
        ),
        Role.SURVEYS: (
            _ACCOUNT,
            _AT,  # empty: sent and not answered
            _field("sent", _INSTANT),
            _KIND,
            _field("score", _NUMBER, required=True),
        ),
        Role.MILESTONES: (_ACCOUNT, _AT, _field("name", _TEXT, required=True)),
        Role.ENGAGEMENT: (_ACCOUNT, _field("user", _TEXT), _AT, _KIND),
        Role.OUTCOMES: (_ACCOUNT, _AT, _KIND, _field("amount", _NUMBER)),
        Role.TOUCHES: (_ACCOUNT, _AT, _KIND),
    }
)

KIND_WORDS: Mapping[Role, tuple[str, ...]] = MappingProxyType(
    {
        Role.SURVEYS: ("nps", "csat", "ces"),
        Role.ENGAGEMENT: ("education", "marketing", "community"),
        Role.OUTCOMES: ("churned", "renewed", "expanded", "contracted"),
    }
)
"""The words a row's `kind` is told in; a role that is not here takes any."""

OPEN_ROLES: frozenset[Role] = frozenset({Role.ACCOUNTS})
"""Roles whose sources may map further fields of their own naming: attributes of an account."""

ONCE: frozenset[Role] = frozenset({Role.ACCOUNTS})
"""Roles that one source at most may have."""


def role_field(role: Role, name: str) -> RoleField | None:
    """Return the field of this name, None if the role has none.

    >>> role_field(Role.EVENTS, "minutes").type
    <ValueType.NUMBER: 'number'>
    """
    return next((f for f in ROLE_FIELDS[role] if f.name == name), None)


def columns_used(
    role: Role, declared: Mapping[str, str], table_columns: tuple[str, ...]
) -> dict[str, str]:
    """Return the column of every field of a source: as declared, else the one named alike.

    Parameters
    ----------
    role : Role
    declared : mapping of str to str
        Field to column, as the workspace says.
    table_columns : tuple of str
        The columns that the table has.

    Returns
    -------
    dict of str to str
        Field to column. A declared column stands there whether the table has it or not.

    Examples
    --------
    >>> columns_used(Role.TOUCHES, {"account": "id"}, ("id", "at", "note"))
    {'account': 'id', 'at': 'at'}
    """
    taken = set(declared.values())
    alike = {f.name for f in ROLE_FIELDS[role]} & set(table_columns) - taken
    names = [f.name for f in ROLE_FIELDS[role]]
    names += [name for name in declared if name not in names]
    return {n: declared.get(n, n) for n in names if n in declared or n in alike}
