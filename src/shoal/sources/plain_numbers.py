"""The quick way: columns in which every cell is a plain number, as most are."""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shoal.sources.ready import EXACT_BELOW

_PLAIN_SIGNS = b"0123456789.+-eE\n"
# Dotted cells that a comma-decimal table would mean as thousands: 1.234.
_SURELY_DECIMAL = re.compile(r"\n[+-]?(?![1-9]\d{0,2}\.\d{3}\n)\d*\.")
_WHOLE_NOT_CANONICAL = re.compile(r"\n(?:\+|-?0\d|-0\n)")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainNumbers:
    """Numbers with a point for the decimals, or without any.

    `values` (n_rows,), NaN where the cell was empty. `has_point`: some cell has a decimal point
    that cannot be anything else. `maybe_thousands`: all points could part thousands.
    """

    values: NDArray[np.float64]
    written: NDArray[np.object_] | None
    has_point: bool
    maybe_thousands: bool


def plain_numbers(cells: list[str]) -> PlainNumbers | None:
    """Read a column if every cell is a plain number or empty; None if any is not.

    Examples
    --------
    >>> plain_numbers(["1", "2.5", ""]).values.tolist()
    [1.0, 2.5, nan]
    >>> plain_numbers(["1", "1_000"]) is None
    True
    """
    joined = "\n" + "\n".join(cells) + "\n"
    values = _converted(cells, joined)
    if values is None:
        return None
    dotted = "." in joined
    has_point = dotted and _SURELY_DECIMAL.search(joined) is not None
    return PlainNumbers(
        values=values,
        written=np.array([c or None for c in cells], dtype=object)
        if _says_more(joined, values)
        else None,
        has_point=has_point,
        maybe_thousands=dotted and not has_point,
    )


def _converted(cells: list[str], joined: str) -> NDArray[np.float64] | None:
    # float() also takes "1_000", "nan", blanks and the digits of other scripts: only these signs.
    try:
        strange = joined.encode("ascii").translate(None, _PLAIN_SIGNS)
    except UnicodeEncodeError:
        return None
    if strange or joined.count("\n") != len(cells) + 1 or not joined.strip("\n"):
        return None
    filled = [c or "nan" for c in cells] if "\n\n" in joined else cells
    try:
        values = np.fromiter(map(float, filled), dtype=np.float64, count=len(cells))
    except ValueError:
        return None
    return None if np.isinf(values).any() else values


def _says_more(joined: str, values: NDArray[np.float64]) -> bool:
    """Tell whether the cells say more than the values: 007, 7.0, 1.10, too many digits."""
    if "e" in joined or "E" in joined or _WHOLE_NOT_CANONICAL.search(joined):
        return True
    if "." in joined:
        # 7.0 and 1.10 end in 0, ".5" and "5." would be written back in another way.
        return re.search(r"\.\d*0\n|\.\n|\n-?\.", joined) is not None
    return bool(np.nanmax(np.abs(values)) >= EXACT_BELOW)
