"""Compare `Workspace.measure` with what one would write instead, on one log, in one run.

    python benchmarks/measure.py --events 20000000 --accounts 50000

makes two logs, bursty and sparse, by `logs.py`, and measures the standard presets as of their last
day: all of `Workspace.measure`, with the snapshot written; against the floor, which only counts
events by account and user; two-stage SQL by hand for the same metrics, by user and by day, of
which the quicker counts; SQL that goes straight to accounts by count(DISTINCT) FILTER; pandas; and
Polars' streaming engine. pandas and Polars do the log alone, in processes of their own. All must
come to the same numbers. Prints medians, and how many times as long Shoal takes. `--part dates`
compares 24 monthly dates in one call with 24 calls, of which six are made; `--part memory` prints
the peak of the resident memory of a process that measures one date; `--part spark` measures one
date on DuckDB and on a Spark of two cores on this machine. Exits 1 when a promise is not kept.
"""

import argparse
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import duckdb
import numpy as np
from logs import LAST_DAY, Shape, log_tables
from measure_workspace import FEATURES, write_workspace

import shoal

WAYS = Path(__file__).parent / "measure_ways"
FLOOR = "SELECT account_id, user_id, count(*) AS n FROM events GROUP BY ALL"
BY_HAND = {
    "by hand, by user": ("by_user", "of_users", "snapshot"),
    "by hand, by day": ("by_day", "of_users", "snapshot"),
}
ONE_PASS = {"one pass": ("one_pass", "snapshot")}
FRAMES = {"pandas": "pandas_way.py", "Polars streaming": "polars_way.py"}
TABLES = ("accounts", "subscriptions", "tickets", "surveys", "milestones", "engagement")
MONTHS, MADE, DAYS_A_MONTH = 24, 6, 30
TOLERANCE = 1e-6


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the logs, run what was asked for, print ratios."""
    asked = _parser().parse_args(arguments)
    if asked.measured is not None:
        _measure_alone(asked.measured)
        return
    with tempfile.TemporaryDirectory(dir=asked.folder) as temporary:
        held = [
            part_of(asked, Path(temporary) / shape, shape)
            for shape in ("bursty", "sparse")
            if asked.shape in (shape, "both")
        ]
    sys.exit(0 if all(held) else 1)


def part_of(asked: argparse.Namespace, folder: Path, shape: Shape) -> bool:
    """Make a log and run one part on it; tell whether what is promised was kept."""
    days = 400 if asked.part != "dates" else MONTHS * DAYS_A_MONTH + 100
    written = log_tables(
        folder, events=asked.events, accounts=asked.accounts, shape=shape, days=days
    )
    write_workspace(folder, engine=f"kind: duckdb, memory_limit: {asked.memory}")
    told = f"{shape}: {written.events:,} events, {written.users:,} users, limit {asked.memory}"
    print(told, flush=True)
    if asked.part == "dates":
        return dates(folder)
    if asked.part == "memory":
        return memory(folder, most=asked.most)
    if asked.part == "spark":
        return spark(folder)
    return ways(folder, repeats=asked.repeats, slow_repeats=asked.slow_repeats)


def ways(folder: Path, *, repeats: int, slow_repeats: int) -> bool:
    """Compare all ways on one log; the slow ones may be run less often, or not at all."""
    database = _opened(folder)
    workspace = shoal.Workspace(folder)
    quick = {
        "shoal": lambda: _timed(lambda: workspace.measure(LAST_DAY)),
        "floor": partial(_sql, database, FLOOR, folder / "floor.parquet"),
        **{
            n: partial(_sql, database, _text(f), folder / f"{n}.parquet")
            for n, f in BY_HAND.items()
        },
    }
    slow = {
        **{
            n: partial(_sql, database, _text(f), folder / f"{n}.parquet")
            for n, f in ONE_PASS.items()
        },
        **{n: partial(_frame, s, folder, folder / f"{n}.parquet") for n, s in FRAMES.items()},
    }
    seconds: dict[str, list[float]] = {}
    for k in range(repeats):
        for name, run in {**quick, **(slow if k < slow_repeats else {})}.items():
            seconds.setdefault(name, []).append(run())
    medians = {name: statistics.median(times) for name, times in seconds.items()}
    print(f"  {'':<20}  median   of  Shoal takes")
    for name, median in medians.items():
        times = f"{medians['shoal'] / median:8.2f} times"
        print(f"  {name:<20}{median:6.2f} s{len(seconds[name]):5}{times}", flush=True)
    is_same = _is_same(folder, database, medians)
    return _kept(medians) and is_same


def dates(folder: Path) -> bool:
    """Compare many dates in one call with one call for each, of which some are made."""
    workspace = shoal.Workspace(folder)
    every = [LAST_DAY - timedelta(days=DAYS_A_MONTH * k) for k in reversed(range(MONTHS))]
    # A later date reads more: of those made, as many are late as are early. Half of them are made
    # before and half after, since a machine's other work comes and goes.
    early, late = (days[1 : MONTHS // 2 : MONTHS // MADE] for days in (every, every[::-1]))
    workspace.measure(LAST_DAY)
    apart = [_measured(workspace, [day]) for day in (*early[::2], *late[::2])]
    together = _measured(workspace, every)
    apart += [_measured(workspace, [day]) for day in (*early[1::2], *late[1::2])]
    ratios = []
    for k, of in enumerate(("clock", "processor")):
        ours, theirs = together.seconds[k], sum(c.seconds[k] for c in apart) * MONTHS / MADE
        ratios.append(ours / theirs)
        print(f"  {of}: {MONTHS} dates in one call {ours:.1f} s, in {MONTHS} calls {theirs:.1f} s")
        print(f"  (reckoned from {MADE}); ratio {ratios[k]:.2f}", flush=True)
    same = all(together.hashes[d] == h for call in apart for d, h in call.hashes.items())
    print(f"  same files: {same}")
    return same and ratios[0] <= 0.7


def memory(folder: Path, *, most: float) -> bool:
    """Print the peak of a process that measures one date."""
    command = [sys.executable, __file__, "--measured", str(folder)]
    peak = float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    print(f"  peak of the resident memory {peak:.2f} GB; {most:.1f} GB are promised")
    return peak <= most


def spark(folder: Path) -> bool:
    """Compare one date on DuckDB with the same on a Spark of two cores, its start included."""
    here = _timed(lambda: shoal.Workspace(folder).measure(LAST_DAY))
    shutil.rmtree(folder / ".shoal")  # where one engine writes a file, the other writes a folder
    write_workspace(folder, engine="kind: spark, url: 'local[2]'")
    there = _timed(lambda: shoal.Workspace(folder).measure(LAST_DAY))
    print(f"  on DuckDB {here:.1f} s; on Spark {there:.1f} s, {there / here:.1f} times as long")
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Call:
    """Seconds by the clock and of the processor, and hashes of what was written by date."""

    seconds: tuple[float, float]
    hashes: dict[date, str]


def _measured(workspace: shoal.Workspace, days: Sequence[date]) -> _Call:
    clock, processor = time.perf_counter(), time.process_time()
    snapshots = workspace.measure(days).snapshots
    seconds = time.perf_counter() - clock, time.process_time() - processor
    return _Call(seconds=seconds, hashes={s.as_of: s.metrics_hash for s in snapshots})


def _measure_alone(folder: Path) -> None:
    shoal.Workspace(folder).measure(LAST_DAY)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6)


def _opened(folder: Path) -> duckdb.DuckDBPyConnection:
    database = duckdb.connect()
    database.execute("SET TimeZone = 'UTC'")
    database.execute(f"SET VARIABLE features = {list(FEATURES)}")
    for name in TABLES:
        database.execute(f"CREATE VIEW {name} AS FROM '{folder}/{name}.parquet'")
    database.execute(f"CREATE VIEW events AS FROM '{folder}/events/*.parquet'")
    return database


def _text(files: Sequence[str]) -> str:
    return "".join((WAYS / f"{file}.sql").read_text(encoding="utf-8") for file in files)


def _timed(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


def _sql(database: duckdb.DuckDBPyConnection, text: str, path: Path) -> float:
    copy = f"COPY ({text}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)"
    return _timed(lambda: database.execute(copy, _values(text)))


def _values(text: str) -> dict[str, date]:
    return {"as_of": LAST_DAY} if "$as_of" in text else {}


def _frame(script: str, folder: Path, path: Path) -> float:
    command = [sys.executable, str(WAYS / script), str(folder), str(LAST_DAY), str(path)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _is_same(
    folder: Path, database: duckdb.DuckDBPyConnection, run: Sequence[str] | dict[str, float]
) -> bool:
    """Hold SQL against Shoal's snapshot, and the frames against what SQL has in between."""
    snapshot = _cells(database, f"FROM '{folder}/.shoal/snapshots/{LAST_DAY}.parquet'")
    used = _cells(database, f"{_text(('by_user', 'of_users')).rstrip().rstrip(',')} FROM use")
    differing = []
    for name in (*BY_HAND, *ONE_PASS, *FRAMES):
        if name not in run:
            continue
        found = _cells(database, f"FROM '{folder}/{name}.parquet'")
        if name in FRAMES:  # what is nothing here is missing there
            ours, theirs = ({n: np.nan_to_num(c) for n, c in t.items()} for t in (used, found))
        else:
            ours, theirs = snapshot, found
        if wrong := _differing(ours, theirs):
            differing.append(f"{name}: {', '.join(wrong)}")
    print("  all ways agree" if not differing else f"  DIFFERENT {'; '.join(differing)}")
    return not differing


