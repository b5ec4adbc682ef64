"""Accounts that rules place before anything is clustered."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from shoal.audit.checks.wording import counted
from shoal.audit.conditions import holds
from shoal.audit.roles import is_constant
from shoal.audit.rows import gather
from shoal.errors import NothingToCluster
from shoal.records.accounts import (
    Accounts,
    ContextColumn,
    Examined,
    ExcludedColumn,
    Placed,
    Placements,
)
from shoal.records.arrays import Booleans, Indices
from shoal.records.conditions import PlacementRule
from shoal.records.findings import Finding, Severity
from shoal.records.meanings import Kind
from shoal.records.options import OnDuplicateId
from shoal.records.tables import Column, Table

_FEWEST_ACCOUNTS = 2


def place(
    table: Table,
    accounts: Accounts,
    rules: Sequence[PlacementRule],
    *,
    on_duplicate_id: OnDuplicateId = OnDuplicateId.ERROR,
) -> Placements:
    """Find the accounts that rules place.

    Parameters
    ----------
    table : Table
        As it was read; the conditions name its columns.
    accounts : Accounts
        Made from this table.
    rules : sequence of PlacementRule
        An account goes to the first rule that holds. A rule that is unknown for it does not.
    on_duplicate_id : OnDuplicateId, default ERROR
        How an account whose rows differ is read, as when the accounts were made.

    Returns
    -------
    Placements
        One entry a rule. A finding tells of rules that could not be told for some accounts
        (`placement-unknown`) and of rules that placed nobody (`placement-empty`).

    Raises
    ------
    DuplicateIds
        If one id has rows that differ in the columns of a rule and `on_duplicate_id` is `error`.
    """
    if not rules:
        return Placements()
    by_account = _by_account(table, accounts, rules, on_duplicate_id)
    n_accounts = len(accounts.ids)
    free = np.ones(n_accounts, dtype=bool)
    unsure = []
    placed = []
    for rule in rules:
        held = holds(rule.condition, by_account)
        placed.append(
            Placed(
                key=rule.key,
                name=rule.name,
                text=rule.text,
                accounts=np.flatnonzero(held.true & free),
            )
        )
        unsure.append(held.unknown & free)
        free &= ~held.true
    told = tuple(
        replace(p, unknown=int((u & free).sum())) for p, u in zip(placed, unsure, strict=True)
    )
    return Placements(placed=told, findings=tuple(f for p in told for f in _findings(p)))


def placement_of(placements: Placements, n_accounts: int) -> Indices:
    """Return the place in `placements.placed` of each account, -1 for those not placed.

    Shape (n_accounts,).
    """
    where = np.full(n_accounts, -1, dtype=np.intp)
    for i, placed in enumerate(placements.placed):
        where[placed.accounts] = i
    return where


def set_apart(examined: Examined, placements: Placements) -> tuple[Examined, Accounts]:
    """Take placed accounts out of what is clustered.

    Metrics that are equal for all who are left go too: they tell nothing any more, and the answer
    must not depend on who was placed.

    Returns
    -------
    examined : Examined
        All accounts, with the metrics that are left and the columns that went.
    left : Accounts
        Those to cluster. Its `rows` hold -1 for rows of placed accounts.

    Raises
    ------
    NothingToCluster
        If fewer than two accounts or no metric are left.
    """
    accounts = examined.accounts
    where = placement_of(placements, len(accounts.ids))
    is_left = where < 0
    findings = (*examined.findings, *placements.findings)
    if is_left.all():
        return replace(examined, findings=findings), accounts
    if is_left.sum() < _FEWEST_ACCOUNTS:
        raise NothingToCluster(
            f"The placements leave {counted(int(is_left.sum()), 'account')} to cluster.",
            suggestion="Narrow their conditions: segments need at least two accounts that differ.",
            findings=findings,
        )
    kept = [j for j in range(len(accounts.metrics)) if not is_constant(accounts.values[is_left, j])]
    if not kept:
        raise NothingToCluster(
            "All accounts that the placements leave are equal in every metric.",
            suggestion="Narrow the conditions of the placements, or add metrics.",
            findings=findings,
        )
    gone = tuple(_gone(accounts, j) for j in range(len(accounts.metrics)) if j not in kept)
    told = replace(
        accounts, metrics=tuple(accounts.metrics[j] for j in kept), values=accounts.values[:, kept]
    )
    excluded = tuple(sorted((*examined.excluded, *gone), key=lambda e: e.column))
    whole = replace(examined, accounts=told, excluded=excluded, findings=findings)
    return whole, _only(told, is_left)


def _only(accounts: Accounts, which: Booleans) -> Accounts:
    place = np.where(which, np.cumsum(which) - 1, -1)
    return replace(
        accounts,
        ids=tuple(i for i, kept in zip(accounts.ids, which.tolist(), strict=True) if kept),
        rows=place[accounts.rows],
        first_rows=accounts.first_rows[which],
        values=accounts.values[which],
        context=tuple(_part(c, which) for c in accounts.context),
        outcomes=tuple(replace(o, values=o.values[which]) for o in accounts.outcomes),
    )


def _part(column: ContextColumn, which: Booleans) -> ContextColumn:
    currencies = None if column.currencies is None else column.currencies[which]
    return replace(column, values=column.values[which], currencies=currencies)


def _gone(accounts: Accounts, j: int) -> ExcludedColumn:
    return ExcludedColumn(
        column=accounts.metrics[j].column,
        kind=Kind.CONSTANT,
        why="Equal for all accounts that are not placed by a rule.",
    )


def _by_account(
    table: Table,
    accounts: Accounts,
    rules: Sequence[PlacementRule],
    on_duplicate: OnDuplicateId,
) -> Table:
    """Return the columns of the rules with one row per account, in the accounts' order."""
    names = sorted({name for rule in rules for name in rule.columns})
    columns = [table.column(name) for name in names]
    id_name = accounts.id_name
    if id_name is None:
        taken = [_taken(c, accounts.first_rows) for c in columns]
    else:
        others = [c for c in columns if c.name != id_name]
        gathered = gather(table, others, id_name=id_name, on_duplicate=on_duplicate)
        taken = [*gathered.columns]
        taken += [_taken(c, accounts.first_rows) for c in columns if c.name == id_name]
    return Table(name=table.name, n_rows=len(accounts.ids), columns=tuple(taken))


def _taken(column: Column, rows: Indices) -> Column:
    written = None if column.written is None else column.written[rows]
    return replace(column, values=column.values[rows], written=written)


def _findings(placed: Placed) -> list[Finding]:
    found = []
    if placed.unknown:
        found.append(
            Finding(
                code="placement-unknown",
                severity=Severity.WARNING,
                message=f"Whether {placed.text} (the placement {placed.name}) is unknown for"
                f" {counted(placed.unknown, 'account')}, for want of a value; they are clustered"
                " with the others.",
                evidence={"accounts": placed.unknown},
                suggestion="Fill in the missing cells, or say with IS NULL what is meant.",
            )
        )
    if not len(placed.accounts):
        found.append(
            Finding(
                code="placement-empty",
                severity=Severity.NOTE,
                message=f"The placement {placed.name} ({placed.text}) places no account.",
                suggestion="Check how its values are written; text is compared letter by letter.",
            )
        )
    return found
