"""Measure how well segments match true groups, on made-up companies whose groups are known.

``run`` measures Shoal, plain scripts, other tools, a grid and a forest that knows the answer, and
adds each result to a file; what the file holds is not measured again. ``summary`` prints the tables
of that file as Markdown. Facts such as size are given to none of them.

Worlds of seeds 0 to 999 are for deciding, those from 2000 on for reporting.

    python benchmarks/quality.py run --sizes 300 1000 --seeds 2
    python benchmarks/quality.py run --share 1/2 &  python benchmarks/quality.py run --share 2/2
    python benchmarks/quality.py summary
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import product
from pathlib import Path

from quality_peers import CACHE, PEERS, Peer, ask, prepare
from quality_scores import Attempt, add, read, score
from quality_table import summary
from quality_ways import FAMILIES, attempts
from threadpoolctl import threadpool_limits

from shoal.records.worlds import World
from shoal.worlds.generators import GENERATORS
from shoal.worlds.logs import simulate_company

WORLDS: Mapping[str, Callable[[int, int], World]] = {**GENERATORS, "logs": simulate_company}
REPORT_FROM = 2000
FILE = Path("build/quality.jsonl")

Family = Callable[[World], Mapping[str, Attempt]]
Place = tuple[str, int, int]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, or print what was measured."""
    asked = _parser().parse_args(arguments)
    asked.carry_out(asked)


def run(asked: argparse.Namespace) -> None:
    """Measure what the file does not hold yet, world by world."""
    families = {name: _family(name, asked) for name in asked.families}
    done = {(r.world, r.family) for r in read(asked.file) if r.family not in (asked.again or ())}
    for place in _share(_places(asked), asked.share):
        missing = [name for name in families if (place, name) not in done]
        if missing:
            _measure(place, {name: families[name] for name in missing}, asked.file)


def show(asked: argparse.Namespace) -> None:
    """Print the tables."""
    results = [r for r in read(asked.file) if r.seed >= asked.first_seed]
    if not results:
        sys.exit(f"{asked.file} holds no result from seed {asked.first_seed} on.")
    print(summary(results, sizes=asked.sizes))


def _measure(place: Place, families: Mapping[str, Family], file: Path) -> None:
    generator, n_accounts, seed = place
    world = WORLDS[generator](seed, n_accounts)
    print(f"{generator}, {n_accounts} accounts, seed {seed}:", end="", file=sys.stderr, flush=True)
    for name, family in families.items():
        print(f" {name}", end="", file=sys.stderr, flush=True)
        with threadpool_limits(1):
            made = family(world)
        add(file, [score(world, f"{name}/{way}", attempt) for way, attempt in made.items()])
    print(file=sys.stderr)


def _family(name: str, asked: argparse.Namespace) -> Family:
    if name in FAMILIES:
        return partial(attempts, FAMILIES[name])
    peer = prepare(name, cache=asked.cache, python=asked.python)
    _warn(peer)
    return partial(ask, peer, timeout_seconds=asked.timeout)


def _warn(peer: Peer) -> None:
    if peer.error:
        print(f"{peer.name} cannot run: {peer.error}", file=sys.stderr)


def _places(asked: argparse.Namespace) -> list[Place]:
    seeds = range(asked.first_seed, asked.first_seed + asked.seeds)
    return [(g, n, s) for n, s, g in product(asked.sizes, seeds, asked.generators)]


def _share(places: Sequence[Place], share: str) -> Sequence[Place]:
    part, _, parts = share.partition("/")
    return places[int(part) - 1 :: int(parts)]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    verbs = parser.add_subparsers(required=True)
    _add_run(verbs.add_parser("run", help="measure what the file does not hold yet"))
    shown = verbs.add_parser("summary", help="print the tables")
    shown.set_defaults(carry_out=show)
    _add_shared(shown, sizes=(300, 1000, 4000))
    return parser


def _add_run(parser: argparse.ArgumentParser) -> None:
    families = [*FAMILIES, *PEERS]
    parser.set_defaults(carry_out=run)
    _add_shared(parser, sizes=(300, 1000))
    parser.add_argument("--seeds", type=int, default=2, help="worlds per generator and size")
    parser.add_argument("--generators", nargs="+", default=list(WORLDS), choices=WORLDS)
    parser.add_argument("--families", nargs="+", default=families, choices=families)
    parser.add_argument("--again", nargs="+", choices=families, help="measure these anew")
    parser.add_argument("--share", default="1/1", help="2/3: the second of three processes")
    parser.add_argument("--cache", type=Path, default=CACHE, help="folder of the environments")
    parser.add_argument("--python", default=sys.executable, help="what makes the environments")
    parser.add_argument("--timeout", type=float, default=600, help="seconds a tool has per world")


def _add_shared(parser: argparse.ArgumentParser, *, sizes: Sequence[int]) -> None:
    parser.add_argument("--file", type=Path, default=FILE, help="where results are kept")
    parser.add_argument("--first-seed", type=int, default=REPORT_FROM)
    parser.add_argument("--sizes", type=int, nargs="+", default=sizes, help="numbers of accounts")


if __name__ == "__main__":
    main()
