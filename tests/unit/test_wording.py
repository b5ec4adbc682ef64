"""Numbers as people read them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoal.wording import MINUS, format_money, format_share, format_value, lower_first


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (0, "$0"),
        (999.4, "$999"),
        (999.6, "$1.0k"),
        (9_949, "$9.9k"),
        (9_951, "$10k"),
        (994_999, "$995k"),
        (995_000, "$1.0M"),
        (9_951_000, "$10M"),
        (1.2e9, "$1.2B"),
        (-0.2, "$0"),
    ],
)
def test_money_changes_its_unit_where_the_short_form_would_grow(amount, written):
    assert format_money(amount, "USD") == written


def test_money_of_an_unknown_currency_has_its_code_and_of_none_has_no_sign():
    assert format_money(5_000, "SEK") == "5.0k\N{NO-BREAK SPACE}SEK"
    assert format_money(5_000, None) == "5.0k"


@given(st.floats(min_value=-1e9, max_value=1e9), st.integers(0, 3))
def test_a_written_value_reads_back_close_to_what_it_was(value, decimals):
    written = format_value(value, decimals=decimals).replace(MINUS, "-").replace(",", "")
    tolerance = max(0.5 * 10.0**-decimals, 0.5 if abs(value) >= 999.5 else 0)
    assert math.isclose(float(written), value, abs_tol=tolerance * 1.0001)


@given(st.floats(min_value=1e-9, max_value=1e3), st.integers(0, 2))
def test_a_value_that_is_not_zero_never_reads_as_zero(value, decimals):
    assert float(format_value(value, decimals=decimals).replace(",", "")) > 0


@given(st.floats(min_value=0, max_value=1, exclude_min=True, exclude_max=True))
def test_a_share_says_nobody_or_everybody_only_where_that_is_so(share):
    assert format_share(share) not in {"0%", "100%", "0.0%", "100.0%"}


def test_one_day_is_not_one_days():
    assert format_value(1, unit="days", decimals=0) == "1\N{NO-BREAK SPACE}day"
    assert format_value(-1, unit="days", decimals=0) == "−1\N{NO-BREAK SPACE}day"


def test_abbreviations_keep_their_capitals_inside_a_sentence():
    assert lower_first("CSAT of admins") == "CSAT of admins"
    assert lower_first("Usage trend") == "usage trend"
