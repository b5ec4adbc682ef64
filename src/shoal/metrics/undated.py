"""What an undated value holds for: dates up to a week before it was read.

Who belongs to which account is an exception. A user hardly ever changes accounts, while without the
directory nobody would have done anything at an older date; so it is used for any, and told.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final

from shoal.records.opened import OpenedSource
from shoal.records.workspace import Role

HOLDS_DAYS: Final = 7
_DATED: Final = ("account", "created", "ended")


def unknown_columns(source: OpenedSource, as_of: date, *, read_on: date) -> frozenset[str]:
    """Return the columns of the accounts that are not known at a date.

    Parameters
    ----------
    source : OpenedSource
        The accounts; their attributes are today's.
    as_of : date
    read_on : date
        The day on which the table is read.

    Returns
    -------
    frozenset of str
        None of them up to a week back; then all but the id, the days of creation and end, and
        what the workspace assumes to be constant.
    """
    if not is_long_ago(as_of, read_on=read_on):
        return frozenset()
    kept = {source.fields[name] for name in _DATED if name in source.fields}
    constant = {source.fields.get(name, name) for name in source.spec.assume_constant}
    return frozenset(c.name for c in source.columns) - kept - constant


def undated_contacts(sources: Iterable[OpenedSource]) -> tuple[OpenedSource, ...]:
    """Return the contacts through which rows find their account and which carry no date."""
    given = tuple(sources)
    asked = {s.spec.via.source for s in given if s.spec.via is not None}
    found = [s for s in given if s.spec.role is Role.CONTACTS and s.name in asked]
    return tuple(s for s in found if not {"from", "to"} & set(s.fields))


def is_long_ago(as_of: date, *, read_on: date) -> bool:
    """Whether what was read on a day without a date of its own does not hold for a date."""
    return (read_on - as_of).days > HOLDS_DAYS
