"""The main job: one table in, segments a team can act on out."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePath

import numpy as np

from shoal import clock
from shoal.audit.examine import examine
from shoal.audit.placements import set_apart
from shoal.audit.size import follow_size
from shoal.audit.weights import weigh
from shoal.errors import NothingToCluster
from shoal.operations.noise import Searched, search, without_metrics
from shoal.operations.placing import place_accounts, placement_rules, with_placed
from shoal.records.accounts import Accounts, Examined, Placements
from shoal.records.findings import Finding, Severity
from shoal.records.model import Fingerprint, Model
from shoal.records.options import ON_COMMAND_LINE, OptionNames, SegmentOptions
from shoal.records.studies import Study
from shoal.records.tables import Table
from shoal.segments.describe import describe_segments
from shoal.segments.pictures.map import map_accounts
from shoal.segments.pictures.tree import grow_tree
from shoal.segments.prepare.replay import apply_preparation
from shoal.version import VERSION

FRAME = "frame"  # the name of a table that came as a frame
Progress = Callable[[str, float], None]


def segment_table(
    table: Table,
    options: SegmentOptions,
    *,
    progress: Progress,
    names: OptionNames = ON_COMMAND_LINE,
) -> tuple[Study, Model]:
    """Audit, prepare, search, judge, profile and name.

    Parameters
    ----------
    table : Table
        One row an account, as it was read.
    options : SegmentOptions
    progress : callable
        Told the stage in words, and the share of it that is done.
    names : OptionNames
        What suggestions call what can be asked for.

    Raises
    ------
    UsageError
        If an option names what the table does not have.
    DataError
        If ids or column names are ambiguous, or nothing can be clustered.
    """
    progress("Auditing the table", 0.0)
    rules = placement_rules(table, options.search)
    examined = examine(table, options.table, names=names)
    weighed = weigh(examined.accounts, options.search.weights)
    examined = replace(examined, accounts=weighed)
    placements = place_accounts(
        table, examined.accounts, rules, on_duplicate_id=options.table.on_duplicate_id
    )
    examined, left = set_apart(examined, placements)
    try:
        searched = search(left, options.search, progress=progress, names=names)
    except NothingToCluster as error:
        error.findings = examined.findings
        raise
    progress("Describing the segments", 0.0)
    study = _study_of(table, options, examined=examined, placements=placements, searched=searched)
    size = follow_size(study.accounts, study.assignment.segment, names=names)
    study = replace(study, findings=_in_order(study.findings, size))
    return study, _model_of(study, replace(options, as_of=study.as_of))


def _study_of(
    table: Table,
    options: SegmentOptions,
    *,
    examined: Examined,
    placements: Placements,
    searched: Searched,
) -> Study:
    """Put placed accounts beside those that were grouped, and describe all segments."""
    found, seed = searched.found, options.search.seed
    accounts = without_metrics(examined.accounts, searched.left_out)
    assignment = with_placed(found.assignment, placements, n_accounts=len(accounts.ids))
    preparation = found.rule.preparation
    prepared = apply_preparation(preparation, accounts.values)
    segments = describe_segments(
        accounts,
        assignment,
        prepared,
        natural=found.recommendation.natural,
        seed=seed,
        placed=tuple(p for p in placements.placed if len(p.accounts)),
        taken=tuple(p.name for p in placements.placed),  # others may be placed there later
    )
    return Study(
        name=options.title or _title_of(table),
        as_of=options.as_of or clock.today(),
        version=VERSION,
        accounts=accounts,
        findings=(*examined.findings, *searched.findings),
        excluded=examined.excluded,
        applied=(*examined.applied, *searched.applied),
        recommendation=found.recommendation,
        rule=found.rule,
        segments=segments,
        assignment=assignment,
        map=map_accounts(accounts, preparation, prepared),
        tree=grow_tree(preparation, found.prepared, found.assignment, seed=seed),
        seed=seed,
    )


def _title_of(table: Table) -> str:
    """Return what the report calls the customers: the file's stem, "Your" for a frame."""
    return "Your" if table.name == FRAME else PurePath(table.name).stem


def _in_order(found: tuple[Finding, ...], size: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Put segments that follow size first: nothing else matters as much."""
    urgent = tuple(f for f in size if f.severity is Severity.WARNING)
    return urgent + found + tuple(f for f in size if f.severity is not Severity.WARNING)


def _model_of(study: Study, options: SegmentOptions) -> Model:
    return Model(
        name=study.name,
        made_by=f"shoal {study.version}",
        as_of=study.as_of,
        options=options,
        id_name=study.accounts.id_name,
        metrics=study.accounts.metrics,
        rule=study.rule,
        segments=study.segments,
        recommendation=study.recommendation,
        excluded=study.excluded,
        applied=study.applied,
        fingerprint=_fingerprint(study.accounts),
    )


def _fingerprint(accounts: Accounts) -> Fingerprint:
    hashed = hashlib.sha256("\n".join(accounts.ids).encode())
    hashed.update(np.ascontiguousarray(accounts.values).tobytes())
    steps = np.linspace(0.0, 1.0, 11)
    deciles = {
        metric.name: tuple(np.nanquantile(accounts.values[:, j], steps).tolist())
        for j, metric in enumerate(accounts.metrics)
    }
    return Fingerprint(content=hashed.hexdigest(), n_accounts=len(accounts.ids), deciles=deciles)
