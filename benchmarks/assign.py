"""Compare the exported statement with nearest-centre SQL written by hand, in DuckDB, in one run.

    python benchmarks/assign.py --rows 10000000

makes two tables of accounts with 12 metrics in six groups: `plain` (bell curves, every cell
answered) and `customers` (heavy tails, pile-ups at zero, 3 % of cells missing). On each, nearest
centres of z-scored metrics are written by hand in two ways: by differences, as most people would,
and multiplied out, which is the quickest way we know. Ratios are to the quicker of the two on the
same table. By hand only the segment is found; the exported statement is measured so too
(`segment`), and with all its columns: name, confidence, second segment, unusual (`all`). Prints
medians; exits 1 when a `segment` ratio is over what is promised.
"""

# ruff: noqa: S608  # the point is SQL by hand; every name and number in it is our own

import argparse
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sqlglot import exp
from threadpoolctl import threadpool_limits

from shoal.records.accounts import Metric
from shoal.records.preparation import Preparation, PreparedMetric, Scale
from shoal.records.scoring import ScoringRule
from shoal.records.segments import Segment
from shoal.segments.assignment.freeze import freeze_centres, freeze_mixture
from shoal.segments.assignment.sql.dialects import SqlDialect
from shoal.segments.assignment.sql.statement import assignment_query
from shoal.segments.prepare.replay import apply_preparation, filled
from shoal.segments.prepare.scales import reference_of, rescale

N_METRICS, N_SEGMENTS, N_FITTED = 12, 6, 20_000
NAMES = [f"x{j}" for j in range(1, N_METRICS + 1)]
KEYS = tuple(f"s{k}" for k in range(1, N_SEGMENTS + 1))
SHAPES = (Scale.LOG, Scale.ROOT, Scale.STEEP_LOG, Scale.IDENTITY)
PROMISED = {"plain k-means": 1.2, "customers independent": 5.0, "customers rank 1": 7.0}

