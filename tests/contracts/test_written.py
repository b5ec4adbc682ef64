"""Texts as times and numbers: every engine gives the answer that Python gives."""

from datetime import UTC, datetime
from itertools import product

import pytest
from sqlglot import exp

from shoal.metrics.written import read_text
from shoal.records.writing import DateOrder, DecimalSign, Writing

DAYS = {
    DateOrder.DAY_FIRST: ("%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d", "%Y.%m.%d"),
    DateOrder.MONTH_FIRST: ("%m/%d/%Y", "%m-%d-%Y", "%Y-%m-%d", "%Y/%m/%d"),
    DateOrder.YEAR_FIRST: ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d"),
}
CLOCKS = (
    "",
    " %H:%M",
    ", %H:%M:%S",
    "T%H:%M:%S.%f",
    " %I:%M %p",
    " %I:%M:%S %p",
    " %I:%M:%S\N{NARROW NO-BREAK SPACE}%p",
)
OFFSETS = ("", "Z", "+02:00", " -0330", "+05", " UTC")
MOMENTS = tuple(
    datetime.fromisoformat(text)
    for text in (
        "2025-04-03 00:07:09.250000",
        "2024-02-29 12:30:01",
        "2025-12-31 23:59:59.999999",
        "1999-11-12 01:02:03",
    )
)
NO_TIMES = (
    "gestern",
    "31.02.2025",
    "2025-02-30",
    "03.04.25",
    "25-04-03",
    "3.4",
    "03.04.2025 25:00",
    "03.04.2025 14:05999",
    "03.04.2025 14:05:30123",
    "03.04.2025 14:05.5",
    "03.04.2025 10:61",
    "03.04.2025 14:05 PM",
    "2025-04-03 10:00 CEST",
    "03.04.2025x",
    "20250403",
    "",
)
NO_NUMBERS = ("zwölf", "1,2,3", "12.34.567", "1.2345,6", "--1", "NaN", "1_000", "12 %", "€", "")


def answers(engine, asked, texts, wanted, writing, type_):
    rows = exp.values([(text, place) for place, text in enumerate(texts)], "t", ["x", "y"])
    read = exp.alias_(read_text(exp.column("x"), wanted, writing), "answer")
    tree = exp.select(read, "y").from_(rows)
    found = engine.rows(asked(tree, answer=type_, y="whole"))
    order = found.column("y").values.argsort()
    return found.column("answer").values[order].tolist()


def without_zeros(text):
    """Write days, months and hours below ten with one digit."""
    for sign in "./- ":
        text = text.replace(f"{sign}0", sign)
    return text.removeprefix("0")


def written_times(order):
    """Give texts, and the seconds that Python reads them as, by the format they are made with."""
    for moment, day, clock in product(MOMENTS, DAYS[order], CLOCKS):
        text = moment.strftime(day + clock)
        told = datetime.strptime(text, day + clock).replace(microsecond=0)  # noqa: DTZ007
        yield text, told
        yield without_zeros(text), told


@pytest.mark.parametrize("order", DateOrder)
def test_times_are_read_in_the_order_that_is_declared(engine, asked, order):
    texts, expected = zip(*written_times(order), strict=True)

    found = answers(engine, asked, texts, "timestamp", Writing(dates=order), "time")

    told = {t: (f, e) for t, f, e in zip(texts, found, expected, strict=True) if f != e}
    assert told == {}


@pytest.mark.parametrize("clock", ["%H:%M:%S", "%H:%M"])
@pytest.mark.parametrize("offset", OFFSETS)
def test_an_offset_is_kept(engine, asked, offset, clock):
    format_ = f"%d.%m.%Y {clock}"
    texts = [m.strftime(format_) + offset for m in MOMENTS]
    read = [f"{t[: len(t) - len(offset)]}{_python(offset)}" for t in texts]
    expected = [_instant(t, f"{format_}%z") if offset else None for t in read]

    writing = Writing(dates=DateOrder.DAY_FIRST)
    found = answers(engine, asked, texts, "timestamptz", writing, "instant")
    shown = answers(engine, asked, texts, "timestamp", writing, "time")

    assert found == expected
    assert shown == [datetime.strptime(m.strftime(format_), format_) for m in MOMENTS]  # noqa: DTZ007


@pytest.mark.parametrize("order", [DateOrder.DAY_FIRST, None])
def test_what_is_no_time_is_missing(engine, asked, order):
    texts = [*NO_TIMES, *(["03/04/2025"] if order is None else [])]

    found = answers(engine, asked, texts, "timestamp", Writing(dates=order), "time")

    assert found == [None] * len(texts)


@pytest.mark.parametrize("sign", DecimalSign)
def test_numbers_are_read_with_the_decimal_sign_that_is_declared(engine, asked, sign):
    numbers = [0.0, 7.0, -7.5, 1234.56, -1234567.125, 999.0, 1e15, 0.001]
    decimal, group = (",", ".") if sign is DecimalSign.COMMA else (".", ",")
    written = [
        (f"{n:,.3f}" if n % 1 else f"{n:,.0f}").translate(str.maketrans(",.", f"{g}{decimal}"))
        for n in numbers
        for g in (group, " ", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "'")
    ]
    more = {f"+1{decimal}5": 1.5, f"1{decimal}5E+3": 1500.0, f"{decimal}5": 0.5, "12": 12.0}
    more |= {f"$12{group}345": 12345.0, f"-€ 7{decimal}5": -7.5, f"7{decimal}5 €": 7.5}

    texts = [*written, *more]
    found = answers(engine, asked, texts, "double", Writing(decimal=sign), "number")

    assert found == [*(n for n in numbers for _ in range(5)), *more.values()]


def test_what_is_no_number_is_missing(engine, asked):
    writing = Writing(decimal=DecimalSign.COMMA)

    found = answers(engine, asked, NO_NUMBERS, "double", writing, "number")

    assert [n for n in found if n == n] == []  # noqa: PLR0124 - what is not itself is no number


def _python(offset):
    """Write an offset as Python reads it."""
    return {"Z": "+0000", " UTC": "+0000", "+05": "+0500"}.get(offset, offset.strip())


def _instant(text, format_):
    return datetime.strptime(text, format_).astimezone(UTC).replace(tzinfo=None)