def _cells(database: duckdb.DuckDBPyConnection, text: str) -> dict[str, np.ndarray]:
    """Return the columns of a query as doubles, in the order of accounts."""
    rows = database.execute(f"{text} ORDER BY account_id", _values(text)).fetchnumpy()
    numbers = {n: c for n, c in rows.items() if n not in {"account_id", "as_of"}}
    return {n: np.ma.filled(np.ma.asarray(c).astype(float), np.nan) for n, c in numbers.items()}


def _differing(ours: dict[str, np.ndarray], theirs: dict[str, np.ndarray]) -> list[str]:
    near = partial(np.allclose, rtol=TOLERANCE, atol=TOLERANCE, equal_nan=True)
    return [n for n, cells in ours.items() if n not in theirs or not near(cells, theirs[n])]


def _kept(medians: dict[str, float]) -> bool:
    """Tell which promises were kept, each as the most seconds that Shoal may take."""
    most = {
        "six times the floor": 6.0 * medians["floor"],
        "1.2 times the best SQL by hand": 1.2 * min(medians[name] for name in BY_HAND),
        "a 1.3th of one pass": medians.get("one pass", np.inf) / 1.3,
        "half of pandas": medians.get("pandas", np.inf) / 2.0,
    }
    missed = [promise for promise, seconds in most.items() if medians["shoal"] > seconds]
    print(f"  MISSED: at most {'; '.join(missed)}" if missed else "  all promises are kept")
    return not missed


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--part", choices=("ways", "dates", "memory", "spark"), default="ways")
    parser.add_argument("--shape", choices=("bursty", "sparse", "both"), default="both")
    parser.add_argument("--events", type=int, default=20_000_000)
    parser.add_argument("--accounts", type=int, default=50_000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--slow-repeats", type=int, default=5, help="of one pass, pandas, Polars")
    parser.add_argument("--memory", default="1GB", help="memory_limit of the workspace's engine")
    parser.add_argument("--most", type=float, default=1.5, help="GB promised, for --part memory")
    parser.add_argument("--folder", type=Path, help="where the logs are made, for a while")
    parser.add_argument("--measured", type=Path, help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    main()
