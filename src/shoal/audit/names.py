"""Column names taken apart: words, the window they speak of, the currency they name."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_UNIT_DAYS = {
    "d": 1, "day": 1, "days": 1, "tag": 1, "tage": 1, "tagen": 1,
    "w": 7, "week": 7, "weeks": 7, "woche": 7, "wochen": 7,
    "m": 30, "mo": 30, "month": 30, "months": 30, "monat": 30, "monate": 30, "monaten": 30,
    "quarter": 90, "quarters": 90, "quartal": 90, "quartale": 90,
    "y": 365, "year": 365, "years": 365, "jahr": 365, "jahre": 365, "jahren": 365,
}  # fmt: skip
_ADVERB_DAYS = {
    "daily": 1, "weekly": 7, "monthly": 30, "quarterly": 90, "yearly": 365, "annual": 365,
    "taeglich": 1, "woechentlich": 7, "monatlich": 30, "jaehrlich": 365,
}  # fmt: skip
_CURRENCIES = frozenset({
    "usd", "eur", "gbp", "chf", "jpy", "cad", "aud", "nzd", "sek", "nok", "dkk", "pln",
    "czk", "huf", "inr", "brl", "mxn", "cny", "sgd", "hkd", "zar",
})  # fmt: skip
_CURRENCY_WORDS = {"dollar": "USD", "dollars": "USD", "euro": "EUR", "euros": "EUR"}
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})

_UNITS = "|".join(sorted(_UNIT_DAYS, key=len, reverse=True))
_ADVERBS = "|".join(_ADVERB_DAYS)
_LAST = "last|past|trailing|previous|rolling|prior|letzte|letzten|l"
# Each pattern reads a name written as _word_word_; the number and the unit are named groups.
_WINDOWS = (
    re.compile(rf"_(?:in_)?(?:the_)?(?:{_LAST})_?(?P<n>\d+)_?(?P<unit>{_UNITS})?(?=_)"),
    re.compile(rf"_(?P<n>\d+)_?(?P<unit>{_UNITS})(?=_)"),
    re.compile(rf"_(?P<rate>per|pro|je|a|each)_(?P<unit>{_UNITS})(?=_)"),
    re.compile(rf"_(?:last|this|past|previous)_(?P<unit>{_UNITS})(?=_)"),
    # Monthly active users, annual contract value: there the adverb is part of what is meant.
    re.compile(
        rf"_(?P<adverb>{_ADVERBS})(?:e|en|er)?(?=_)"
        r"(?!_(?:active|aktive|recurring|contract|charge|charges|revenue|fee|price|spend|umsatz))"
    ),
    re.compile(r"_(?P<n>7|14|28|30|60|90|180|365)(?=_$)"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnName:
    """A name taken apart.

    `words` are lower-case and singular, without window and currency; `window_days` is the length
    of the window the name speaks of; `is_rate` tells "per month" from "in the last 30 days".
    """

    words: tuple[str, ...]
    window_days: int | None = None
    is_rate: bool = False
    currency: str | None = None


@lru_cache(maxsize=16_384)
def read_name(name: str) -> ColumnName:
    """Take a column name apart.

    Parameters
    ----------
    name : str
        A column name in any of the usual spellings.

    Returns
    -------
    ColumnName
        Its words, window and currency.

    Examples
    --------
    >>> read_name("supportTickets_last_90_days")
    ColumnName(words=('support', 'ticket'), window_days=90, is_rate=False, currency=None)
    >>> read_name("Tickets per month").is_rate
    True
    >>> read_name("ARR (USD)").currency
    'USD'
    """
    text, window, is_rate = _without_window(f"_{_plain(name)}_")
    words, currency = _without_currency([w for w in text.split("_") if w])
    return ColumnName(
        words=tuple(_singular(w) for w in words),
        window_days=window,
        is_rate=is_rate,
        currency=currency,
    )


def window_days(name: str) -> int | None:
    """Return the length in days of the window a column name speaks of, if it does.

    >>> window_days("logins_30d"), window_days("tickets_per_week"), window_days("logins")
    (30, 7, None)
    """
    return read_name(name).window_days


def humanise(name: str) -> str:
    """Write a column name as a person would: spaces, and a capital first.

    >>> humanise("cash_advance_trx"), humanise("avgOrderValue"), humanise("MAU")
    ('Cash advance trx', 'Avg order value', 'MAU')
    >>> humanise("BALANCE"), humanise("CASH_ADVANCE")
    ('Balance', 'Cash advance')
    """
    text = _split_camel(name).replace("_", " ").replace(".", " ")
    words = text.split()
    is_shouted = len(words) > 1 and text.upper() == text
    kept = [w if _is_abbreviation(w) and not is_shouted else w.lower() for w in words]
    joined = " ".join(kept) or name
    return joined[:1].upper() + joined[1:]


def _is_abbreviation(word: str) -> bool:
    return word.isupper() and len(word) <= 4  # noqa: PLR2004 - MAU and CSAT, not BALANCE


def _plain(name: str) -> str:
    """Lower-case ASCII words joined by underscores."""
    text = unicodedata.normalize("NFC", _split_camel(name)).replace("%", " pct ")
    text = unicodedata.normalize("NFD", text.casefold().translate(_UMLAUTS))
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = re.sub(r"[^\w]+", "_", text)
    text = re.sub(r"(?<=[a-z]{3})(?=\d)", "_", text)
    return re.sub(r"_+", "_", text).strip("_")


def _split_camel(name: str) -> str:
    spaced = re.sub(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])", " ", name)
    return re.sub(r"(?<=[A-Z]{2})(?=[A-Z][a-z]{2})", " ", spaced)


def _without_window(text: str) -> tuple[str, int | None, bool]:
    for pattern in _WINDOWS:
        found = pattern.search(text)
        if found is None:
            continue
        parts = found.groupdict()
        rest = f"{text[: found.start()]}_{text[found.end() :]}"
        if not rest.strip("_"):
            continue
        return rest, _days(parts), bool(parts.get("rate") or parts.get("adverb"))
    return text, None, False


def _days(parts: dict[str, str | None]) -> int:
    adverb = parts.get("adverb")
    if adverb:
        return _ADVERB_DAYS[adverb]
    return int(parts.get("n") or 1) * _UNIT_DAYS[parts.get("unit") or "d"]


def _without_currency(words: list[str]) -> tuple[list[str], str | None]:
    for word in words:
        code = word.upper() if word in _CURRENCIES else _CURRENCY_WORDS.get(word)
        if code and len(words) > 1:
            return [w for w in words if w != word], code
    return words, None


def _singular(word: str) -> str:
    if len(word) < 4 or word.endswith(("ss", "us", "is")):  # noqa: PLR2004 - "nps" stays
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word.removesuffix("s")