Floats = NDArray[np.float64]


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the tables, run every statement in turns, print ratios."""
    asked = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, threadpool_limits(1):
        database = duckdb.connect(str(Path(folder) / "accounts.duckdb"))
        database.execute(f"SET memory_limit = '{asked.memory}'")
        database.execute(f"SET temp_directory = '{folder}'")
        database.execute(f"SET threads = {asked.threads}")
        make_tables(database, asked.rows)
        print(f"{asked.rows:,} accounts, {asked.threads} threads, memory limit {asked.memory}")
        held = [compare(database, table, rounds=asked.rounds) for table in ("plain", "customers")]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"peak memory of the process: {peak:.2f} GB")
    sys.exit(0 if all(held) else 1)


def make_tables(database: duckdb.DuckDBPyConnection, n_rows: int) -> None:
    """Create `plain` and `customers`."""
    rng = np.random.default_rng(12)
    levels = rng.normal(scale=1.2, size=(N_METRICS, N_SEGMENTS)).round(3)
    bells = ", ".join(
        f"list_extract({row.tolist()}, g) + 2.0 * (random() + random() + random() - 1.5) AS {name}"
        for name, row in zip(NAMES, levels, strict=True)
    )
    database.execute(
        f"CREATE TABLE plain AS SELECT id, {bells} FROM "
        f"(SELECT range AS id, 1 + CAST(floor(random() * {N_SEGMENTS}) AS INTEGER) AS g "
        f"FROM range({n_rows}))"
    )
    tails = ", ".join(
        f"CASE WHEN random() < 0.97 THEN {_tail(j, name)} END AS {name}"
        for j, name in enumerate(NAMES)
    )
    database.execute(f"CREATE TABLE customers AS SELECT id, {tails} FROM plain")


def compare(database: duckdb.DuckDBPyConnection, table: str, *, rounds: int) -> bool:
    """Print the medians of one table; tell whether the promises that concern it held."""
    rows = database.execute(f"SELECT {', '.join(NAMES)} FROM {table} LIMIT {N_FITTED}")
    sample = rows.fetchnumpy()
    values = np.column_stack([np.ma.filled(sample[name].astype(float), np.nan) for name in NAMES])
    statements = {
        f"{table} by hand, {way}": written
        for way, written in by_hand(table, z_scored(values), values).items()
    }
    hand = list(statements)
    for name, rule in rules(table, values).items():
        for columns in ("segment", "all"):
            text = exported(rule, table, only_segment=columns == "segment")
            statements[f"{table} {name}, {columns}"] = text
    seconds: dict[str, list[float]] = {name: [] for name in statements}
    for _ in range(rounds):
        for name, text in statements.items():
            seconds[name].append(timed(database, text))
    medians = {name: statistics.median(times) for name, times in seconds.items()}
    floor = min(medians[name] for name in hand)
    for name, median in medians.items():
        print(f"  {name:<42}{median:8.2f} s{median / floor:8.2f}")
    kept = {name: promise for name, promise in PROMISED.items() if name.startswith(table)}
    return all(medians[f"{name}, segment"] <= most * floor for name, most in kept.items())


def timed(database: duckdb.DuckDBPyConnection, text: str) -> float:
    """Return the seconds that writing an answer takes."""
    started = time.perf_counter()
    database.execute(f"CREATE OR REPLACE TABLE answer AS {text}")
    return time.perf_counter() - started


def by_hand(table: str, preparation: Preparation, values: Floats) -> dict[str, str]:
    """Write nearest centres of z-scored metrics; a missing cell counts as the mean."""
    z = filled(preparation, apply_preparation(preparation, values))
    centres = KMeans(N_SEGMENTS, n_init=1, random_state=0).fit(z).cluster_centers_
    cells = ", ".join(
        f"({_cell(table, m)} - {_double(m.centre * m.reference)})"
        f" / {_double(m.spread * m.reference)} AS z{j}"
        for j, m in enumerate(preparation.metrics)
    )
    differences, products = [], []
    for row in centres:
        gaps = [f"(z{j} - {_double(c)})" for j, c in enumerate(row)]
        differences.append(" + ".join(f"{gap} * {gap}" for gap in gaps))
        parts = [_double(-0.5 * row @ row), *(f"z{j} * {_double(c)}" for j, c in enumerate(row))]
        products.append(" + ".join(parts))
    source = f"(SELECT id, {cells} FROM {table})"
    return {
        "differences": _nearest(differences, source, best="least"),
        "multiplied out": _nearest(products, source, best="greatest"),
    }


def rules(table: str, values: Floats) -> dict[str, ScoringRule]:
    """Return the frozen rules to export for a table."""
    plain = z_scored(values)
    prepared = apply_preparation(plain, values)
    labels = KMeans(N_SEGMENTS, n_init=1, random_state=0).fit_predict(filled(plain, prepared))
    labels = labels.astype(np.intp)
    found = {"k-means": freeze_centres(plain, prepared, labels, KEYS)}
    if table == "plain":
        return found
    shaped = own_shapes(values)
    rng = np.random.default_rng(0)
    mixture = freeze_mixture(shaped, apply_preparation(shaped, values), labels, KEYS, rng=rng)
    return {**found, "independent": replace(mixture, loading=None), "rank 1": mixture}


def z_scored(values: Floats) -> Preparation:
    """Return a preparation that standardises and clips, nothing else."""
    return Preparation(
        name="standardised",
        metrics=tuple(_prepared(j, values[:, j], Scale.IDENTITY) for j in range(N_METRICS)),
    )


def own_shapes(values: Floats) -> Preparation:
    """Return a preparation with four scales, and pile-ups at zero in every third metric."""
    metrics = (_prepared(j, values[:, j], SHAPES[j % 4]) for j in range(N_METRICS))
    return Preparation(
        name="own shapes",
        metrics=tuple(replace(m, pile=0.0 if j % 3 == 0 else None) for j, m in enumerate(metrics)),
    )


def exported(rule: ScoringRule, table: str, *, only_segment: bool) -> str:
    """Return the exported statement of a rule."""
    segments = [
        Segment(key=k, name=f"Segment {k}", size=1, share=0.1, persona="", metrics=()) for k in KEYS
    ]
    query = assignment_query(
        rule,
        metrics=[Metric(name=name, column=name, label=name) for name in NAMES],
        segments=segments,
        id_name="id",
        table=exp.to_table(table),
        dialect=SqlDialect.DUCKDB,
        only_segment=only_segment,
    )
    return query.sql(dialect="duckdb")


def _nearest(scores: Sequence[str], source: str, *, best: str) -> str:
    places = [f"s{k}" for k in range(len(scores))]
    made = ", ".join(f"{score} AS {place}" for score, place in zip(scores, places, strict=True))
    cases = " ".join(f"WHEN {p} = best THEN '{key}'" for p, key in zip(places, KEYS, strict=True))
    scored = f"(SELECT id, {made} FROM {source})"
    topped = f"(SELECT *, {best}({', '.join(places)}) AS best FROM {scored})"
    return f"SELECT id, CASE {cases} END AS segment FROM {topped}"


def _cell(table: str, metric: PreparedMetric) -> str:
    if table == "plain":
        return metric.metric
    return f"coalesce({metric.metric}, {_double(metric.centre * metric.reference)})"


def _double(value: float) -> str:
    return f"({float(value)!r}::DOUBLE)"


def _tail(place: int, name: str) -> str:
    if place % 3 == 0:
        return f"CASE WHEN {name} < -0.5 THEN 0 ELSE exp({name}) END"
    return f"exp({name})"


def _prepared(place: int, cells: Floats, scale: Scale) -> PreparedMetric:
    reference = reference_of(cells)
    shaped = rescale(cells / reference, scale)
    return PreparedMetric(
        metric=NAMES[place],
        scale=scale,
        reference=reference,
        centre=float(np.nanmean(shaped)),
        spread=float(np.nanstd(shaped)),
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--memory", default="1GB", help="DuckDB's memory limit")
    return parser


if __name__ == "__main__":
    main()
