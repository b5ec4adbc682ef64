"""The recommendation for plain coordinates: what was tried, what was taken, and why."""

import numpy as np

from shoal.records.arrays import Floats, Indices
from shoal.records.evidence import (
    Algorithm,
    EvidenceRow,
    Natural,
    Recommendation,
    RunnerUp,
    Verdict,
)
from shoal.segments.density.candidates import density_candidates
from shoal.segments.search.agreement import adjusted_rand, kept_share
from shoal.segments.search.algorithms import CENTRE_ALGORITHMS
from shoal.segments.search.measures import (
    distances_between,
    inertia_share,
    silhouette_and_error,
    smallest_share,
)
from shoal.segments.search.shapes import Shapes, find_shapes

AS_GIVEN = "as given"
_MOST_POINTS = 2_000
_REPEATED_SHARE = 0.8

# No tables without groups are drawn here, so nothing is called strong: the tables that serve
# customers keep each row's distance from the centre, and so every ring around it.
_REGIONS = (
    "The points fall into {n} dense regions with sparser space between them, deeper than chance "
    "makes it. They were not compared with tables without groups, so they are not called strong."
)
_BELLS = "The points fit {n} overlapping bells better than one; no sparse space parts them all."
_SLICES = "One bell fits the points as well as several; the {n} segments are slices."


def recommend_points(
    z: Floats, published: Indices, shapes: Shapes, agreement: float, *, seed: int
) -> Recommendation:
    """Put evidence, choice and verdict together.

    Parameters
    ----------
    z : ndarray of shape (n_points, n_columns)
    published : ndarray of shape (n_points,)
        The frozen rule's answer.
    shapes : Shapes
        What the search found.
    agreement : float
        Share of points for which the rule and the search agree.
    seed : int

    Notes
    -----
    Measures and stability are taken on at most 2,000 points.
    """
    part = np.sort(np.random.default_rng(seed).permutation(len(z))[:_MOST_POINTS])
    stability, kept = _repeat(z[part], published[part], seed)
    rows = _evidence(z[part], published[part], shapes, part, stability, seed)
    natural = Natural.WEAK if shapes.grouped else Natural.NONE
    n_segments = int(published.max()) + 1
    sentence = _sentence(shapes).format(n=n_segments)
    return Recommendation(
        algorithm=shapes.algorithm,
        preparation=AS_GIVEN,
        n_segments=n_segments,
        natural=natural,
        reasons=(sentence, "Coordinates were taken as they are; every count was as welcome."),
        runner_up=_runner_up(rows, shapes),
        evidence=rows,
        verdict=Verdict(natural=natural, sentence=sentence, excess=0.0),
        same_group_share=kept,
        agreement=agreement,
    )


def _sentence(shapes: Shapes) -> str:
    if not shapes.grouped:
        return _SLICES
    return _REGIONS if shapes.algorithm is Algorithm.HDBSCAN else _BELLS


def _repeat(z: Floats, published: Indices, seed: int) -> tuple[float, float]:
    """Return how far the same search with the same count on 80 % of the points agrees.

    The adjusted Rand index, and the share of points that keep their segment.
    """
    rng = np.random.default_rng(seed + 1)
    again = np.sort(rng.permutation(len(z))[: max(round(_REPEATED_SHARE * len(z)), 2)])
    n_segments = int(published.max()) + 1
    possible = min(n_segments, len(np.unique(z[again], axis=0)))
    found = find_shapes(z[again], range(possible, possible + 1), seed=seed).labels
    return adjusted_rand(published[again], found), kept_share(published[again], found)


def _evidence(
    z: Floats,
    published: Indices,
    shapes: Shapes,
    part: Indices,
    stability: float,
    seed: int,
) -> tuple[EvidenceRow, ...]:
    distances = distances_between(z)
    n_points = len(shapes.labels)
    n_segments = min(int(published.max()) + 1, len(np.unique(z, axis=0)))
    others = [(Algorithm.MIXTURE, shapes.bells.labels[part]), *density_candidates(z)]
    others += [
        (algorithm, label(z, (n_segments,), seed=seed)[n_segments])
        for algorithm, label in CENTRE_ALGORITHMS.items()
    ]
    rows = []
    for algorithm, labels, chosen in [
        (shapes.algorithm, published, True),
        *((a, labels, False) for a, labels in others if a is not shapes.algorithm),
    ]:
        width, error = silhouette_and_error(distances, labels, n_accounts=n_points)
        rows.append(
            EvidenceRow(
                algorithm=algorithm,
                preparation=AS_GIVEN,
                n_segments=int(labels.max()) + 1,
                silhouette=width,
                silhouette_error=error,
                smallest=smallest_share(labels),
                stability=stability if chosen else None,
                inertia=inertia_share(z, labels),
                chosen=chosen,
            )
        )
    return tuple(rows)


def _runner_up(rows: tuple[EvidenceRow, ...], shapes: Shapes) -> RunnerUp | None:
    wanted = (
        Algorithm.MIXTURE if shapes.algorithm is Algorithm.HDBSCAN else Algorithm.HDBSCAN,
        Algorithm.KMEANS,
    )
    for algorithm in wanted:
        for row in rows:
            if row.algorithm is algorithm:
                why = (
                    "Bells describe dense regions of other shapes less well."
                    if algorithm is Algorithm.MIXTURE
                    else "Its regions are no denser than chance makes them."
                    if algorithm is Algorithm.HDBSCAN
                    else "It assumes round clusters of one size."
                )
                return RunnerUp(algorithm=algorithm, n_segments=row.n_segments, why=why)
    return None
