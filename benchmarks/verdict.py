"""How often the verdict is right: tables without groups, continua, plain groups, customers.

    python benchmarks/verdict.py --tables 42 --sizes 100 300 1000 2000 --only noise

prints one row a family: how many tables were called strong, weak and none, how many were told to
have two or three plain groups, how many had a metric in lumps, the mean seconds a verdict took,
how many were wrong, and the seeds of up to five of these. Wrong is: noise that is not `none` (but
`weak` because of a lump is right, for a metric may well fall into zeros and the rest), a continuum
that is `strong`, plain groups that are not `strong`, a company that is `none`. `--only` takes
families and the kinds noise, continua, plain and companies.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
from threadpoolctl import threadpool_limits

from shoal.records.accounts import Metric
from shoal.records.evidence import Natural
from shoal.records.worlds import World
from shoal.segments.verdict.judge import Judgement, judge
from shoal.worlds.continua import CONTINUA
from shoal.worlds.generators import GENERATORS
from shoal.worlds.noise import NOISE
from shoal.worlds.plain import plain_groups

Make = Callable[[int, int], World]
_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A kind of table, how to make one from a seed and a number of accounts, and what is wrong."""

    kind: str
    name: str
    make: Make
    is_wrong: Callable[[Judgement], bool]


def families() -> Iterator[Family]:
    """Yield every family."""
    for name, make in NOISE.items():
        yield Family(kind="noise", name=name, make=make, is_wrong=_wrong_for_noise)
    for name, make in CONTINUA.items():
        yield Family(kind="continua", name=name, make=make, is_wrong=_is_strong)
    for count in (2, 3, 5, 8):
        make = partial(plain_groups, n_groups=count)
        yield Family(
            kind="plain", name=f"plain_{count}", make=make, is_wrong=lambda j: not _is_strong(j)
        )
    for name, make in GENERATORS.items():
        yield Family(
            kind="companies", name=name, make=make, is_wrong=lambda j: j.natural is Natural.NONE
        )


def _is_strong(found: Judgement) -> bool:
    return found.natural is Natural.STRONG


def _wrong_for_noise(found: Judgement) -> bool:
    return _is_strong(found) or (found.natural is Natural.WEAK and not found.lumps)


def verdict_on(world: World) -> Judgement:
    """Judge one table by its metrics alone."""
    names = sorted(world.metrics)
    metrics = tuple(Metric(name=name, column=name, label=name) for name in names)
    values = np.column_stack([world.columns[name].astype(float) for name in names])
    with threadpool_limits(1):
        rng = np.random.default_rng(world.seed)
        return judge(metrics, values, rng=rng, progress=lambda _share: None)


def measure(
    family: Family, *, n_tables: int, n_accounts: int, first_seed: int
) -> tuple[str, list[int]]:
    """Return one row of the table, and the seeds of the tables that were judged wrongly."""
    began = time.perf_counter()
    seeds = range(first_seed, first_seed + n_tables)
    found = [verdict_on(family.make(seed, n_accounts)) for seed in seeds]
    seconds = (time.perf_counter() - began) / n_tables
    counts = [sum(f.natural == natural for f in found) for natural in ("strong", "weak", "none")]
    plain = [sum(f.plain_groups == count for f in found) for count in (2, 3)]
    lumps = sum(bool(f.lumps) for f in found)
    wrong = [seed for seed, f in zip(seeds, found, strict=True) if family.is_wrong(f)]
    cells = "".join(f"{c:>8}" for c in (*counts, *plain, lumps))
    shown = " ".join(map(str, wrong[:_SHOWN]))
    row = f"{family.name:<24}{n_accounts:>7}{cells}{seconds:>8.2f}{len(wrong):>8}  {shown}"
    return row.rstrip(), wrong


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=20)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 300, 1000, 2000])
    parser.add_argument("--only", nargs="+", default=None)
    parser.add_argument("--seed", type=int, default=2000)
    asked = parser.parse_args()
    heads = ("strong", "weak", "none", "two", "three", "lumps", "s each", "wrong")
    print(f"{'family':<24}{'rows':>7}" + "".join(f"{h:>8}" for h in heads))
    totals: dict[str, list[int]] = {}
    for family in families():
        if asked.only and not {family.name, family.kind} & set(asked.only):
            continue
        for size in asked.sizes:
            row, wrong = measure(
                family, n_tables=asked.tables, n_accounts=size, first_seed=asked.seed
            )
            print(row, flush=True)
            seen = totals.setdefault(family.kind, [0, 0])
            seen[0] += len(wrong)
            seen[1] += asked.tables
    for kind, (n_wrong, n_tables) in totals.items():
        print(f"{kind}: {n_wrong} of {n_tables} wrong ({n_wrong / n_tables:.1%})")


if __name__ == "__main__":
    main()
