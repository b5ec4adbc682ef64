"""YAML text into a tree, within limits; nothing of it is ever constructed or run."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn

import yaml

from shoal.records.workspace import Place
from shoal.spec.nodes import Entries, Entry, Items, Node, Scalar, cut
from shoal.spec.notes import Notes

MOST_BYTES = 1_000_000
MOST_LEVELS = 20
MOST_ALIASES = 50
MOST_NODES = 20_000

_STANDARD = "tag:yaml.org,2002:"
_SCALAR_TAGS = {f"{_STANDARD}{name}" for name in ("str", "int", "float", "bool", "null")}
_TOO_DEEP = f"More than {MOST_LEVELS} levels stand in each other here."
_LIST_TAG, _MAP_TAG = f"{_STANDARD}seq", f"{_STANDARD}map"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # some builds lack the one in C


def read_yaml(content: bytes, *, file: str, notes: Notes) -> Node | None:
    """Read one YAML document.

    Parameters
    ----------
    content : bytes
        UTF-8; at most 1,000,000 bytes, 20 levels, 50 aliases and, with aliases written out,
        20,000 nodes.
    file : str
        What messages call the file.
    notes : Notes
        Told of every fault. Keys that stand twice and foreign tags are told all at once; what
        breaks the syntax or a limit ends the reading.

    Returns
    -------
    Scalar, Items or Entries
        None if the file cannot be read or has nothing in it.
    """
    top = Place(file=file, line=1)
    if len(content) > MOST_BYTES:
        notes.note(
            top,
            f"The file has {len(content):,} bytes; at most {MOST_BYTES:,} are read.",
            code="workspace-limits",
            suggestion="A workspace file names tables; keep the data outside it.",
        )
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        notes.note(
            Place(file=file, line=line),
            "The file is not UTF-8.",
            code="workspace-syntax",
            suggestion="Save it with the encoding UTF-8.",
        )
        return None
    return _parsed(text, file=file, notes=notes)


class _Stop(Exception):  # leaves the walk; never seen outside
    """The tree cannot be read any further; why is already noted."""


def _parsed(text: str, *, file: str, notes: Notes) -> Node | None:
    try:
        return _Builder(events=yaml.parse(text, Loader=_LOADER), file=file, notes=notes).document()
    except _Stop:
        return None
    except yaml.MarkedYAMLError as error:
        _note_fault(error, file=file, notes=notes)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        notes.note(
            Place(file=file, line=line),
            "A character stands here that YAML does not allow.",
            code="workspace-syntax",
            suggestion="Take the control characters out.",
        )
    return None


def _note_fault(error: yaml.MarkedYAMLError, *, file: str, notes: Notes) -> None:
    problem = error.problem or "it cannot be read"
    ends = "end of stream" in problem  # what began and does not end is at fault
    mark = (error.context_mark if ends else None) or error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    place = Place(file=file, line=line, column=column)
    if "nesting depth" in problem:  # the parser looks ahead, and may stop before the walk does
        notes.note(place, _TOO_DEEP, code="workspace-limits")
        return
    context = f" ({error.context})" if error.context else ""
    notes.note(
        place,
        f"This is not YAML: {problem}{context}.",
        code="workspace-syntax",
        suggestion="Look at the indentation, at colons and at quotes, here and just above.",
    )


@dataclass(slots=True)
class _Builder:
    """Builds the tree from the parser's events; a walk of bounded depth."""

    events: Iterator[yaml.Event]
    file: str
    notes: Notes
    n_aliases: int = 0
    n_nodes: int = 0
    anchors: dict[str, tuple[Node, int]] = field(default_factory=dict)

    def document(self) -> Node | None:
        """Return the only document of the stream; None if there is none."""
        next(self.events)  # the stream begins
        if isinstance(next(self.events), yaml.StreamEndEvent):
            return None
        root = self._node(next(self.events), level=1)
        next(self.events)  # the document ends
        more = next(self.events)
        if not isinstance(more, yaml.StreamEndEvent):
            place = self._place(more)
            self._stop(place, "A second document begins here; one is read.", "workspace-syntax")
        return root

    def _node(self, event: yaml.Event, *, level: int) -> Node:
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        before = self.n_nodes
        self._count(1, event)
        if level > MOST_LEVELS:
            self._stop(
                self._place(event),
                _TOO_DEEP,
                "workspace-limits",
            )
        node = self._inner(event, level=level)
        anchor = getattr(event, "anchor", None)
        if anchor is not None:
            self.anchors[anchor] = (node, self.n_nodes - before)
        return node

    def _inner(self, event: yaml.Event, *, level: int) -> Node:
        place = self._place(event)
        if isinstance(event, yaml.ScalarEvent):
            self._refuse_tag(event.tag, place, allowed=_SCALAR_TAGS)
            plain = event.implicit[0] or event.tag not in {None, f"{_STANDARD}str"}
            return Scalar(text=event.value, quoted=not plain, place=place)
        if isinstance(event, yaml.SequenceStartEvent):
            self._refuse_tag(event.tag, place, allowed={_LIST_TAG})
            return Items(items=tuple(self._items(level)), place=place)
        self._refuse_tag(getattr(event, "tag", None), place, allowed={_MAP_TAG})
        return Entries(entries=self._entries(level), place=place)

    def _items(self, level: int) -> Iterator[Node]:
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            yield self._node(event, level=level + 1)

    def _entries(self, level: int) -> tuple[Entry, ...]:
        found: dict[str, Entry] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._node(event, level=level + 1)
            value = self._node(next(self.events), level=level + 1)
            if not isinstance(key, Scalar):
                self.notes.note(
                    key.place,
                    "A key is a word; a list or keys and values stand here.",
                    code="workspace-syntax",
                )
            elif key.text in found:
                first = found[key.text].key.place.line
                self.notes.note(
                    key.place,
                    f"The key {cut(key.text)} stands here a second time; first in line {first}.",
                    code="duplicate-key",
                    suggestion="Keep one of them.",
                )
            else:
                found[key.text] = Entry(key=key, value=value)
        return tuple(found.values())

    def _alias(self, event: yaml.AliasEvent) -> Node:
        """Return what an alias stands for; the node is shared, and counted as if it were not."""
        place = self._place(event)
        self.n_aliases += 1
        if self.n_aliases > MOST_ALIASES:
            self._stop(place, f"There are more than {MOST_ALIASES} aliases.", "workspace-limits")
        name = event.anchor or ""
        if name not in self.anchors:
            self._stop(
                place, f"Nothing before this line is called &{cut(name)}.", "workspace-syntax"
            )
        node, size = self.anchors[name]
        self._count(size, event)
        return node

    def _count(self, more: int, event: yaml.Event) -> None:
        self.n_nodes += more
        if self.n_nodes > MOST_NODES:
            self._stop(
                self._place(event),
                f"With aliases written out there are more than {MOST_NODES:,} entries.",
                "workspace-limits",
            )

    def _refuse_tag(self, tag: str | None, place: Place, *, allowed: set[str]) -> None:
        if tag is not None and tag != "!" and tag not in allowed:
            name = f"!!{tag.removeprefix(_STANDARD)}" if tag.startswith(_STANDARD) else tag
            self.notes.note(
                place,
                f"The tag {cut(name)} is not read here.",
                code="workspace-tag",
                suggestion="Take the tag away; text stands in quotes.",
            )

    def _stop(self, place: Place, message: str, code: str) -> NoReturn:
        self.notes.note(place, message, code=code)
        raise _Stop

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        if mark is None:
            return Place(file=self.file, line=1)
        return Place(file=self.file, line=mark.line + 1, column=mark.column + 1)
