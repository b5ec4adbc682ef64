"""All candidates of a search: an algorithm and a count each, with their labels."""

from dataclasses import dataclass

import numpy as np

from shoal.records.arrays import Booleans, Floats, Indices
from shoal.records.evidence import Algorithm
from shoal.segments.density.candidates import density_candidates
from shoal.segments.mixture.design import Design
from shoal.segments.mixture.fit import fit_mixture
from shoal.segments.mixture.starts import quick_kmeans
from shoal.segments.search.agreement import adjusted_rand, kept_share
from shoal.segments.search.algorithms import CENTRE_ALGORITHMS, without_gaps
from shoal.segments.search.base import Base
from shoal.segments.search.consensus import Attempts, Consensus, agree_by_handfuls
from shoal.segments.search.repeats import mixture_strength, prediction_strength

_CENTRE_RESAMPLES = 6
_RESAMPLED_SHARE = 0.8
_SPLITS = 2
_FEWEST_HALVED = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to segment the base accounts; `labels` (n_base,) from 0 without gaps.

    `stability` is the mean adjusted Rand index with the same work done on parts of the accounts,
    `kept` the mean share of accounts that stay in their segment then; None where not measured.
    `others` are the labels that work on parts of the accounts gave, `repeats` those of the whole
    work done again, from which confidence is learnt. `scattered` (n_base,) marks accounts that
    fit nowhere: they have a label, and no say in the frozen rule. `preparation` names another one
    than the search's own.
    """

    algorithm: Algorithm
    n_segments: int
    labels: Indices
    stability: float | None = None
    kept: float | None = None
    others: tuple[Indices, ...] = ()
    repeats: tuple[Indices, ...] = ()
    bic: float | None = None
    prediction_strength: float | None = None
    scattered: Booleans | None = None
    preparation: str | None = None


def mixture_candidates(
    base: Base,
    counts: tuple[int, ...],
    attempts: Attempts,
    agreed: dict[int, Consensus],
    rng: np.random.Generator,
) -> list[Candidate]:
    """Return one mixture per count: what the attempts agree on where there were attempts."""
    found = []
    for count in counts:
        fitted = attempts.whole.get(count) or fit_mixture(base.design, count, rng=rng, n_starts=3)
        consensus = agreed.get(count)
        labels = consensus.labels if consensus else fitted.chances.argmax(axis=1)
        others = [
            again
            for attempted, again in zip(attempts.counts, attempts.labels, strict=True)
            if attempted == count
        ]
        stability, kept = agreement_with(others, labels)
        found.append(
            Candidate(
                algorithm=Algorithm.MIXTURE,
                n_segments=count,
                labels=without_gaps(labels),
                stability=stability,
                kept=kept,
                others=tuple(others),
                repeats=agree_by_handfuls(attempts, count) if consensus else (),
                bic=_bic(fitted.log_density, base.design, count),
                prediction_strength=_halves_agree(base.design, count, rng) if consensus else None,
            )
        )
    return found


def centre_candidates(
    base: Base, algorithm: Algorithm, counts: tuple[int, ...], *, seed: int
) -> list[Candidate]:
    """Return one candidate per count of k-means or Ward, with its stability under resampling."""
    labels = CENTRE_ALGORITHMS[algorithm](base.points, counts, seed=seed)
    again = _centre_resamples(base.points, algorithm, counts, seed=seed)
    found = []
    for count in counts:
        stability, kept = agreement_with(again[count], labels[count])
        found.append(
            Candidate(
                algorithm=algorithm,
                n_segments=count,
                labels=labels[count],
                stability=stability,
                kept=kept,
                others=tuple(again[count]),
                repeats=tuple(again[count]),
                prediction_strength=_foretold(base.points, algorithm, count, seed),
            )
        )
    return found


def _halves_agree(design: Design, count: int, rng: np.random.Generator) -> float | None:
    enough = design.n_accounts >= _FEWEST_HALVED * count
    return mixture_strength(design, count, rng=rng) if enough else None


def _foretold(points: Floats, algorithm: Algorithm, count: int, seed: int) -> float | None:
    if algorithm is not Algorithm.KMEANS or len(points) < _FEWEST_HALVED * count:
        return None
    rng = np.random.default_rng(seed)
    return prediction_strength(
        points, lambda half: quick_kmeans(half, count, rng), rng=rng, n_splits=_SPLITS
    )


def dense_candidates(base: Base) -> list[Candidate]:
    """Return what HDBSCAN and DBSCAN find; they choose their count themselves."""
    return [
        Candidate(algorithm=algorithm, n_segments=int(labels.max()) + 1, labels=labels)
        for algorithm, labels in density_candidates(base.points)
    ]


def _centre_resamples(
    points: Floats, algorithm: Algorithm, counts: tuple[int, ...], *, seed: int
) -> dict[int, list[Indices]]:
    """Return labels of all accounts from the same work on 80 % of them, by count.

    The accounts left out are put to the nearest of the centres found.
    """
    rng = np.random.default_rng(seed)
    size = max(round(_RESAMPLED_SHARE * len(points)), *counts)
    again: dict[int, list[Indices]] = {count: [] for count in counts}
    for _ in range(_CENTRE_RESAMPLES):
        part = points[np.sort(rng.permutation(len(points))[:size])]
        n_distinct = len(np.unique(part, axis=0))
        possible = tuple(k for k in counts if k <= n_distinct)
        for count, found in CENTRE_ALGORITHMS[algorithm](part, possible, seed=seed).items():
            members = np.eye(int(found.max()) + 1)[found]
            centres = (members.T @ part) / members.sum(axis=0)[:, None]
            nearest = (-2 * points @ centres.T + (centres**2).sum(axis=1)).argmin(axis=1)
            again[count].append(nearest)
    return again


def agreement_with(others: list[Indices], labels: Indices) -> tuple[float | None, float | None]:
    """Return mean adjusted Rand index and mean kept share with other labels, None without any."""
    if not others:
        return None, None
    return (
        float(np.mean([adjusted_rand(labels, other) for other in others])),
        float(np.mean([kept_share(labels, other) for other in others])),
    )


def _bic(log_density: float, design: Design, count: int) -> float:
    """Return Schwarz's criterion, smaller is better: k ln n - 2 log likelihood."""
    per_group = 2 * design.n_metrics + int(design.has_pile.sum())
    shared = design.n_metrics * (design.n_metrics - 1) / 2
    n_parameters = count * per_group + count - 1 + shared
    n = design.n_accounts
    return float(n_parameters * np.log(n) - 2.0 * n * log_density)
