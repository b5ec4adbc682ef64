"""A condition on accounts, as a tree: what may stand in it is what has a class here."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shoal.records.tables import ColumnType


class Sign(StrEnum):
    """How two values are compared."""

    EQUAL = "="
    UNEQUAL = "<>"
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="


class Operation(StrEnum):
    """How two numbers are put together; what is divided by zero is unknown."""

    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"
    DIVIDE = "/"


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnValue:
    """The cell of a column, read as `type`.

    A column of numbers whose cells were written as text ("007") may be read as either.
    """

    name: str
    type: ColumnType


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal:
    """A value that stands in the condition itself."""

    value: float | str | bool | date


@dataclass(frozen=True, slots=True, kw_only=True)
class Arithmetic:
    """Two numbers put together; unknown if one of them is."""

    operation: Operation
    left: "Value"
    right: "Value"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Holds if left compares so with right; unknown if one of them is."""

    sign: Sign
    left: "Value"
    right: "Value"


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """Holds from `low` to `high`, both included."""

    value: "Value"
    low: "Value"
    high: "Value"


@dataclass(frozen=True, slots=True, kw_only=True)
class Among:
    """Holds if the value equals one of the options."""

    value: "Value"
    options: tuple[Literal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Like:
    """Holds if the text fits the pattern: % is any text, _ any one character; case matters."""

    value: "Value"
    pattern: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Holds if the value is unknown; never unknown itself."""

    value: "Value"


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """Holds if the condition does not; unknown if it is."""

    condition: "Condition"


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOf:
    """Holds if all parts do; does not if one does not; else unknown."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    """Holds if one part does; does not if none does; else unknown."""

    parts: tuple["Condition", ...]


Value = ColumnValue | Literal | Arithmetic
Condition = Comparison | Between | Among | Like | Missing | Not | AllOf | AnyOf


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementRule:
    """Accounts for which the condition holds get the segment `name`, before any clustering.

    `key` is the segment's; `text` is the condition as it was written; `columns` those it reads.
    """

    key: str
    name: str
    text: str
    condition: Condition
    columns: tuple[str, ...]
