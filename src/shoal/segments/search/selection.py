"""Which candidate is taken, and what the user's bounds do to it."""

from dataclasses import dataclass, replace

import numpy as np

from shoal.errors import NothingToCluster
from shoal.records.arrays import Indices
from shoal.records.evidence import Algorithm
from shoal.records.options import SearchOptions
from shoal.segments.density.small_groups import split_small_groups
from shoal.segments.search.algorithms import without_gaps
from shoal.segments.search.base import Base
from shoal.segments.search.candidates import Candidate, agreement_with
from shoal.segments.search.consensus import Consensus, smallest_within_error
from shoal.segments.search.constraints import merge_small, too_large, within_shares
from shoal.segments.search.counts import TEAM_HIGH, TEAM_LOW
from shoal.segments.search.scattered import put_to_nearest, scattered_accounts
from shoal.wording import format_share, quantity_words

DENSITY = (Algorithm.HDBSCAN, Algorithm.DBSCAN)


@dataclass(frozen=True, slots=True)
class Selection:
    """The candidate taken, all candidates with it among them, and what is to be said of it.

    `agreed` is the number of segments before small groups were split off or merged.
    """

    chosen: Candidate
    candidates: tuple[Candidate, ...]
    notes: tuple[str, ...]
    agreed: int


def select(
    base: Base,
    candidates: list[Candidate],
    agreed: dict[int, Consensus],
    options: SearchOptions,
) -> Selection:
    """Take the count that the attempts agree on, by the algorithm asked for, or the mixture.

    Unless algorithm or number were asked for, a small dense group far from all others gets a
    segment of its own, and a few accounts unlike all others and each other get none. Segments
    smaller than asked for are merged.

    Raises
    ------
    NothingToCluster
        If a density algorithm was asked for and finds fewer than two clusters.
    """
    within = {k: c for k, c in agreed.items() if within_shares(c.labels, options)}
    count = smallest_within_error(within or agreed)
    taken = _pick(candidates, options.algorithm or Algorithm.MIXTURE, count)
    if options.n_segments is not None:
        taken = _as_many(taken, candidates, options)
        return Selection(
            chosen=taken, candidates=tuple(candidates), notes=(), agreed=taken.n_segments
        )
    if options.algorithm is None:
        taken = _without_scattered(base, taken, candidates, agreed, options)
    bounded, notes = _bounded(base, taken, options)
    others = tuple(c for c in candidates if c is not bounded)
    return Selection(
        chosen=bounded, candidates=(*others, bounded), notes=notes, agreed=taken.n_segments
    )


def _as_many(taken: Candidate, candidates: list[Candidate], options: SearchOptions) -> Candidate:
    """Return k-means where the mixture cannot fill the number asked for."""
    filled = len(np.unique(taken.labels)) == options.n_segments
    if filled or options.algorithm is not None:
        return taken
    return _pick(candidates, Algorithm.KMEANS, taken.n_segments)


def _without_scattered(
    base: Base,
    taken: Candidate,
    candidates: list[Candidate],
    agreed: dict[int, Consensus],
    options: SearchOptions,
) -> Candidate:
    """Dissolve a segment of oddities; where too few are left then, take one segment more first."""
    count = taken.n_segments
    fewest = options.low if options.ranged else min(TEAM_LOW, count)
    for more in (k for k in (count, count + 1) if k in agreed):
        candidate = _pick(candidates, Algorithm.MIXTURE, more)
        scattered = scattered_accounts(base.points, candidate.labels)
        if not scattered.any():
            return candidate if more == count else taken
        labels = put_to_nearest(base.points, candidate.labels, scattered)
        if int(labels.max()) + 1 >= fewest:
            return replace(candidate, labels=labels, scattered=scattered)
    return taken


def _bounded(
    base: Base, taken: Candidate, options: SearchOptions
) -> tuple[Candidate, tuple[str, ...]]:
    """Split small dense groups off and merge what is too small; say both.

    What other attempts found is split alike, and what was measured of another number is dropped.
    """
    labels, others, repeats = taken.labels, taken.others, taken.repeats
    notes: list[str] = []
    if options.algorithm is None:
        split = split_small_groups(base.points, labels, smallest_share=options.smallest_share)
        n_new = int(split.max() - labels.max())
        most = options.high if options.ranged else TEAM_HIGH
        if n_new and int(split.max()) < most:
            others, repeats = _with_new(others, split, labels), _with_new(repeats, split, labels)
            if taken.scattered is not None:
                taken = replace(taken, scattered=taken.scattered & (split <= labels.max()))
            labels = split
            notes.append(_told(n_new))
    labels, merged = merge_small(labels, base.points, options.smallest_share)
    told = (_told_of_scattered(taken), merged, too_large(labels, options.largest_share))
    notes += [note for note in told if note]
    if taken.scattered is None and np.array_equal(labels, taken.labels):
        return taken, tuple(notes)
    stability, kept = agreement_with(list(others), labels)
    changed = replace(
        taken,
        labels=labels,
        n_segments=int(labels.max()) + 1,
        others=others,
        repeats=repeats,
        stability=stability,
        kept=kept,
        bic=None,
        prediction_strength=None,
    )
    return changed, tuple(notes)


def _with_new(others: tuple[Indices, ...], split: Indices, labels: Indices) -> tuple[Indices, ...]:
    """Return what others found, with the groups that were split off `labels` split off there."""
    return tuple(without_gaps(np.where(split > labels.max(), o.max() + split, o)) for o in others)


def _told_of_scattered(taken: Candidate) -> str | None:
    if taken.scattered is None or not taken.scattered.any():
        return None
    return (
        f"{format_share(float(taken.scattered.mean()))} of the accounts are unlike all others and"
        " each other. They form no segment, have no say in what segments are like, and stand in"
        " the nearest one."
    )


def _told(n_new: int) -> str:
    groups = "A small dense group" if n_new == 1 else f"{quantity_words(n_new)} small groups"
    return (
        f"{groups.capitalize()} far from all other accounts got a segment of"
        f" {'its' if n_new == 1 else 'their'} own."
    )


def _pick(candidates: list[Candidate], algorithm: Algorithm, count: int) -> Candidate:
    own = [c for c in candidates if c.algorithm is algorithm]
    if not own:
        raise NothingToCluster(
            f"{algorithm.value} finds fewer than two clusters in these accounts.",
            suggestion="Leave the algorithm open, or take kmeans, ward or mixture.",
        )
    return own[0] if algorithm in DENSITY else next(c for c in own if c.n_segments == count)
