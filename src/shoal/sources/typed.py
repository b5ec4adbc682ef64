"""Columns of Python values whose type is settled: the same in every piece of a table."""

import math
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from numbers import Real

import numpy as np
from numpy.typing import NDArray

from shoal.errors import DataError
from shoal.records.queries import ValueType
from shoal.records.tables import Column, ColumnType, Moments
from shoal.sources.objects import written_cell
from shoal.sources.ready import EXACT_BELOW, empty_column

_SAID = {
    ValueType.NUMBER: "a number",
    ValueType.WHOLE: "a number",
    ValueType.BOOLEAN: "true or false",
    ValueType.DATE: "a date",
    ValueType.TIME: "a time",
    ValueType.INSTANT: "a time",
}
_MOMENTS = {
    ValueType.DATE: Moments.DAY,
    ValueType.TIME: Moments.LOCAL,
    ValueType.INSTANT: Moments.INSTANT,
}
# NumPy makes doubles of these by itself, and what is missing of None.
_PLAIN_NUMBERS = frozenset({int, float, Decimal, type(None)})
_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_SECONDS_OF_A_DAY = 86_400
_EPOCH_UTC = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH = _EPOCH_UTC.replace(tzinfo=None)
_NOT_A_TIME = int(np.iinfo(np.int64).min)  # NumPy's own sign for it
_LONGEST = 40


def type_of_values(values: Iterable[object]) -> ValueType | None:
    """Return what values of one column hold together; text where they differ, None without any.

    >>> type_of_values([None, 1, 2.5]).value, type_of_values([1, "a"]).value
    ('number', 'text')
    """
    found = {_type_of(v) for v in values if v is not None}
    if not found:
        return None
    if found <= {ValueType.DATE, ValueType.TIME}:
        return ValueType.DATE if found == {ValueType.DATE} else ValueType.TIME
    return found.pop() if len(found) == 1 else ValueType.TEXT


def typed_column(
    name: str, type_: ValueType | None, values: Sequence[object], *, what: str, first_row: int = 1
) -> Column:
    """Make a column of values, None where missing, as the type that was settled.

    Parameters
    ----------
    name : str
    type_ : ValueType or None
        None makes an empty column.
    values : sequence
        One a row.
    what : str
        What the rows are of, for messages.
    first_row : int
        The number of the first row among all, for messages.

    Raises
    ------
    DataError
        A value is of another type; column and row are named.
    """
    if type_ is None:
        return empty_column(name, len(values))
    try:
        return _made(name, type_, values)
    except (TypeError, ValueError, OverflowError):
        place = next(i for i, v in enumerate(values) if not _fits(type_, v))
        raise _unfit(name, type_, values[place], what=what, row=first_row + place) from None


def _type_of(value: object) -> ValueType:
    if isinstance(value, bool | np.bool_):
        return ValueType.BOOLEAN
    if isinstance(value, Real | Decimal | timedelta):
        return ValueType.NUMBER
    if isinstance(value, datetime):
        return ValueType.TIME if value.tzinfo is None else ValueType.INSTANT
    return ValueType.DATE if isinstance(value, date) else ValueType.TEXT


def _made(name: str, type_: ValueType, values: Sequence[object]) -> Column:
    if type_ is ValueType.TEXT:
        texts = np.empty(len(values), dtype=object)
        texts[:] = [v if v is None or isinstance(v, str) else _text(v) for v in values]
        return Column(name=name, type=ColumnType.TEXT, values=texts)
    if type_ in _MOMENTS:
        moments = np.array([_seconds(v) for v in values], dtype=np.int64).view("datetime64[s]")
        return Column(name=name, type=ColumnType.DATE, values=moments, moments=_MOMENTS[type_])
    if type_ is ValueType.BOOLEAN:
        truths = np.array([_truth(v) for v in values], dtype=np.float64)
        return Column(name=name, type=ColumnType.BOOLEAN, values=truths)
    plain = values if _PLAIN_NUMBERS.issuperset(map(type, values)) else list(map(_number, values))
    numbers = np.array(plain, dtype=np.float64)
    numbers[np.isinf(numbers)] = np.nan
    return Column(
        name=name, type=ColumnType.NUMBER, values=numbers, written=_written(values, numbers)
    )


def _text(value: object) -> str:
    return written_cell(value.tobytes() if isinstance(value, memoryview) else value)


def _seconds(value: object) -> int:
    """Return the seconds since 1970, in UTC where there is a zone; parts of one are left out."""
    if value is None:
        return _NOT_A_TIME
    if isinstance(value, datetime):
        return (value - (_EPOCH if value.tzinfo is None else _EPOCH_UTC)) // _SECOND
    if isinstance(value, date):
        return (value.toordinal() - _EPOCH.toordinal()) * _SECONDS_OF_A_DAY
    raise TypeError


def _truth(value: object) -> float:
    if value is None:
        return math.nan
    if isinstance(value, bytes):  # a bit of MySQL
        value = int.from_bytes(value)
    if value in (0, 1):
        return float(bool(value))
    raise TypeError


def _number(value: object) -> float:
    if value is None:
        return math.nan
    if isinstance(value, timedelta):
        return value / _DAY
    if isinstance(value, Real | Decimal):
        return float(value)
    raise TypeError


def _written(values: Sequence[object], numbers: NDArray[np.float64]) -> NDArray[np.object_] | None:
    """Return numbers as they were written where whole ones are too large for a double.

    An id must not lose digits.
    """
    if not (np.abs(numbers) >= EXACT_BELOW).any():
        return None
    written = np.empty(len(values), dtype=object)
    written[:] = [None if np.isnan(n) else _digits(v) for v, n in zip(values, numbers, strict=True)]
    return written


def _digits(value: object) -> str:
    if isinstance(value, Decimal) and value.is_finite():
        plain = f"{value:f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    return written_cell(value)


def _fits(type_: ValueType, value: object) -> bool:
    try:
        _made("", type_, [value])
    except (TypeError, ValueError, OverflowError):
        return False
    return True


def _unfit(name: str, type_: ValueType, value: object, *, what: str, row: int) -> DataError:
    said = str(value)
    shown = said if len(said) <= _LONGEST else f"{said[:_LONGEST]}..."
    return DataError(
        f"{what}, column {name}, row {row:,}: {shown!r} is not {_SAID[type_]}, which the column"
        " holds.",
        suggestion="Mend the cell, or cast the column to text in a query of your own.",
    )
