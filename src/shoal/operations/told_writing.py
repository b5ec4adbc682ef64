"""How the dates and decimals of a table are written, told by all its columns together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlglot import exp

from shoal.metrics.written import read_text
from shoal.records.samples import TextHabits
from shoal.records.writing import DateOrder, DecimalSign, Writing

_SIGNS = "./-"
_MOSTLY = 0.5  # so many cells of a column that read alike tell how they are written

_ORDERS = {
    "year": DateOrder.YEAR_FIRST,
    "day": DateOrder.DAY_FIRST,
    "month": DateOrder.MONTH_FIRST,
}
COUNTS = (*_ORDERS, *DecimalSign)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """How many filled cells of a text column read as times and numbers, by way of writing.

    `example` is a date that does not begin with its year, empty if there is none.
    """

    column: str
    n_filled: int
    n_read: Mapping[str, int]
    example: str


def habit_measures(value: exp.Expr) -> dict[str, exp.Expr]:
    """Return what counts the cells of a text column that read in each way, and an `example`."""
    times = {w: read_text(value, "timestamp", Writing(dates=o)) for w, o in _ORDERS.items()}
    numbers = {str(s): read_text(value, "double", Writing(decimal=s)) for s in DecimalSign}
    nothing = exp.Is(this=times["year"].copy(), expression=exp.null())
    either = exp.func("COALESCE", times["day"].copy(), times["month"].copy())
    is_other = exp.and_(nothing, exp.not_(exp.Is(this=either, expression=exp.null())))
    counts = {word: exp.Count(this=read) for word, read in (times | numbers).items()}
    return {**counts, "example": exp.Min(this=exp.Case().when(is_other, value.copy()))}


def habits_of(seen: Iterable[Seen]) -> TextHabits:
    """Let all columns vote; where no date tells its order, points have the day first.

    Returns
    -------
    TextHabits
        Without an order where slashes leave it open; the columns are named.
    """
    columns = list(seen)
    dated = [c for c in columns if c.example and _is_mostly(c, "day", "month")]
    lead = sum(_sign(c.n_read["day"] - c.n_read["month"]) for c in dated)
    open_ = [c for c in dated if c.n_read["day"] == c.n_read["month"]]
    with_points = bool(dated) and all("." in c.example for c in dated)
    is_open = bool(dated) and lead == 0 and not with_points
    order = DateOrder.MONTH_FIRST if lead < 0 else DateOrder.DAY_FIRST
    return TextHabits(
        dates=order if dated and not is_open else None,
        sign=next((s for c in dated for s in c.example if s in _SIGNS), "."),
        unclear=tuple(c.column for c in open_) if is_open else (),
        decimal=_decimal(columns),
    )


def _decimal(columns: Iterable[Seen]) -> DecimalSign | None:
    comma, point = DecimalSign.COMMA, DecimalSign.POINT
    numeric = [c for c in columns if _is_mostly(c, *DecimalSign)]
    lead = sum(_sign(c.n_read[comma] - c.n_read[point]) for c in numeric)
    return None if lead == 0 else comma if lead > 0 else point


def _is_mostly(seen: Seen, *words: str) -> bool:
    return max(seen.n_read[w] for w in words) > _MOSTLY * seen.n_filled


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)
