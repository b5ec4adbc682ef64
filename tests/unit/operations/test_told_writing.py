"""How a table is written, as its columns tell together."""

import pytest

from shoal.operations.told_writing import Seen, habits_of
from shoal.records.writing import DateOrder, DecimalSign


def dates(column, example, *, day, month, filled=10):
    read = {"year": 0, "day": day, "month": month, "point": 0, "comma": 0}
    return Seen(column=column, n_filled=filled, n_read=read, example=example)


def numbers(*, comma, point, filled=10):
    read = {"year": 0, "day": 0, "month": 0, "point": point, "comma": comma}
    return Seen(column="n", n_filled=filled, n_read=read, example="")


@pytest.mark.parametrize(
    ("columns", "order", "unclear"),
    [
        ([], None, ()),
        ([dates("a", "31/12/2025", day=10, month=4)], DateOrder.DAY_FIRST, ()),
        ([dates("a", "12/31/2025", day=4, month=10)], DateOrder.MONTH_FIRST, ()),
        ([dates("a", "03/04/2025", day=10, month=10)], None, ("a",)),
        ([dates("a", "03.04.2025", day=10, month=10)], DateOrder.DAY_FIRST, ()),
        ([dates("a", "03-04-2025", day=10, month=10)], None, ("a",)),
        # One column tells it for another.
        (
            [
                dates("a", "03/04/2025", day=10, month=10),
                dates("b", "04/13/2025", day=2, month=10),
            ],
            DateOrder.MONTH_FIRST,
            (),
        ),
        # A remark with a date in it is no column of dates.
        ([dates("a", "31/12/2025", day=3, month=0)], None, ()),
    ],
)
def test_the_order_of_dates_is_told_by_all_columns(columns, order, unclear):
    found = habits_of(columns)
    assert (found.dates, found.unclear) == (order, unclear)


@pytest.mark.parametrize(
    ("columns", "sign"),
    [
        ([numbers(comma=10, point=2)], DecimalSign.COMMA),
        ([numbers(comma=2, point=10)], DecimalSign.POINT),
        ([numbers(comma=10, point=10)], None),
        ([numbers(comma=3, point=0)], None),
    ],
)
def test_the_decimal_sign_is_told_by_what_only_one_can_read(columns, sign):
    assert habits_of(columns).decimal is sign


def test_dates_are_shown_with_the_sign_that_parts_them():
    assert habits_of([dates("a", "13-04-2025", day=10, month=0)]).sign == "-"
