"""The same rows give the same bytes, whatever order they, their columns and their files come in."""

from datetime import date

import numpy as np
import pytest
from reckoning.company import SOURCES, company_tables
from reckoning.workspaces import as_csv, as_parquet, measured, own, with_window, workspace

from shoal.records.workspace import Aggregation

AS_OF = date(2026, 6, 30)
OWN = (
    own("minutes", "events", Aggregation.SUM, column="minutes", per=None),
    own("typical", "events", Aggregation.MEAN, column="minutes"),
    own("middle", "events", Aggregation.MEDIAN, column="minutes"),
    own("latest", "events", Aggregation.LATEST, column="minutes"),
    own("kinds", "events", Aggregation.DISTINCT, column="feature"),
    own("money", "outcomes", Aggregation.SUM, column="amount"),
)


@pytest.fixture(scope="module")
def company():
    tables = company_tables(n_accounts=30, as_of=AS_OF)
    minutes = tables["events"]["duration_minutes"] / 7  # with many places after the point
    return {**tables, "events": tables["events"].assign(duration_minutes=minutes)}


def hashes(folder, tables, write=as_parquet):
    spec = workspace(
        folder, tables, SOURCES, write=write, currency="EUR", metrics=with_window(90, *OWN)
    )
    (snapshot,) = measured(spec, AS_OF).snapshots
    return snapshot.metrics_hash, snapshot.attributes_hash


def in_files(table, path):
    """Write a table as seven files of a folder, the first rows last."""
    path.mkdir()
    for k, rows in enumerate(np.array_split(np.arange(len(table)), 7)):
        as_parquet(table.iloc[rows], path / f"part-{9 - k}")
    return path


def test_repeated_and_shuffled_input_gives_the_same_bytes(company, tmp_path):
    first = hashes(tmp_path / "first", company)
    assert hashes(tmp_path / "again", company) == first
    rng = np.random.default_rng(11)
    shuffled = {
        name: table.iloc[rng.permutation(len(table)), rng.permutation(table.shape[1])]
        for name, table in company.items()
    }
    assert hashes(tmp_path / "shuffled", shuffled) == first
    assert hashes(tmp_path / "in files", shuffled, write=in_files) == first


def test_one_changed_row_changes_the_bytes(company, tmp_path):
    events = company["events"].copy()
    last = events.index[events["occurred_at"] < "2026-06-30"][-1]
    events.loc[last, "usage_count"] += 1
    assert (
        hashes(tmp_path / "a", company)[0]
        != hashes(tmp_path / "b", {**company, "events": events})[0]
    )


def test_csv_and_parquet_give_the_same_bytes(company, tmp_path):
    assert hashes(tmp_path / "csv", company, write=as_csv) == hashes(tmp_path / "parquet", company)
