"""Columns of Python values, as JSON, spreadsheets and object columns of frames have them."""

import json
import math
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, auto
from numbers import Real

import numpy as np

from shoal.records.findings import Finding, Severity
from shoal.sources.drafts import Draft
from shoal.sources.ready import (
    EXACT_BELOW,
    boolean_draft,
    date_draft,
    duration_draft,
    number_draft,
)


class _Kind(Enum):
    BOOLEAN = auto()
    NUMBER = auto()
    DATE = auto()
    DURATION = auto()
    TEXT = auto()
    NESTED = auto()
    OTHER = auto()


# bool is a number and datetime a date to Python, so the narrower types are asked first.
_KINDS: tuple[tuple[tuple[type, ...], _Kind], ...] = (
    ((bool, np.bool_), _Kind.BOOLEAN),
    ((timedelta, np.timedelta64), _Kind.DURATION),
    ((Real, Decimal, np.integer, np.floating), _Kind.NUMBER),
    ((date, np.datetime64), _Kind.DATE),
    ((str, bytes, bytearray), _Kind.TEXT),
    ((dict, list, tuple, set, frozenset, np.ndarray), _Kind.NESTED),
)
_MISSING_TYPES = frozenset({"NoneType", "NAType", "NaTType", "MaskedConstant"})


def draft_of_objects(name: str, cells: Sequence[object]) -> Draft:
    """Make a column from Python values.

    Values of one kind keep it; a mixture becomes text, which is then read like any other text.

    Examples
    --------
    >>> draft_of_objects("x", [1, None, 2.5]).column.values.tolist()
    [1.0, nan, 2.5]
    >>> draft_of_objects("x", [1, "two"]).cells
    ['1', 'two']
    """
    types = {type(c) for c in cells}
    if types <= {str}:
        return Draft(name=name, cells=[str(c) for c in cells])
    answered = [None if _is_missing(c) else c for c in cells]
    kinds = {_kind_of(type(c)) for c in answered if c is not None}
    if len(kinds) == 1:
        build = _BUILDERS.get(kinds.pop())
        if build is not None:
            return build(name, answered)
    draft = Draft(name=name, cells=["" if c is None else written_cell(c) for c in answered])
    if _Kind.NESTED in kinds or any(_kind_of(type(c)) is _Kind.NESTED for c in answered):
        return _with_nested_finding(draft, answered)
    return draft


def written_cell(cell: object) -> str:
    """Write a value as a cell of a text file would have it."""
    kind = _kind_of(type(cell))
    if kind is _Kind.NESTED:
        return json.dumps(cell, ensure_ascii=False, default=_plain)
    if kind is _Kind.BOOLEAN:
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < EXACT_BELOW:
        return str(int(cell))  # spreadsheets know no whole numbers: 7 comes as 7.0
    if isinstance(cell, (bytes, bytearray)):
        return cell.decode("utf-8", errors="replace")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return str(cell)


def _is_missing(cell: object) -> bool:
    if cell is None or type(cell).__name__ in _MISSING_TYPES:
        return True
    if isinstance(cell, Decimal):
        return cell.is_nan()
    if isinstance(cell, (float, np.floating)):
        return math.isnan(cell)
    return isinstance(cell, (np.datetime64, np.timedelta64)) and bool(np.isnat(cell))


def _kind_of(type_: type) -> _Kind:
    return next((kind for types, kind in _KINDS if issubclass(type_, types)), _Kind.OTHER)


def _numbers(name: str, cells: Sequence[object]) -> Draft:
    values = np.fromiter((_float(c) for c in cells), dtype=np.float64, count=len(cells))
    written = None
    whole = [isinstance(c, int) and abs(c) >= EXACT_BELOW for c in cells]
    if any(whole):
        written = np.array([None if c is None else str(c) for c in cells], dtype=object)
    return number_draft(name, values, written=written)


def _float(cell: object) -> float:
    if cell is None:
        return math.nan
    try:
        return float(cell)  # type: ignore[arg-type]  # every kind of number has __float__
    except OverflowError:
        return math.inf


def _booleans(name: str, cells: Sequence[object]) -> Draft:
    return boolean_draft(name, np.array([math.nan if c is None else float(bool(c)) for c in cells]))


def _dates(name: str, cells: Sequence[object]) -> Draft:
    values = np.array([_instant(c) for c in cells], dtype="datetime64[s]")
    return date_draft(name, values)


def _instant(cell: object) -> object:
    """Bring an instant to UTC without a zone, which is all that NumPy takes."""
    if isinstance(cell, datetime) and cell.tzinfo is not None:
        cell = cell.astimezone(UTC).replace(tzinfo=None)
    return cell


def _durations(name: str, cells: Sequence[object]) -> Draft:
    return duration_draft(name, np.array(cells, dtype="timedelta64[s]"))


_BUILDERS: dict[_Kind, Callable[[str, Sequence[object]], Draft]] = {
    _Kind.NUMBER: _numbers,
    _Kind.BOOLEAN: _booleans,
    _Kind.DATE: _dates,
    _Kind.DURATION: _durations,
}


def _plain(value: object) -> object:
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, (set, frozenset)):
        return sorted(value, key=str)
    return value.item() if isinstance(value, np.generic) else str(value)


def _with_nested_finding(draft: Draft, cells: Sequence[object]) -> Draft:
    count = sum(_kind_of(type(c)) is _Kind.NESTED for c in cells if c is not None)
    finding = Finding(
        code="nested-values",
        severity=Severity.NOTE,
        column=draft.name,
        message=f'Column "{draft.name}" has lists or objects in {count} cell(s); '
        "they were kept as JSON text.",
        evidence={"count": count},
        suggestion="Give each value inside them a column of its own to use it as a metric.",
    )
    return Draft(name=draft.name, cells=draft.cells, findings=(finding,))
