import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoal.sources.number_text import Style, number_text


@given(
    whole=st.integers(0, 10**12),
    cents=st.integers(0, 99),
    negative=st.booleans(),
    marks=st.sampled_from([(",", "."), (".", ","), (" ", ","), ("'", "."), (" ", ".")]),
    around=st.sampled_from(["{}", "{} €", "EUR {}", "{}%", "{} %"]),
)
def test_grouped_amounts_read_back_equal(whole, cents, negative, marks, around):
    thousands, decimal = marks
    size = f"{whole:,}".replace(",", thousands) + f"{decimal}{cents:02d}"
    text = around.format(("-" if negative else "") + size)
    number = number_text(text)
    expected = float(f"{whole}.{cents:02d}") * (-1 if negative else 1)
    assert number.value(decimal_comma=False) == expected
    assert number.value(decimal_comma=True) == expected
    assert number.percent is ("%" in text)
    assert number.currency == (None if around in ("{}", "{}%", "{} %") else "EUR")


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("1,234", Style.MAYBE_COMMA),
        ("1.234", Style.MAYBE_POINT),
        ("0,234", Style.COMMA),
        ("1234,567", Style.COMMA),
        ("1,5e3", Style.COMMA),
        ("1,234.5", Style.POINT),
        ("1 234,567", Style.COMMA),
        ("12", Style.PLAIN),
        ("-\N{INFINITY}", Style.INFINITE),
    ],
)
def test_the_style_tells_what_the_separators_prove(text, style):
    assert number_text(text).style is style


@pytest.mark.parametrize("text", ["", "-", "$", "%", "()", "1 2", "$1€", "-(1)", "--1", "1.2.3"])
def test_no_number_is_none(text):
    assert number_text(text) is None
