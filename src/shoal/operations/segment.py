"""The main job: one table in, segments a team can act on out."""

import hashlib
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from shoal import clock
from shoal.audit.examine import examine
from shoal.audit.size import follow_size
from shoal.records.accounts import Accounts
from shoal.records.findings import Finding, Severity
from shoal.records.model import Fingerprint, Model
from shoal.records.options import SegmentOptions
from shoal.records.studies import Study
from shoal.records.tables import Table
from shoal.segments.describe import describe_segments
from shoal.segments.pictures.map import map_accounts
from shoal.segments.pictures.tree import grow_tree
from shoal.segments.search.find import find_segments
from shoal.version import VERSION

Progress = Callable[[str, float], None]


def segment_table(
    table: Table, options: SegmentOptions, *, progress: Progress
) -> tuple[Study, Model]:
    """Audit, prepare, search, judge, profile and name.

    Parameters
    ----------
    table : Table
        One row an account, as it was read.
    options : SegmentOptions
    progress : callable
        Told the stage in words, and the share of it that is done.

    Raises
    ------
    UsageError
        If an option names what the table does not have.
    DataError
        If ids or column names are ambiguous, or nothing can be clustered.
    """
    as_of = options.as_of or clock.today()
    progress("Auditing the table", 0.0)
    examined = examine(table, options.table)
    accounts = examined.accounts
    found = find_segments(accounts, options=options.search, progress=progress)
    progress("Describing the segments", 0.0)
    seed = options.search.seed
    recommendation = found.recommendation
    segments = describe_segments(
        accounts, found.assignment, found.prepared, natural=recommendation.natural, seed=seed
    )
    preparation = found.rule.preparation
    study = Study(
        name=options.title or table.name,
        as_of=as_of,
        version=VERSION,
        accounts=accounts,
        findings=_in_order(examined.findings, follow_size(accounts, found.assignment.segment)),
        excluded=examined.excluded,
        applied=examined.applied,
        recommendation=recommendation,
        rule=found.rule,
        segments=segments,
        assignment=found.assignment,
        map=map_accounts(accounts, preparation, found.prepared),
        tree=grow_tree(preparation, found.prepared, found.assignment, seed=seed),
        seed=seed,
    )
    return study, _model_of(study, replace(options, as_of=as_of))


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
