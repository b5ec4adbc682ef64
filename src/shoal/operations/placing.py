"""Placements: rules that put accounts into segments of their own, at a fit and ever after."""

from dataclasses import replace

import numpy as np

from shoal.audit.placements import place, placement_of
from shoal.errors import ModelMismatch, UnknownColumn
from shoal.records.accounts import Accounts, Placements
from shoal.records.conditions import PlacementRule
from shoal.records.model import Model
from shoal.records.options import OnDuplicateId, SearchOptions
from shoal.records.scoring import Assignment
from shoal.records.segments import Segment
from shoal.records.tables import Table
from shoal.spec.conditions import readings_of
from shoal.spec.keys import placement_key
from shoal.spec.placements import read_placements


def placement_rules(table: Table, options: SearchOptions) -> tuple[PlacementRule, ...]:
    """Read the placements of the options for a table.

    Raises
    ------
    UsageError
        If a condition cannot be read or names a column that is not there.
    """
    return read_placements(options.placements, readings_of(table))


def frozen_placement_rules(table: Table, model: Model) -> tuple[PlacementRule, ...]:
    """Read the placements of a model for a new table.

    Raises
    ------
    ModelMismatch
        If the table lacks a column that a placement reads.
    """
    try:
        return placement_rules(table, model.options.search)
    except UnknownColumn as error:
        raise ModelMismatch(
            f"{table.name} lacks a column that the segmentation reads. {error.message}",
            suggestion="Rename or add the column; placements are part of the segmentation.",
        ) from None


def place_accounts(
    table: Table,
    accounts: Accounts,
    rules: tuple[PlacementRule, ...],
    *,
    on_duplicate_id: OnDuplicateId,
) -> Placements:
    """Find the accounts that the rules place."""
    return place(table, accounts, rules, on_duplicate_id=on_duplicate_id)


def with_placed(
    assignment: Assignment, placements: Placements, *, n_accounts: int, keep_empty: bool = False
) -> Assignment:
    """Return where all accounts belong: found segments first, then placements.

    Parameters
    ----------
    assignment : Assignment
        Of the accounts that are not placed, in order; or of all accounts.
    placements : Placements
    n_accounts : int
        Of all accounts.
    keep_empty : bool, default False
        Whether placements without accounts get a key.

    Returns
    -------
    Assignment
        A placed account has confidence 1, no second segment, and is never unusual.
    """
    kept = replace(
        placements, placed=tuple(p for p in placements.placed if keep_empty or len(p.accounts))
    )
    if not kept.placed:
        return assignment
    where = placement_of(kept, n_accounts)
    found = where < 0
    rows = found if len(assignment.segment) == n_accounts else np.ones(found.sum(), dtype=bool)
    segment = where + len(assignment.keys)
    segment[found] = assignment.segment[rows]
    second = np.full(n_accounts, -1, dtype=np.intp)
    second[found] = assignment.second[rows]
    confidence = np.ones(n_accounts)
    confidence[found] = assignment.confidence[rows]
    unusual = np.zeros(n_accounts, dtype=bool)
    unusual[found] = assignment.unusual[rows]
    return Assignment(
        keys=(*assignment.keys, *(p.key for p in kept.placed)),
        segment=segment,
        second=second,
        confidence=confidence,
        unusual=unusual,
    )


def all_segments(model: Model) -> tuple[Segment, ...]:
    """Return the segments of a model, with those of placements that nobody was in at the fit."""
    known = {segment.key for segment in model.segments}
    placements = model.options.search.placements
    return (
        *model.segments,
        *(
            _unseen(name, text)
            for name, text in placements.items()
            if placement_key(name) not in known
        ),
    )


def _unseen(name: str, text: str) -> Segment:
    return Segment(
        key=placement_key(name),
        name=name,
        size=0,
        share=0.0,
        persona=f"Placed here by a rule: {text}.",
        metrics=(),
    )
