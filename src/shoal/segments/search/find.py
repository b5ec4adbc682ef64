"""The whole search: prepare, judge, attempt, agree, choose, freeze."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from threadpoolctl import threadpool_limits

from shoal.records.accounts import Accounts
from shoal.records.evidence import Algorithm
from shoal.records.options import SearchOptions
from shoal.records.studies import Found
from shoal.segments.prepare.replay import apply_preparation
from shoal.segments.search.algorithms import CENTRE_ALGORITHMS
from shoal.segments.search.base import Base, choose_base
from shoal.segments.search.candidates import (
    Candidate,
    centre_candidates,
    dense_candidates,
    mixture_candidates,
)
from shoal.segments.search.consensus import Consensus, agree, make_attempts
from shoal.segments.search.counts import counts_in_question
from shoal.segments.search.covariances import covariance_candidates
from shoal.segments.search.publish import Published, publish
from shoal.segments.search.recommend import recommend
from shoal.segments.search.selection import Selection, select
from shoal.segments.verdict.judge import judge

Progress = Callable[[str, float], None]

_ATTEMPTS = 80


def _silent(_stage: str, _share: float) -> None:
    """Report progress to nobody."""


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
        counts.attempted,
        n_resamples=max(_ATTEMPTS // max(len(counts.attempted), 2), 2),
        rng=attempted,
        progress=lambda share: progress("Segmenting parts of the accounts", share),
    )
    agreed = {count: agree(attempts, count) for count in counts.eligible}
    progress("Comparing algorithms", 0.0)
    candidates = mixture_candidates(base, counts.shown, attempts, agreed, attempted)
    for algorithm in CENTRE_ALGORITHMS:
        candidates += centre_candidates(base, algorithm, counts.shown, seed=options.seed)
    candidates += covariance_candidates(base, counts.attempted, seed=options.seed)
    candidates += dense_candidates(base)
    taken, published = _take(accounts, base, candidates, agreed, options, frozen)
    return Found(
        recommendation=recommend(
            base=base,
            judgement=judgement,
            selection=taken,
            published=published,
            options=options,
            n_attempts=len(attempts.counts),
        ),
        rule=published.rule,
        assignment=published.assignment,
        prepared=apply_preparation(published.rule.preparation, accounts.values),
        searched=tuple(m.name for m in base.metrics),
    )


def _take(  # what choosing and publishing need
    accounts: Accounts,
    base: Base,
    candidates: list[Candidate],
    agreed: dict[int, Consensus],
    options: SearchOptions,
    rng: np.random.Generator,
) -> tuple[Selection, Published]:
    """Choose a candidate and freeze it; k-means where the mixture cannot fill the number asked."""
    asked = options.n_segments
    smallest_share = options.smallest_share if asked is None else 0.0
    for algorithm in (options.algorithm, Algorithm.KMEANS):
        taken = select(base, candidates, agreed, replace(options, algorithm=algorithm))
        published = publish(
            accounts,
            base,
            taken.chosen,
            smallest_share=smallest_share,
            unusual_share=options.unusual_share,
            rng=rng,
        )
        n_found = len(published.assignment.keys)
        is_full = n_found >= options.low if asked is None else n_found == asked
        if is_full or options.algorithm is not None:
            break
    return taken, published
