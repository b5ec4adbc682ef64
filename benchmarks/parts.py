"""What each part of the mixture gives: each is switched off in turn, on worlds of known truth.

The first table knows how many groups there are, and fits one `OwnShapeMixture`:

- all parts: as it is;
- log, raw: every metric after ln(1 + x / m), every metric as it is;
- no pile-ups: a value that many accounts share is a value like any other;
- median: a missing cell stands for the metric's median;
- no gate: metrics that carry nothing keep values of their own per group;
- independent: no correlation within groups.

The second does not know the count: it is chosen among 4 to 8, and the groups are what the
attempts agree on, from 2, 4, 8 or 16 resamples per count. Numbers are the mean adjusted Rand
index (1: the true groups, 0: chance); accounts that fit nowhere are not counted.

    python benchmarks/parts.py --worlds 1 --seed 2000 --sizes 300 1000
"""

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np
from threadpoolctl import threadpool_limits

from shoal.records.accounts import Metric
from shoal.records.arrays import Floats, Indices
from shoal.records.worlds import World
from shoal.segments.estimators.own_shape_mixture import OwnShapeMixture
from shoal.segments.search.agreement import adjusted_rand
from shoal.segments.search.base import choose_base
from shoal.segments.search.consensus import Attempts, agree, make_attempts, smallest_within_error
from shoal.worlds.generators import GENERATORS

SIZES = (300, 1000)
COUNTS = (4, 5, 6, 7, 8)
RESAMPLES = (2, 4, 8, 16)
SWITCHES: Mapping[str, Mapping[str, object]] = MappingProxyType(
    {
        "all parts": {},
        "log": {"scales": "log"},
        "raw": {"scales": "raw"},
        "no pile-ups": {"pile_ups": False},
        "median": {"missing": "median"},
        "no gate": {"gate": False},
        "independent": {"correlation": False},
    }
)


def with_parts(world: World) -> dict[str, float]:
    """Return the agreement with the truth of each way to switch a part off, the count known."""
    agreements = {}
    for name, switched in SWITCHES.items():
        mixture = OwnShapeMixture(len(world.groups), **switched)
        agreements[name] = against_truth(world, mixture.fit(world.matrix()).labels_)
    return agreements


def with_resamples(world: World) -> dict[str, float]:
    """Return the agreement with the truth by resamples per count, the count unknown."""
    metrics = tuple(Metric(name=m, column=m, label=m) for m in world.metrics)
    rng = np.random.default_rng(0)
    base = choose_base(metrics, world.matrix(), rng)
    attempts = make_attempts(
        base.design, COUNTS, n_resamples=max(RESAMPLES), rng=rng, progress=lambda _: None
    )
    agreements = {}
    for n_resamples in RESAMPLES:
        fewer = first_of_each_count(attempts, n_resamples)
        agreed = {count: agree(fewer, count) for count in COUNTS}
        labels = agreed[smallest_within_error(agreed)].labels
        agreements[f"{n_resamples} resamples"] = against_truth(world, labels)
    return agreements


def first_of_each_count(attempts: Attempts, n_resamples: int) -> Attempts:
    """Return the attempts as if fewer had been made of each count."""
    counts = np.array(attempts.counts)
    kept = sorted(
        i for c in set(attempts.counts) for i in np.flatnonzero(counts == c)[:n_resamples]
    )
    return replace(
        attempts,
        counts=tuple(attempts.counts[i] for i in kept),
        chances=tuple(attempts.chances[i] for i in kept),
        labels=tuple(attempts.labels[i] for i in kept),
    )


def against_truth(world: World, labels: Indices) -> float:
    """Return the adjusted Rand index over accounts that fit somewhere."""
    fitting = world.truth >= 0
    return adjusted_rand(world.truth[fitting], labels[fitting])


def measure(
    way: Callable[[World], dict[str, float]], worlds: Mapping[str, Sequence[World]]
) -> dict[str, Floats]:
    """Return the mean agreement of each row of a table by generator, shape (n_generators,)."""
    columns = []
    for made in worlds.values():
        with threadpool_limits(1):
            found = [way(world) for world in made]
        columns.append({name: np.mean([f[name] for f in found]) for name in found[0]})
    return {name: np.array([column[name] for column in columns]) for name in columns[0]}


def print_table(rows: Mapping[str, Floats], names: Sequence[str]) -> None:
    """Print a row per part: the mean, what it is worth against the first row, each generator."""
    print(f"{'':<14}{'mean':>7}{'change':>8}" + "".join(f"{n[:8]:>9}" for n in names))
    first = next(iter(rows.values())).mean()
    for name, row in rows.items():
        cells = "".join(f"{value:>9.3f}" for value in row)
        print(f"{name:<14}{row.mean():>7.3f}{row.mean() - first:>+8.3f}{cells}", flush=True)
    print()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--worlds", type=int, default=2, help="seeds per generator and size")
    parser.add_argument("--seed", type=int, default=2000, help="first seed")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of accounts")
    asked = parser.parse_args()
    seeds = range(asked.seed, asked.seed + asked.worlds)
    worlds = {
        name: [make(seed, n) for n in asked.sizes for seed in seeds]
        for name, make in GENERATORS.items()
    }
    print(f"{sum(map(len, worlds.values()))} worlds; sizes {asked.sizes}; seeds from {asked.seed}")
    print("The count known:")
    print_table(measure(with_parts, worlds), list(worlds))
    print("The count chosen by agreement:")
    print_table(measure(with_resamples, worlds), list(worlds))


if __name__ == "__main__":
    main()
