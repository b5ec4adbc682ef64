"""How deep and how sure the deepest gap is in one metric that has no lumps.

Samples are drawn from five families with a single peak: uniform, normal, logarithm of an
exponential, Student's t with three degrees of freedom clipped at four, and beta(1, 3). For each
size the 99 % and 99.9 % quantile and the maximum of z are printed, over all families: once for
gaps of depth 0.6 and more, where a sample without such a gap counts as 0, and once at all depths.
From these come the bounds of `shoal.segments.verdict.lumps`.

    python benchmarks/lumps.py [--samples 4000] [--seed 0]
"""

import argparse
from collections.abc import Callable

import numpy as np

from shoal.records.arrays import Floats
from shoal.segments.verdict.lumps import deepest_gap

SIZES = (50, 100, 200, 500, 1000)
DEEP = 0.6
LEVELS = (0.99, 0.999)
FAMILIES: dict[str, Callable[[np.random.Generator, int], Floats]] = {
    "uniform": lambda rng, n: rng.random(n),
    "normal": lambda rng, n: rng.normal(size=n),
    "log of exponential": lambda rng, n: np.log1p(rng.exponential(size=n)),
    "clipped t3": lambda rng, n: np.clip(rng.standard_t(3, n), -4.0, 4.0),
    "beta(1, 3)": lambda rng, n: rng.beta(1.0, 3.0, n),
}


def main() -> None:
    """Draw the samples and print one row for each size and family, then one for all."""
    asked = _arguments()
    rng = np.random.default_rng(asked.seed)
    head = "99 % | 99.9 % | largest"
    print(f"| n | family | z at depth >= {DEEP}: {head} | z at all depths: {head} |")
    print("| ---: | --- |" + " ---: |" * 6)
    everything = []
    for n in SIZES:
        drawn = [_gaps(rng, n, name, samples=asked.samples) for name in FAMILIES]
        for name, gaps in zip(FAMILIES, drawn, strict=True):
            print(_row(f"{n:,}", name, gaps), flush=True)
        everything.append(np.vstack(drawn))
        print(_row(f"{n:,}", "all", everything[-1]), flush=True)
    print(_row("all", "all", np.vstack(everything)))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--samples", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def _gaps(rng: np.random.Generator, n: int, family: str, *, samples: int) -> Floats:
    """Return depth and z of the deepest gap of each sample; 0 and 0 where there is none."""
    found = (deepest_gap(FAMILIES[family](rng, n)) for _ in range(samples))
    return np.array([(gap.depth, gap.z) if gap else (0.0, 0.0) for gap in found])


def _row(n: str, family: str, gaps: Floats) -> str:
    depth, z = gaps.T
    numbers = [*_summary(np.where(depth >= DEEP, z, 0.0)), *_summary(z)]
    return f"| {n} | {family} | " + " | ".join(f"{number:.2f}" for number in numbers) + " |"


def _summary(z: Floats) -> list[float]:
    return [*np.quantile(z, LEVELS), z.max()]


if __name__ == "__main__":
    main()
