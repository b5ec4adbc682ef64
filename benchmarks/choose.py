"""How long choosing segments takes, against what a user would run instead.

    python benchmarks/choose.py --rows 10000 30000 100000 1000000

prints ratios in one run: the whole search (all algorithms, preparations, 2 to 10 segments,
stability, null tables, assignment of every account) against a silhouette sweep (k-means with 2 to
10 clusters, each scored on all rows, as yellowbrick's KElbowVisualizer does); beyond 30,000 rows,
where that sweep takes minutes, against ten plain k-means fits with six clusters; and against our
own time for 10,000 rows. Peak memory is that of this process.
"""

import argparse
import resource
import time
from collections.abc import Callable

import numpy as np
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score

from shoal.records.accounts import Accounts, Metric
from shoal.records.arrays import Floats
from shoal.records.options import SearchOptions
from shoal.segments.search.find import find_segments

N_METRICS = 12
MOST_SWEPT = 30_000


def table(n_rows: int, *, seed: int = 0) -> Floats:
    """Make up six groups in twelve lognormal metrics."""
    rng = np.random.default_rng(seed)
    truth = rng.choice(6, n_rows, p=[0.3, 0.25, 0.2, 0.12, 0.08, 0.05])
    centres = rng.normal(0, 1, (6, N_METRICS))
    return np.exp(centres[truth] + rng.normal(0, 0.8, (n_rows, N_METRICS)))


def whole_search(values: Floats) -> None:
    """Search as `shoal segment` does."""
    n_rows = len(values)
    metrics = tuple(Metric(name=f"m{j:02}", column=f"m{j:02}", label=f"M{j}") for j in range(12))
    accounts = Accounts(
        id_name=None,
        ids=tuple(map(str, range(n_rows))),
        rows=np.arange(n_rows),
        first_rows=np.arange(n_rows),
        metrics=metrics,
        values=values,
    )
    find_segments(accounts, options=SearchOptions())


def silhouette_sweep(values: Floats) -> None:
    """Fit k-means with 2 to 10 clusters and score each on all rows."""
    for count in range(2, 11):
        labels = KMeans(count, n_init=1, random_state=0).fit_predict(values)
        silhouette_score(values, labels)


def ten_fits(values: Floats) -> None:
    """Fit k-means with six clusters ten times."""
    for seed in range(10):
        KMeans(6, n_init=1, algorithm="lloyd", random_state=seed).fit(values)


def seconds(work: Callable[[Floats], None], values: Floats) -> float:
    """Return how long some work took."""
    began = time.perf_counter()
    work(values)
    return time.perf_counter() - began


def main() -> None:
    """Measure and print one row a size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 30_000, 100_000])
    asked = parser.parse_args()
    base = seconds(whole_search, table(10_000))
    print(
        f"{'rows':>9}{'shoal s':>10}{'/ 10,000':>10}{'sweep / shoal':>15}{'shoal / ten fits':>18}"
    )
    for n_rows in asked.rows:
        values = table(n_rows)
        own = seconds(whole_search, values)
        ten = seconds(ten_fits, values)
        sweep = seconds(silhouette_sweep, values) / own if n_rows <= MOST_SWEPT else float("nan")
        row = f"{n_rows:>9,}{own:>10.1f}{own / base:>10.2f}{sweep:>15.2f}{own / ten:>18.2f}"
        print(row, flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"peak memory {peak:.2f} GB")


if __name__ == "__main__":
    main()
