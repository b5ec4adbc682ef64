"""From the chosen labels to what is published: the frozen rule and its answer for everybody."""

from dataclasses import dataclass, replace

import numpy as np

from shoal.records.accounts import Accounts
from shoal.records.arrays import Indices
from shoal.records.evidence import Algorithm
from shoal.records.preparation import Preparation, Prepared
from shoal.records.scoring import Assignment, ScoringRule
from shoal.segments.assignment.calibration import calibrate, kept_by_others
from shoal.segments.assignment.freeze import freeze_centres, freeze_mixture
from shoal.segments.assignment.prototypes import freeze_prototypes
from shoal.segments.assignment.score import assign_accounts, score_gaps, segment_keys
from shoal.segments.prepare.fitting import fit_metric
from shoal.segments.prepare.replay import apply_preparation
from shoal.segments.search.agreement import kept_share
from shoal.segments.search.base import Base
from shoal.segments.search.candidates import Candidate
from shoal.segments.search.constraints import merge_small
from shoal.segments.search.selection import DENSITY
from shoal.segments.search.settle import settle


@dataclass(frozen=True, slots=True)
class Published:
    """A candidate's frozen rule, what it says of all accounts, and how far they agree.

    `agreement` is the share of base accounts for which rule and algorithm say the same.
    """

    rule: ScoringRule
    assignment: Assignment
    agreement: float


def publish(
    accounts: Accounts,
    base: Base,
    chosen: Candidate,
    *,
    smallest_share: float,
    unusual_share: float,
    rng: np.random.Generator,
) -> Published:
    """Freeze a candidate, name its segments s1, s2, ... by falling size, calibrate confidence.

    What is published is the frozen rule's own answer; a segment to which the rule gives no
    account is dropped, one to which it gives too few is merged.
    """
    is_mixture = chosen.algorithm is Algorithm.MIXTURE
    preparation = _for_all_metrics(
        accounts, base, base.preparation if is_mixture else base.centre_preparation
    )
    prepared = apply_preparation(preparation, accounts.values[base.rows])
    heard = slice(None) if chosen.scattered is None else ~chosen.scattered
    told = apply_preparation(preparation, accounts.values[base.rows][heard])

    def freeze(labels: Indices, keys: tuple[str, ...]) -> ScoringRule:
        return _frozen(chosen.algorithm, preparation, told, labels[heard], keys, unusual_share, rng)

    def mend(again: Indices, sizes: Indices) -> Indices | None:
        if len(sizes) == 1 or (sizes >= smallest_share * sizes.sum()).all():
            return None
        merged, _ = merge_small(again, base.points, smallest_share)
        return None if int(merged.max()) + 1 == len(sizes) else merged

    rule, segment = settle(
        chosen.labels,
        freeze=freeze,
        answer=lambda rule: assign_accounts(rule, accounts.values).segment,
        rows=base.rows,
        mend=mend,
    )
    rule = _calibrated(rule, prepared, chosen)
    return Published(
        rule=rule,
        assignment=assign_accounts(rule, accounts.values),
        agreement=kept_share(chosen.labels, segment[base.rows]),
    )


def _frozen(  # what every way of freezing takes
    algorithm: Algorithm,
    preparation: Preparation,
    prepared: Prepared,
    labels: Indices,
    keys: tuple[str, ...],
    unusual_share: float,
    rng: np.random.Generator,
) -> ScoringRule:
    if algorithm is Algorithm.MIXTURE:
        return freeze_mixture(
            preparation, prepared, labels, keys, unusual_share=unusual_share, rng=rng
        )
    if algorithm in DENSITY:
        return freeze_prototypes(
            preparation, prepared, labels, keys, unusual_share=unusual_share, rng=rng
        )
    return freeze_centres(preparation, prepared, labels, keys, unusual_share=unusual_share)


def _calibrated(rule: ScoringRule, prepared: Prepared, chosen: Candidate) -> ScoringRule:
    """Give the rule the curve from score gaps to the chance that other attempts agree."""
    if not chosen.repeats or len(segment_keys(rule)) == 1:
        return rule
    labels, gaps = score_gaps(rule, prepared)
    curve = calibrate(gaps, kept_by_others(labels, chosen.repeats))
    return replace(rule, calibration=curve, confidence="calibrated")


def _for_all_metrics(accounts: Accounts, base: Base, searched: Preparation) -> Preparation:
    """Return a preparation of every metric; those not searched keep a plain one."""
    by_column = dict(zip(base.columns.tolist(), searched.metrics, strict=True))
    prepared = tuple(
        by_column[j] if j in by_column else fit_metric(metric, accounts.values[base.rows, j])
        for j, metric in enumerate(accounts.metrics)
    )
    return Preparation(name=searched.name, metrics=prepared)
