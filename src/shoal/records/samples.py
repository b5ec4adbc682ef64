"""What was seen in a table at a first look: its columns, and some of their values."""

from dataclasses import dataclass, field

from shoal.records.queries import ValueType
from shoal.records.writing import DateOrder, DecimalSign, Encoding, Writing


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnSample:
    """One column over the rows that were looked at.

    `values` are the most frequent ones, at most fifty, most frequent first; none for a column
    that has a value of its own in nearly every row. `as_time` and `as_number` are the shares of
    filled rows, 0 to 1, that can be read so. `meaning` is the canonical key of what the name says.
    """

    name: str
    type: ValueType
    n_filled: int
    n_distinct: int
    values: tuple[str, ...] = ()
    as_time: float = 0.0
    as_number: float = 0.0
    low: float | None = None
    high: float | None = None
    meaning: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextHabits:
    """How the texts of a table seem to be written; `sign` parts day, month and year.

    `unclear` are columns of dates that tell no order and need one.
    """

    encoding: Encoding = Encoding.UTF_8
    dates: DateOrder | None = None
    sign: str = "."
    unclear: tuple[str, ...] = ()
    decimal: DecimalSign | None = None

    @property
    def writing(self) -> Writing:
        """How the texts can be read; any order does for dates that tell none."""
        order = DateOrder.DAY_FIRST if self.unclear else self.dates
        return Writing(dates=order, decimal=self.decimal, encoding=self.encoding)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSample:
    """One table: `name` for people, `path` as it is to stand in a workspace file."""

    name: str
    path: str
    outside: bool
    n_rows: int
    columns: tuple[ColumnSample, ...]
    habits: TextHabits = field(default_factory=TextHabits)

    def column(self, name: str) -> ColumnSample | None:
        """Return the column of this exact name, None if there is none."""
        return next((c for c in self.columns if c.name == name), None)
