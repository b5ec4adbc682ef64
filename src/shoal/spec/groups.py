"""Shapes that hold others: lists, names with values, and records with known keys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from shoal.errors import near_matches
from shoal.records.workspace import Place
from shoal.spec.nodes import Entries, Entry, Items, Node, Scalar, cut, shown
from shoal.spec.notes import Notes
from shoal.spec.shapes import Schema, Shape, refuse_nothing
from shoal.wording import join_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What was written under the keys of one place; keys that were refused are not there."""

    place: Place
    values: Mapping[str, object] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)

    def __contains__(self, key: str) -> bool:
        """Whether a value was given for the key."""
        return self.values.get(key) is not None

    def where(self, key: str) -> Place:
        """Return where the key's value stands; where there is none, where the record begins."""
        return self.places.get(key, self.place)

    def text(self, key: str) -> str | None:
        """Return a text."""
        value = self.values.get(key)
        return value if isinstance(value, str) else None

    def number(self, key: str, usual: float) -> float:
        """Return a number, or the usual one."""
        value = self.values.get(key)
        return float(value) if isinstance(value, int | float) else usual

    def whole(self, key: str) -> int | None:
        """Return a whole number."""
        value = self.values.get(key)
        return value if isinstance(value, int) else None

    def flag(self, key: str) -> bool:
        """Whether the key is there and true."""
        return self.values.get(key) is True

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the texts of a list; one text is a list of one."""
        value = self.values.get(key)
        if isinstance(value, str):
            return (value,)
        return tuple(v for v in value if isinstance(v, str)) if isinstance(value, tuple) else ()

    def numbers(self, key: str) -> tuple[float, ...]:
        """Return the numbers of a list."""
        value = self.values.get(key)
        return (
            tuple(float(v) for v in value if isinstance(v, int | float))
            if isinstance(value, tuple)
            else ()
        )

    def part(self, key: str) -> "Given":
        """Return the record under a key; an empty one where there is none."""
        value = self.values.get(key)
        return value if isinstance(value, Given) else Given(place=self.where(key))

    def words(self) -> dict[str, str]:
        """Return all keys whose value is text."""
        return {k: v for k, v in self.values.items() if isinstance(v, str)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A list of at least `fewest` and at most `most` values, none of them twice."""

    of: Shape
    fewest: int = 0
    most: int = 1_000
    distinct: bool = True

    def read(self, node: Node, notes: Notes, *, what: str) -> tuple[object, ...] | None:
        """Return the values that could be read."""
        if isinstance(node, Scalar) and node.is_nothing:
            return None
        if not isinstance(node, Items):
            _refuse(node, notes, what=what, wanted="a list")
            return None
        if not self.fewest <= len(node.items) <= self.most:
            notes.note(node.place, f"{what} has {self._count(len(node.items))}", code="wrong-value")
            return None
        return tuple(v for v in self._values(node, notes, what) if v is not None)

    def schema(self) -> Schema:
        """Return the schema."""
        bounds = {"minItems": self.fewest, "maxItems": self.most} if self.fewest else {}
        return {"type": "array", "items": self.of.schema(), **bounds}

    def _values(self, node: Items, notes: Notes, what: str) -> list[object]:
        values: list[object] = []
        for n, item in enumerate(node.items, start=1):
            name = f"Entry {n} of {what}"
            if isinstance(item, Scalar) and item.is_nothing:
                refuse_nothing(item.place, notes, what=name)
                continue
            value = self.of.read(item, notes, what=name)
            if self.distinct and value is not None and value in values:
                notes.note(
                    item.place,
                    f"{name} is {shown(item)}, which stands there already.",
                    code="wrong-value",
                )
            values.append(value)
        return values

    def _count(self, found: int) -> str:
        wanted = f"{self.fewest}" if self.fewest == self.most else f"{self.fewest} to {self.most:,}"
        return f"{found} entries; {wanted} were expected."


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Names of the user's own choice, each with a value; a name is held against `name`."""

    name: Shape
    of: Shape
    kind: str = "name"

    def read(self, node: Node, notes: Notes, *, what: str) -> Given | None:
        """Return values by name."""
        if isinstance(node, Scalar) and node.is_nothing:
            return None
        if not isinstance(node, Entries):
            _refuse(node, notes, what=what, wanted="names with values")
            return None
        values, places = {}, {}
        for entry in node.entries:
            name = self.name.read(entry.key, notes, what=f"A {self.kind} in {what}")
            if name is None:
                continue
            path = f"{what}.{cut(str(name))}"
            notes.places[path] = entry.key.place
            if isinstance(entry.value, Scalar) and entry.value.is_nothing:
                refuse_nothing(entry.key.place, notes, what=path)
                continue
            values[str(name)] = self.of.read(_anchored(entry), notes, what=path)
            places[str(name)] = entry.key.place
        return Given(place=node.place, values=values, places=places)

    def schema(self) -> Schema:
        """Return the schema."""
        return {
            "type": "object",
            "propertyNames": self.name.schema(),
            "additionalProperties": self.of.schema(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key of a record; `says` is for whoever reads the schema or the documents."""

    shape: Shape
    says: str
    required: bool = False
    nullable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Known keys; `later` names some that are not there yet, `instead` says what to write.

    With `others`, keys of the user's own choice may stand there too.
    """

    keys: Mapping[str, Key]
    others: "Named | None" = None
    later: Sequence[str] = ()
    instead: Mapping[str, str] = field(default_factory=dict)

    def read(self, node: Node, notes: Notes, *, what: str) -> Given | None:
        """Return values by key."""
        if isinstance(node, Scalar) and node.is_nothing:
            return None
        if not isinstance(node, Entries):
            _refuse(node, notes, what=what or "The file", wanted="keys with values")
            return None
        given = Given(place=node.place, values={}, places={})
        known = [e for e in node.entries if e.key.text in self.keys]
        unknown = tuple(e for e in node.entries if e.key.text not in self.keys)
        if self.others is not None:
            rest = Entries(entries=unknown, place=node.place)
            given = self.others.read(rest, notes, what=what) or given
        else:
            for entry in unknown:
                self._refuse_key(entry, notes, what)
        values, places = {**given.values}, {**given.places}
        for entry in known:
            name = entry.key.text
            path = f"{what}.{name}" if what else name
            notes.places[path] = entry.key.place
            values[name] = self.keys[name].shape.read(_anchored(entry), notes, what=path)
            places[name] = entry.key.place
        self._require(node, places, values, notes, what)
        return Given(place=node.place, values=values, places=places)

    def schema(self) -> Schema:
        """Return the schema."""
        properties = {name: _described(key) for name, key in self.keys.items()}
        required = [name for name, key in self.keys.items() if key.required]
        return {
            "type": "object",
            "properties": properties,
            "additionalProperties": self.others.of.schema() if self.others else False,
            **({"required": required} if required else {}),
        }

    def _refuse_key(self, entry: Entry, notes: Notes, what: str) -> None:
        name = entry.key.text
        near = near_matches(name, self.keys)
        if name in self.later:
            near = " It belongs to a later version of Shoal."
        elif name in self.instead:
            near = f" {self.instead[name]}"
        within = f" in {what}" if what else ""
        notes.note(
            entry.key.place,
            f"There is no key {cut(name)}{within}.{near}",
            code="unknown-key",
            suggestion=f"Keys are {join_words(list(self.keys))}.",
        )

    def _require(
        self,
        node: Entries,
        places: Mapping[str, Place],
        values: Mapping[str, object],
        notes: Notes,
        what: str,
    ) -> None:
        for name, key in self.keys.items():
            if not key.required:
                continue
            within = f"{what} has" if what else "The file has"
            if name not in places:
                notes.note(node.place, f"{within} no {name}: {key.says}", code="missing-key")
            elif values[name] is None and _is_nothing(node, name):
                refuse_nothing(places[name], notes, what=f"{what}.{name}" if what else name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Either:
    """A scalar, a list or keys with values: which of them stands there tells the shape."""

    scalar: Shape | None = None
    items: Shape | None = None
    entries: Shape | None = None

    def read(self, node: Node, notes: Notes, *, what: str) -> object:
        """Return what the shape says."""
        kinds = {Scalar: self.scalar, Items: self.items, Entries: self.entries}
        shape = kinds[type(node)]
        if shape is None:
            first = next(s for s in kinds.values() if s is not None)
            return first.read(node, notes, what=what)
        return shape.read(node, notes, what=what)

    def schema(self) -> Schema:
        """Return the schema of all forms."""
        shapes = [s for s in (self.scalar, self.items, self.entries) if s is not None]
        return {"anyOf": [s.schema() for s in shapes]}


def _anchored(entry: Entry) -> Node:
    """Return the value; what is said of all of its keys is said of the line that names it."""
    if isinstance(entry.value, Entries):
        return replace(entry.value, place=entry.key.place)
    return entry.value


def _described(key: Key) -> Schema:
    schema = key.shape.schema()
    if key.nullable:
        schema = {"anyOf": [schema, {"type": "null"}]}
    return {"description": key.says, **schema}


def _is_nothing(node: Entries, name: str) -> bool:
    value = node.by_key()[name].value
    return isinstance(value, Scalar) and value.is_nothing


def _refuse(node: Node, notes: Notes, *, what: str, wanted: str) -> None:
    notes.note(node.place, f"{what} is {shown(node)}; {wanted} was expected.", code="wrong-value")
