"""One cell as a number: separators, signs, percent, currency, brackets for negatives."""

import re
from enum import IntEnum
from typing import NamedTuple


class Style(IntEnum):
    """What the separators of a number tell about its decimal sign."""

    PLAIN = 0  # none there, or only blanks between thousands
    POINT = 1  # the point is the decimal sign
    COMMA = 2  # the comma is the decimal sign
    MAYBE_COMMA = 3  # 1,234: thousands or three decimals
    MAYBE_POINT = 4  # 1.234: likewise
    INFINITE = 5


class NumberText(NamedTuple):
    """A number as it was written. `grouped` tells that blanks or apostrophes part thousands."""

    digits: str
    style: Style
    negative: bool = False
    percent: bool = False
    currency: str | None = None
    grouped: bool = False
    decorated: bool = False

    def value(self, *, decimal_comma: bool) -> float:
        """Return the number; `decimal_comma` decides where the text alone does not."""
        size = float(self._canonical(decimal_comma=decimal_comma))
        return -size if self.negative else size

    def _canonical(self, *, decimal_comma: bool) -> str:
        comma = self.style is Style.COMMA or (
            decimal_comma and self.style in (Style.MAYBE_COMMA, Style.MAYBE_POINT)
        )
        if comma:
            return self.digits.replace(".", "").replace(",", ".")
        return self.digits.replace(",", "")


SYMBOLS = {
    "US$": "USD",
    "A$": "AUD",
    "AU$": "AUD",
    "C$": "CAD",
    "CA$": "CAD",
    "NZ$": "NZD",
    "HK$": "HKD",
    "S$": "SGD",
    "R$": "BRL",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "₩": "KRW",
    "₺": "TRY",
    "₪": "ILS",
    "₴": "UAH",
    "zł": "PLN",
    "Kč": "CZK",
    "Ft": "HUF",
}
# fmt: off
CODES = (
    "AED", "ARS", "AUD", "BGN", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK",
    "DKK", "EGP", "EUR", "GBP", "HKD", "HUF", "IDR", "ILS", "INR", "JPY", "KES",
    "KRW", "MXN", "MYR", "NGN", "NOK", "NZD", "PHP", "PLN", "RON", "RUB", "SAR",
    "SEK", "SGD", "THB", "TRY", "TWD", "UAH", "USD", "VND", "ZAR",
)
# fmt: on

_EXPONENT = r"(?:[eE][+-]?\d+)?"
_BODY = re.compile(
    rf"""(?P<PLAIN>\d+{_EXPONENT})
    | (?P<MAYBE_COMMA>[1-9]\d{{0,2}},\d{{3}})
    | (?P<MAYBE_POINT>[1-9]\d{{0,2}}\.\d{{3}})
    | (?P<POINT>(?:\d+\.\d*|\.\d+){_EXPONENT}
        | \d{{1,3}}(?:,\d{{3}})+\.\d* | \d{{1,3}}(?:,\d{{3}}){{2,}})
    | (?P<COMMA>(?:\d+,\d*|,\d+){_EXPONENT}
        | \d{{1,3}}(?:\.\d{{3}})+,\d* | \d{{1,3}}(?:\.\d{{3}}){{2,}})
    """,
    re.VERBOSE | re.ASCII,
)
_GROUPED = re.compile(r"\d{1,3}(?:[ '\N{RIGHT SINGLE QUOTATION MARK}]\d{3})+(?:[.,]\d*)?", re.ASCII)
_CURRENCY = "|".join(re.escape(s) for s in sorted({*SYMBOLS, *CODES}, key=len, reverse=True))
_DECORATED = re.compile(
    rf"""'?\s*(?P<open>\()?\s*(?P<sign>[+-]?)\s*
    (?P<before>{_CURRENCY})?\s*(?P<inner>[+-]?)
    (?P<body>[.,]?\d(?:[\d.,'\N{{RIGHT SINGLE QUOTATION MARK}}\ ]*[\d.,])?{_EXPONENT})\s*
    (?P<percent>%?)\s*(?P<after>{_CURRENCY})?\s*(?P<close>\))?""",
    re.VERBOSE | re.ASCII,
)
_INFINITE = re.compile(r"(?P<sign>[+-]?)\s*(?:inf|infinity|\N{INFINITY})", re.IGNORECASE)
_BLANKS = str.maketrans(
    {
        "\N{NO-BREAK SPACE}": " ",
        "\N{NARROW NO-BREAK SPACE}": " ",
        "\N{THIN SPACE}": " ",
        "\N{MINUS SIGN}": "-",
    }
)


def number_text(text: str) -> NumberText | None:
    """Take a cell (blanks around it dropped) apart; None if it is not one number.

    Examples
    --------
    >>> number_text("1.234,50 €").value(decimal_comma=False)
    1234.5
    >>> number_text("(12)").value(decimal_comma=False)
    -12.0
    >>> number_text("1,234").value(decimal_comma=True)
    1.234
    >>> number_text("twelve") is None
    True
    """
    signed = text[:1] in ("-", "+")
    plain = _body(text[1:] if signed else text)
    if plain is not None:
        return plain._replace(negative=text[0] == "-") if signed else plain
    if not text.isascii():
        text = text.translate(_BLANKS)
    return _decorated(text) or _infinite(text)


def _body(digits: str) -> NumberText | None:
    found = _BODY.fullmatch(digits)
    if found is None or found.lastgroup is None:
        return None
    return NumberText(digits, Style[found.lastgroup])


def _decorated(text: str) -> NumberText | None:
    found = _DECORATED.fullmatch(text)
    if found is None or not _consistent(found):
        return None
    digits = found["body"]
    grouped = _GROUPED.fullmatch(digits) is not None
    if grouped:
        digits = re.sub("[ '\N{RIGHT SINGLE QUOTATION MARK}]", "", digits)
    body = _body(digits)
    if body is None:
        return None
    sign = found["before"] or found["after"]
    style = _after_groups(body.style) if grouped else body.style
    return NumberText(
        body.digits,
        style,
        negative=bool(found["open"]) or "-" in (found["sign"], found["inner"]),
        percent=bool(found["percent"]),
        currency=SYMBOLS.get(sign, sign) if sign else None,
        grouped=grouped,
        decorated=True,
    )


def _consistent(found: re.Match[str]) -> bool:
    """Brackets come in pairs and instead of a sign; there is one sign, one currency."""
    brackets = bool(found["open"]), bool(found["close"])
    signs = sum(map(bool, (found["open"], found["sign"], found["inner"])))
    return brackets[0] == brackets[1] and signs <= 1 and not (found["before"] and found["after"])


def _after_groups(style: Style) -> Style:
    # Where blanks part the thousands, the one other separator can only be the decimal sign.
    return {Style.MAYBE_COMMA: Style.COMMA, Style.MAYBE_POINT: Style.POINT}.get(style, style)


def _infinite(text: str) -> NumberText | None:
    found = _INFINITE.fullmatch(text)
    return NumberText("inf", Style.INFINITE, found["sign"] == "-") if found else None
