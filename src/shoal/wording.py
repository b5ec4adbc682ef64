"""How numbers are written for people: one way for every sentence, table and chart.

The minus is typographic, a no-break space stands before a unit, and a value that is not known is
an en dash. Nothing here knows a language but English.
"""

import math
from collections.abc import Sequence

MINUS = "\N{MINUS SIGN}"
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
UNKNOWN = "\N{EN DASH}"

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SINGULARS = {
    "days": "day",
    "hours": "hour",
    "minutes": "minute",
    "weeks": "week",
    "months": "month",
    "users": "user",
    "points": "point",
    "features": "feature",
    "steps": "step",
}
_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩"}
_MONEY_STEPS = (("", 1.0, 995.0), ("k", 1e3, 995e3), ("M", 1e6, 995e6), ("B", 1e9, math.inf))
_DROP_DECIMALS_FROM = 1000


def format_value(value: float, *, unit: str = "", signed: bool = False, decimals: int = 1) -> str:
    r"""Write a metric's value with its unit.

    Parameters
    ----------
    value : float
        In the metric's own unit; NaN gives an en dash.
    unit : str
        "%" follows directly, any other unit after a no-break space.
    signed : bool
        Whether a plus stands before values above zero.
    decimals : int
        Digits after the point. A value that would read as zero gets as many as it needs to show
        two digits; from 1,000 on there are none.

    Returns
    -------
    str

    Examples
    --------
    >>> format_value(7.04)
    '7.0'
    >>> format_value(-25, unit="%", signed=True, decimals=0)
    '−25%'
    >>> format_value(32, signed=True, decimals=0)
    '+32'
    >>> format_value(21, unit="days", decimals=0)
    '21\xa0days'
    >>> format_value(0.0341, unit="per seat")
    '0.034\xa0per seat'
    >>> format_value(12345.6)
    '12,346'
    >>> format_value(float("nan"))
    '–'
    """
    if math.isnan(value):
        return UNKNOWN
    number = _format_digits(abs(value), decimals)
    sign = MINUS if value < 0 else "+" if signed and value > 0 else ""
    return f"{sign}{number}{_format_unit(number, unit)}"


def format_count(count: int) -> str:
    """Write a count with thousands apart.

    >>> format_count(8950)
    '8,950'
    """
    return f"{count:,}".replace("-", MINUS)


def format_share(share: float) -> str:
    """Write a share (0 to 1) as percent, never as 0% or 100% where it is not quite that.

    >>> [format_share(s) for s in (0, 0.0004, 0.004, 0.24, 0.996, 0.9999, 1)]
    ['0%', 'under 0.1%', '0.4%', '24%', '99.6%', 'over 99.9%', '100%']
    >>> format_share(float("nan"))
    '–'
    """
    if math.isnan(share):
        return UNKNOWN
    percent = 100 * share
    edge = min(percent, 100 - percent)  # how far from nobody or everybody
    if 0 < edge < 0.05:  # noqa: PLR2004 - would round to 0.0 or 100.0
        return "under 0.1%" if percent < 50 else "over 99.9%"  # noqa: PLR2004 - the middle
    return f"{percent:.1f}%" if 0 < edge < 0.95 else f"{percent:.0f}%"  # noqa: PLR2004 - as above


def format_money(amount: float, currency: str | None) -> str:
    r"""Write an amount short: whole below 1,000, then in k, M or B.

    Parameters
    ----------
    amount : float
        NaN gives an en dash.
    currency : str or None
        ISO code; common ones become a sign before, others follow the number; None writes neither.

    Returns
    -------
    str

    Examples
    --------
    >>> [format_money(a, "USD") for a in (640, 9_400, 108_400, 2_600_000, 996_000)]
    ['$640', '$9.4k', '$108k', '$2.6M', '$1.0M']
    >>> format_money(-9_400, "CHF")
    '−9.4k\xa0CHF'
    >>> format_money(9_960, None)
    '10k'
    """
    if math.isnan(amount):
        return UNKNOWN
    size = abs(amount)
    suffix, step = _money_step(size)
    decimals = 1 if suffix and size < 9.95 * step else 0
    number = f"{size / step:.{decimals}f}{suffix}"
    sign = MINUS if amount < 0 and number != "0" else ""
    symbol = _SYMBOLS.get(currency or "", "")
    code = f"{NO_BREAK_SPACE}{currency}" if currency and not symbol else ""
    return f"{sign}{symbol}{number}{code}"


def quantity_words(count: int) -> str:
    """Write a small number as a word, a larger one in digits.

    >>> [quantity_words(n) for n in (0, 1, 10, 11, 1200)]
    ['no', 'one', 'ten', '11', '1,200']
    """
    return _WORDS[count] if 0 <= count < len(_WORDS) else format_count(count)


def join_words(parts: Sequence[str], *, last: str = "and") -> str:
    """Join parts as a person would.

    >>> join_words(["logins", "tickets", "NPS"])
    'logins, tickets and NPS'
    >>> join_words(["ids", "dates"], last="or")
    'ids or dates'
    """
    if len(parts) < 2:  # noqa: PLR2004 - one part needs no joining
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def lower_first(label: str) -> str:
    """Put a label inside a sentence: its first letter small, unless it is an abbreviation.

    >>> lower_first("Feature adoption"), lower_first("NPS"), lower_first("API calls")
    ('feature adoption', 'NPS', 'API calls')
    """
    first = label.split(" ", 1)[0]
    abbreviated = sum(c.isupper() for c in first) > 1
    return label if abbreviated else label[:1].lower() + label[1:]


def unit_beside(label: str, unit: str) -> str:
    """Return the unit to write where the label stands beside the value: none that it names.

    >>> unit_beside("Days since last login", "days"), unit_beside("Tickets per seat", "per seat")
    ('', '')
    >>> unit_beside("Usage trend", "%")
    '%'
    """
    return "" if unit and f" {unit} ".casefold() in f" {label} ".casefold() else unit


def upper_first(sentence: str) -> str:
    """Begin a sentence: its first letter large, all others as they are.

    >>> upper_first("usage falls and NPS is low")
    'Usage falls and NPS is low'
    """
    return sentence[:1].upper() + sentence[1:]


def _format_digits(size: float, decimals: int) -> str:
    """Write a size without its sign."""
    if size >= _DROP_DECIMALS_FROM:
        decimals = 0
    elif 0 < size <= 0.5 * 10.0**-decimals:
        decimals = 1 - math.floor(math.log10(size))  # two digits that are not zero
    return f"{size:,.{min(decimals, 12)}f}"


def _format_unit(number: str, unit: str) -> str:
    if unit in {"", "%"}:
        return unit
    return NO_BREAK_SPACE + (_SINGULARS.get(unit, unit) if number == "1" else unit)


def _money_step(size: float) -> tuple[str, float]:
    if size < 999.5:  # noqa: PLR2004 - rounds to at most 999
        return "", 1.0
    return next((s, step) for s, step, below in _MONEY_STEPS[1:] if size < below)
