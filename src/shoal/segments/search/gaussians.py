"""Bell-shaped clusters among coordinates: mixtures judged by BIC, and the borders they draw."""

import warnings
from dataclasses import dataclass
from itertools import product

import numpy as np
from sklearn.cluster import KMeans
from sklearn.exceptions import ConvergenceWarning

from shoal.records.arrays import Floats, Indices
from shoal.segments.density.neighbours import borders_on
from shoal.segments.search.agreement import adjusted_rand
from shoal.segments.search.algorithms import without_gaps
from shoal.segments.search.bell_mixture import BellMixture, fit_bells

_MOST_POINTS = 2_000  # that a mixture is fitted on; all are labelled
_PATIENCE = 3  # counts without a better BIC after which no larger one is tried
_FULL_COLUMNS = 8
_POINTS_A_CLUSTER = 5
_PLAIN_COLUMNS = 4
_NOISE_EDGE = 1.1
_MOST_DIRECTIONS = 12
_SAME = 0.5
_AT_BORDERS = 0.8


@dataclass(frozen=True, slots=True)
class Bells:
    """A mixture and what it says of all points.

    `labels` (n_points,) from 0 without gaps; `bic` per fitted point, smaller is better; `shape`
    as scikit-learn names it; `certainty` is the mean of the points' highest chances.
    """

    labels: Indices
    bic: float
    shape: str
    certainty: float

    @property
    def n_clusters(self) -> int:
        """How many clusters have a point."""
        return int(self.labels.max()) + 1


def best_bells(points: Floats, counts: range, *, seed: int) -> Bells:
    """Return the mixture with the best BIC over counts and shapes of bells.

    Parameters
    ----------
    points : ndarray of shape (n_points, n_columns)
        Finite, with a spread of about 1.
    counts : range
        Numbers of clusters, tried upwards until three in a row are no better.
    seed : int

    Notes
    -----
    Bells are round, or of any direction and extent in up to 8 columns, else along the axes. Each
    starts from k-means in the directions in which points spread more than noise would.

    References
    ----------
    Schwarz (1978), https://doi.org/10.1214/aos/1176344136
    Fraley and Raftery (2002), https://doi.org/10.1198/016214502760047131
    """
    fitted_on = _part(points, seed)
    shapes, views = _shapes(points), _views(fitted_on)
    best: tuple[float, BellMixture, str] | None = None
    waited = 0
    for count in counts:
        if best is not None and (waited >= _PATIENCE or count * _POINTS_A_CLUSTER > len(fitted_on)):
            break
        found = _best_in_number(fitted_on, views, count, shapes, seed)
        waited += 1
        if best is None or found[0] < best[0]:
            best, waited = found, 0
    if best is None:
        raise ValueError("best_bells needs at least one count")
    bic, model, shape = best
    chances = model.chances(points)
    return Bells(
        labels=without_gaps(chances.argmax(axis=1)),
        bic=bic,
        shape=shape,
        certainty=float(chances.max(axis=1).mean()),
    )


def steadiness(points: Floats, bells: Bells, *, seed: int) -> float:
    """Return how far mixtures fitted on two halves of the points say the same of all.

    The adjusted Rand index of two mixtures with as many bells of the same shape. Bells that each
    describe a cluster stay where they are; bells that share out a curve slide along it.
    """
    fitted_on = _part(points, seed)
    order = np.random.default_rng(seed).permutation(len(fitted_on))
    if len(order) < 2 * bells.n_clusters:
        return 0.0
    said = []
    for half in (fitted_on[order[::2]], fitted_on[order[1::2]]):
        found = _best_in_number(half, _views(half), bells.n_clusters, (bells.shape,), seed)
        said.append(found[1].chances(fitted_on).argmax(axis=1))
    return adjusted_rand(without_gaps(said[0]), without_gaps(said[1]))


