"""What was seen in a table at a first look: its columns, and some of their values."""

from dataclasses import dataclass

from shoal.records.queries import ValueType


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
class TableSample:
    """One table: `name` for people, `path` as it is to stand in a workspace file."""

    name: str
    path: str
    outside: bool
    n_rows: int
    columns: tuple[ColumnSample, ...]

    def column(self, name: str) -> ColumnSample | None:
        """Return the column of this exact name, None if there is none."""
        return next((c for c in self.columns if c.name == name), None)
