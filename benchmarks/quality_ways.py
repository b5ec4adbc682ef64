"""Ways to segment a world within this process: plain scripts, a grid, a forest, and Shoal."""

import time
import warnings
from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
from numpy.typing import NDArray
from quality_scores import Attempt, Clusters
from sklearn.cluster import AgglomerativeClustering, KMeans
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import silhouette_score
from sklearn.mixture import GaussianMixture
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.preprocessing import PowerTransformer, StandardScaler

from shoal.records.accounts import Accounts, Metric
from shoal.records.options import SearchOptions
from shoal.records.worlds import World
from shoal.segments.search.find import find_segments

FREE = range(2, 11)
HELD = range(4, 9)
SILHOUETTE_ROWS = 4000
N_TREES = 200
N_FOLDS = 5
LOG_SKEW, ROOT_SKEW = 2.0, 1.0
CLIP = 4.0

Values = NDArray[np.float64]
Way = Callable[[World], Clusters]


def attempts(ways: Mapping[str, Way], world: World) -> Mapping[str, Attempt]:
    """Let every way segment the world; an error is a result like any other."""
    return {name: _attempt(way, world) for name, way in ways.items()}


def accounts_of(world: World) -> Accounts:
    """Return a world's accounts as the audit would hand them on: metrics by name, no facts."""
    names = sorted(world.metrics)
    order = np.arange(world.n_accounts)
    return Accounts(
        id_name="account_id",
        ids=tuple(str(i) for i in world.columns["account_id"]),
        rows=order,
        first_rows=order,
        metrics=tuple(Metric(name=m, column=m, label=m) for m in names),
        values=np.column_stack([np.asarray(world.columns[m], dtype=float) for m in names]),
    )


def standardised(world: World) -> Values:
    """Fill missing cells by the median, then standardise."""
    return StandardScaler().fit_transform(_filled(world))


def unskewed(world: World) -> Values:
    """Take the logarithm of very skewed metrics and the root of skewed ones, then clip."""
    columns = [_unskewed(column) for column in _filled(world).T]
    scaled = StandardScaler().fit_transform(np.column_stack(columns))
    return np.clip(scaled, -CLIP, CLIP)


def yeo_johnson(world: World) -> Values:
    """Take the power of each metric that makes it most normal, then standardise."""
    return PowerTransformer().fit_transform(StandardScaler().fit_transform(_filled(world)))


def after_log(world: World) -> Values:
    """Take a symmetric logarithm of everything, then standardise."""
    filled = _filled(world)
    return StandardScaler().fit_transform(np.sign(filled) * np.log1p(np.abs(filled)))


def best_silhouette(
    world: World, *, preparation: Callable[[World], Values], counts: range
) -> Clusters:
    """Return k-means with the count of the best silhouette."""
    values = preparation(world)
    size = min(SILHOUETTE_ROWS, len(values))
    fits = [KMeans(k, n_init=10, random_state=0).fit_predict(values) for k in counts]
    scores = [silhouette_score(values, f, sample_size=size, random_state=0) for f in fits]
    return np.asarray(fits[int(np.argmax(scores))], dtype=np.intp)


def best_bic(world: World, *, counts: range) -> Clusters:
    """Return the Gaussian mixture (full covariances) with the best BIC."""
    values = standardised(world)
    fits = [GaussianMixture(k, n_init=3, random_state=0).fit(values) for k in counts]
    return min(fits, key=lambda fit: fit.bic(values)).predict(values)


def cell(
    world: World, *, preparation: Callable[[World], Values], algorithm: Callable[[int], object]
) -> Clusters:
    """Return one cell of the grid: its count is the truth's, moved into 4 to 8."""
    n_true = len(np.unique(world.truth[world.truth >= 0]))
    count = min(max(n_true, HELD.start), HELD.stop - 1)
    return algorithm(count).fit_predict(preparation(world))


def forest(world: World) -> Clusters:
    """Predict every account's true group from the others'; missing cells are a branch."""
    fitting = world.truth >= 0
    labels = world.truth.copy()
    folds = StratifiedKFold(N_FOLDS, shuffle=True, random_state=0)
    labels[fitting] = cross_val_predict(
        RandomForestClassifier(N_TREES, random_state=0),
        world.matrix()[fitting],
        world.truth[fitting],
        cv=folds,
    )
    return labels


def shoal(world: World, *, n_segments: int | None = None) -> Clusters:
    """Segment by Shoal's own search."""
    options = SearchOptions(n_segments=n_segments)
    return find_segments(accounts_of(world), options=options).assignment.segment


PREPARATIONS = {"standardised": standardised, "unskewed": unskewed, "yeo-johnson": yeo_johnson}
ALGORITHMS = {
    "k-means": lambda k: KMeans(k, n_init=10, random_state=0),
    "ward": AgglomerativeClustering,
    "full": lambda k: GaussianMixture(k, n_init=3, random_state=0),
    "tied": lambda k: GaussianMixture(k, n_init=3, covariance_type="tied", random_state=0),
    "diagonal": lambda k: GaussianMixture(k, n_init=3, covariance_type="diag", random_state=0),
}

FAMILIES: Mapping[str, Mapping[str, Way]] = {
    "plain": {
        "free": partial(best_silhouette, preparation=standardised, counts=FREE),
        "held": partial(best_silhouette, preparation=standardised, counts=HELD),
    },
    "log": {
        "free": partial(best_silhouette, preparation=after_log, counts=FREE),
        "held": partial(best_silhouette, preparation=after_log, counts=HELD),
    },
    "mixture": {
        "free": partial(best_bic, counts=FREE),
        "held": partial(best_bic, counts=HELD),
    },
    "grid": {
        f"{p}, {a}": partial(cell, preparation=preparation, algorithm=algorithm)
        for p, preparation in PREPARATIONS.items()
        for a, algorithm in ALGORITHMS.items()
    },
    "forest": {"knows": forest},
    "shoal": {"free": shoal},
    "five": {"five": partial(shoal, n_segments=5)},
}


def _attempt(way: Way, world: World) -> Attempt:
    started = time.perf_counter()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a way that does not converge is measured as it is
            clusters = np.asarray(way(world), dtype=np.intp)
    except Exception as failure:  # noqa: BLE001 - one way's error must not end the run
        return Attempt(error=f"{type(failure).__name__}: {failure}"[:300])
    return Attempt(clusters=clusters, seconds=time.perf_counter() - started)


def _filled(world: World) -> Values:
    values = world.matrix()
    return np.where(np.isnan(values), np.nanmedian(values, axis=0), values)


def _unskewed(column: Values) -> Values:
    spread = column.std()
    skew = float(((column - column.mean()) ** 3).mean() / spread**3) if spread else 0.0
    if skew <= ROOT_SKEW:
        return column
    sizes = np.abs(column)
    unit = float(np.median(sizes[sizes > 0]))
    bend = np.log1p if skew > LOG_SKEW else np.sqrt
    return np.sign(column) * bend(sizes / unit)