def one_bell(points: Floats, *, seed: int) -> float:
    """Return the BIC per point of a single bell of the best shape."""
    fitted_on = _part(points, seed)
    start = np.zeros(len(fitted_on), dtype=np.intp)
    return min(_fit(fitted_on, start, shape)[0] for shape in _shapes(points))


def redrawn(points: Floats, labels: Indices, *, seed: int) -> tuple[Indices, float]:
    """Return labels with borders drawn by bells where bells fit, and the bells' BIC per point.

    A mixture is started from the labels. Where it says much the same (adjusted Rand index of
    a half or more) and moves only points where two clusters meet, its borders are the better
    ones, since it weighs distances from the whole cluster; clusters of other shapes keep theirs.
    """
    fitted_on, part = _part(points, seed), without_gaps(_part(labels, seed))
    best, best_bic, closest = labels, np.inf, _SAME
    for shape in _shapes(points):
        bic, model = _fit(fitted_on, part, shape)
        again = without_gaps(model.chances(points).argmax(axis=1))
        same = adjusted_rand(labels, again)
        best_bic = min(best_bic, bic)
        if same >= closest and _only_borders_move(points, labels, again):
            best, closest = again, same
    return best, best_bic


def _only_borders_move(points: Floats, labels: Indices, again: Indices) -> bool:
    """Whether points that change their cluster lie where the two meet, not beyond a gap."""
    if again.max() != labels.max():
        return False
    moved = np.flatnonzero(labels != again)
    if moved.size == 0:
        return True
    return float(borders_on(points, labels, moved, again[moved]).mean()) >= _AT_BORDERS


def _views(points: Floats) -> tuple[Floats, Floats]:
    """Return coordinates to start from: one for clusters far off, one for heavy tails."""
    return _leading(points), _leading(_clipped(points))


def _best_in_number(
    points: Floats, views: tuple[Floats, Floats], count: int, shapes: tuple[str, ...], seed: int
) -> tuple[float, BellMixture, str]:
    starts = [_kmeans(view, count, seed) for view in views]
    found = [(*_fit(points, start, shape), shape) for start, shape in product(starts, shapes)]
    return min(found, key=lambda f: f[0])


def _shapes(points: Floats) -> tuple[str, ...]:
    n_columns = points.shape[1]
    if n_columns == 1:
        return ("spherical",)
    return ("spherical", "full" if n_columns <= _FULL_COLUMNS else "diag")


def _fit(points: Floats, labels: Indices, shape: str) -> tuple[float, BellMixture]:
    model = fit_bells(points, labels, shape)
    return model.bic(points), model


def _clipped(points: Floats) -> Floats:
    """Return points drawn in to the median distance from the middle, so that no tail leads."""
    middle = np.median(points, axis=0)
    far = np.linalg.norm(points - middle, axis=1)
    usual = float(np.median(far)) or 1.0
    return np.asarray(middle + (points - middle) * (usual / np.maximum(far, usual))[:, None])


def _kmeans(points: Floats, count: int, seed: int) -> Indices:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # fewer different points than clusters
        return without_gaps(KMeans(count, n_init=3, random_state=seed).fit(points).labels_)


def _leading(points: Floats) -> Floats:
    """Return coordinates along the directions that spread more than noise would.

    The edge of pure noise is that of Marchenko and Pastur, its level the median eigenvalue.
    """
    n_points, n_columns = points.shape
    if n_columns <= _PLAIN_COLUMNS:
        return points
    u, s, _ = np.linalg.svd(points - points.mean(axis=0), full_matrices=False)
    spread = s**2 / n_points
    edge = float(np.median(spread)) * (1 + np.sqrt(n_columns / n_points)) ** 2
    kept = int(np.clip((spread > _NOISE_EDGE * edge).sum(), 1, _MOST_DIRECTIONS))
    return np.asarray(u[:, :kept] * s[:kept])


def _part(rows: Floats | Indices, seed: int) -> np.ndarray:
    if len(rows) <= _MOST_POINTS:
        return rows
    return rows[np.sort(np.random.default_rng(seed).permutation(len(rows))[:_MOST_POINTS])]
