"""All tables together: which is what, and how each finds its accounts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from shoal.records.roles import ONCE
from shoal.records.samples import TableSample
from shoal.records.workspace import Role, Via
from shoal.spec.guessing.roles import Likely, likely_roles, nearest_roles
from shoal.spec.guessing.words import plain
from shoal.wording import join_words

_MOST_IN_NAME = 40
# Through these a row may find its account, the surest first.
_THROUGH = (Role.CONTACTS, Role.SUBSCRIPTIONS, Role.ACCOUNTS)
_KEY_ENDINGS = ("_id", "_nr", "_no", "_key", "nummer", "number", "email", "mail")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceGuess:
    """A table, its role and the columns of the fields that were recognised."""

    name: str
    table: TableSample
    role: Role
    fields: Mapping[str, str]
    via: Via | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplaced:
    """A table without a role, and the roles that come nearest to it."""

    name: str
    table: TableSample
    nearest: tuple[Likely, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """What was made of all tables; `unused` are those that no role fits, each with the reason."""

    sources: tuple[SourceGuess, ...]
    unused: Mapping[str, str] = field(default_factory=dict)
    unplaced: tuple[Unplaced, ...] = ()


def guess_sources(tables: Sequence[TableSample]) -> Guess:
    """Give each table the role that fits best, and a way to the account.

    A role that is there once goes to the table that it fits best; the others take their next one.
    """
    likely = {t.path: likely_roles(t) for t in tables}
    owner = {role: _best(role, tables, likely) for role in ONCE}
    names = _names(tables)
    sources, unused = [], {}
    for table in tables:
        role = next(
            (x for x in likely[table.path] if owner.get(x.role, table.path) == table.path), None
        )
        if role is None:
            unused[table.path] = _why_not(table, likely[table.path], owner, names)
            continue
        sources.append(
            SourceGuess(
                name=names[table.path], table=table, role=role.role, fields=dict(role.fields)
            )
        )
    sources = [_with_way(s, sources) for s in sources]
    lost = {s.table.path for s in sources if "account" not in s.fields and s.via is None}
    unused |= dict.fromkeys(lost, "No column names the account, and no other table leads to it.")
    kept = (s for s in sources if s.table.path not in lost)
    order = list(Role)
    return Guess(
        sources=tuple(sorted(kept, key=lambda s: order.index(s.role))),
        unused=unused,
        unplaced=tuple(
            Unplaced(name=names[t.path], table=t, nearest=nearest_roles(t))
            for t in tables
            if t.path in unused
        ),
    )


def _why_not(
    table: TableSample,
    likely: Sequence[Likely],
    owner: Mapping[Role, str | None],
    names: Mapping[str, str],
) -> str:
    """Say why a table has no role: another one has it, or what the nearest roles need."""
    taken = next((x.role for x in likely), None)
    if taken is not None:
        return f"It looks like {taken.value}, which {names[owner[taken] or '']} is already."
    near = [
        f"{x.role.value} (no column for {join_words(x.lacking)})"
        for x in nearest_roles(table)
        if x.lacking
    ]
    said = f" Nearest are {join_words(near, last='or')}." if near else ""
    return f"No role fits its columns.{said}"


def _best(
    role: Role, tables: Sequence[TableSample], likely: Mapping[str, tuple[Likely, ...]]
) -> str | None:
    """Return the table that fits a role best, those first for which no other role fits better."""
    scored = [
        (likely[t.path][0].role is role, x.score, t.path)
        for t in tables
        for x in likely[t.path]
        if x.role is role
    ]
    return max(scored)[2] if scored else None


def _with_way(source: SourceGuess, sources: Sequence[SourceGuess]) -> SourceGuess:
    """Return a source without an account column with the way through another one."""
    if "account" in source.fields or source.role is Role.ACCOUNTS:
        return source
    for role in _THROUGH:
        for other in sources:
            if other.role is not role or "account" not in other.fields or other is source:
                continue
            on = _shared_key(source, other)
            if on is not None:
                return replace(source, via=Via(source=other.name, on=on))
    return source


def _shared_key(source: SourceGuess, other: SourceGuess) -> str | None:
    if "user" in source.fields and "user" in other.fields:
        return "user"
    here = [c.name for c in source.table.columns]
    there = {c.name: c for c in other.table.columns}
    return next((n for n in here if n in there and plain(n).endswith(_KEY_ENDINGS)), None)


def _names(tables: Sequence[TableSample]) -> dict[str, str]:
    """Return a name for each table: that of its file, without what all files begin with."""
    parts = {t.path: plain(t.name).split("_") for t in tables}
    shared = 0
    while len(parts) > 1 and all(len(p) > shared + 1 for p in parts.values()):
        if len({p[shared] for p in parts.values()}) > 1:
            break
        shared += 1
    names: dict[str, str] = {}
    for path, words in parts.items():
        kept = "_".join(words[shared:])[:_MOST_IN_NAME].strip("_")
        name = kept if kept[:1].isalpha() else f"table_{kept}".rstrip("_")
        taken = set(names.values())
        names[path] = next(
            n
            for k in range(1, len(tables) + 2)
            if (n := name if k == 1 else f"{name}_{k}") not in taken
        )
    return names
