"""The tables of the quality benchmark, as Markdown."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import mean, median, stdev

from quality_scores import Result

SHOAL, FIVE, FOREST, PLAIN = "shoal/free", "five/five", "forest/knows", "plain/free"
BEST_CELL, BEST_CELLS = "best cell", "best cells"
LABELS: Mapping[str, str] = {
    SHOAL: "**Shoal**",
    FIVE: "Shoal, always five",
    FOREST: "forest that knows the answer",
    BEST_CELL: "grid, best cell (by truth)",
    BEST_CELLS: "grid, best cell of each kind (by truth)",
    PLAIN: "plain recipe",
    "plain/held": "plain recipe, 4 to 8",
    "log/free": "plain recipe after log",
    "log/held": "plain recipe after log, 4 to 8",
    "mixture/free": "Gaussian mixture by BIC",
    "mixture/held": "Gaussian mixture by BIC, 4 to 8",
    "yellowbrick/distortion-free": "Yellowbrick, distortion",
    "yellowbrick/distortion-held": "Yellowbrick, distortion, 4 to 8",
    "yellowbrick/silhouette-free": "Yellowbrick, silhouette",
    "yellowbrick/silhouette-held": "Yellowbrick, silhouette, 4 to 8",
    "pycaret/default": "PyCaret as it comes",
    "pycaret/normalised": "PyCaret, normalised",
    "pycaret/elbow-free": "PyCaret, elbow",
    "pycaret/elbow-held": "PyCaret, elbow, 4 to 8",
    "pycaret/silhouette-free": "PyCaret, silhouette",
    "pycaret/silhouette-held": "PyCaret, silhouette, 4 to 8",
    "clusteval/free": "clusteval",
    "clusteval/held": "clusteval, 4 to 8",
    "mclust/free": "R mclust",
    "mclust/held": "R mclust, 4 to 8",
}
OURS = frozenset({SHOAL, FIVE, FOREST, BEST_CELL, BEST_CELLS})
CLEARLY = 0.05
LEAST_LEAD, LEAST_OF_FOREST, MOST_UNDER = 0.20, 0.85, 1 / 15
MOST_CREEP = 0.5
TEAM_LOW, TEAM_HIGH, LEAST_KEPT = 4, 8, 0.95

World = tuple[str, int, int]
Ways = Mapping[str, Mapping[World, Result]]
Aim = tuple[str, str, bool]


def summary(results: Sequence[Result], *, sizes: Sequence[int]) -> str:
    """Return all tables; those but the counts by size are about worlds of `sizes` accounts."""
    every = _by_way(results)
    ways = ways_of(r for r in results if r.n_accounts in sizes)
    worlds = {world for answers in ways.values() for world in answers}
    kinds = {generator for generator, _, _ in worlds}
    seeds = sorted({seed for _, _, seed in worlds})
    told = ", ".join(f"{size:,}" for size in sorted({n for _, n, _ in worlds}))
    heading = (
        f"{len(worlds)} worlds of {len(kinds)} kinds; {told} accounts;"
        f" seeds {seeds[0]} to {seeds[-1]}."
    )
    sections = {
        "Agreement with the truth": agreement_table(ways),
        "Lead, counts, small groups": detail_table(ways),
        "The grid, its count known": grid_table(ways),
        "Counts by size": size_table(every),
        "What was aimed at": aims_table(ways, every),
        "What could not run": error_list(ways),
    }
    parts = [f"### {title}\n\n{text}" for title, text in sections.items() if text]
    return "\n\n".join([heading, *parts])


def agreement_table(ways: Ways) -> str:
    """Return the mean adjusted Rand index of every way, by kind of world."""
    worlds = {world for answers in ways.values() for world in answers}
    n_worlds = len(worlds)
    kinds = sorted({generator for generator, _, _ in worlds})
    rows = []
    for way in _shown(ways):
        means = kind_means(ways[way].values())
        cells = [f"{means[k]:.2f}" if k in means else "" for k in kinds]
        n_finished = sum(r.agreement is not None for r in ways[way].values())
        mark = "*" if n_finished < n_worlds else ""
        rows.append([LABELS.get(way, way), f"{overall(ways[way].values()):.3f}{mark}", *cells])
    note = "\n\n\\* Of the worlds that it finished; see below for the others."
    is_noted = any(row[1].endswith("*") for row in rows)
    return _table(["way", "mean", *kinds], rows) + (note if is_noted else "")


def detail_table(ways: Ways) -> str:
    """Return Shoal's lead over every way on the worlds that both finished, and what each found."""
    rows = []
    for way in _shown(ways):
        answers = [r for r in ways[way].values() if r.agreement is not None]
        if not answers:
            continue
        gaps = _gaps(ways, way)
        small = sum(r.n_small for r in answers)
        rows.append(
            [
                LABELS.get(way, way),
                _lead(gaps) if way != SHOAL else "",
                f"{sum(g < -CLEARLY for g in gaps)} of {len(gaps)}" if way != SHOAL else "",
                f"{mean(r.n_found for r in answers):.1f}",
                f"{_off_by(answers):.1f}",
                f"{sum(r.n_small_found for r in answers) / max(small, 1):.0%}",
                f"{median(r.seconds for r in answers):.1f}",
            ]
        )
    head = ["way", "Shoal's lead", "Shoal under by 0.05", "groups", "off by", "small", "seconds"]
    return _table(head, rows)


