"""What a value of a workspace file may be: each shape reads a node and describes itself.

A shape decides what a scalar means. Where text is expected, `no`, `12:30` and `007` are those
letters; where a number is expected they are a fault. So YAML's own guesses never matter.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from shoal.errors import near_matches
from shoal.records.workspace import Place
from shoal.spec.nodes import Node, Scalar, cut, shown
from shoal.spec.notes import Notes
from shoal.wording import join_words

Schema = dict[str, object]

_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?")
_WHOLE = re.compile(r"[-+]?\d+")
_MOST_CHARACTERS = 2_000


class Shape(Protocol):
    """What may stand at a place of the file."""

    def read(self, node: Node, notes: Notes, *, what: str) -> object:
        """Return the value; None where nothing is written, or after noting why it is refused."""

    def schema(self) -> Schema:
        """Return the same as JSON schema."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Text, as it is written; `pattern` is held against all of it, `like` says it in words.

    Only where `references` are allowed may ${env:NAME} stand in it; there the value is a secret
    and no message shows it.
    """

    pattern: str | None = None
    like: str = "text"
    references: bool = False

    def read(self, node: Node, notes: Notes, *, what: str) -> str | None:
        """Return the text."""
        if not isinstance(node, Scalar):
            _refuse(node, notes, what=what, wanted=self.like)
            return None
        if node.is_nothing:
            return None
        if not self.references and "${" in node.text:
            notes.note(
                node.place,
                f"{what} holds a reference; it may stand in url only.",
                code="misplaced-reference",
                suggestion="Write the value itself.",
            )
            return None
        fits = self.pattern is None or re.fullmatch(self.pattern, node.text) is not None
        if not fits or len(node.text) > _MOST_CHARACTERS:
            _refuse(node, notes, what=what, wanted=self.like, hidden=self.references)
            return None
        return node.text

    def schema(self) -> Schema:
        """Return the schema."""
        return {"type": "string", **({"pattern": f"^(?:{self.pattern})$"} if self.pattern else {})}


@dataclass(frozen=True, slots=True, kw_only=True)
class Values(Text):
    """Text that stands for a value in a table: a number there is read as its digits."""

    def schema(self) -> Schema:
        """Return the schema: editors take digits and true for more than text."""
        return {"type": ["string", "number", "boolean"]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of a few words; `hint` says what else may have been meant."""

    words: Sequence[str]
    hint: str | None = None

    def read(self, node: Node, notes: Notes, *, what: str) -> str | None:
        """Return the word."""
        text = Text(like=self._like).read(node, notes, what=what)
        if text is None or text in self.words:
            return text
        near = near_matches(text, self.words)
        notes.note(
            node.place,
            f"{what} is {cut(text)}; {self._like} was expected.{near}",
            code="wrong-value",
            suggestion=self.hint,
        )
        return None

    def schema(self) -> Schema:
        """Return the schema."""
        return {"enum": list(self.words)}

    @property
    def _like(self) -> str:
        return join_words([*self.words], last="or")


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number from `low` to `high`; `over` is below it and not part of it."""

    low: float | None = None
    over: float | None = None
    high: float | None = None

    def read(self, node: Node, notes: Notes, *, what: str) -> float | None:
        """Return the number."""
        number = _number(node, _NUMBER)
        return _within(number, node, notes, what=what, wanted=self._like(), fits=self._fits)

    def schema(self) -> Schema:
        """Return the schema."""
        bounds = {"minimum": self.low, "exclusiveMinimum": self.over, "maximum": self.high}
        return {"type": "number", **{k: v for k, v in bounds.items() if v is not None}}

    def _fits(self, number: float) -> bool:
        return (
            (self.low is None or number >= self.low)
            and (self.over is None or number > self.over)
            and (self.high is None or number <= self.high)
        )

    def _like(self) -> str:
        bounds = [
            f"from {self.low:g}" if self.low is not None else "",
            f"over {self.over:g}" if self.over is not None else "",
            f"up to {self.high:g}" if self.high is not None else "",
        ]
        return " ".join(["a number", *filter(None, bounds)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A whole number from `low` to `high`, both included."""

    low: int
    high: int

    def read(self, node: Node, notes: Notes, *, what: str) -> int | None:
        """Return the number."""
        number = _number(node, _WHOLE)
        wanted = f"a whole number from {self.low} to {self.high}"
        found = _within(number, node, notes, what=what, wanted=wanted, fits=self._fits)
        return None if found is None else int(found)

    def schema(self) -> Schema:
        """Return the schema."""
        return {"type": "integer", "minimum": self.low, "maximum": self.high}

    def _fits(self, number: float) -> bool:
        return self.low <= number <= self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """The version of the format: the one number that is read."""

    number: int

    def read(self, node: Node, notes: Notes, *, what: str) -> int | None:
        """Return the number."""
        if _number(node, _WHOLE) == self.number:
            return self.number
        if not (isinstance(node, Scalar) and node.is_nothing):
            notes.note(
                node.place,
                f"{what} is {shown(node)}; this version of Shoal reads {self.number}.",
                code="wrong-value",
                suggestion=_hint(node, "a number"),
            )
        return None

    def schema(self) -> Schema:
        """Return the schema."""
        return {"const": self.number}


