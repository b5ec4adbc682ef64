"""Whether oddities are marked, ordinary accounts are not, and a small far group gets a segment.

    python benchmarks/oddities.py --seeds 2 --rows 800

For every generator and seed three tables are searched:

- *Oddities*: 3 % of a company's accounts take extreme values in every metric, each metric at its
  own end (0.5 % or 99.5 % quantile, by a coin per account and metric). Recall is the share of them
  that are marked unusual, precision the share of the marked that are planted or fit nowhere in
  the company as it was made, which has 3 % of its own.
- *Clean*: plain groups without any oddity, 4 to 7 of them. The share marked.
- *Small group*: 2 % of a company's accounts move to one far place, each metric beyond its 2 % or
  98 % quantile by as much as the place is from the median, with a tenth of the usual spread. Found
  if a segment and the group share at least half of their accounts (Jaccard index).
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from calibration import accounts_of
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from shoal.records.accounts import Accounts
from shoal.records.options import SearchOptions
from shoal.records.worlds import World
from shoal.segments.search.find import find_segments
from shoal.worlds.generators import GENERATORS
from shoal.worlds.plain import plain_groups

ODD_SHARE, GROUP_SHARE = 0.03, 0.02
ENDS, EDGES = (0.005, 0.995), (0.02, 0.98)
SPREAD = 0.1
FOUND = 0.5

Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was measured on one generator and seed."""

    name: str
    recall: float
    precision: float
    marked_clean: float
    overlap: float
    n_segments: int


def with_oddities(accounts: Accounts, rng: np.random.Generator) -> tuple[Accounts, Rows]:
    """Return the accounts with 3 % made extreme in every metric, and which."""
    values = accounts.values.copy()
    rows = rng.permutation(len(values))[: round(ODD_SHARE * len(values))]
    low, high = np.nanquantile(values, ENDS, axis=0)
    values[rows] = np.where(rng.random((rows.size, values.shape[1])) < 0.5, low, high)
    return replace(accounts, values=values), rows


def with_small_group(accounts: Accounts, rng: np.random.Generator) -> tuple[Accounts, Rows]:
    """Return the accounts with 2 % moved to one far place, and which."""
    values = accounts.values.copy()
    rows = rng.permutation(len(values))[: round(GROUP_SHARE * len(values))]
    middle = np.nanmedian(values, axis=0)
    low, high = np.nanquantile(values, EDGES, axis=0)
    upwards = (rng.random(values.shape[1]) < 0.5) | (low >= 0)  # counts cannot fall below zero
    edge = np.where(upwards, high, low)
    place = edge + (edge - middle)
    jitter = rng.normal(0, SPREAD, (rows.size, values.shape[1]))
    values[rows] = place + jitter * np.abs(edge - middle)
    return replace(accounts, values=values), rows


def measure(world: World, plain: World) -> Seen:
    """Search three tables and compare."""
    accounts = accounts_of(world, slice(None))
    rng = np.random.default_rng(world.seed)
    odd, planted = with_oddities(accounts, rng)
    marked = find_segments(odd, options=SearchOptions()).assignment.unusual
    strange = world.truth < 0
    strange[planted] = True
    clean = find_segments(accounts_of(plain, slice(None)), options=SearchOptions())
    grouped, members = with_small_group(accounts, rng)
    found = find_segments(grouped, options=SearchOptions()).assignment
    own = np.isin(np.arange(len(found.segment)), members)
    return Seen(
        name=world.name,
        recall=float(marked[planted].mean()),
        precision=float(strange[marked].mean()) if marked.any() else 0.0,
        marked_clean=float(clean.assignment.unusual.mean()),
        overlap=max(_jaccard(own, found.segment == s) for s in range(len(found.keys))),
        n_segments=len(found.keys),
    )


def tables(n_seeds: int, n_rows: int, first_seed: int) -> Iterator[tuple[World, World]]:
    """Yield a company and a clean table beside it."""
    for i, name in enumerate(sorted(GENERATORS)):
        for seed in range(first_seed, first_seed + n_seeds):
            yield (
                GENERATORS[name](seed, n_rows),
                plain_groups(seed, n_rows, n_groups=4 + i % 4),
            )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--rows", type=int, default=800)
    parser.add_argument("--seed", type=int, default=2000)
    asked = parser.parse_args()
    heads = ("recall", "precision", "clean", "overlap", "segments")
    print(f"{'company':<16}" + "".join(f"{h:>10}" for h in heads))
    seen = []
    for world, plain in tables(asked.seeds, asked.rows, asked.seed):
        seen.append(measure(world, plain))
        s = seen[-1]
        cells = (s.recall, s.precision, s.marked_clean, s.overlap)
        print(f"{s.name:<16}" + "".join(f"{c:>10.3f}" for c in cells) + f"{s.n_segments:>10}")
    recall, precision, clean, overlap = np.transpose(
        [(s.recall, s.precision, s.marked_clean, s.overlap) for s in seen]
    )
    print(
        f"recall {recall.mean():.3f} (lowest {recall.min():.3f}), precision {precision.mean():.3f}"
    )
    print(f"clean tables: {clean.mean():.2%} marked, at most {clean.max():.2%}")
    print(f"small group: a segment of its own in {(overlap >= FOUND).sum()} of {len(seen)}")


def _jaccard(left: NDArray[np.bool_], right: NDArray[np.bool_]) -> float:
    return float((left & right).sum() / (left | right).sum())


if __name__ == "__main__":
    with threadpool_limits(1):
        main()
