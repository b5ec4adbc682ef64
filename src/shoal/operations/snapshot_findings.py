"""What is worth knowing about a snapshot while it is written."""

from dataclasses import dataclass
from datetime import date

from shoal.audit.sources.features import too_many_features
from shoal.audit.sources.money import amounts_without_rate
from shoal.engines.engine import Engine
from shoal.errors import NothingToMeasure
from shoal.metrics.counts import COUNTS, counts_query
from shoal.metrics.money import AMOUNTS
from shoal.metrics.plan import Plan
from shoal.metrics.presets.catalogue import PRESETS
from shoal.metrics.undated import is_long_ago, undated_contacts
from shoal.operations.snapshot_files import declarations_hash
from shoal.operations.unrated import unrated_amounts
from shoal.records.findings import Finding, Severity
from shoal.records.judged import UnratedAmounts
from shoal.records.snapshots import Snapshot
from shoal.records.workspace import Role, WorkspaceSpec
from shoal.wording import join_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Accounts that count at a date, and how many lack the day of creation, or seats.

    `unrated` are amounts by the date that are not counted, by source.
    """

    accounts: int
    without_creation: int
    without_seats: int
    unrated: tuple[UnratedAmounts, ...] = ()


def counts_at(engine: Engine, plan: Plan, as_of: date) -> Counts:
    """Count the accounts of a date.

    Raises
    ------
    NothingToMeasure
        If there is none.
    """
    row = engine.rows(counts_query(plan.stage, as_of))
    counts = Counts(
        **{name: int(row.column(name).values[0]) for name in COUNTS},
        unrated=unrated_amounts(engine, plan.stage, as_of),
    )
    if counts.accounts:
        return counts
    raise NothingToMeasure(
        f"No account counts at {as_of}: none was created by then, or all had ended.",
        suggestion="Choose a later date, or look at created, ended and only of the accounts.",
    )


def findings_about(
    plan: Plan, as_of: date, *, counts: Counts, read_on: date
) -> tuple[Finding, ...]:
    """Return findings about one date."""
    found = [
        *_undated(plan, as_of, read_on),
        *_undated_contacts(plan, as_of, read_on),
        *(amounts_without_rate(found, plan.stage.currency) for found in counts.unrated),
        *_mixed_currencies(plan),
        *_crowded(plan, as_of),
        *_without_seats(plan, counts),
        *_without_creation(counts),
        *_unfinished(as_of, read_on),
    ]
    return tuple(found)


def other_declarations(spec: WorkspaceSpec, snapshot: Snapshot) -> tuple[Finding, ...]:
    """Warn where the workspace said something else when the snapshot was measured."""
    if snapshot.declarations_hash == declarations_hash(spec):
        return ()
    return (
        Finding(
            code="snapshot-of-other-declarations",
            severity=Severity.WARNING,
            message=f"The snapshot of {snapshot.as_of} was measured before the workspace's sources"
            " or metrics were changed.",
            suggestion=f"Run shoal measure --as-of {snapshot.as_of} again.",
        ),
    )


def _undated(plan: Plan, as_of: date, read_on: date) -> list[Finding]:
    names = _unknown_attributes(plan)
    if not names:
        return []
    return [
        Finding(
            code="attributes-undated",
            severity=Severity.NOTE,
            message=f"The accounts say nothing of when {join_words(names[:5])} held; as of"
            f" {as_of}, {(read_on - as_of).days} days back, they are missing.",
            evidence={"columns": len(names), "days_back": (read_on - as_of).days},
            suggestion="Give subscriptions with dates, or list what never changes under"
            " assume_constant.",
        )
    ]


def _undated_contacts(plan: Plan, as_of: date, read_on: date) -> list[Finding]:
    """Tell that rows of an old date went to the accounts that users have today."""
    if not is_long_ago(as_of, read_on=read_on):
        return []
    days = (read_on - as_of).days
    return [
        Finding(
            code="contacts-undated",
            severity=Severity.NOTE,
            message=f"{source.name} says nothing of when a user belonged to which account; as of"
            f" {as_of}, {days} days back, what users did counts for the accounts they have today.",
            evidence={"source": source.name, "days_back": days},
            suggestion=f"Give {source.name} from and to, if users change accounts.",
        )
        for source in undated_contacts(plan.stage.sources)
    ]


def _unknown_attributes(plan: Plan) -> list[str]:
    """Return attributes that are missing at the date: not those that subscriptions give with it."""
    dated = {name for s in plan.stage.of_role(Role.SUBSCRIPTIONS) for name in s.fields}
    found = set()
    for source in plan.stage.of_role(Role.ACCOUNTS):
        field_of = {column: field for field, column in source.fields.items()}
        unknown = plan.stage.unknown.get(source.name, frozenset())
        found |= {c for c in unknown if field_of.get(c, c) not in dated}
    return sorted(found)


def _mixed_currencies(plan: Plan) -> list[Finding]:
    """Tell of amounts in several currencies where the workspace names none to count in."""
    return [
        Finding(
            code="currencies-not-added",
            severity=Severity.WARNING,
            message=f"Amounts of {role.value} are in several currencies, and the workspace has none"
            " to count in; they are missing.",
            evidence={"role": role.value},
            suggestion="Write currency: and rates: in the workspace.",
        )
        for role in AMOUNTS
        if not plan.stage.adds_up(role)
    ]


def _crowded(plan: Plan, as_of: date) -> list[Finding]:
    if plan.crowded is None or as_of < plan.crowded.since:
        return []
    return [too_many_features(plan.crowded, PRESETS.values())]


def _without_seats(plan: Plan, counts: Counts) -> list[Finding]:
    has_seats = any(
        "seats" in s.fields
        for role in (Role.ACCOUNTS, Role.SUBSCRIPTIONS)
        for s in plan.stage.of_role(role)
    )
    if not has_seats or not counts.without_seats:
        return []
    return [
        Finding(
            code="accounts-without-seats",
            severity=Severity.WARNING,
            message=f"{counts.without_seats} of {counts.accounts} accounts have no seats at the"
            " date, or zero; what is measured per seat is missing for them.",
            evidence={"accounts": counts.without_seats},
        )
    ]


def _without_creation(counts: Counts) -> list[Finding]:
    if not counts.without_creation:
        return []
    return [
        Finding(
            code="accounts-without-creation",
            severity=Severity.NOTE,
            message=f"{counts.without_creation} of {counts.accounts} accounts have no day of"
            " creation; they are taken to be older than any window.",
            evidence={"accounts": counts.without_creation},
            suggestion="Map created of the accounts.",
        )
    ]


def _unfinished(as_of: date, read_on: date) -> list[Finding]:
    if as_of < read_on:
        return []
    return [
        Finding(
            code="day-not-over",
            severity=Severity.WARNING,
            message=f"{as_of} is not over yet; what happens later today is not in the snapshot.",
            suggestion="Measure as of yesterday.",
        )
    ]