def grid_table(ways: Ways) -> str:
    """Return the mean of every cell of the grid."""
    cells = {
        tuple(way.removeprefix("grid/").split(", ")): overall(answers.values())
        for way, answers in ways.items()
        if way.startswith("grid/")
    }
    algorithms = list(dict.fromkeys(a for _, a in cells))
    preparations = dict.fromkeys(p for p, _ in cells)
    rows = [[p, *(f"{cells[p, a]:.3f}" for a in algorithms)] for p in preparations]
    return _table(["preparation", *algorithms], rows) if rows else ""


def size_table(ways: Ways) -> str:
    """Return how many groups there are and were found, by number of accounts."""
    answers = ways.get(SHOAL, {})
    rows = []
    for size in sorted({n for _, n, _ in answers}):
        found = [r for (_, n, _), r in answers.items() if n == size and r.agreement is not None]
        row = [len(found), mean(r.n_true for r in found), mean(r.n_found for r in found)]
        plain = [r.n_found for (_, n, _), r in ways.get(PLAIN, {}).items() if n == size]
        agreement = overall(found)
        numbers = [f"{v:.1f}" for v in (*row[1:], mean(plain or [0]))]
        rows.append([f"{size:,}", str(row[0]), *numbers, f"{agreement:.3f}"])
    head = ["accounts", "worlds", "true groups", "Shoal", "plain recipe", "Shoal's agreement"]
    return _table(head, rows) if rows else ""


def aims_table(ways: Ways, all_sizes: Ways) -> str:
    """Return each aim, what was measured, and whether it was met."""
    if not {SHOAL, FIVE, FOREST, PLAIN, BEST_CELL} <= ways.keys():
        return ""
    aims = [*_agreement_aims(ways), *_count_aims(ways, all_sizes)]
    rows = [[aim, measured, "yes" if is_met else "no"] for aim, measured, is_met in aims]
    return _table(["aim", "measured", "met"], rows)


def error_list(ways: Ways) -> str:
    """Return the errors of every way that did not finish everywhere."""
    lines = []
    for way, answers in ways.items():
        errors = [r.error for r in answers.values() if r.agreement is None]
        if errors:
            told = "; ".join(sorted(set(errors))[:3])
            lines.append(
                f"- {LABELS.get(way, way)}: {len(errors)} of {len(answers)} worlds: {told}"
            )
    return "\n".join(lines)


def kind_means(results: Iterable[Result]) -> Mapping[str, float]:
    """Return the mean agreement by kind of world, of the worlds that were finished."""
    by_kind: dict[str, list[float]] = {}
    for result in results:
        if result.agreement is not None:
            by_kind.setdefault(result.generator, []).append(result.agreement)
    return {kind: mean(values) for kind, values in by_kind.items()}


def overall(results: Iterable[Result]) -> float:
    """Return the mean agreement; every kind of world weighs the same."""
    return mean(kind_means(results).values() or [float("nan")])


def ways_of(results: Iterable[Result]) -> Ways:
    """Return results by way and world, with the best cells of the grid as ways of their own."""
    return _with_best_cells(_by_way(results))


def other_ways(ways: Ways) -> list[str]:
    """Return the ways of other tools and of scripts, without what knows the truth."""
    return [way for way in ways if way not in OURS and not way.startswith("grid/")]


