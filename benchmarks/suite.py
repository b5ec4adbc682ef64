"""Compare clusterings of public sets of points with their reference labels, beside plain peers.

The sets are two batteries (fcps, graves) of Gagolewski's benchmark suite for clustering
algorithms, version 1.1.0 (https://doi.org/10.5281/zenodo.7088171), in the folder
`clustering-benchmarks` of the folder that SHOAL_DATA names. Points that the reference calls noise
are left out of the score; where there are several references the best match counts. The score is
the adjusted Rand index: 1 the reference, 0 chance. Sets have at most 10,000 points and 16 groups.

    SHOAL_DATA=../shared/data python benchmarks/suite.py
"""

import gzip
import os
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import HDBSCAN, KMeans
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import adjusted_rand_score, silhouette_score
from sklearn.mixture import GaussianMixture
from threadpoolctl import threadpool_limits

from shoal.segments.search.measures import elbow
from shoal.segments.search.points import find_points

BATTERIES = ("fcps", "graves")
MOST_POINTS = 10_000
LOW, HIGH = 2, 16
COUNTS = range(LOW, HIGH + 1)

Points = NDArray[np.float64]
Labels = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicSet:
    """Points and the label vectors that are right; 0 marks noise."""

    battery: str
    name: str
    points: Points
    references: tuple[Labels, ...]


def shoal(points: Points, count: int | None) -> Labels:
    """Cluster as `AutoSegmenter(n_segments=(2, 16), prepare=False)` does."""
    return find_points(points, low=LOW, high=HIGH, n_segments=count, seed=0).labels


def kmeans_silhouette(points: Points, count: int | None) -> Labels:
    """Cluster by k-means with the best silhouette."""
    if count is not None:
        return _kmeans(points, count).labels_
    tried = [_kmeans(points, k).labels_ for k in COUNTS]
    sample = min(len(points), 2_000)
    return max(tried, key=lambda t: silhouette_score(points, t, sample_size=sample, random_state=0))


def kmeans_elbow(points: Points, count: int | None) -> Labels:
    """Cluster by k-means at the bend of its distortion."""
    if count is not None:
        return _kmeans(points, count).labels_
    tried = [_kmeans(points, k) for k in COUNTS]
    bend = elbow(tuple(COUNTS), tuple(float(t.inertia_) for t in tried))
    return tried[bend - LOW].labels_


def mixture_bic(points: Points, count: int | None) -> Labels:
    """Cluster by a Gaussian mixture with the best BIC."""
    counts = COUNTS if count is None else (count,)
    fitted = [GaussianMixture(k, random_state=0).fit(points) for k in counts]
    return min(fitted, key=lambda f: f.bic(points)).predict(points)


def hdbscan(points: Points, count: int | None) -> Labels:
    """Cluster by HDBSCAN as it comes; it takes no count."""
    del count
    return HDBSCAN(copy=True).fit(points).labels_


WAYS: Mapping[str, Callable[[Points, int | None], Labels]] = {
    "shoal": shoal,
    "kmeans-silhouette": kmeans_silhouette,
    "kmeans-elbow": kmeans_elbow,
    "mixture-BIC": mixture_bic,
    "hdbscan": hdbscan,
}


def read_sets(root: Path) -> Iterator[PublicSet]:
    """Yield the sets of both batteries that are small enough."""
    for battery in BATTERIES:
        for path in sorted((root / battery).glob("*.data.gz")):
            name = path.name.removesuffix(".data.gz")
            points = _numbers(path)
            labels = sorted(path.parent.glob(f"{name}.labels*.gz"))
            references = tuple(_numbers(p).ravel().astype(np.intp) for p in labels)
            references = tuple(r for r in references if r.max() <= HIGH)
            if references and len(points) <= MOST_POINTS:
                yield PublicSet(battery=battery, name=name, points=points, references=references)


def agreement(labels: Labels, references: tuple[Labels, ...]) -> float:
    """Return the best adjusted Rand index over the references, their noise left out."""
    return max(float(adjusted_rand_score(r[r > 0], labels[r > 0])) for r in references)


def main() -> None:
    """Print one table with the count unknown and one with the count given."""
    warnings.simplefilter("ignore", ConvergenceWarning)
    sets = list(read_sets(Path(os.environ["SHOAL_DATA"]) / "clustering-benchmarks"))
    for given in (False, True):
        print("\ncount", "given" if given else "unknown")
        print(f"{'set':24s}" + "".join(f"{way:>20s}" for way in WAYS))
        scores: dict[str, list[float]] = {way: [] for way in WAYS}
        seconds = dict.fromkeys(WAYS, 0.0)
        for public in sets:
            for way, cluster in WAYS.items():
                started = time.perf_counter()
                scores[way].append(_score(public, cluster, given=given))
                seconds[way] += time.perf_counter() - started
            row = "".join(f"{scores[way][-1]:20.3f}" for way in WAYS)
            print(f"{public.battery + '/' + public.name:24s}{row}", flush=True)
        for battery in (*BATTERIES, "both"):
            chosen = [i for i, s in enumerate(sets) if battery in (s.battery, "both")]
            means = "".join(f"{mean(scores[way][i] for i in chosen):20.3f}" for way in WAYS)
            print(f"{'mean ' + battery:24s}{means}")
        print(f"{'seconds':24s}" + "".join(f"{seconds[way]:20.1f}" for way in WAYS))


def _score(
    public: PublicSet, cluster: Callable[[Points, int | None], Labels], *, given: bool
) -> float:
    """Return the agreement; with the count given, each reference has its own count."""
    if not given:
        return agreement(cluster(public.points, None), public.references)
    by_count = {int(r.max()) for r in public.references}
    found = {count: cluster(public.points, count) for count in by_count}
    return max(agreement(found[int(r.max())], (r,)) for r in public.references)


def _kmeans(points: Points, count: int) -> KMeans:
    return KMeans(count, n_init=3, random_state=0).fit(points)


def _numbers(path: Path) -> Points:
    with gzip.open(path, "rt") as lines:
        return np.loadtxt(lines, ndmin=2)


if __name__ == "__main__":
    with threadpool_limits(1):  # several wait for each other longer than they work
        main()
