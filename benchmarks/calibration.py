"""Whether stated confidence is kept: fit on one half, refit on the other, ask a third set.

    python benchmarks/calibration.py --worlds 8 --rows 1000

Segments of both fits are matched by overlap on the third set. In every fifth of the stated
confidences the share of accounts that keep their segment should differ from the mean confidence
by at most 0.07.
"""

import argparse

import numpy as np

from shoal.records.accounts import Accounts, Metric
from shoal.records.arrays import Booleans, Floats
from shoal.records.options import SearchOptions
from shoal.records.worlds import World
from shoal.segments.assignment.score import assign_accounts
from shoal.segments.search.agreement import matched_labels
from shoal.segments.search.find import find_segments
from shoal.worlds.generators import GENERATORS

FIFTHS = 5


def accounts_of(world: World, rows: slice) -> Accounts:
    """Return some accounts of a world as the search takes them."""
    names = sorted(world.metrics)
    values = np.column_stack([world.columns[name].astype(float) for name in names])[rows]
    n = len(values)
    return Accounts(
        id_name=None,
        ids=tuple(f"{i:06d}" for i in range(n)),
        rows=np.arange(n),
        first_rows=np.arange(n),
        metrics=tuple(Metric(name=name, column=name, label=name) for name in names),
        values=values,
    )


def stated_and_kept(world: World, n: int) -> tuple[Floats, Booleans]:
    """Return confidence stated on the third set, and whether the refit agrees."""
    first, second, third = (accounts_of(world, slice(i * n, (i + 1) * n)) for i in range(3))
    fitted = find_segments(first, options=SearchOptions())
    count = fitted.recommendation.n_segments
    again = find_segments(second, options=SearchOptions(n_segments=count))
    stated = assign_accounts(fitted.rule, third.values)
    other = assign_accounts(again.rule, third.values)
    kept = matched_labels(stated.segment, other.segment) == stated.segment
    return stated.confidence, np.asarray(kept)


def main() -> None:
    """Measure and print one row a fifth."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=9)
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=2000)
    asked = parser.parse_args()
    names = sorted(GENERATORS)
    found = []
    for i in range(asked.worlds):
        name = names[i % len(names)]
        world = GENERATORS[name](asked.seed + i, 3 * asked.rows)
        found.append(stated_and_kept(world, asked.rows))
        stated, kept = found[-1]
        print(f"{name:<16} stated {stated.mean():.3f}  kept {kept.mean():.3f}", flush=True)
    stated = np.concatenate([s for s, _ in found])
    kept = np.concatenate([k for _, k in found])
    for part in np.array_split(np.argsort(stated, kind="stable"), FIFTHS):
        said, seen = stated[part].mean(), kept[part].mean()
        print(f"stated {said:.3f}  kept {seen:.3f}  differ {seen - said:+.3f}")


if __name__ == "__main__":
    main()
