"""Whether the whole search finds two or three plain groups, and no fewer than four where there are.

    python benchmarks/counts.py --tables 20 --rows 300 1000

Plain tables have two or three groups; the share of tables with as many segments, and with two or
three, is printed, and the least share of accounts that a random forest which knows the others puts
right. Companies of all generators have four to eight groups; the share of them that keeps four
segments or more is printed.
"""

import argparse
from collections.abc import Callable, Iterator

import numpy as np
from calibration import accounts_of
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import cross_val_score
from threadpoolctl import threadpool_limits

from shoal.records.options import SearchOptions
from shoal.records.worlds import World
from shoal.segments.search.find import find_segments
from shoal.worlds.generators import GENERATORS
from shoal.worlds.plain import plain_groups


def n_found(world: World) -> int:
    """Return how many segments the whole search publishes."""
    found = find_segments(accounts_of(world, slice(None)), options=SearchOptions())
    return found.recommendation.n_segments


def forest(world: World) -> float:
    """Return the share of accounts that a forest which knows the others puts right."""
    trees = RandomForestClassifier(100, random_state=0)
    return float(cross_val_score(trees, world.matrix(), world.truth, cv=5).mean())


def plain_worlds(n_groups: int, seeds: range, sizes: list[int]) -> Iterator[World]:
    """Make plain tables, in turn of each size."""
    for i, seed in enumerate(seeds):
        yield plain_groups(seed, sizes[i % len(sizes)], n_groups=n_groups)


def companies(seeds: range, sizes: list[int]) -> Iterator[World]:
    """Make companies, in turn of each generator and size."""
    makers: list[Callable[[int, int], World]] = [GENERATORS[name] for name in sorted(GENERATORS)]
    for i, seed in enumerate(seeds):
        yield makers[i % len(makers)](seed, sizes[i % len(sizes)])


def main() -> None:
    """Measure and print a line a kind of table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=20)
    parser.add_argument("--rows", type=int, nargs="+", default=[300, 1000])
    parser.add_argument("--seed", type=int, default=2000)
    asked = parser.parse_args()
    seeds = range(asked.seed, asked.seed + asked.tables)
    with threadpool_limits(1):
        for n_groups in (2, 3):
            worlds = list(plain_worlds(n_groups, seeds, asked.rows))
            counts = np.array([n_found(world) for world in worlds])
            known = min(map(forest, worlds))
            print(
                f"{n_groups} plain groups: as many {np.mean(counts == n_groups):.2f}, two or three"
                f" {np.mean((counts == 2) | (counts == 3)):.2f}; a forest {known:.3f}",
                flush=True,
            )
        counts = np.array([n_found(world) for world in companies(seeds, asked.rows)])
        print(f"companies: four or more {np.mean(counts >= 4):.2f} of {len(counts)}")


if __name__ == "__main__":
    main()
