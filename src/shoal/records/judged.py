"""What was counted in the sources of a workspace, before anything is said about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from shoal.records.findings import Finding
from shoal.records.workspace import Ends, Role


class Oddity(StrEnum):
    """What may be odd about a row; each is counted."""

    NO_TIME = "no_time"  # the cell is empty
    LATER = "later"  # after the date
    AHEAD = "ahead"  # after now
    BEFORE_CREATION = "before_creation"  # long before its account was created
    SKIPPED = "skipped"  # a local time that clocks leave out
    DOUBLED = "doubled"  # a local time that clocks show twice
    ENDS_FIRST = "ends_first"  # ends before it begins
    NO_SEATS = "no_seats"  # zero or negative
    PART_SEATS = "part_seats"  # no whole number
    NEGATIVE_AMOUNT = "negative_amount"
    NEGATIVE_MINUTES = "negative_minutes"
    NEGATIVE_COUNT = "negative_count"
    NO_COUNT = "no_count"  # empty, or no number
    PART_COUNT = "part_count"  # no whole number
    RESOLVED_FIRST = "resolved_first"  # before it was opened
    ANSWERED_FIRST = "answered_first"  # before it was sent
    OUTSIDE_SCALE = "outside_scale"


class ListName(StrEnum):
    """What a list of values is of."""

    FEATURES = "features"
    LOGINS = "logins"
    INTEGRATIONS = "integrations"
    ACTORS = "actors"
    SEVERE = "severe"
    STEPS = "steps"
    KINDS = "kinds"


class WhyUnmatched(StrEnum):
    """Why rows lead to no account."""

    UNKNOWN = "unknown"  # nobody knows the name
    ALIKE = "alike"  # it would match if case and blanks did not count
    OUT_OF_TIME = "out_of_time"  # the source that is looked up knows it, but not for that day


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmatched:
    """What rows name and what leads to no account: an account, or what leads to one."""

    name: str
    rows: int
    why: WhyUnmatched = WhyUnmatched.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """How the rows of a source that lie in time found their account.

    `found` rows have an account that stands in the accounts; `without_name` rows name nothing;
    `unknown`, `alike` and `out_of_time` rows name what leads to no account, for the reasons that
    `WhyUnmatched` gives. `names` counts different unknown names. `top` are the most frequent of
    each reason. Together these are all rows in time.
    """

    found: int
    without_name: int = 0
    unknown: int = 0
    names: int = 0
    alike: int = 0
    out_of_time: int = 0
    top: tuple[Unmatched, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadCells:
    """Cells with text where a time or a number is needed; at most five `examples`."""

    column: str
    wanted: str
    rows: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRows:
    """A value of a column and the rows in time that have it."""

    value: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedValues:
    """The values of a column held against a list that is declared.

    `declared` has every value of the list that occurs; `absent` those that do not. `others` are
    the most frequent of `n_others` values that are not in the list; `other_rows` is how many rows
    those have together, and `empty_rows` how many have none.
    """

    name: ListName
    column: str
    declared: tuple[ValueRows, ...] = ()
    absent: tuple[str, ...] = ()
    others: tuple[ValueRows, ...] = ()
    n_others: int = 0
    other_rows: int = 0
    empty_rows: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeats:
    """Rows that stand more than once.

    `by` names the column that should tell rows apart; None where none does, so that rows are held
    against each other whole. `same` rows repeat another in all that is read; `differing` is how
    many ids stand in rows that differ, which have `differing_rows` rows together.
    """

    by: str | None
    same: int = 0
    differing: int = 0
    differing_rows: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRows:
    """A day and its rows."""

    day: date
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnratedCurrency:
    """Rows and accounts with amounts in a currency without a rate; the code may be empty."""

    code: str
    rows: int
    accounts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnratedAmounts:
    """Amounts of a source that no rate turns into the workspace's currency.

    `rows` and `accounts` are of all of them, in so many `currencies`; `most_frequent` are a few.
    """

    source: str
    column: str
    rows: int
    accounts: int
    currencies: int
    most_frequent: tuple[UnratedCurrency, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedEnds:
    """How the ends of rows lie, of those that `ended` by the date.

    So many are followed by one that begins on the day after the end, or on its day; so many last
    whole months if they hold on the day of the end, or if they do not.
    """

    declared: Ends
    ended: int
    next_day: int
    same_day: int
    whole_if_inclusive: int
    whole_if_exclusive: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CrowdedColumn:
    """A column of features with so many values by the last date."""

    source: str
    column: str
    values: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowded:
    """Columns of features with so many values that they are none.

    `since` is the first day by which they have more than `most` together; `columns` are those that
    no list tells, the fullest first.
    """

    since: date
    most: int
    columns: tuple[CrowdedColumn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedSource:
    """One source as of a date.

    `rows` are those that the source's `only` keeps, `rows_in_time` those of them by the date;
    `first_day` and `last_day` belong to the latter. `via` is the source through which rows find
    their account. `accounts_with_rows` counts accounts that count at the date. `by_day` says that
    times are whole days. `days` are the recent days that have rows, in order; empty where rows are
    no log. `overlapping` counts accounts whose subscriptions run at the same time, or users who
    are in two accounts at once; `alike_ids` groups of accounts whose ids differ only by case or
    blanks.
    """

    name: str
    role: Role
    rows: int
    rows_in_time: int
    first_day: date | None = None
    last_day: date | None = None
    accounts_with_rows: int = 0
    via: str | None = None
    by_day: bool = False
    time_column: str | None = None
    matching: Matching | None = None
    odd: Mapping[Oddity, int] = field(default_factory=dict)
    unread: tuple[UnreadCells, ...] = ()
    values: tuple[JudgedValues, ...] = ()
    repeats: Repeats | None = None
    days: tuple[DayRows, ...] = ()
    overlapping: int = 0
    alike_ids: int = 0
    ends: JudgedEnds | None = None
    scale: tuple[float, float] | None = None
    declared_zone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """All sources as of a date; `accounts` is how many count at it, `zone` the workspace's."""

    as_of: date
    window_days: int
    accounts: int
    zone: str
    currency: str | None
    sources: tuple[JudgedSource, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """What was counted in the sources, and what was found in them and in the snapshot of a date."""

    judged: Judged
    sources: tuple[Finding, ...]
    snapshot: tuple[Finding, ...]

    @property
    def as_of(self) -> date:
        """The date that was asked for."""
        return self.judged.as_of

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, those of the sources first."""
        return self.sources + self.snapshot
