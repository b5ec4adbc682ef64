import uuid
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

import pytest

from shoal.errors import DataError
from shoal.records.queries import ValueType
from shoal.records.tables import ColumnType, Moments
from shoal.sources.typed import type_of_values, typed_column

NOON = datetime.fromisoformat("2024-02-29 12:00:00.700")


def made(type_, *values):
    return typed_column("x", type_, values, what="sources.crm", first_row=11)


@pytest.mark.parametrize(
    ("values", "type_"),
    [
        ([None], None),
        ([True, None], ValueType.BOOLEAN),
        ([1, 2.5, Decimal("1.5")], ValueType.NUMBER),
        ([timedelta(days=1)], ValueType.NUMBER),
        ([date(2024, 1, 1)], ValueType.DATE),
        ([date(2024, 1, 1), NOON], ValueType.TIME),
        ([NOON.replace(tzinfo=UTC)], ValueType.INSTANT),
        ([time(12)], ValueType.TEXT),
        ([1, "a"], ValueType.TEXT),
        ([True, 2], ValueType.TEXT),
    ],
)
def test_values_tell_what_a_column_holds(values, type_):
    assert type_of_values(values) is type_


def test_times_with_a_zone_become_utc_and_say_so():
    column = made(ValueType.INSTANT, NOON.replace(tzinfo=timezone(timedelta(hours=2))), None)
    assert [str(v) for v in column.values] == ["2024-02-29T10:00:00", "NaT"]
    assert column.moments is Moments.INSTANT


def test_times_without_a_zone_stay_as_they_are():
    column = made(ValueType.TIME, NOON, date(2024, 3, 1))
    assert [str(v) for v in column.values] == ["2024-02-29T12:00:00", "2024-03-01T00:00:00"]
    assert column.moments is Moments.LOCAL


def test_days_say_that_they_are_days():
    assert made(ValueType.DATE, date(2024, 3, 1)).moments is Moments.DAY


def test_decimals_become_doubles_and_lengths_of_time_days():
    assert made(ValueType.NUMBER, Decimal("1.25"), timedelta(hours=36)).values.tolist() == [
        1.25,
        1.5,
    ]


def test_numbers_too_large_for_a_double_are_kept_as_written():
    column = made(ValueType.NUMBER, Decimal("12345678901234567890.50"), 7, None)
    assert column.written.tolist() == ["12345678901234567890.5", "7", None]


def test_what_is_no_text_is_written_as_text():
    key = uuid.UUID(int=1)
    column = made(ValueType.TEXT, key, {"a": [1]}, b"hi", memoryview(b"yo"), time(9, 5), None, "")
    assert column.values.tolist() == [str(key), '{"a": [1]}', "hi", "yo", "09:05:00", None, ""]


def test_bits_are_true_or_false():
    assert made(ValueType.BOOLEAN, *(True, 0, b"\x01")).values.tolist() == [1.0, 0.0, 1.0]


def test_no_type_makes_an_empty_column():
    assert made(None, None, None).type is ColumnType.EMPTY


@pytest.mark.parametrize(
    ("type_", "value", "said"),
    [
        (ValueType.NUMBER, "abc", "'abc' is not a number"),
        (ValueType.DATE, "2024-01-01", "'2024-01-01' is not a date"),
        (ValueType.BOOLEAN, 2, "'2' is not true or false"),
        (ValueType.INSTANT, "x" * 50, f"'{'x' * 40}...' is not a time"),
    ],
)
def test_what_does_not_fit_is_told_with_its_row(type_, value, said):
    with pytest.raises(DataError, match=f"sources.crm, column x, row 12: {said}"):
        made(type_, None, value)
