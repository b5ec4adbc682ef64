import numpy as np
import pytest

from shoal.audit.conditions import fits_pattern, holds
from shoal.spec.conditions import read_condition, readings_of

NO, YES, UNKNOWN = 0, 1, 2


@pytest.fixture
def evaluate(table):
    """Say of each row whether a condition holds."""

    def said(text, **columns):
        made = table(columns)
        held = holds(read_condition(text, readings_of(made), what="It"), made)
        assert not (held.true & held.unknown).any()
        return np.where(held.true, YES, np.where(held.unknown, UNKNOWN, NO)).tolist()

    return said


def test_and_or_and_not_follow_the_table_of_three_values(evaluate):
    a = [True, True, True, False, False, False, None, None, None]
    b = [True, False, None] * 3
    both = evaluate("a AND b", a=a, b=b)
    either = evaluate("a OR b", a=a, b=b)
    assert both == [YES, NO, UNKNOWN, NO, NO, NO, UNKNOWN, NO, UNKNOWN]
    assert either == [YES, YES, YES, YES, NO, UNKNOWN, YES, UNKNOWN, UNKNOWN]
    assert evaluate("NOT a", a=[True, False, None]) == [NO, YES, UNKNOWN]


def test_a_missing_cell_is_never_unknown_to_is_null(evaluate):
    assert evaluate("s IS NULL", s=["x", None]) == [NO, YES]
    assert evaluate("s IS NOT NULL", s=["x", None]) == [YES, NO]


def test_between_is_false_as_soon_as_one_bound_fails(evaluate):
    assert evaluate("1 BETWEEN 2 AND n", n=[None, 5.5]) == [NO, NO]
    assert evaluate("3 BETWEEN 2 AND n", n=[None, 5.5]) == [UNKNOWN, YES]


def test_dates_are_midnight_of_their_day(evaluate):
    days = [np.datetime64("2026-06-30T00:00:00"), np.datetime64("2026-06-30T00:00:01"), None]
    assert evaluate("d <= '2026-06-30'", d=days) == [YES, NO, UNKNOWN]


def test_infinite_numbers_and_divisions_by_zero_are_unknown(evaluate):
    assert evaluate("n > 1", n=[np.inf, 2.0]) == [UNKNOWN, YES]
    assert evaluate("1 / n > 0", n=[0.0, 2.0]) == [UNKNOWN, YES]
    assert evaluate("n * n > 0", n=[1e300, 2.0]) == [UNKNOWN, YES]


def test_an_empty_column_is_unknown_whatever_it_is_compared_with(evaluate):
    assert evaluate("e = 'x' OR n = 1", e=[None, None], n=[1.0, 2.5]) == [YES, UNKNOWN]


def test_text_is_compared_letter_by_letter(evaluate):
    assert evaluate("s = 'Trial'", s=["Trial", "trial", "Trial "]) == [YES, NO, NO]
    assert evaluate("s IN ('a', 'b')", s=["a", "c", None]) == [YES, NO, UNKNOWN]


def test_numbers_that_were_written_as_text_are_found_by_either(evaluate, column):
    ids = column("id", [7.0, 8.0, None], written=["007", "8", None])
    assert evaluate("id = '007'", id=ids) == [YES, NO, UNKNOWN]
    assert evaluate("id = 7", id=ids) == [YES, NO, UNKNOWN]


@pytest.mark.parametrize(
    ("text", "pattern", "fits"),
    [
        ("", "", True),
        ("", "%", True),
        ("", "_", False),
        ("abc", "a%c", True),
        ("abcb", "a%b", True),
        ("abc", "%%b%", True),
        ("a%", "a\\%", False),
        ("é", "_", True),
        ("line\nbreak", "line%break", True),
        ("aaa", "a%a%a%a", False),
    ],
)
def test_patterns(text, pattern, fits):
    assert fits_pattern(text, pattern) is fits


def test_a_hostile_pattern_takes_no_time():
    assert not fits_pattern("a" * 2_000, "%a" * 300 + "b")
