"""Workspaces of a few tables, written to a folder and measured."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd

from shoal.operations.measure import measure
from shoal.records.workspace import (
    EngineSpec,
    Location,
    MetricsSpec,
    OwnMetric,
    Place,
    SourceSpec,
    WorkspaceSpec,
)

PLACE = Place(file="shoal.yml", line=1)


def source(name, role, **said):
    """Describe a source whose table is `name`; its location is filled in when it is written."""
    return SourceSpec(name=name, role=role, place=PLACE, location=Location(path="?"), **said)


def own(name, source, aggregate, **said):
    return OwnMetric(name=name, source=source, aggregate=aggregate, place=PLACE, **said)


def workspace(folder, tables, sources, *, write=None, **said):
    """Write tables, by name of their source, and return the workspace that reads them."""
    folder.mkdir(parents=True, exist_ok=True)
    placed = []
    for spec in sources:
        path = (write or as_parquet)(tables[spec.name], folder / spec.name)
        location = Location(path=str(path))
        placed.append(SourceSpec(**{**_fields(spec), "location": location}))
    engine = said.pop("engine", EngineSpec(spill=folder / ".shoal" / "spill"))
    return WorkspaceSpec(
        name="acme",
        folder=folder,
        file=folder / "shoal.yml",
        sources=tuple(placed),
        engine=engine,
        storage=folder / ".shoal",
        **said,
    )


def as_parquet(table: pd.DataFrame, path: Path):
    path = path.with_suffix(".parquet")
    table.to_parquet(path, index=False)
    return path


def as_csv(table: pd.DataFrame, path: Path):
    path = path.with_suffix(".csv")
    table.to_csv(path, index=False)
    return path


def measured(spec, *dates, now=datetime(2026, 7, 1, 6, tzinfo=UTC)):
    """Measure, and return what the verb returns."""
    return measure(spec, dates, now=now, functions={}, progress=lambda _stage, _share: None)


def metrics_of(spec, *dates, **said):
    """Measure as of the dates; return the metrics of the last, one row an account."""
    return frame(measured(spec, *dates, **said).snapshots[-1].metrics)


def frame(path):
    """Read metrics or attributes that were written, by account."""
    return pd.read_parquet(path).set_index("account_id")


def with_window(days, *own_metrics, presets=None):
    """Say what is measured; presets () are none."""
    return MetricsSpec(window_days=days, own=own_metrics, presets=presets)


def assert_equal(found: pd.DataFrame, expected: pd.DataFrame, *, rtol=1e-9):
    """Compare every number of two tables, and say which differ."""
    assert sorted(found.index) == sorted(expected.index)
    expected = expected.loc[found.index]
    differing = {}
    for name in expected.columns:
        a, b = found[name].to_numpy(float), expected[name].to_numpy(float)
        same = np.isclose(a, b, rtol=rtol, atol=1e-12, equal_nan=True)
        if not same.all():
            rows = found.index[~same][:3]
            differing[name] = [(i, found.loc[i, name], expected.loc[i, name]) for i in rows]
    told = [f"{n}: {rows}" for n, rows in differing.items()]
    assert not differing, "\n".join([f"{len(told)} metrics differ", *told[:5]])


def _fields(spec):
    return {name: getattr(spec, name) for name in spec.__slots__}
