"""The many ways to write that there is no answer."""

_WORDS = frozenset({"", "na", "n/a", "n.a.", "nan", "null", "none", "nil", "nat", "<na>", "(null)"})
_SIGNS = frozenset({"-", "--", "---", "\N{EN DASH}", "\N{EM DASH}", "?", ".", "0000-00-00"})
_SPREADSHEET = frozenset(
    {"#n/a", "#na", "#div/0!", "#value!", "#ref!", "#name?", "#num!", "#null!", "#error!"}
)
_MISSING = _WORDS | _SIGNS | _SPREADSHEET
_LONGEST = max(map(len, _MISSING))


def is_missing(stripped: str) -> bool:
    """Tell whether a cell, blanks around it dropped, stands for no answer.

    >>> [is_missing(t) for t in ("", "N/A", "-", "0", "none at all")]
    [True, True, True, False, False]
    """
    return len(stripped) <= _LONGEST and stripped.casefold() in _MISSING


def is_hidden_missing(text: str) -> bool:
    """Tell whether a missing cell has signs in it that hide that it is missing.

    Blanks, dashes and the error values of spreadsheets are; an empty cell and words that say so
    (NA, null) are not.

    >>> [is_hidden_missing(t) for t in ("  ", "-", "", "NULL")]
    [True, True, False, False]
    """
    stripped = text.strip()
    if not stripped:
        return bool(text)
    return stripped.casefold() in _SIGNS | _SPREADSHEET
