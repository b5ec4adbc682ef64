"""What a row tells only later than it came to be: when a ticket was resolved, what was answered.

Such a column is not read before the day on which it came to be known.
"""

from collections.abc import Mapping
from typing import Final

from shoal.records.opened import OpenedSource
from shoal.records.queries import ValueType
from shoal.records.workspace import Role

NEVER: Final = ""  # stands for a day that nothing tells

_TIMES = frozenset({ValueType.DATE, ValueType.TIME, ValueType.INSTANT})
_AT_SENDING = ("account", "user", "sent", "kind")


def late_columns(source: OpenedSource) -> Mapping[str, str]:
    """Return columns by name, each with the column whose day says when it came to be known.

    An end (of an account, of a subscription) is known from its own day on; so is every time in a
    ticket but its opening. A ticket's satisfaction is known when it is resolved, and without that
    day never. All that a survey says is known when it is answered, but for what its sending says.
    """
    fields, role = source.fields, source.spec.role
    if role in {Role.ACCOUNTS, Role.SUBSCRIPTIONS}:
        end = fields.get("ended" if role is Role.ACCOUNTS else "to")
        return {} if end is None else {end: end}
    if role is Role.TICKETS:
        return _of_ticket(source)
    if role is Role.SURVEYS and "at" in fields:
        known = {fields[name] for name in _AT_SENDING if name in fields}
        if source.spec.via is not None:
            known.add(fields.get(source.spec.via.on, source.spec.via.on))
        return {c.name: fields["at"] for c in source.columns if c.name not in known}
    return {}


def _of_ticket(source: OpenedSource) -> dict[str, str]:
    fields = source.fields
    found = {c.name: c.name for c in source.columns if c.type in _TIMES}
    if "resolved" in fields:
        found[fields["resolved"]] = fields["resolved"]
    found.pop(fields["opened"], None)
    if "satisfaction" in fields:
        found[fields["satisfaction"]] = fields.get("resolved", NEVER)
    return found
