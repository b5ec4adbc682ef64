"""How often the verdict is right: tables without groups, continua, plain groups, customers.

    python benchmarks/verdict.py --tables 100 --sizes 100 300 1000

prints one row a family: how many tables were called strong, weak and none, how many were told to
have two or three plain groups, and the mean seconds a verdict took.
"""

import argparse
import time
from collections.abc import Callable, Iterator

import numpy as np
from threadpoolctl import threadpool_limits

from shoal.records.accounts import Metric
from shoal.records.worlds import World
from shoal.segments.verdict.judge import Judgement, judge
from shoal.worlds.continua import CONTINUA
from shoal.worlds.generators import GENERATORS
from shoal.worlds.noise import NOISE
from shoal.worlds.plain import plain_groups

Make = Callable[[int, int], World]


def families() -> Iterator[tuple[str, Make]]:
    """Yield every kind of table with its name."""
    yield from NOISE.items()
    yield from CONTINUA.items()
    for count in (2, 3, 5, 8):
        yield (
            f"plain_{count}",
            lambda seed, n, count=count: plain_groups(seed, n, n_groups=count),
        )
    yield from GENERATORS.items()


def verdict_on(world: World) -> Judgement:
    """Judge one table by its metrics alone."""
    names = sorted(world.metrics)
    metrics = tuple(Metric(name=name, column=name, label=name) for name in names)
    values = np.column_stack([world.columns[name].astype(float) for name in names])
    with threadpool_limits(1):
        rng = np.random.default_rng(world.seed)
        return judge(metrics, values, rng=rng, progress=lambda _share: None)


def measure(name: str, make: Make, *, n_tables: int, n_accounts: int, first_seed: int) -> str:
    """Return one row of the table."""
    began = time.perf_counter()
    found = [verdict_on(make(first_seed + i, n_accounts)) for i in range(n_tables)]
    seconds = (time.perf_counter() - began) / n_tables
    counts = [sum(f.natural == natural for f in found) for natural in ("strong", "weak", "none")]
    plain = [sum(f.plain_groups == count for f in found) for count in (2, 3)]
    lumps = sum(bool(f.lumps) for f in found)
    cells = "".join(f"{c:>8}" for c in (*counts, *plain, lumps))
    return f"{name:<24}{n_accounts:>7}{cells}{seconds:>8.2f}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=20)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 300, 1000, 2000])
    parser.add_argument("--only", nargs="+", default=None)
    parser.add_argument("--seed", type=int, default=2000)
    asked = parser.parse_args()
    heads = ("strong", "weak", "none", "two", "three", "lumps", "s each")
    print(f"{'family':<24}{'rows':>7}" + "".join(f"{h:>8}" for h in heads))
    for name, make in families():
        if asked.only and name not in asked.only:
            continue
        for size in asked.sizes:
            row = measure(name, make, n_tables=asked.tables, n_accounts=size, first_seed=asked.seed)
            print(row, flush=True)


if __name__ == "__main__":
    main()
