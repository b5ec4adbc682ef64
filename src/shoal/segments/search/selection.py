"""Which candidate is taken, and what the user's bounds do to it."""

from dataclasses import dataclass, replace

from shoal.errors import NothingToCluster
from shoal.records.evidence import Algorithm
from shoal.records.options import SearchOptions
from shoal.segments.density.small_groups import split_small_groups
from shoal.segments.search.base import Base
from shoal.segments.search.candidates import Candidate
from shoal.segments.search.consensus import Consensus, smallest_within_error
from shoal.segments.search.constraints import merge_small, too_large, within_shares
from shoal.wording import quantity_words

DENSITY = (Algorithm.HDBSCAN, Algorithm.DBSCAN)


@dataclass(frozen=True, slots=True)
class Selection:
    """The candidate taken, all candidates with it among them, and what is to be said of it."""

    chosen: Candidate
    candidates: tuple[Candidate, ...]
    notes: tuple[str, ...]


def select(
    base: Base,
    candidates: list[Candidate],
    agreed: dict[int, Consensus],
    options: SearchOptions,
) -> Selection:
    """Take the count that the attempts agree on, by the algorithm asked for, or the mixture.

    A small dense group far from all others gets a segment of its own, unless algorithm or number
    were asked for; segments smaller than asked for are merged.

    Raises
    ------
    NothingToCluster
        If a density algorithm was asked for and finds fewer than two clusters.
    """
    within = {k: c for k, c in agreed.items() if within_shares(c.labels, options)}
    count = smallest_within_error(within or agreed)
    taken = _pick(candidates, options.algorithm or Algorithm.MIXTURE, count)
    labels = taken.labels
    notes = []
    if options.algorithm is None and options.n_segments is None:
        labels = split_small_groups(base.points, labels, smallest_share=options.smallest_share)
        split = int(labels.max() - taken.labels.max())
        if split:
            groups = (
                "a small dense group" if split == 1 else f"{quantity_words(split)} small groups"
            )
            notes.append(
                f"{groups.capitalize()} far from all other accounts got a segment of"
                f" {'its' if split == 1 else 'their'} own."
            )
    labels, merged = merge_small(labels, base.points, options.smallest_share)
    notes += [note for note in (merged, too_large(labels, options.largest_share)) if note]
    chosen = replace(taken, labels=labels, n_segments=int(labels.max()) + 1)
    return Selection(
        chosen=chosen,
        candidates=tuple(chosen if c is taken else c for c in candidates),
        notes=tuple(notes),
    )


def _pick(candidates: list[Candidate], algorithm: Algorithm, count: int) -> Candidate:
    own = [c for c in candidates if c.algorithm is algorithm]
    if not own:
        raise NothingToCluster(
            f"{algorithm.value} finds fewer than two clusters in these accounts.",
            suggestion="Leave the algorithm open, or take kmeans, ward or mixture.",
        )
    return own[0] if algorithm in DENSITY else next(c for c in own if c.n_segments == count)
