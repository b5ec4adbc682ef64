"""Segment the accounts many times on different parts, and keep what the attempts agree on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from shoal.records.arrays import Floats, Indices
from shoal.segments.mixture.design import Design
from shoal.segments.mixture.fit import FittedMixture, fit_mixture
from shoal.segments.mixture.parameters import joint_log_density, responsibilities
from shoal.segments.search.agreement import adjusted_rand

_RESAMPLED_SHARE = 0.6
_CONSENSUS_STEPS = 40
_A_HANDFUL, _FEWEST_HANDFULS = 5, 2
# Attempts share accounts, so their agreements vary less than the answer does from table to table.
ERRORS = 2.0


@dataclass(frozen=True, slots=True)
class Attempts:
    """Mixtures fitted on parts of the accounts, each asked about all of them.

    `counts` (n_attempts,); `chances` one array (n_accounts, count) per attempt; `labels` their
    most likely groups; `whole` the mixture fitted on all accounts, by count.
    """

    counts: tuple[int, ...]
    chances: tuple[Floats, ...]
    labels: tuple[Indices, ...]
    whole: dict[int, FittedMixture]


@dataclass(frozen=True, slots=True)
class Consensus:
    """The grouping with one count that all attempts agree on best.

    `agreement` has the adjusted Rand index with every attempt, shape (n_attempts,).
    """

    n_segments: int
    labels: Indices
    agreement: Floats


def make_attempts(
    design: Design,
    counts: tuple[int, ...],
    *,
    n_resamples: int,
    rng: np.random.Generator,
    progress: Callable[[float], None],
) -> Attempts:
    """Fit each count on all accounts once, and on `n_resamples` random 60 % of them."""
    whole: dict[int, FittedMixture] = {}
    attempted: list[int] = []
    chances: list[Floats] = []
    for step, count in enumerate(counts):
        whole[count] = fit_mixture(design, count, rng=rng)
        for _ in range(n_resamples):
            part = rng.permutation(design.n_accounts)[: _part_size(design.n_accounts, count)]
            fitted = fit_mixture(design.rows(part), count, rng=rng, n_finalists=1)
            attempted.append(count)
            chances.append(responsibilities(joint_log_density(fitted.mixture, design))[0])
        progress((step + 1) / len(counts))
    labels = tuple(c.argmax(axis=1) for c in chances)
    return Attempts(counts=tuple(attempted), chances=tuple(chances), labels=labels, whole=whole)


def agree(attempts: Attempts, n_segments: int) -> Consensus:
    """Return the grouping with `n_segments` that the attempts agree on.

    k-means on the chances of all attempts side by side: two accounts are close when the attempts
    kept them together. It starts from what the attempts with this count say, and the best of
    those starts is kept, so nothing random is left in it.
    """
    begun = [attempts.labels[i] for i, count in enumerate(attempts.counts) if count == n_segments]
    if n_segments in attempts.whole:
        begun.insert(0, attempts.whole[n_segments].chances.argmax(axis=1))
    labels = _agreed(attempts.chances, begun, n_segments)
    agreement = np.array([adjusted_rand(labels, other) for other in attempts.labels])
    return Consensus(n_segments=n_segments, labels=labels, agreement=agreement)


def agree_by_handfuls(attempts: Attempts, n_segments: int) -> tuple[Indices, ...]:
    """Return what each handful of the attempts agrees on, (n_accounts,) each.

    A handful has five attempts, or one with each count if there are more counts: the whole work
    done again in small, so that what handfuls keep is what another search would keep. Single
    attempts differ more from each other than searches do, and all of them together are but one.
    """
    each = attempts.counts.count(n_segments)
    n_counts = len(set(attempts.counts))
    n_handfuls = each // -(-_A_HANDFUL // n_counts)
    found: list[Indices] = []
    if n_handfuls < _FEWEST_HANDFULS:
        return ()
    for handful in range(n_handfuls):
        members = [i for i in range(len(attempts.counts)) if i % each % n_handfuls == handful]
        begun = [attempts.labels[i] for i in members if attempts.counts[i] == n_segments]
        found.append(_agreed([attempts.chances[i] for i in members], begun, n_segments))
    return tuple(found)


def smallest_within_error(found: dict[int, Consensus]) -> int:
    """Return the smallest count whose agreement is within two standard errors of the best."""
    best = max(found.values(), key=lambda c: float(c.agreement.mean()))
    for count in sorted(found):
        gap = best.agreement - found[count].agreement
        if float(gap.mean()) <= ERRORS * float(gap.std()) / np.sqrt(gap.size):
            return count
    return best.n_segments


def _agreed(chances: Sequence[Floats], begun: Sequence[Indices], n_segments: int) -> Indices:
    points = np.hstack(chances)
    labels, _ = min((_lloyd(points, b, n_segments) for b in begun), key=lambda fit: fit[1])
    return labels


def _part_size(n_accounts: int, count: int) -> int:
    return max(min(n_accounts, 3 * count), round(_RESAMPLED_SHARE * n_accounts))


def _lloyd(points: Floats, labels: Indices, n_groups: int) -> tuple[Indices, float]:
    spread = float("inf")
    norms = np.einsum("ij,ij->i", points, points)
    for _ in range(_CONSENSUS_STEPS):
        members = np.eye(n_groups)[labels]
        counts = members.sum(axis=0)
        centres = (members.T @ points) / np.maximum(counts, 1)[:, None]
        distances = norms[:, None] - 2 * points @ centres.T + (centres**2).sum(axis=1)
        distances[:, counts == 0] = np.inf
        next_labels = distances.argmin(axis=1)
        spread = float(distances.min(axis=1).sum())
        if np.array_equal(next_labels, labels):
            break
        labels = next_labels
    return labels, spread
