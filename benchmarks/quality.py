"""Measure how well segments match true groups, on made-up companies whose groups are known.

Prints one table per generator: the adjusted Rand index (1: the true groups, 0: chance) of

- plain: missing by median, StandardScaler, k-means with 2 to 10 clusters, best silhouette;
- log: the same after a symmetric logarithm, 4 to 8 clusters;
- forest: a random forest that knows the answer, by 5-fold cross-validation: what is possible;
- shoal: what Shoal publishes;

and the number of groups each found. Facts such as size are given to none of them. Accounts that
fit nowhere are left in the table, but not counted.

    python benchmarks/quality.py --worlds 2 --seed 1000 --sizes 300 1000
"""

import argparse
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.ensemble import RandomForestClassifier
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import adjusted_rand_score, silhouette_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.preprocessing import StandardScaler

from shoal.records.accounts import Accounts, Metric
from shoal.records.options import SearchOptions
from shoal.records.worlds import World
from shoal.worlds.generators import GENERATORS
from shoal.worlds.logs import simulate_company

WORLDS: Mapping[str, Callable[[int, int], World]] = {**GENERATORS, "logs": simulate_company}
SIZES = (300, 1000, 4000)
SILHOUETTE_SAMPLE = 1500
N_TREES = 200
N_FOLDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How well one way did on one world."""

    agreement: float
    n_groups: int
    seconds: float


Way = Callable[[World, int], NDArray[np.intp]]


def plain(world: World, seed: int) -> NDArray[np.intp]:
    """Segment by the plain recipe."""
    return _best_kmeans(_filled(world), range(2, 11), seed)


def after_log(world: World, seed: int) -> NDArray[np.intp]:
    """Segment by k-means after a symmetric logarithm, with a sensible range of counts."""
    filled = _filled(world)
    return _best_kmeans(np.sign(filled) * np.log1p(np.abs(filled)), range(4, 9), seed)


def forest(world: World, seed: int) -> NDArray[np.intp]:
    """Predict every account's true group from the others'; missing cells are a branch."""
    fitting = world.truth >= 0
    labels = world.truth.copy()
    model = RandomForestClassifier(N_TREES, random_state=seed)
    folds = StratifiedKFold(N_FOLDS, shuffle=True, random_state=seed)
    labels[fitting] = cross_val_predict(
        model, world.matrix()[fitting], world.truth[fitting], cv=folds
    )
    return labels


def shoal(world: World, seed: int) -> NDArray[np.intp]:
    """Segment by Shoal's own search."""
    # Loaded late, so that the other ways can be measured where the search is being worked on.
    from shoal.segments.search.find import find_segments  # noqa: PLC0415

    options = SearchOptions(seed=seed)
    return find_segments(accounts_of(world), options=options).assignment.segment


WAYS: Mapping[str, Way] = {"plain": plain, "log": after_log, "forest": forest, "shoal": shoal}


def accounts_of(world: World) -> Accounts:
    """Return a world's accounts as the audit would hand them on: metrics by name, no facts."""
    names = sorted(world.metrics)
    values = np.column_stack([np.asarray(world.columns[m], dtype=float) for m in names])
    order = np.arange(world.n_accounts)
    return Accounts(
        id_name="account_id",
        ids=tuple(str(i) for i in world.columns["account_id"]),
        rows=order,
        first_rows=order,
        metrics=tuple(Metric(name=m, column=m, label=m) for m in names),
        values=values,
    )


def answer(way: Way, world: World, seed: int) -> Answer:
    """Run one way on one world."""
    started = time.perf_counter()
    labels = way(world, seed)
    seconds = time.perf_counter() - started
    fitting = world.truth >= 0
    return Answer(
        agreement=float(adjusted_rand_score(world.truth[fitting], labels[fitting])),
        n_groups=len(np.unique(labels[fitting])),
        seconds=seconds,
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure every way on every world, and print the tables."""
    asked = _parser().parse_args(arguments)
    warnings.simplefilter("ignore", ConvergenceWarning)
    ways = {w: WAYS[w] for w in asked.ways if w != "shoal" or _search_is_there()}
    totals = []
    for name in asked.only:
        rows = [
            _row(ways, name, n_accounts, asked.seed + i)
            for n_accounts in asked.sizes
            for i in range(asked.worlds)
        ]
        totals.append(_print_table(name, list(ways), rows))
    print(f"mean of {len(totals)} generators")
    for way in ways:
        print(f"  {way:<8}{mean(total[way] for total in totals):6.3f}")


def _row(
    ways: Mapping[str, Way], name: str, n_accounts: int, seed: int
) -> tuple[World, Mapping[str, Answer]]:
    world = WORLDS[name](seed, n_accounts)
    return world, {w: answer(ways[w], world, seed) for w in ways}


def _print_table(
    name: str, ways: Sequence[str], rows: Sequence[tuple[World, Mapping[str, Answer]]]
) -> Mapping[str, float]:
    print(f"{name}: {len(rows[0][0].groups)} groups, {len(rows[0][0].metrics)} metrics")
    print("  accounts  seed" + "".join(f"{w:>17}" for w in ways))
    for world, answers in rows:
        cells = "".join(_cell(answers[w]) for w in ways)
        print(f"  {world.n_accounts:>8}{world.seed:>6}{cells}")
    means = {w: mean(answers[w].agreement for _, answers in rows) for w in ways}
    counts = {w: mean(answers[w].n_groups for _, answers in rows) for w in ways}
    print(f"  {'mean':<14}" + "".join(f"{means[w]:>9.3f} ({counts[w]:4.1f}) " for w in ways) + "\n")
    return means


def _cell(given: Answer) -> str:
    return f"{given.agreement:>7.2f} ({given.n_groups}){given.seconds:5.1f}s"


def _filled(world: World) -> NDArray[np.float64]:
    values = world.matrix()
    return np.where(np.isnan(values), np.nanmedian(values, axis=0), values)


def _best_kmeans(values: NDArray[np.float64], counts: range, seed: int) -> NDArray[np.intp]:
    scaled = StandardScaler().fit_transform(values)
    size = min(SILHOUETTE_SAMPLE, len(scaled))
    fits = [KMeans(k, n_init=10, random_state=seed).fit_predict(scaled) for k in counts]
    scores = [silhouette_score(scaled, f, sample_size=size, random_state=seed) for f in fits]
    return np.asarray(fits[int(np.argmax(scores))], dtype=np.intp)


def _search_is_there() -> bool:
    try:
        from shoal.segments.search import find  # noqa: F401, PLC0415 - only whether it loads
    except ImportError as missing:
        print(f"The search cannot be loaded ({missing}); the other ways are measured.\n")
        return False
    return True


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--worlds", type=int, default=2, help="seeds per generator and size")
    parser.add_argument("--seed", type=int, default=1000, help="first seed")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of accounts")
    parser.add_argument("--only", nargs="+", default=list(WORLDS), choices=WORLDS, metavar="NAME")
    parser.add_argument("--ways", nargs="+", default=list(WAYS), choices=WAYS, metavar="WAY")
    return parser


if __name__ == "__main__":
    main()
