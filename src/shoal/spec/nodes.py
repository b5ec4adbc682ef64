"""A YAML file as a tree: every node knows where it stands, and nothing is interpreted yet."""

from collections.abc import Mapping as MappingType
from dataclasses import dataclass

from shoal.records.workspace import Place

_NOTHING = frozenset({"", "~", "null"})
_MOST_SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """Text as it was written; `quoted` tells `"12"` from `12`."""

    text: str
    place: Place
    quoted: bool = False

    @property
    def is_nothing(self) -> bool:
        """Whether nothing was written, or null."""
        return not self.quoted and self.text.casefold() in _NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """A list."""

    items: tuple["Node", ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A key and its value."""

    key: Scalar
    value: "Node"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """Keys and their values in the order of the file; no key stands there twice."""

    entries: tuple[Entry, ...]
    place: Place

    def by_key(self) -> MappingType[str, Entry]:
        """Return the entries by the text of their keys."""
        return {entry.key.text: entry for entry in self.entries}


Node = Scalar | Items | Entries


def shown(node: Node) -> str:
    """Say what a node is, for a message.

    >>> here = Place(file="shoal.yml", line=1)
    >>> shown(Scalar(text="ninety", place=here)), shown(Scalar(text="", place=here))
    ('ninety', 'nothing')
    >>> shown(Scalar(text="90", quoted=True, place=here)), shown(Items(items=(), place=here))
    ('"90"', 'a list')
    """
    if isinstance(node, Items):
        return "a list"
    if isinstance(node, Entries):
        return "keys and values"
    if node.is_nothing:
        return "nothing"
    return f'"{cut(node.text)}"' if node.quoted else cut(node.text)


def cut(text: str) -> str:
    """Return a text that fits into a message.

    >>> len(cut("x" * 1000))
    63
    """
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}..."
