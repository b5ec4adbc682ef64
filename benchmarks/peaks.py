"""How far a peak of density must stand out: set on made-up shapes, never on a public set.

    python benchmarks/peaks.py --seeds 20

`--as-set` measures only the bounds as they are set; all of it takes about an hour. By number of
neighbours: the height (standard errors, in steps of a half) that no false peak reached on one-
piece sheets and clouds of 1,000 points. Then, for margins above these heights, surcharges along
curves and growth with the number of points: how often a one-piece sheet or curve was split, how
well clustered shapes were recovered (adjusted Rand index; a mixture where nothing stands out, as
in the search), and the mean over all shapes, where a one-piece shape counts 1 if it stays whole.
The best mean decides; `shoal.segments.density.peaks.BOUNDS` holds it.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from statistics import mean

import numpy as np
from shapes import CLUSTERED, CURVES, SHEETS, Labels, Points
from sklearn.metrics import adjusted_rand_score
from threadpoolctl import threadpool_limits

from shoal.segments.density.peaks import (
    BOUNDS,
    DensityLevel,
    PeakBounds,
    density_levels,
    peaks_within,
)
from shoal.segments.search.gaussians import best_bells

SIZES = (250, 500, 1_000, 2_000)
POINTS = 1_000
STEPS = np.arange(2.0, 12.0, 0.5)
MARGINS, SURCHARGES, GROWTHS = (0.0, 0.5, 1.0, 1.5), (0.0, 1.0, 1.5, 2.0, 3.0), (0.05, 0.1, 0.15)
COUNTS = range(2, 17)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Points of one shape; `labels` None for one piece, `fallback` where nothing stands out."""

    kind: str
    shape: str
    levels: list[DensityLevel]
    labels: Labels | None
    fallback: float


def one_piece(n_seeds: int, sizes: tuple[int, ...]) -> Iterator[Table]:
    """Yield sheets and curves."""
    for kind, family in (("sheet", SHEETS), ("curve", CURVES)):
        for (shape, make), n, seed in product(family.items(), sizes, range(n_seeds)):
            points = _standardised(make(np.random.default_rng([seed, n]), n))
            is_line = points.shape[1] == 1
            yield Table(
                kind="curve" if is_line else kind,
                shape=shape,
                levels=density_levels(points),
                labels=None,
                fallback=1.0,
            )


def clustered(n_seeds: int, sizes: tuple[int, ...]) -> Iterator[Table]:
    """Yield shapes of several clusters."""
    for (shape, make), n, seed in product(CLUSTERED.items(), sizes, range(n_seeds)):
        points, labels = make(np.random.default_rng([7, seed, n]), n)
        points = _standardised(points)
        bells = best_bells(points, COUNTS, seed=0).labels
        yield Table(
            kind="clustered",
            shape=shape,
            levels=density_levels(points),
            labels=labels,
            fallback=_agreement(bells, labels),
        )


def score(table: Table, bounds: PeakBounds) -> float:
    """Return 1 for one piece that stays whole, 0 for one that does not; else the agreement."""
    found = peaks_within(table.levels, COUNTS, bounds=bounds)
    if found is None:
        return table.fallback
    return 0.0 if table.labels is None else _agreement(found, table.labels)


def unreached(tables: list[Table]) -> dict[int, float]:
    """Return by number of neighbours the lowest step at which no sheet had a false peak."""
    heights, any_count = {}, range(2, POINTS)
    for k in BOUNDS.sure:
        levels = [level for t in tables for level in t.levels if level.n_neighbours == k]
        for step in STEPS:
            bounds = PeakBounds(sure={k: float(step)}, on_curves=0.0, per_doubling=0.0)
            levels = [v for v in levels if peaks_within([v], any_count, bounds=bounds) is not None]
            if not levels:
                heights[k] = float(step)
                break
    return heights


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--as-set", action="store_true")
    asked = parser.parse_args()
    whole = list(one_piece(asked.seeds, SIZES))
    split = list(clustered(max(asked.seeds // 2, 1), SIZES))
    print(f"{'margin':>8}{'curves':>8}{'growth':>8}{'sheets':>9}{'curves':>9}{'ARI':>8}{'mean':>8}")
    _print_row(f"{'as set':>24}", [*whole, *split], BOUNDS)
    if asked.as_set:
        return
    heights = unreached(_sheets_of(POINTS, 4 * asked.seeds))
    print("unreached on sheets:", "  ".join(f"{k}: {h:.1f}" for k, h in heights.items()))
    for margin, surcharge, growth in product(MARGINS, SURCHARGES, GROWTHS):
        bounds = PeakBounds(
            sure={k: h + margin for k, h in heights.items()},
            on_curves=surcharge,
            per_doubling=growth,
        )
        _print_row(f"{margin:8.1f}{surcharge:8.1f}{growth:8.2f}", [*whole, *split], bounds)


def _print_row(name: str, tables: list[Table], bounds: PeakBounds) -> None:
    seen: dict[tuple[str, str], list[float]] = {}
    for table in tables:
        seen.setdefault((table.kind, table.shape), []).append(score(table, bounds))
    by_kind = {
        kind: mean(mean(v) for (k, _), v in seen.items() if k == kind)
        for kind in ("sheet", "curve", "clustered")
    }
    everything = mean(mean(v) for v in seen.values())
    print(
        f"{name}{1 - by_kind['sheet']:9.2%}{1 - by_kind['curve']:9.2%}"
        f"{by_kind['clustered']:8.3f}{everything:8.4f}",
        flush=True,
    )


def _sheets_of(n_points: int, n_seeds: int) -> list[Table]:
    return [t for t in one_piece(n_seeds, (n_points,)) if t.kind == "sheet"]


def _agreement(found: Labels, labels: Labels) -> float:
    return float(adjusted_rand_score(labels[labels > 0], found[labels > 0]))


def _standardised(points: Points) -> Points:
    """Return points moved and shrunk as a whole, as the search does."""
    centred = points - points.mean(axis=0)
    return np.asarray(centred / np.sqrt(np.mean(centred**2)))


if __name__ == "__main__":
    with threadpool_limits(1):
        main()
