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
from shoal.segments.search.base import choose_base
from shoal.segments.search.candidates import (
    centre_candidates,
    dense_candidates,
    mixture_candidates,
)
from shoal.segments.search.consensus import agree, make_attempts
from shoal.segments.search.counts import counts_in_question
from shoal.segments.search.publish import Published, publish
from shoal.segments.search.recommend import recommend
from shoal.segments.search.selection import select
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
    candidates += dense_candidates(base)
    taken = select(base, candidates, agreed, options)
    asked = options.n_segments is not None
    smallest_share = 0.0 if asked else options.smallest_share
    shares = {"smallest_share": smallest_share, "unusual_share": options.unusual_share}
    published = publish(accounts, base, taken.chosen, **shares, rng=frozen)
    if options.algorithm is None and asked and _too_few(published, options):
        taken = select(base, candidates, agreed, replace(options, algorithm=Algorithm.KMEANS))
        published = publish(accounts, base, taken.chosen, **shares, rng=frozen)
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


def _too_few(published: Published, options: SearchOptions) -> bool:
    """Whether the frozen mixture leaves some of the segments asked for empty."""
    return len(published.assignment.keys) < (options.n_segments or 0)
