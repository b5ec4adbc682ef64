"""The whole search: prepare, judge, attempt, agree, choose, freeze."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from threadpoolctl import threadpool_limits

from shoal.records.accounts import Accounts
from shoal.records.arrays import Indices
from shoal.records.evidence import Algorithm
from shoal.records.options import SearchOptions
from shoal.records.preparation import Preparation
from shoal.records.scoring import Assignment, ScoringRule
from shoal.records.studies import Found
from shoal.segments.assignment.freeze import freeze_centres, freeze_mixture
from shoal.segments.assignment.score import assign_accounts
from shoal.segments.prepare.fitting import fit_metric
from shoal.segments.prepare.replay import apply_preparation
from shoal.segments.search.agreement import kept_share
from shoal.segments.search.algorithms import CENTRE_ALGORITHMS, without_gaps
from shoal.segments.search.base import Base, choose_base
from shoal.segments.search.candidates import Candidate, centre_candidates, mixture_candidates
from shoal.segments.search.consensus import agree, make_attempts, smallest_within_error
from shoal.segments.search.counts import counts_in_question
from shoal.segments.search.recommend import recommend
from shoal.segments.verdict.judge import judge

Progress = Callable[[str, float], None]

_ATTEMPTS = 80


def _silent(_stage: str, _share: float) -> None:
    """Report progress to nobody."""


@dataclass(frozen=True, slots=True)
class _Published:
    """A candidate's frozen rule, what it says of all accounts, and how far they agree."""

    rule: ScoringRule
    assignment: Assignment
    agreement: float


def find_segments(
    accounts: Accounts, *, options: SearchOptions, progress: Progress = _silent
) -> Found:
    """Find the segments of accounts, with the evidence for them.

    Parameters
    ----------
    accounts : Accounts
        In canonical order; at least two different rows of metrics.
    options : SearchOptions
    progress : callable
        Told the stage in words, and the share of it that is done.

    Raises
    ------
    NothingToCluster
        If more segments are asked for than there are different accounts.

    Notes
    -----
    Time and memory beyond the final assignment do not grow with the number of accounts: the
    search works on at most 2,000 of them. It runs in one thread: on bounded tables several wait
    for each other longer than they work, and the order in which they add up would show in the
    last digits.
    """
    with threadpool_limits(1):
        return _search(accounts, options, progress)


def _search(accounts: Accounts, options: SearchOptions, progress: Progress) -> Found:
    drawn, judged, attempted, frozen = np.random.default_rng(options.seed).spawn(4)
    progress("Choosing each metric's scale", 0.0)
    base = choose_base(accounts.metrics, accounts.values, drawn)
    judgement = judge(
        base.metrics,
        accounts.values[:, base.columns],
        rng=judged,
        progress=lambda share: progress("Comparing with tables without groups", share),
    )
    counts = counts_in_question(
        options,
        n_accounts=len(accounts.ids),
        n_distinct=base.n_distinct,
        plain_groups=judgement.plain_groups,
    )
    attempts = make_attempts(
        base.design,
        counts.eligible,
        n_resamples=_ATTEMPTS // max(len(counts.eligible), 2),
        rng=attempted,
        progress=lambda share: progress("Segmenting parts of the accounts", share),
    )
    agreed = {count: agree(attempts, count) for count in counts.eligible}
    progress("Comparing algorithms", 0.0)
    candidates = mixture_candidates(base, counts.shown, attempts, agreed, attempted)
    for algorithm in CENTRE_ALGORITHMS:
        candidates += centre_candidates(base, algorithm, counts.shown, seed=options.seed)
    algorithm = options.algorithm or Algorithm.MIXTURE
    chosen = _pick(candidates, algorithm, smallest_within_error(agreed))
    published = _publish(accounts, base, chosen, frozen)
    return Found(
        recommendation=recommend(
            base=base,
            judgement=judgement,
            candidates=tuple(candidates),
            chosen=chosen,
            published=published.assignment,
            agreement=published.agreement,
            options=options,
            n_attempts=len(attempts.counts),
        ),
        rule=published.rule,
        assignment=published.assignment,
        prepared=apply_preparation(published.rule.preparation, accounts.values),
        searched=tuple(m.name for m in base.metrics),
    )


def _pick(candidates: list[Candidate], algorithm: Algorithm, count: int) -> Candidate:
    return next(c for c in candidates if c.algorithm is algorithm and c.n_segments == count)


def _publish(
    accounts: Accounts, base: Base, chosen: Candidate, rng: np.random.Generator
) -> _Published:
    """Freeze a candidate, and name its segments s1, s2, ... by falling size.

    What is published is the frozen rule's own answer; a segment to which the rule gives no
    account is dropped.
    """
    is_mixture = chosen.algorithm is Algorithm.MIXTURE
    preparation = _for_all_metrics(
        accounts, base, base.preparation if is_mixture else base.centre_preparation
    )
    prepared = apply_preparation(preparation, accounts.values[base.rows])
    labels = chosen.labels
    while True:
        keys = tuple(f"s{i + 1}" for i in range(int(labels.max()) + 1))
        if is_mixture:
            rule = freeze_mixture(preparation, prepared, labels, keys, rng=rng)
        else:
            rule = freeze_centres(preparation, prepared, labels, keys)
        assignment = assign_accounts(rule, accounts.values)
        sizes = np.bincount(assignment.segment, minlength=len(keys))
        if sizes.all():
            break
        labels = without_gaps(assignment.segment[base.rows])
    agreement = kept_share(labels, assignment.segment[base.rows])
    order = np.argsort(-sizes, kind="stable")
    return _Published(
        rule=_reordered(rule, order),
        assignment=assign_accounts(_reordered(rule, order), accounts.values),
        agreement=agreement,
    )


def _for_all_metrics(accounts: Accounts, base: Base, searched: Preparation) -> Preparation:
    """Return a preparation of every metric; those not searched keep a plain one."""
    by_column = dict(zip(base.columns.tolist(), searched.metrics, strict=True))
    prepared = tuple(
        by_column[j] if j in by_column else fit_metric(metric, accounts.values[base.rows, j])
        for j, metric in enumerate(accounts.metrics)
    )
    return Preparation(name=searched.name, metrics=prepared)


def _reordered(rule: ScoringRule, order: Indices) -> ScoringRule:
    prototypes = tuple(
        replace(rule.prototypes[old], segment=f"s{new + 1}")
        for new, old in enumerate(order.tolist())
    )
    return replace(rule, prototypes=prototypes)