def _agreement_aims(ways: Ways) -> Iterator[Aim]:
    means = {way: overall(answers.values()) for way, answers in ways.items()}
    ours = means[SHOAL]
    others = other_ways(ways)
    best = max(others, key=means.__getitem__)
    ahead = means[best] < ours and all(mean(_gaps(ways, w) or [1]) > 0 for w in others)
    gaps = _gaps(ways, PLAIN)
    under = sum(g < -CLEARLY for g in gaps)
    lead, share = ours - means[PLAIN], ours / means[FOREST]
    yield f"at least {LEAST_LEAD:.2f} above the plain recipe", f"{lead:+.3f}", lead >= LEAST_LEAD
    yield (
        "above every other tool and script, free or held to 4 to 8",
        f"{ours:.3f}; the best of them is {LABELS.get(best, best)}, {means[best]:.3f}",
        ahead,
    )
    over_cell = ours - means[BEST_CELL]
    yield "at least the grid's best cell, known by truth", f"{over_cell:+.3f}", over_cell >= 0
    yield (
        f"at least {LEAST_OF_FOREST} of the forest that knows the answer",
        f"{share:.3f}",
        share >= LEAST_OF_FOREST,
    )
    yield (
        f"under the plain recipe by more than {CLEARLY} on at most one world in 15",
        f"{under} of {len(gaps)}",
        under <= MOST_UNDER * len(gaps),
    )
    yield "agreement above always five", f"{ours - means[FIVE]:+.3f}", ours > means[FIVE]


def _count_aims(ways: Ways, all_sizes: Ways) -> Iterator[Aim]:
    off, five = (_off_by(ways[way].values()) for way in (SHOAL, FIVE))
    yield "count nearer to the truth than always five", f"{off:.2f} to {five:.2f} off", off < five
    found = [r.n_found for r in all_sizes[SHOAL].values() if TEAM_LOW <= r.n_true <= TEAM_HIGH]
    kept = sum(n >= TEAM_LOW for n in found)
    yield (
        "four segments or more where there are four to eight groups, in 95 of 100",
        f"{kept} of {len(found)}",
        kept >= LEAST_KEPT * len(found),
    )
    counts = _counts_by_size(all_sizes[SHOAL])
    creep = counts[max(counts)] - counts[min(counts)]
    yield (
        f"at most {MOST_CREEP} more segments at {max(counts):,} accounts than at {min(counts):,}",
        f"{creep:+.2f}",
        creep <= MOST_CREEP,
    )


def _off_by(results: Iterable[Result]) -> float:
    return mean(abs(r.n_found - r.n_true) for r in results if r.agreement is not None)


def _counts_by_size(answers: Mapping[World, Result]) -> Mapping[int, float]:
    """Return the mean count by size, of the kinds and seeds that were measured at every size."""
    found = {world: r.n_found for world, r in answers.items() if r.agreement is not None}
    sizes = sorted({size for _, size, _ in found})
    makers = {(kind, seed) for kind, _, seed in found}
    whole = [(k, seed) for k, seed in makers if all((k, n, seed) in found for n in sizes)]
    return {n: mean([found[k, n, seed] for k, seed in whole] or [float("nan")]) for n in sizes}


def _by_way(results: Iterable[Result]) -> dict[str, dict[World, Result]]:
    ways: dict[str, dict[World, Result]] = {}
    for result in results:
        ways.setdefault(result.way, {})[result.world] = result
    return ways


def _with_best_cells(ways: dict[str, dict[World, Result]]) -> Ways:
    cells = [answers for way, answers in ways.items() if way.startswith("grid/")]
    if not cells:
        return ways
    kinds = {generator for answers in cells for generator, _, _ in answers}
    best = {
        kind: max(cells, key=lambda c, k=kind: kind_means(c.values()).get(k, -1)) for kind in kinds
    }
    each = {world: r for kind in kinds for world, r in best[kind].items() if world[0] == kind}
    return ways | {BEST_CELL: max(cells, key=lambda c: overall(c.values())), BEST_CELLS: each}


def _shown(ways: Ways) -> list[str]:
    known = [way for way in LABELS if way in ways]
    return known + [w for w in ways if w not in LABELS and not w.startswith("grid/")]


def _gaps(ways: Ways, way: str) -> list[float]:
    """Return Shoal's agreement less the other's, world by world."""
    ours = ways.get(SHOAL, {})
    return [
        mine.agreement - other.agreement
        for world, other in ways[way].items()
        if (mine := ours.get(world)) is not None
        and mine.agreement is not None
        and other.agreement is not None
    ]


def _lead(gaps: Sequence[float]) -> str:
    if len(gaps) < 2:
        return ""
    return f"{mean(gaps):+.3f} ± {stdev(gaps) / len(gaps) ** 0.5:.3f}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
