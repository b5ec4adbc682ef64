"""What the rows of a table probably are."""

from collections.abc import Mapping
from dataclasses import dataclass

from shoal.records.roles import ROLE_FIELDS
from shoal.records.samples import TableSample
from shoal.records.workspace import Role
from shoal.spec.guessing.fields import guess_fields, is_named
from shoal.spec.guessing.words import FILE_WORDS, words_of

_NAME_COUNTS = 4.0
_TELLING_COUNTS = 2.0
_OTHER_COUNTS = 0.5
_LACKING_COSTS = 0.25  # less than a column counts that is there
_LEAST = 3.0
_MOST_NEAR = 3
_NEARLY_ALL, _MOST = 0.98, 0.5
# Fields that few other roles have under such names.
_TELLING: Mapping[Role, frozenset[str]] = {
    Role.ACCOUNTS: frozenset({"name", "industry", "owner", "created", "renewal"}),
    Role.SUBSCRIPTIONS: frozenset({"from", "to", "seats", "amount"}),
    Role.CONTACTS: frozenset({"user", "account"}),
    Role.EVENTS: frozenset({"feature", "minutes", "actor", "count", "name"}),
    Role.TICKETS: frozenset({"severity", "resolved"}),
    Role.SURVEYS: frozenset({"score", "sent"}),
    Role.MILESTONES: frozenset({"name"}),
    Role.ENGAGEMENT: frozenset(),
    Role.OUTCOMES: frozenset(),
    Role.TOUCHES: frozenset(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Likely:
    """A role that a table may have, how much speaks for it, its fields, and those it lacks."""

    role: Role
    score: float
    fields: Mapping[str, str]
    lacking: tuple[str, ...] = ()


def likely_roles(table: TableSample) -> tuple[Likely, ...]:
    """Return the roles that a table may have, the most likely first; none if nothing fits.

    A table that lacks what a role cannot do without does not have it, but for the account, which
    may be reached through another table.
    """
    found = [_likely(table, role) for role in Role]
    fits = [f for f in found if f is not None and f.score >= _LEAST]
    return tuple(sorted(fits, key=lambda f: -f.score))


def nearest_roles(table: TableSample) -> tuple[Likely, ...]:
    """Return the roles that come nearest to a table which has none; at most three.

    What each needs and the table lacks is in `lacking`.
    """
    found = [_scored(table, role) for role in Role]
    found = [f for f in found if f.fields]
    return tuple(
        sorted(found, key=lambda f: len(f.lacking) * _LACKING_COSTS - f.score)[:_MOST_NEAR]
    )


def _likely(table: TableSample, role: Role) -> Likely | None:
    found = _scored(table, role)
    if set(found.lacking) - {"account"} or not _has_its_grain(table, role, found.fields):
        return None
    return found


def _scored(table: TableSample, role: Role) -> Likely:
    fields = guess_fields(table, role)
    named = bool(words_of(table.name) & set(FILE_WORDS[role].split()))
    told = {f for f, column in fields.items() if is_named(role, f, column)}
    telling = _TELLING[role] & told
    others = len(told) - len(telling)
    score = _NAME_COUNTS * named + _TELLING_COUNTS * len(telling) + _OTHER_COUNTS * others
    lacking = tuple(f.name for f in ROLE_FIELDS[role] if f.required and f.name not in fields)
    return Likely(role=role, score=score, fields=fields, lacking=lacking)


def _has_its_grain(table: TableSample, role: Role, fields: Mapping[str, str]) -> bool:
    """Whether rows tell apart what they have to: one an account, one a contact.

    A few may be doubled; a user may have been in several accounts.
    """
    if role is Role.ACCOUNTS:
        return _share_apart(table, fields.get("account")) >= _NEARLY_ALL
    if role is Role.CONTACTS:
        return "account" in fields and _share_apart(table, fields.get("user")) >= _MOST
    return True


def _share_apart(table: TableSample, name: str | None) -> float:
    """Return how many different values a column has, as a share of the rows."""
    column = table.column(name) if name is not None else None
    return 0.0 if column is None or not table.n_rows else column.n_distinct / table.n_rows
