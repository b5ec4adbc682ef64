"""The search among plain coordinates: clusters of any shape, no preference for a count."""

from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from shoal.records.arrays import Floats, Indices
from shoal.records.evidence import Recommendation
from shoal.records.preparation import Preparation, Prepared, PreparedMetric, Scale
from shoal.records.scoring import ScoringRule
from shoal.segments.assignment.prototypes import freeze_prototypes
from shoal.segments.assignment.score import assignment_of, score_prepared
from shoal.segments.search.agreement import kept_share
from shoal.segments.search.grounds import AS_GIVEN, recommend_points
from shoal.segments.search.settle import settle
from shoal.segments.search.shapes import find_shapes

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
        Finite; columns comparable, for they are moved and shrunk together, never one by one.
    low, high : int
        Fewest and most clusters.
    n_segments : int, optional
        The count, where it is known.
    seed : int

    Returns
    -------
    PointsFound
        The rule's preparation has metrics `x0`, `x1`, ... in the order of the columns.

    Notes
    -----
    About n log n in few columns and quadratic beyond 12, so keep n bounded (10,000).

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> angle = np.linspace(0, 2 * np.pi, 400, endpoint=False)
    >>> circle = np.column_stack([np.cos(angle), np.sin(angle)])
    >>> ring = circle * rng.normal(3, 0.15, (400, 1))
    >>> inside = rng.normal(0, 0.3, (200, 2))
    >>> found = find_points(np.vstack([ring, inside]), low=2, high=16, n_segments=None, seed=0)
    >>> found.recommendation.n_segments, found.agreement > 0.98
    (2, True)
    """
    with threadpool_limits(1):
        return _search(points, low, high, n_segments, seed)


def _search(points: Floats, low: int, high: int, n_segments: int | None, seed: int) -> PointsFound:
    rng = np.random.default_rng(seed)
    preparation, prepared = _as_coordinates(points)
    counts = _counts(len(np.unique(points, axis=0)), low, high, n_segments)
    shapes = find_shapes(prepared.z, counts, seed=seed)
    rule, published = _publish(preparation, prepared, shapes.labels, rng)
    agreement = kept_share(shapes.labels, published)
    return PointsFound(
        labels=published,
        rule=rule,
        recommendation=recommend_points(prepared.z, published, shapes, agreement, seed=seed),
        agreement=agreement,
    )


def _publish(
    preparation: Preparation, prepared: Prepared, labels: Indices, rng: np.random.Generator
) -> tuple[ScoringRule, Indices]:
    return settle(
        labels,
        freeze=lambda labels, keys: freeze_prototypes(preparation, prepared, labels, keys, rng=rng),
        answer=lambda rule: assignment_of(rule, score_prepared(rule, prepared)).segment,
        rows=np.arange(len(labels)),
    )


def _counts(n_distinct: int, low: int, high: int, n_segments: int | None) -> range:
    if n_segments is not None:
        low = high = n_segments
    return range(min(low, n_distinct), min(high, n_distinct) + 1)


def _as_coordinates(points: Floats) -> tuple[Preparation, Prepared]:
    """Return points moved and shrunk as a whole, so that their geometry stays."""
    size = float(np.abs(points).max()) or 1.0  # squares of huge coordinates would overflow
    centre = (points / size).mean(axis=0) * size
    spread = size * float(np.sqrt(np.mean((points / size - centre / size) ** 2))) or 1.0
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
    preparation = Preparation(name=AS_GIVEN, metrics=metrics)
    return preparation, Prepared(z=z, present=everywhere, piled=~everywhere)
