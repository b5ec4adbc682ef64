"""From a column's name to what it means: exact names only, a wrong meaning is worse than none."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from shoal.audit.names import read_name
from shoal.audit.terms import care, facts, results, use
from shoal.audit.terms.term import Term
from shoal.records.meanings import Kind, Meaning

TERMS: Final[tuple[Term, ...]] = use.TERMS + care.TERMS + results.TERMS + facts.TERMS

# Words around a name that do not change what it counts; read only for what can be counted.
_LEADING: Final = frozenset({
    "total", "avg", "average", "mean", "median", "num", "number", "no", "n", "nb", "count",
    "sum", "current", "latest", "of", "the", "anzahl",
})  # fmt: skip
_TRAILING: Final = frozenset({
    "count", "cnt", "total", "num", "avg", "average", "mean", "current", "latest", "gesamt",
})  # fmt: skip
_COUNTED: Final = frozenset({"seats", "employees", "contract_value"})
_DONE: Final = frozenset({Kind.BEHAVIOUR, Kind.TOUCH})


def recognise(name: str) -> Meaning | None:
    """Tell what a column of this name is about.

    Parameters
    ----------
    name : str
        A column name in any of the usual spellings.

    Returns
    -------
    Meaning or None
        None where the name is not one of the known ones.

    Examples
    --------
    >>> recognise("Feature-Adoption-Rate").key
    'feature_adoption'
    >>> recognise("totalLogins_last_30_days").key
    'logins'
    >>> recognise("Umsatz").label
    'Revenue'
    >>> recognise("PAYMENTS") is None, recognise("score") is None
    (True, True)
    >>> recognise("avg_ticket_eur") is None  # what a customer spends at once, not a call for help
    True
    """
    read = read_name(name)
    meaning = _by_words().get(read.words) or _counted(_by_words().get(_undecorated(read.words)))
    if meaning is None or (read.currency and meaning.kind in _DONE):
        return None
    return meaning


@cache
def meanings() -> Mapping[str, Meaning]:
    """Return every canonical key with its meaning.

    >>> meanings()["nps"].label
    'NPS'
    """
    known: dict[str, Meaning] = {}
    for term in TERMS:
        known.setdefault(term.meaning.key, term.meaning)
    return MappingProxyType(known)


@cache
def rank(meaning: Meaning) -> int:
    """Return the place of a meaning in the vocabulary: of two rivals the earlier one is better."""
    return next(i for i, term in enumerate(TERMS) if term.meaning == meaning)


@cache
def _by_words() -> Mapping[tuple[str, ...], Meaning]:
    return {read_name(name).words: term.meaning for term in TERMS for name in term.names.split(" ")}


def _counted(meaning: Meaning | None) -> Meaning | None:
    """Return the meaning if it is of something that can be counted."""
    if meaning is None or meaning.kind in _DONE or meaning.key in _COUNTED:
        return meaning
    return None


def _undecorated(words: tuple[str, ...]) -> tuple[str, ...]:
    start, end = 0, len(words)
    while start < end - 1 and words[start] in _LEADING:
        start += 1
    while end > start + 1 and words[end - 1] in _TRAILING:
        end -= 1
    return words[start:end]
