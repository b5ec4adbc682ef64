"""A column of text as numbers: one decimal sign, one currency, percent told apart."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shoal.sources.drafts import Distinct
from shoal.sources.number_text import NumberText, Style, number_text

_UNIT_MOST = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class NumbersRead:
    """The different texts of a column as numbers; all arrays have shape (n_texts,).

    `values` NaN where the text is no number. `parsed` holds what was found in each text.
    `decimal_comma` tells how separators were read; `percent_divided` that cells with a percent
    sign were divided by 100, because those without are all between 0 and 1.
    """

    parsed: list[NumberText | None]
    values: NDArray[np.float64]
    is_number: NDArray[np.bool_]
    decimal_comma: bool
    percent_divided: bool = False

    @property
    def currencies(self) -> tuple[str, ...]:
        """ISO codes of the currencies in the cells, in order."""
        return tuple(sorted({p.currency for p in self.parsed if p and p.currency}))

    @property
    def percent(self) -> NDArray[np.bool_]:
        """Texts with a percent sign."""
        return _mask([p is not None and p.percent for p in self.parsed])

    def of_style(self, *styles: Style) -> NDArray[np.bool_]:
        """Texts written in one of these styles."""
        return _mask([p is not None and p.style in styles for p in self.parsed])


def read_numbers(distinct: Distinct, *, decimal_comma: bool) -> NumbersRead:
    """Read all texts of a column as numbers.

    The column's own evidence decides the decimal sign; `decimal_comma`, what the rest of the
    table says, decides where the column has none ("1,234" and nothing else).
    """
    parsed = [
        None if missing else number_text(text)
        for text, missing in zip(distinct.stripped, distinct.missing.tolist(), strict=True)
    ]
    comma = _decided_comma(distinct, parsed, decimal_comma=decimal_comma)
    values = np.array(
        [np.nan if p is None else p.value(decimal_comma=comma) for p in parsed], dtype=np.float64
    )
    read = NumbersRead(
        parsed=parsed,
        values=values,
        is_number=_mask([p is not None for p in parsed]),
        decimal_comma=comma,
    )
    return _percent_settled(read)


def _decided_comma(
    distinct: Distinct, parsed: list[NumberText | None], *, decimal_comma: bool
) -> bool:
    n_rows = {Style.POINT: 0, Style.COMMA: 0}
    for number, count in zip(parsed, distinct.counts.tolist(), strict=True):
        if number is not None and number.style in n_rows:
            n_rows[number.style] += count
    if n_rows[Style.POINT] == n_rows[Style.COMMA]:
        return decimal_comma
    return n_rows[Style.COMMA] > n_rows[Style.POINT]


def _percent_settled(read: NumbersRead) -> NumbersRead:
    percent = read.percent
    bare = read.is_number & ~percent & np.isfinite(read.values)
    if not percent.any() or not bare.any():
        return read
    sizes = read.values[bare]
    if sizes.min() < 0 or sizes.max() > _UNIT_MOST:
        return read
    return NumbersRead(
        parsed=read.parsed,
        values=np.where(percent, read.values / 100, read.values),
        is_number=read.is_number,
        decimal_comma=read.decimal_comma,
        percent_divided=True,
    )


def _mask(flags: list[bool]) -> NDArray[np.bool_]:
    return np.array(flags, dtype=np.bool_)
