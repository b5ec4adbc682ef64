"""For which rows of a table a condition holds, by SQL's three-valued logic."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from shoal.records.arrays import Booleans
from shoal.records.conditions import (
    AllOf,
    Among,
    AnyOf,
    Between,
    ColumnValue,
    Comparison,
    Condition,
    Like,
    Literal,
    Missing,
    Not,
    Operation,
    Sign,
    Value,
)
from shoal.records.tables import Column, ColumnType, Table

_COMPARE: Final[Mapping[Sign, Callable[[Any, Any], Any]]] = {
    Sign.EQUAL: np.equal,
    Sign.UNEQUAL: np.not_equal,
    Sign.LESS: np.less,
    Sign.AT_MOST: np.less_equal,
    Sign.MORE: np.greater,
    Sign.AT_LEAST: np.greater_equal,
}
_COMBINE: Final[Mapping[Operation, Callable[[Any, Any], Any]]] = {
    Operation.ADD: np.add,
    Operation.SUBTRACT: np.subtract,
    Operation.MULTIPLY: np.multiply,
    Operation.DIVIDE: np.divide,
}


@dataclass(frozen=True, slots=True)
class Held:
    """For which rows a condition holds, and for which that is unknown; shape (n_rows,).

    No row is both; where neither is set, the condition does not hold.
    """

    true: Booleans
    unknown: Booleans


@dataclass(frozen=True, slots=True)
class _Cells:
    """Values of all rows and which of them are known; unknown ones hold anything."""

    values: NDArray[Any]
    known: Booleans


def holds(condition: Condition, table: Table) -> Held:
    """Evaluate a condition on every row of a table.

    Parameters
    ----------
    condition : Condition
        Read for the columns of this table.
    table : Table

    Returns
    -------
    Held
        A missing cell makes unknown what hangs on it alone: `seats > 5` is unknown without seats,
        `seats > 5 OR plan = 'free'` holds all the same where the plan is free.

    Raises
    ------
    KeyError
        If the table lacks a column; reading the condition for the table says so before.

    Notes
    -----
    Infinite numbers, and what is divided by zero, are unknown. Text is compared by its letters'
    code points. Cost: linear in rows and parts; LIKE looks at each different text once.
    """
    if isinstance(condition, Not):
        inner = holds(condition.condition, table)
        return Held(true=~inner.true & ~inner.unknown, unknown=inner.unknown)
    if isinstance(condition, AllOf | AnyOf):
        return _joined([holds(p, table) for p in condition.parts], all_of=type(condition) is AllOf)
    return _tested(condition, table)


def fits_pattern(text: str, pattern: str) -> bool:
    """Tell whether a text fits a LIKE pattern: % is any text, _ any one character.

    Notes
    -----
    Greedy with one step back to the last %, which is enough: at most len(text) * len(pattern)
    steps, whatever the pattern.

    Examples
    --------
    >>> fits_pattern("EU-west", "EU-%"), fits_pattern("eu-west", "EU-%"), fits_pattern("ab", "_")
    (True, False, False)
    """
    at = place = 0
    last, resume = -1, 0
    while at < len(text):
        if place < len(pattern) and pattern[place] == "%":
            last, resume = place, at
            place += 1
        elif place < len(pattern) and pattern[place] in {"_", text[at]}:
            at += 1
            place += 1
        elif last >= 0:
            resume += 1
            at, place = resume, last + 1
        else:
            return False
    return not pattern[place:].strip("%")


def _joined(parts: list[Held], *, all_of: bool) -> Held:
    true = np.stack([p.true for p in parts])
    unknown = np.stack([p.unknown for p in parts])
    true_all: Booleans = np.logical_and.reduce(true)
    true_any: Booleans = np.logical_or.reduce(true)
    unknown_any: Booleans = np.logical_or.reduce(unknown)
    if all_of:
        fails = np.logical_or.reduce(~true & ~unknown)
        return Held(true=true_all, unknown=~fails & unknown_any)
    return Held(true=true_any, unknown=~true_any & unknown_any)


def _tested(condition: Comparison | Between | Among | Like | Missing, table: Table) -> Held:
    if isinstance(condition, Comparison):
        return _compared(condition.sign, condition.left, condition.right, table)
    if isinstance(condition, Between):
        bounds = [
            _compared(Sign.AT_LEAST, condition.value, condition.low, table),
            _compared(Sign.AT_MOST, condition.value, condition.high, table),
        ]
        return _joined(bounds, all_of=True)
    if isinstance(condition, Among):
        found = [_compared(Sign.EQUAL, condition.value, o, table) for o in condition.options]
        return _joined(found, all_of=False)
    cells = _cells(condition.value, table)
    if isinstance(condition, Missing):
        return Held(true=~cells.known, unknown=np.zeros_like(cells.known))
    return _liked(cells, condition.pattern)


def _liked(cells: _Cells, pattern: str) -> Held:
    true = np.zeros_like(cells.known)
    texts = cells.values[cells.known].tolist()
    fits = {text: fits_pattern(text, pattern) for text in set(texts)}
    true[cells.known] = [fits[text] for text in texts]
    return Held(true=true, unknown=~cells.known)


def _compared(sign: Sign, left: Value, right: Value, table: Table) -> Held:
    first, second = _cells(left, table), _cells(right, table)
    known = first.known & second.known
    true = np.zeros_like(known)
    true[known] = _COMPARE[sign](first.values[known], second.values[known]).astype(bool)
    return Held(true=true, unknown=~known)


def _cells(value: Value, table: Table) -> _Cells:
    if isinstance(value, ColumnValue):
        return _column_cells(table.column(value.name), value.type)
    if isinstance(value, Literal):
        return _literal_cells(value.value, table.n_rows)
    first, second = _cells(value.left, table), _cells(value.right, table)
    with np.errstate(all="ignore"):
        values = _COMBINE[value.operation](first.values, second.values)
    return _Cells(values, first.known & second.known & np.isfinite(values))


def _column_cells(column: Column, kind: ColumnType) -> _Cells:
    cells = column.values
    if column.type is ColumnType.EMPTY:
        return _Cells(cells, np.zeros(len(cells), dtype=bool))
    if kind is ColumnType.TEXT:
        # Numbers that are read as text are compared as they were written.
        cells = cells if column.written is None or column.type is kind else column.written
        known = np.array([cell is not None for cell in cells], dtype=bool)
    elif kind is ColumnType.DATE:
        known = ~np.isnat(cells.astype("datetime64[s]"))
    else:
        known = np.isfinite(cells.astype(np.float64))
    return _Cells(cells, known)


def _literal_cells(value: float | str | bool | date, n_rows: int) -> _Cells:  # noqa: FBT001  # the literal itself
    if isinstance(value, str):
        cells: NDArray[Any] = np.full(n_rows, value, dtype=object)
    elif isinstance(value, date):
        cells = np.full(n_rows, np.datetime64(value, "s"))
    else:
        cells = np.full(n_rows, float(value))
    return _Cells(cells, np.ones(n_rows, dtype=bool))
