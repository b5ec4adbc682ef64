"""From labels to a rule that gives every segment somebody, its segments named by falling size."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from shoal.records.arrays import Indices
from shoal.records.scoring import ScoringRule
from shoal.segments.assignment.score import segment_keys
from shoal.segments.search.algorithms import without_gaps

Freeze = Callable[[Indices, tuple[str, ...]], ScoringRule]
Answer = Callable[[ScoringRule], Indices]
Mend = Callable[[Indices, Indices], Indices | None]


def settle(
    labels: Indices, *, freeze: Freeze, answer: Answer, rows: Indices, mend: Mend | None = None
) -> tuple[ScoringRule, Indices]:
    """Freeze labels, and again with one segment less as long as the rule gives one to nobody.

    Parameters
    ----------
    labels : ndarray of shape (n_base,)
        From 0 without gaps.
    freeze : callable
        From labels and keys to a rule.
    answer : callable
        From a rule to the segment of every account, shape (n_accounts,).
    rows : ndarray of shape (n_base,)
        Which accounts the labels belong to.
    mend : callable, optional
        From the rule's answer for the base and the sizes of the segments over all accounts to
        labels with fewer segments; None where nothing is left to mend.

    Returns
    -------
    rule : ScoringRule
        Segments `s1`, `s2`, ... by falling size, of equals first the one of the first account.
    segment : ndarray of shape (n_accounts,)
        The rule's answer for every account.
    """
    while True:
        keys = tuple(f"s{i + 1}" for i in range(int(labels.max()) + 1))
        rule = freeze(labels, keys)
        segment = answer(rule)
        sizes = np.bincount(segment, minlength=len(keys))
        if not sizes.all():
            labels = without_gaps(segment[rows])
            continue
        mended = mend(segment[rows], sizes) if mend else None
        if mended is None:
            _, first_seen = np.unique(segment, return_index=True)
            order = np.lexsort((first_seen, -sizes))  # equal sizes: numbers of labels mean nothing
            return _reordered(rule, order), np.asarray(np.argsort(order)[segment], dtype=np.intp)
        labels = mended


def _reordered(rule: ScoringRule, order: Indices) -> ScoringRule:
    keys = segment_keys(rule)
    prototypes = tuple(
        replace(prototype, segment=f"s{new + 1}")
        for new, old in enumerate(order.tolist())
        for prototype in rule.prototypes
        if prototype.segment == keys[old]
    )
    return replace(rule, prototypes=prototypes)
