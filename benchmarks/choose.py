"""How long choosing segments takes, against what a user would run instead.

    python benchmarks/choose.py --rows 1000 3000 10000 30000 100000 1000000

prints ratios in one run: the whole search (all algorithms, preparations, 2 to 10 segments,
stability, null tables, assignment of every account) against a silhouette sweep (k-means with 2 to
10 clusters, each scored on all rows, as yellowbrick's KElbowVisualizer does); beyond 30,000 rows,
where that sweep takes minutes, against ten plain k-means fits with six clusters; and against our
own time for 10,000 rows. Peak memory is that of this process. What was measured is kept in
build/choose.jsonl, from which pictures.py draws; a later line about the same size takes the place
of an earlier one.
"""

import argparse
import json
import resource
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score

from shoal.records.accounts import Accounts, Metric
from shoal.records.arrays import Floats
from shoal.records.options import SearchOptions
from shoal.segments.search.find import find_segments

N_METRICS = 12
MOST_SWEPT = 30_000
FILE = Path("build/choose.jsonl")


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Seconds that each took on a table of so many accounts; no sweep beyond 30,000."""

    n_accounts: int
    shoal: float
    ten_fits: float
    sweep: float | None = None


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


def measure(n_rows: int) -> Timing:
    """Run the search and what a user would run instead on a table of so many rows."""
    values = table(n_rows)
    return Timing(
        n_accounts=n_rows,
        shoal=seconds(whole_search, values),
        ten_fits=seconds(ten_fits, values),
        sweep=seconds(silhouette_sweep, values) if n_rows <= MOST_SWEPT else None,
    )


def keep(file: Path, timing: Timing) -> None:
    """Append a line to the file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(asdict(timing)) + "\n")


def read(file: Path) -> list[Timing]:
    """Return the newest timing of every size, by size; none if there is no file."""
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    timings = [Timing(**json.loads(line)) for line in lines if line]
    newest = {timing.n_accounts: timing for timing in timings}
    return [newest[n] for n in sorted(newest)]


def main() -> None:
    """Measure and print one row a size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 30_000, 100_000])
    parser.add_argument("--file", type=Path, default=FILE, help="where results are kept")
    asked = parser.parse_args()
    base = seconds(whole_search, table(10_000))
    print(
        f"{'rows':>9}{'shoal s':>10}{'/ 10,000':>10}{'sweep / shoal':>15}{'shoal / ten fits':>18}"
    )
    for n_rows in asked.rows:
        timing = measure(n_rows)
        keep(asked.file, timing)
        print(_told(timing, base), flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"peak memory {peak:.2f} GB")


def _told(timing: Timing, base: float) -> str:
    own = timing.shoal
    sweep = float("nan") if timing.sweep is None else timing.sweep / own
    return (
        f"{timing.n_accounts:>9,}{own:>10.1f}{own / base:>10.2f}{sweep:>15.2f}"
        f"{own / timing.ten_fits:>18.2f}"
    )


if __name__ == "__main__":
    main()
