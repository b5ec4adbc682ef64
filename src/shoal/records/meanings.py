"""What a column is about, once recognised or declared."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Kind(StrEnum):
    """What a column is to Shoal; only behaviour is clustered."""

    BEHAVIOUR = "behaviour"  # what customers do
    FACT = "fact"  # who they are
    OUTCOME = "outcome"  # what became of them
    TOUCH = "touch"  # what the team did to them
    ID = "id"
    DATE = "date"
    TEXT = "text"
    EMPTY = "empty"
    CONSTANT = "constant"
    DUPLICATE = "duplicate"
    SIZE = "size"  # how big they are


class Topic(StrEnum):
    """What a metric is about; the heat map is grouped by it."""

    USE = "use"
    HELP = "help"
    MOOD = "mood"
    START = "start"
    LEARNING = "learning"
    GROWTH = "growth"
    OTHER = "other"


class Better(IntEnum):
    """Which direction is good for the customer."""

    MORE = 1
    LESS = -1
    NEITHER = 0


class ContextRole(StrEnum):
    """What a fact about an account is used for in the report."""

    NAME = "name"
    OWNER = "owner"
    CONTRACT_VALUE = "contract_value"
    RENEWAL = "renewal"
    PARENT = "parent"
    PRODUCT = "product"
    STAGE = "stage"
    INDUSTRY = "industry"
    SEATS = "seats"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """A known kind of column.

    `key` is the canonical name that archetypes ask for. `low` and `high` bound possible values;
    `scales` lists alternatives where a column may be on one of several (0 to 1 or 0 to 100).
    A `volume` grows with the customer's size and wants a denominator. A missing value that is
    `structural` has a meaning of its own (no ticket: no resolution time).
    """

    key: str
    kind: Kind
    label: str
    unit: str = ""
    better: Better = Better.NEITHER
    topic: Topic = Topic.OTHER
    role: ContextRole | None = None
    low: float | None = None
    high: float | None = None
    volume: bool = False
    structural: bool = False
    signed: bool = False
    decimals: int = 1
