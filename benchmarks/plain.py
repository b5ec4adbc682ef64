"""How well plain points of many kinds are clustered, beside plain peers.

    python benchmarks/plain.py --seeds 2 --first 100

Made-up kinds of `kinds.py` and `shapes.py`; bounds of the search were set on seeds below 100, so
take others to judge. A row for each kind: mean adjusted Rand index of each way with the count
unknown (2 to 16), of Shoal with the count given, and Shoal's mean error in the count and seconds.
"""

import argparse
import time
import warnings
from collections.abc import Iterator
from statistics import mean

import numpy as np
from kinds import KINDS
from suite import WAYS, agreement, shoal
from threadpoolctl import threadpool_limits

PEERS = ("kmeans-silhouette", "mixture-BIC", "hdbscan")
COLUMNS = ("shoal", *PEERS, "given", "count off", "seconds")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--first", type=int, default=100)
    asked = parser.parse_args()
    warnings.simplefilter("ignore")  # peers say at length where they do not converge
    print(f"{'kind':24s}" + "".join(f"{c:>18s}" for c in COLUMNS))
    rows = []
    for kind in KINDS:
        seeds = range(asked.first, asked.first + asked.seeds)
        rows.append([mean(column) for column in zip(*_measured(kind, seeds), strict=True)])
        print(f"{kind:24s}" + "".join(f"{v:18.3f}" for v in rows[-1]), flush=True)
    print(f"{'mean':24s}" + "".join(f"{mean(v):18.3f}" for v in zip(*rows, strict=True)))


def _measured(kind: str, seeds: range) -> Iterator[tuple[float, ...]]:
    for seed in seeds:
        points, labels = KINDS[kind](np.random.default_rng([41, seed]))
        truth, count = (labels,), int(labels.max())
        started = time.perf_counter()
        found = shoal(points, None)
        seconds = time.perf_counter() - started
        peers = (agreement(WAYS[way](points, None), truth) for way in PEERS)
        given = agreement(shoal(points, count), truth)
        off = float(abs(int(found.max()) + 1 - count))
        yield agreement(found, truth), *peers, given, off, seconds


if __name__ == "__main__":
    with threadpool_limits(1):
        main()
