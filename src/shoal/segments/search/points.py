"""The search among plain coordinates: clusters of any shape, no preference for a count."""

from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from shoal.records.arrays import Floats, Indices
from shoal.records.evidence import (
    Algorithm,
    EvidenceRow,
    Natural,
    Recommendation,
    Verdict,
)
from shoal.records.preparation import Preparation, Prepared, PreparedMetric, Scale
from shoal.records.scoring import ScoringRule
from shoal.segments.assignment.prototypes import freeze_prototypes
from shoal.segments.assignment.score import assignment_of, score_prepared
from shoal.segments.search.agreement import kept_share
from shoal.segments.search.algorithms import without_gaps
from shoal.segments.search.measures import (
    distances_between,
    inertia_share,
    silhouette,
    smallest_share,
)
from shoal.segments.search.shapes import find_shapes

_MOST_SHOWN = 2_000
_NO_CLIP = 1e9


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsFound:
    """What was found among points.

    `labels` (n_points,) index the rule's segments and are the rule's own answer; `agreement` is
    the share of points for which rule and algorithm agree.
    """

    labels: Indices
    rule: ScoringRule
    recommendation: Recommendation
    agreement: float


def find_points(
    points: Floats, *, low: int, high: int, n_segments: int | None, seed: int
) -> PointsFound:
    """Find clusters among points whose columns are coordinates.

    Parameters
    ----------
    points : ndarray of shape (n_points, n_columns)
        Finite, comparable columns; at least two different rows.
    low, high : int
        Fewest and most clusters.
    n_segments : int, optional
        The count, where it is known.
    seed : int
    """
    with threadpool_limits(1):
        return _search(points, low, high, n_segments, seed)


def _search(points: Floats, low: int, high: int, n_segments: int | None, seed: int) -> PointsFound:
    rng = np.random.default_rng(seed)
    preparation, prepared = _as_coordinates(points)
    counts = _counts(len(np.unique(points, axis=0)), low, high, n_segments)
    shapes = find_shapes(prepared.z, counts, seed=seed)
    labels = shapes.labels
    while True:
        keys = tuple(f"s{i + 1}" for i in range(int(labels.max()) + 1))
        rule = freeze_prototypes(preparation, prepared, labels, keys, rng=rng)
        published = assignment_of(rule, score_prepared(rule, prepared)).segment
        if np.bincount(published, minlength=len(keys)).all():
            break
        labels = without_gaps(published)
    agreement = kept_share(shapes.labels, published)
    return PointsFound(
        labels=published,
        rule=rule,
        recommendation=_recommendation(prepared.z, published, shapes.algorithm, agreement, rng),
        agreement=agreement,
    )


def _counts(n_distinct: int, low: int, high: int, n_segments: int | None) -> range:
    if n_segments is not None:
        low = high = n_segments
    return range(min(low, n_distinct), min(high, n_distinct) + 1)


def _as_coordinates(points: Floats) -> tuple[Preparation, Prepared]:
    """Return points moved and shrunk as a whole, so that their geometry stays."""
    centre = points.mean(axis=0)
    spread = float(np.sqrt(np.mean((points - centre) ** 2))) or 1.0
    metrics = tuple(
        PreparedMetric(
            metric=f"x{j}",
            scale=Scale.IDENTITY,
            reference=1.0,
            centre=float(c),
            spread=spread,
            clip=_NO_CLIP,
            why="A coordinate, taken as it is.",
        )
        for j, c in enumerate(centre)
    )
    z = (points - centre) / spread
    everywhere = np.ones(z.shape, dtype=np.bool_)
    preparation = Preparation(name="as given", metrics=metrics)
    return preparation, Prepared(z=z, present=everywhere, piled=~everywhere)


def _recommendation(
    z: Floats, labels: Indices, algorithm: Algorithm, agreement: float, rng: np.random.Generator
) -> Recommendation:
    rows = np.sort(rng.permutation(len(z))[:_MOST_SHOWN])
    n_segments = int(labels.max()) + 1
    row = EvidenceRow(
        algorithm=algorithm,
        preparation="as given",
        n_segments=n_segments,
        silhouette=silhouette(distances_between(z[rows]), labels[rows]),
        smallest=smallest_share(labels),
        inertia=inertia_share(z, labels),
        chosen=True,
    )
    sentence = "Coordinates were taken as they are; no table without groups was compared."
    return Recommendation(
        algorithm=algorithm,
        preparation="as given",
        n_segments=n_segments,
        natural=Natural.WEAK,
        reasons=(sentence,),
        runner_up=None,
        evidence=(row,),
        verdict=Verdict(natural=Natural.WEAK, sentence=sentence, excess=0.0),
        same_group_share=agreement,
        agreement=agreement,
    )
