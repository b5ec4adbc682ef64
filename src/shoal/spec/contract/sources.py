"""The keys of a source: those that all have, and those of each role."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from shoal.records.queries import ValueType
from shoal.records.roles import KIND_WORDS, OPEN_ROLES, ROLE_FIELDS
from shoal.records.workspace import Ends, Role
from shoal.spec.contract.words import (
    COLUMN,
    COLUMN_NAME,
    CONDITION,
    CURRENCY,
    NAME,
    PATH,
    RENAMED,
    TEXT,
    URL,
    VALUE,
    VALUES,
    ZONE,
)
from shoal.spec.contract.writings import writing_keys
from shoal.spec.groups import Either, Given, Key, Listed, Named, Record
from shoal.spec.nodes import Entries, Entry, Node, Scalar, cut
from shoal.spec.notes import Notes
from shoal.spec.shapes import Choice, Number, Schema, YesNo
from shoal.wording import join_words

COLUMN_KEYS: Mapping[Role, tuple[str, ...]] = {
    Role.ACCOUNTS: ("id",),
    Role.SUBSCRIPTIONS: ("account", "from", "to"),
    Role.CONTACTS: ("account", "user", "from", "to"),
    Role.EVENTS: ("account", "user", "at", "count"),
    Role.TICKETS: ("account", "opened", "resolved"),
    Role.SURVEYS: ("account", "at", "sent", "score"),
    Role.MILESTONES: ("account", "at", "name"),
    Role.ENGAGEMENT: ("account", "user", "at"),
    Role.OUTCOMES: ("account", "at", "amount"),
    Role.TOUCHES: ("account", "at"),
}
"""Keys of a source that name a column; all other fields stand under `columns`."""

_SAYS: Mapping[str, str] = {
    "id": "The column that names the account.",
    "account": "The column that names the account.",
    "user": "The column that names the user.",
    "at": "The column that says when it happened.",
    "from": "The column that says from when on the row holds.",
    "to": "The column that says until when the row holds; empty: still.",
    "count": "The column that says how many events the row stands for.",
    "opened": "The column that says when the ticket came.",
    "resolved": "The column that says when it was solved; empty: still open.",
    "sent": "The column that says when the survey was sent.",
    "score": "The column with the answer.",
    "name": "The column that names the milestone.",
    "amount": "The column with the amount of money.",
}
_READ_AS: Mapping[ValueType, str] = {
    ValueType.TEXT: "text",
    ValueType.NUMBER: "a number",
    ValueType.DATE: "a date",
    ValueType.INSTANT: "a time",
}
_ENDS = Key(
    shape=Choice(words=tuple(Ends)),
    says="inclusive: to is the last day on which the row holds; else the first without it.",
)
_OWN_KEYS: Mapping[Role, Mapping[str, Key]] = {
    Role.ACCOUNTS: {
        "assume_constant": Key(
            shape=Listed(of=COLUMN), says="Undated attributes that may be used for past dates."
        )
    },
    Role.SUBSCRIPTIONS: {
        "amount_per": Key(
            shape=Choice(words=("month", "year")), says="What an amount is for; month."
        ),
        "ends": _ENDS,
    },
    Role.CONTACTS: {"ends": _ENDS},
    Role.TICKETS: {
        "severe": Key(shape=VALUES, says="Values of severity that are severe."),
        "scale": Key(
            shape=Listed(of=Number(), fewest=2, most=2),
            says="The lowest and the highest satisfaction that can be given.",
        ),
    },
    Role.SURVEYS: {
        "scale": Key(
            shape=Listed(of=Number(), fewest=2, most=2),
            says="The lowest and the highest answer that can be given.",
        )
    },
    Role.MILESTONES: {
        "steps": Key(shape=VALUES, says="Values of name that make up the onboarding."),
        "value_step": Key(shape=VALUE, says="The step with which time to value ends."),
    },
    Role.TOUCHES: {"kind": Key(shape=COLUMN, says="The column that says what was done.")},
}
_ONE_FOR_ALL = "What all rows are"
_HINT = "If this is the name of a column, write kind_column instead of kind."


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceShape:
    """One source: its role tells which keys there are."""

    def read(self, node: Node, notes: Notes, *, what: str) -> Given | None:
        """Return what the source says."""
        if not isinstance(node, Entries):
            return Record(keys=_shared()).read(node, notes, what=what)
        role = node.by_key().get("role")
        if role is None:
            notes.note(
                node.place,
                f"{what} has no role: it says what the rows are.",
                code="missing-key",
                suggestion=f"Write role: and one of {join_words(list(Role), last='or')}.",
            )
            return None
        word = Choice(words=tuple(Role)).read(role.value, notes, what=f"{what}.role")
        return None if word is None else source_record(Role(word)).read(node, notes, what=what)

    def schema(self) -> Schema:
        """Return the schema of all roles."""
        return {"anyOf": [source_record(role).schema() for role in Role]}


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesShape:
    """All sources by name. A source that is called like a role may be its path alone."""

    def read(self, node: Node, notes: Notes, *, what: str) -> Given | None:
        """Return the sources that could be read."""
        if isinstance(node, Entries):
            written_out = tuple(_written_out(e, notes, what=what) for e in node.entries)
            node = replace(node, entries=tuple(e for e in written_out if e is not None))
        return self._named().read(node, notes, what=what)

    def schema(self) -> Schema:
        """Return the schema."""
        path: Schema = {"type": "string", "description": "The path alone, if the name is a role."}
        schema = self._named().schema()
        return {**schema, "additionalProperties": {"anyOf": [path, SourceShape().schema()]}}

    @staticmethod
    def _named() -> Named:
        return Named(name=NAME, of=SourceShape(), kind="source")


@cache
def source_record(role: Role) -> Record:
    """Return the keys of a source with this role."""
    via = Record(
        keys={
            "source": Key(shape=NAME, says="The source that knows the account.", required=True),
            "on": Key(
                shape=COLUMN,
                says="user, or a column that both tables have.",
                required=True,
            ),
        }
    )
    columns = {key: Key(shape=COLUMN, says=_SAYS[key]) for key in COLUMN_KEYS[role]}
    found = Key(shape=via, says="How a row finds its account where it does not name it.")
    return Record(
        keys={
            "role": Key(shape=Choice(words=(role,)), says="What the rows are.", required=True),
            **_shared(),
            **columns,
            **({} if role is Role.ACCOUNTS else {"account_via": found}),
            "columns": Key(
                shape=_columns(role),
                says="Field of the role: column of the table; what is named alike needs no line.",
            ),
            **_own_keys(role),
        },
        instead={"account": "Write id."} if role is Role.ACCOUNTS else {},
    )


def _shared() -> dict[str, Key]:
    return {
        "path": Key(
            shape=PATH,
            says="CSV, Parquet, JSON lines or XLSX: a file, folder or pattern, in the workspace;"
            " or s3://, gs://, az://.",
        ),
        "outside": Key(shape=YesNo(), says="true: the path may lead out of the workspace."),
        "url": Key(shape=URL, says="A database, as SQLAlchemy writes it; secrets by reference."),
        "table": Key(shape=TEXT, says="A table of the database; without a url, of the engine."),
        "query": Key(shape=PATH, says="A file with one SELECT, in place of a table."),
        "zone": Key(shape=ZONE, says="The time zone of times written without one."),
        **writing_keys(),
        "only": Key(shape=CONDITION, says="Which rows are read, by columns of the table."),
    }


def _columns(role: Role) -> Record:
    elsewhere = ("account", "kind", *COLUMN_KEYS[role])
    keys = {
        field.name: Key(shape=COLUMN, says=f"The column with {field.name}: {_READ_AS[field.type]}.")
        for field in ROLE_FIELDS[role]
        if field.name not in elsewhere
    }
    if role is Role.ACCOUNTS:
        money = Record(
            keys={
                "column": Key(shape=COLUMN, says="The column with the amount.", required=True),
                **_currency_keys(),
            }
        )
        keys["contract_value"] = Key(
            shape=Either(scalar=COLUMN, entries=money),
            says="The column with the yearly amount, and its currency.",
        )
    others = Named(name=COLUMN_NAME, of=COLUMN, kind="attribute") if role in OPEN_ROLES else None
    instead = dict.fromkeys(elsewhere, "It stands beside columns, not in it.")
    return Record(keys=keys, others=others, instead=instead)


def _currency_keys() -> dict[str, Key]:
    return {
        "currency": Key(shape=CURRENCY, says="The currency of all amounts."),
        "currency_column": Key(shape=COLUMN, says="The column that names the currency."),
    }


def _own_keys(role: Role) -> Mapping[str, Key]:
    """Return the keys that only this role has."""
    kinds = _kind_keys(role) if role in KIND_WORDS else {}
    money = _currency_keys() if role in {Role.SUBSCRIPTIONS, Role.OUTCOMES} else {}
    events = _event_keys() if role is Role.EVENTS else {}
    return {**events, **kinds, **_OWN_KEYS.get(role, {}), **money}


def _event_keys() -> dict[str, Key]:
    texts = [
        f.name
        for f in ROLE_FIELDS[Role.EVENTS]
        if f.type is ValueType.TEXT and f.name not in {"account", "user", "id"}
    ]
    actors = {
        "person": Key(shape=VALUES, says="Values of actor that are people."),
        "api": Key(shape=VALUES, says="Values of actor that are programs."),
        "agent": Key(shape=VALUES, says="Values of actor that are assistants."),
    }
    renamed = {name: Key(shape=RENAMED, says=f"Old value of {name}: new value.") for name in texts}
    return {
        "actors": Key(shape=Record(keys=actors), says="Who acted, by values of actor."),
        "aliases": Key(shape=Record(keys=renamed), says="Renamed values, by field."),
        "features": Key(shape=VALUES, says="Features on offer; else what was ever seen."),
        "logins": Key(
            shape=VALUES, says="Values of name that are logins; else a user's first of a day."
        ),
        "integrations": Key(shape=VALUES, says="Values of feature that are integrations."),
    }


def _kind_keys(role: Role) -> dict[str, Key]:
    words = KIND_WORDS[role]
    told = join_words(list(words), last="or")
    scalar = COLUMN if role is Role.OUTCOMES else Choice(words=words, hint=_HINT)
    says = f"{_ONE_FOR_ALL}: {told}; or value of the column: one of these words."
    if role is Role.OUTCOMES:
        says = f"The column that says it; or {told} for all rows; or value: one of these words."
    return {
        "kind": Key(
            shape=Either(
                scalar=scalar, entries=Named(name=VALUE, of=Choice(words=words), kind="value")
            ),
            says=says,
        ),
        "kind_column": Key(shape=COLUMN, says="The column that says it row by row."),
    }


def _written_out(entry: Entry, notes: Notes, *, what: str) -> Entry | None:
    """Return a source in its long form; None after noting that it has none."""
    value, name = entry.value, entry.key.text
    if not isinstance(value, Scalar) or value.is_nothing:
        return entry
    if name not in set(Role):
        notes.note(
            entry.key.place,
            f"{what}.{cut(name)} is a path alone, and {cut(name)} is no role.",
            code="missing-key",
            suggestion=f"Write {{role: ..., path: {cut(value.text)}}} with one of"
            f" {join_words(list(Role), last='or')}.",
        )
        return None
    role = Scalar(text=name, place=entry.key.place)
    keys = (_entry("role", role), _entry("path", value))
    return Entry(key=entry.key, value=Entries(entries=keys, place=entry.key.place))


def _entry(key: str, value: Scalar) -> Entry:
    return Entry(key=Scalar(text=key, place=value.place), value=value)