@dataclass(frozen=True, slots=True, kw_only=True)
class WordOr:
    """A word, or what the other shape reads."""

    word: str
    other: Whole

    def read(self, node: Node, notes: Notes, *, what: str) -> str | int | None:
        """Return the word or the value."""
        if isinstance(node, Scalar) and node.text == self.word:
            return self.word
        return self.other.read(node, notes, what=what)

    def schema(self) -> Schema:
        """Return the schema of both."""
        return {"anyOf": [{"const": self.word}, self.other.schema()]}


@dataclass(frozen=True, slots=True, kw_only=True)
class YesNo:
    """`true` or `false`."""

    def read(self, node: Node, notes: Notes, *, what: str) -> bool | None:
        """Return the answer."""
        if isinstance(node, Scalar) and not node.quoted and node.text in {"true", "false"}:
            return node.text == "true"
        if not (isinstance(node, Scalar) and node.is_nothing):
            _refuse(node, notes, what=what, wanted="true or false")
        return None

    def schema(self) -> Schema:
        """Return the schema."""
        return {"type": "boolean"}


def refuse_nothing(place: Place, notes: Notes, *, what: str) -> None:
    """Note that a value is missing where one has to stand."""
    notes.note(
        place,
        f"{what} is empty.",
        code="wrong-value",
        suggestion="Write a value, or take the line out. The word null, or nothing, as text stands"
        " in quotes.",
    )


def _number(node: Node, pattern: re.Pattern[str]) -> float | None:
    """Return a plainly written number; None for all else."""
    if isinstance(node, Scalar) and not node.quoted and pattern.fullmatch(node.text):
        return float(node.text)
    return None


def _within(
    number: float | None,
    node: Node,
    notes: Notes,
    *,
    what: str,
    wanted: str,
    fits: "_Test",
) -> float | None:
    if number is not None and fits(number) and abs(number) != float("inf"):
        return number
    if not (isinstance(node, Scalar) and node.is_nothing):
        _refuse(node, notes, what=what, wanted=wanted)
    return None


class _Test(Protocol):
    def __call__(self, number: float, /) -> bool:
        """Whether the number may stand there."""


def _refuse(node: Node, notes: Notes, *, what: str, wanted: str, hidden: bool = False) -> None:
    found = "not shown here, as it may be a secret" if hidden else shown(node)
    notes.note(
        node.place,
        f"{what} is {found}; {wanted} was expected.",
        code="wrong-value",
        suggestion=_hint(node, wanted),
    )


def _hint(node: Node, wanted: str) -> str | None:
    if not isinstance(node, Scalar) or "number" not in wanted:
        return None
    if node.quoted and _NUMBER.fullmatch(node.text):
        return f"Take the quotes away: {cut(node.text)}."
    plain = node.text.replace("_", "").replace(",", "").replace(" ", "")
    return (
        f"Write it plainly: {plain}." if _NUMBER.fullmatch(plain) and plain != node.text else None
    )
