"""Put new accounts into frozen segments."""

from dataclasses import dataclass

from shoal.audit.drift import drift
from shoal.audit.matching import match
from shoal.operations.outputs import assignment_columns
from shoal.operations.placing import (
    all_segments,
    frozen_placement_rules,
    place_accounts,
    with_placed,
)
from shoal.records.accounts import Accounts
from shoal.records.findings import Finding
from shoal.records.model import Model
from shoal.records.options import OnDuplicateId
from shoal.records.scoring import Assignment
from shoal.records.segments import Segment
from shoal.records.tables import Table
from shoal.segments.assignment.score import assign_accounts


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """New accounts with their segments, and what was noticed about them."""

    model: Model
    accounts: Accounts
    assignment: Assignment
    findings: tuple[Finding, ...]

    def columns(self, *, per_row: bool = False) -> dict[str, list[object]]:
        """Return the columns of the output, by account or by input row."""
        return assignment_columns(self.accounts, self.assignment, self.segments, per_row=per_row)

    @property
    def segments(self) -> tuple[Segment, ...]:
        """All segments that an account may be in, those of placements too."""
        return all_segments(self.model)


def assign_table(
    model: Model, table: Table, *, on_duplicate_id: OnDuplicateId | None = None
) -> Assigned:
    """Assign every account of a table by the model's frozen rule.

    Accounts that the model was fitted on get the segment they have in assignments.csv.

    Raises
    ------
    ModelMismatch
        If a column that the model reads is missing or is not numeric.
    DataError
        If ids are missing or one id has different rows.
    """
    rules = frozen_placement_rules(table, model)
    choice = on_duplicate_id or model.options.table.on_duplicate_id
    examined = match(
        table,
        metrics=model.metrics,
        id_name=model.id_name,
        on_duplicate_id=choice,
        also_read={name for rule in rules for name in rule.columns},
    )
    accounts = examined.accounts
    placements = place_accounts(table, accounts, rules, on_duplicate_id=choice)
    return Assigned(
        model=model,
        accounts=accounts,
        assignment=with_placed(
            assign_accounts(model.rule, accounts.values),
            placements,
            n_accounts=len(accounts.ids),
            keep_empty=True,
        ),
        findings=(
            *examined.findings,
            *(f for f in placements.findings if f.code != "placement-empty"),
            *drift(accounts, model.fingerprint.deciles),
        ),
    )
