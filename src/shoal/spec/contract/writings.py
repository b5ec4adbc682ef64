"""The words for how a source's texts are written: dates, decimals, letters."""

import codecs
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from shoal.errors import near_matches
from shoal.records.writing import DateOrder, DecimalSign, Encoding
from shoal.spec.groups import Key
from shoal.spec.nodes import Node, cut
from shoal.spec.notes import Notes
from shoal.spec.shapes import Choice, Schema, Text
from shoal.wording import join_words

_SIGNS = "./-"
_ORDERS = tuple(order.value for order in DateOrder)
_ENCODINGS = tuple(encoding.value for encoding in Encoding)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateWords:
    """An order of day, month and year, parted by any of . / -."""

    def read(self, node: Node, notes: Notes, *, what: str) -> str | None:
        """Return the order as `DateOrder` has it."""
        text = Text(like=_listed(_ORDERS)).read(node, notes, what=what)
        if text is None:
            return None
        order = next((o for o in _ORDERS if _parts(o) == _parts(text)), None)
        if order is not None:
            return order
        near = _order_of_letters(text)
        told = f" Did you mean {near}?" if near else near_matches(text, _ORDERS)
        _refuse(node, notes, text, _ORDERS, what=what, near=told)
        return None

    def schema(self) -> Schema:
        """Return the schema: every order with every sign."""
        return {"enum": [sign.join(_parts(order)) for order in _ORDERS for sign in _SIGNS]}


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodingWords:
    """An encoding by the one name that is read; its other names are known for the message."""

    def read(self, node: Node, notes: Notes, *, what: str) -> str | None:
        """Return the name."""
        text = Text(like=_listed(_ENCODINGS)).read(node, notes, what=what)
        if text is None or text in _ENCODINGS:
            return text
        near = next((e for e in _ENCODINGS if _codec(e) == _codec(text)), None)
        told = f" Did you mean {near}?" if near else near_matches(text, _ENCODINGS)
        _refuse(node, notes, text, _ENCODINGS, what=what, near=told)
        return None

    def schema(self) -> Schema:
        """Return the schema."""
        return {"enum": list(_ENCODINGS)}


def writing_keys() -> dict[str, Key]:
    """Return the keys that all sources have."""
    return {
        "dates": Key(
            shape=DateWords(),
            says="The order of day, month and year, parted by any of . / -; a date that begins"
            " with its year needs no line.",
        ),
        "decimal": Key(
            shape=Choice(words=tuple(DecimalSign)),
            says="What parts decimals from a number; the other sign groups thousands.",
        ),
        "encoding": Key(shape=EncodingWords(), says="How letters are written in a file; utf-8."),
    }


def _refuse(
    node: Node, notes: Notes, text: str, words: Sequence[str], *, what: str, near: str
) -> None:
    notes.note(
        node.place,
        f"{what} is {cut(text)}; {_listed(words)} was expected.{near}",
        code="wrong-value",
    )


def _listed(words: Sequence[str]) -> str:
    return join_words([*words], last="or")


def _parts(text: str) -> tuple[str, ...]:
    return tuple(text.casefold().translate(str.maketrans("/-", "..")).split("."))


def _order_of_letters(text: str) -> str | None:
    """Understand dd.mm.yyyy and TT.MM.JJJJ, to name what is meant by it."""
    begun = "".join(part[:1] for part in _parts(text)).translate(str.maketrans("tj", "dy"))
    return next((o for o in _ORDERS if "".join(p[0] for p in _parts(o)) == begun), None)


def _codec(name: str) -> str | None:
    name = "cp1252" if name.casefold() == "ansi" else name
    with suppress(LookupError):
        return codecs.lookup(name).name
    return None
