"""What a workspace file says, in its long form: short forms and secrets are resolved before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from shoal.records.meanings import Better, Kind
from shoal.records.options import SearchOptions
from shoal.records.writing import Writing


class Role(StrEnum):
    """What the rows of a source are."""

    ACCOUNTS = "accounts"  # one row an account, today's facts
    SUBSCRIPTIONS = "subscriptions"  # seats, plan, revenue from when to when
    CONTACTS = "contacts"  # which user belongs to which account
    EVENTS = "events"  # what users did
    TICKETS = "tickets"  # what they asked for help with
    SURVEYS = "surveys"  # what they answered
    MILESTONES = "milestones"  # steps of onboarding
    ENGAGEMENT = "engagement"  # education, marketing, community
    OUTCOMES = "outcomes"  # what became of the account
    TOUCHES = "touches"  # what the team did to it


class EngineKind(StrEnum):
    """Where the metrics are computed."""

    DUCKDB = "duckdb"
    POSTGRES = "postgres"
    SPARK = "spark"


class Aggregation(StrEnum):
    """How the rows of an account become one number."""

    COUNT = "count"
    SUM = "sum"
    MEAN = "mean"
    MEDIAN = "median"
    DISTINCT = "distinct"
    MIN = "min"
    MAX = "max"
    LATEST = "latest"
    SHARE = "share"  # per cent of the rows for which the condition holds
    DAYS_SINCE = "days_since"  # the last row
    TIME_TO_FIRST = "time_to_first"  # days from the account's start to the first row


class Per(StrEnum):
    """What a volume is divided by."""

    SEAT = "seat"
    ACTIVE_USER = "active_user"
    WEEK = "week"


class WhenNothing(StrEnum):
    """What a metric is for an account without any row in the window."""

    ZERO = "zero"
    UNKNOWN = "unknown"
    UNDEFINED = "undefined"


class Ends(StrEnum):
    """What `to` says of a row that holds from one day to another."""

    EXCLUSIVE = "exclusive"  # the first day without it
    INCLUSIVE = "inclusive"  # its last day


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something stands in a file, for messages; lines and columns count from 1."""

    file: str
    line: int
    column: int = 1

    def __str__(self) -> str:
        """Return file and line, as compilers write them."""
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where a table is: exactly one of `path`, `url`, `function`, or `table` alone.

    `path` is absolute, or an address such as s3://bucket/events/*.parquet; it may have patterns or
    be a folder. With `url` (SQLAlchemy's form, secrets filled in) either `table` or `query` says
    what to read. `function` is the name under which Python gave a function that yields Arrow. A
    `table` alone is one that the engine has itself: of its database, or of its catalog. `writing`
    says how its texts are written.
    """

    path: str | None = None
    url: str | None = field(default=None, repr=False)
    table: str | None = None
    query: str | None = None
    function: str | None = None
    writing: Writing = field(default_factory=Writing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Via:
    """How a row finds its account: through the source `source`, where `on` is the same.

    `on` is the name of a column in both tables, or `user`, which each source declares for itself.
    """

    source: str
    on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """The currency of amounts: one for all, or a column that names it; both None means unknown."""

    currency: str | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSpec:
    """One table and its role.

    `columns` maps the role's fields (`account`, `user`, `at`, `from`, `to`, `opened`, `minutes`,
    ...) to columns of the table; a field that is not there is not in the source. What is named
    alike in the table need not be mapped. `zone` is that of times written without one, None for
    the workspace's. `only` is the text of a condition on the table's own columns. `values` holds
    lists that the role declares, by name: `logins`, `integrations`, `features`, `severe`, `steps`.
    `aliases` maps field to old value to new value; `actors` what acted (`person`, `api`, `agent`)
    to values of `actor`; `kinds` values of `kind` to the role's own words.
    """

    name: str
    role: Role
    location: Location
    place: Place
    columns: Mapping[str, str] = field(default_factory=dict)
    via: Via | None = None
    zone: str | None = None
    only: str | None = None
    assume_constant: tuple[str, ...] = ()
    aliases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    actors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    kind: str | None = None  # of every row, where no column tells
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    money: Money = Money()
    amount_per: str = "month"
    ends: Ends = Ends.EXCLUSIVE
    scale: tuple[float, float] | None = None
    value_step: str | None = None

    @property
    def writing(self) -> Writing:
        """How the texts of its table are written."""
        return self.location.writing


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMetric:
    """A metric that the workspace declares."""

    name: str
    source: str
    aggregate: Aggregation
    place: Place
    column: str | None = None
    where: str | None = None
    per: Per | None = None
    window_days: int | None = None  # None: the workspace's
    trend: bool = False
    better: Better = Better.NEITHER
    kind: Kind = Kind.BEHAVIOUR
    unit: str = ""
    missing: WhenNothing = WhenNothing.ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricsSpec:
    """Which metrics are measured; `presets` None means all that the sources allow."""

    window_days: int = 90
    presets: tuple[str, ...] | None = None
    without: tuple[str, ...] = ()
    own: tuple[OwnMetric, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentationSpec:
    """One way to segment; `metrics` None means all of kind behaviour."""

    name: str
    place: Place
    accounts: str | None = None
    metrics: tuple[str, ...] | None = None
    youngest_days: int = 14
    search: SearchOptions = field(default_factory=SearchOptions)


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineSpec:
    """What runs the queries.

    `memory_limit` is as the engine writes it ("4GB"); `spill` is a folder.
    """

    kind: EngineKind = EngineKind.DUCKDB
    memory_limit: str = "4GB"
    spill: Path
    url: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceSpec:
    """A whole workspace.

    `folder` and `storage` are absolute; `rates` tell what one unit of another currency is worth in
    `currency`.
    """

    name: str
    folder: Path
    file: Path
    timezone: str = "UTC"
    currency: str | None = None
    rates: Mapping[str, float] = field(default_factory=dict)
    sources: tuple[SourceSpec, ...] = ()
    metrics: MetricsSpec = MetricsSpec()
    segmentations: tuple[SegmentationSpec, ...] = ()
    engine: EngineSpec
    storage: Path

    def of_role(self, role: Role) -> tuple[SourceSpec, ...]:
        """Return the sources of one role, in the order of the file."""
        return tuple(s for s in self.sources if s.role is role)
