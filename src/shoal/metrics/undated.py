"""What an undated value holds for: dates up to a week before it was read."""

from datetime import date
from typing import Final

from shoal.records.opened import OpenedSource

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
    if (read_on - as_of).days <= HOLDS_DAYS:
        return frozenset()
    kept = {source.fields[name] for name in _DATED if name in source.fields}
    constant = {source.fields.get(name, name) for name in source.spec.assume_constant}
    return frozenset(c.name for c in source.columns) - kept - constant
