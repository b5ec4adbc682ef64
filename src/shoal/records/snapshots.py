"""A snapshot: all metrics of all accounts as of one date, in files, with what they mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from shoal.records.definitions import MetricDefinition
from shoal.records.findings import Finding
from shoal.records.workspace import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Where a snapshot is and what it holds.

    `metrics` is a Parquet file (or, from Spark, a folder of them): `account_id`, `as_of`, one
    column a metric by name. `attributes` is another: `account_id` and who the account was at the
    date. The hashes are SHA-256 of their bytes;
    `declarations_hash` is one of what the workspace said of sources and metrics.
    """

    as_of: date
    metrics: Path
    attributes: Path
    n_accounts: int
    window_days: int
    definitions: tuple[MetricDefinition, ...]
    metrics_hash: str
    attributes_hash: str
    declarations_hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unavailable:
    """A preset that the sources do not allow, and what it needs, in words."""

    metric: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Snapshots that were written, presets that could not be measured, and what was noticed."""

    snapshots: tuple[Snapshot, ...]
    unavailable: tuple[Unavailable, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A source that a metric reads, and which of its columns."""

    source: str
    role: Role
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricExplained:
    """What a metric means and how it is computed.

    `sql` is the query for it alone, over sources by their names; `values` are bound to the names in
    it. `own_window` says that the window is the metric's and not the workspace's.
    """

    definition: MetricDefinition
    as_of: date
    dialect: str
    sql: str
    window_days: int
    own_window: bool = False
    feeds: tuple[Feed, ...] = ()
    values: Mapping[str, str | float | int | bool | date] = field(default_factory=dict)
