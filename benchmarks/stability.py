"""Whether the answer stays when a twentieth of the rows goes, or the seed changes.

    python benchmarks/stability.py --worlds 20 --rows 1000

prints the agreement (adjusted Rand index of the published segments) and how often the number of
segments stayed.
"""

import argparse

import numpy as np
from calibration import accounts_of

from shoal.records.arrays import Indices
from shoal.records.options import SearchOptions
from shoal.records.worlds import World
from shoal.segments.search.agreement import adjusted_rand
from shoal.segments.search.find import find_segments
from shoal.worlds.generators import GENERATORS


def segments_of(world: World, rows: slice, seed: int = 0) -> Indices:
    """Return the published segment of each account."""
    found = find_segments(accounts_of(world, rows), options=SearchOptions(seed=seed))
    return found.assignment.segment


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=20)
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=2000)
    asked = parser.parse_args()
    names = sorted(GENERATORS)
    seen: dict[str, list[tuple[float, bool]]] = {"rows dropped": [], "seed changed": []}
    kept_rows = round(asked.rows * 0.95)
    for i in range(asked.worlds):
        world = GENERATORS[names[i % len(names)]](asked.seed + i, asked.rows)
        whole = segments_of(world, slice(None))
        part = segments_of(world, slice(kept_rows))
        other = segments_of(world, slice(None), seed=1)
        for name, mine, again in (
            ("rows dropped", whole[:kept_rows], part),
            ("seed changed", whole, other),
        ):
            same = int(mine.max()) == int(again.max())
            seen[name].append((adjusted_rand(mine, again), same))
        told = "  ".join(f"{k} {v[-1][0]:.3f} {v[-1][1]}" for k, v in seen.items())
        print(f"{world.name:<16}{told}", flush=True)
    for name, pairs in seen.items():
        agreement, same = np.mean(pairs, axis=0)
        print(f"{name}: agreement {agreement:.3f}, same count {same:.2f}")


if __name__ == "__main__":
    main()
