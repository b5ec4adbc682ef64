"""What a value in a condition can be read as, and what several values agree on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from shoal.records.conditions import ColumnValue, Literal, Value
from shoal.records.tables import ColumnType

_COMPARABLE = (ColumnType.NUMBER, ColumnType.BOOLEAN, ColumnType.DATE, ColumnType.TEXT)
_WORDS = {
    ColumnType.NUMBER: "a number",
    ColumnType.BOOLEAN: "TRUE or FALSE",
    ColumnType.DATE: "a date as '2026-06-30'",
    ColumnType.TEXT: "'text'",
}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Typed:
    """A value and the types it may be read as."""

    value: Value
    types: frozenset[ColumnType]

    def read_as(self, kind: ColumnType) -> Value:
        """Return the value read as one of its types."""
        if isinstance(self.value, ColumnValue):
            return replace(self.value, type=kind)
        if isinstance(self.value, Literal):
            return Literal(value=_as(self.value.value, kind))
        return self.value


def of_literal(value: float | str | bool) -> Typed:  # noqa: FBT001  # the literal itself
    """Return a literal with all it may mean: 0 and 1 are also no and yes, '2026-06-30' a date."""
    literal = Literal(value=value)
    if isinstance(value, bool):
        return Typed(literal, frozenset({ColumnType.BOOLEAN}))
    if isinstance(value, str):
        also = {ColumnType.DATE} if _day(value) else set()
        return Typed(literal, frozenset({ColumnType.TEXT, *also}))
    also = {ColumnType.BOOLEAN} if value in {0.0, 1.0} else set()
    return Typed(literal, frozenset({ColumnType.NUMBER, *also}))


def agree(values: Sequence[Typed], *, only: ColumnType | None = None) -> ColumnType | None:
    """Return the type that all values can be read as, None if there is none.

    Examples
    --------
    >>> agree([of_literal(1.0), of_literal(True)])
    <ColumnType.BOOLEAN: 'boolean'>
    """
    wanted = _COMPARABLE if only is None else (only,)
    return next((t for t in wanted if all(t in v.types for v in values)), None)


def disagreement(values: Sequence[Typed], *, only: ColumnType | None = None) -> str:
    """Say why there is no type that all values can be read as.

    Examples
    --------
    >>> disagreement([of_literal(2.0), of_literal("2")])
    "a number is compared with 'text'"
    """
    if only is not None:
        wrong = next(v for v in values if only not in v.types)
        return f"{_WORDS[only]} is needed, and {_said(wrong)} stands there"
    first = values[0]
    other = next((v for v in values if not first.types & v.types), values[-1])
    return f"{_said(first)} is compared with {_said(other)}"


def _said(typed: Typed) -> str:
    kind = _WORDS[next(t for t in _COMPARABLE[::-1] if t in typed.types)]
    if isinstance(typed.value, Literal) and len(typed.types) > 1:
        kind = _WORDS[next(t for t in (ColumnType.TEXT, ColumnType.NUMBER) if t in typed.types)]
    return f"{typed.value.name} ({kind})" if isinstance(typed.value, ColumnValue) else kind


def _as(value: float | str | bool | date, kind: ColumnType) -> float | str | bool | date:  # noqa: FBT001  # the literal itself
    if kind is ColumnType.BOOLEAN:
        return bool(value)
    if kind is ColumnType.DATE and isinstance(value, str):
        return _day(value) or value
    return value


def _day(text: str) -> date | None:
    """Return the day a text names, if it is written as 2026-06-30."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
