"""The made-up company's tables as the files that a team would have."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from sqlglot import exp

from shoal.engines.duckdb_engine import DuckDbEngine
from shoal.files import only_writer, write_file
from shoal.operations.table_csv import table_csv
from shoal.records.queries import Query
from shoal.records.tables import Table
from shoal.records.workspace import EngineSpec
from shoal.reports.json_lines import json_lines

DATA = "data"
_CSV = {
    "accounts": "accounts.csv",
    "contacts": "contacts.csv",
    "tickets": "tickets.csv",
    "milestones": "onboarding.csv",
    "outcomes": "outcomes.csv",
    "touches": "calls.csv",
}
_JSON_LINES = {"surveys": "nps.jsonl", "engagement": "academy.jsonl"}
_PARQUET = {"subscriptions": "subscriptions.parquet"}
EVENTS = "events"  # a folder, one file a month


def write_tables(folder: Path, tables: dict[str, Table], settings: EngineSpec) -> None:
    """Write every table below `data`: logs as Parquet by month, small tables as text."""
    data = folder / DATA
    for name, file in _CSV.items():
        _write_text(data / file, table_csv(tables[name]))
    for name, file in _JSON_LINES.items():
        _write_text(data / file, json_lines(tables[name]))
    with DuckDbEngine(settings, allowed=[data]) as engine:
        for name, file in _PARQUET.items():
            _write_parquet(engine, tables[name], data / file)
        for month, table in _by_month(tables[EVENTS]):
            _write_parquet(engine, table, data / EVENTS / f"{month}.parquet")


def _write_text(path: Path, text: str) -> None:
    with only_writer(path):
        write_file(path, text)


def _write_parquet(engine: DuckDbEngine, table: Table, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    name = path.stem
    columns = engine.take(name, [table])
    select = exp.select(*(exp.column(c.name, quoted=True) for c in columns))
    source = exp.Table(this=exp.to_identifier(name, quoted=True))
    with only_writer(path):
        engine.write(Query(tree=select.from_(source), columns=columns), path)


def _by_month(events: Table) -> Iterator[tuple[str, Table]]:
    """Yield the events of each month; those of clocks that run ahead go into the last file."""
    at = np.asarray(events.column("occurred_at").values, "datetime64[s]")
    months = at.astype("datetime64[M]")
    counts = {m: int((months == m).sum()) for m in np.unique(months)}
    usual = [m for m, n in counts.items() if n > max(counts.values()) / 100]
    months = np.minimum(months, max(usual))
    for month in np.unique(months):
        rows = np.flatnonzero(months == month)
        columns = tuple(replace(c, values=c.values[rows]) for c in events.columns)
        yield str(month), replace(events, n_rows=len(rows), columns=columns)
