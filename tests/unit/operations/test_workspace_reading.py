from pathlib import Path

import pytest

from shoal.engines.duckdb_engine import DuckDbEngine
from shoal.errors import UsageError, WorkspaceInvalid
from shoal.operations.workspace_reading import (
    columns_as_text,
    open_source,
    places_read,
    valid_workspace,
)
from shoal.records.queries import ValueType

TEXT = """\
shoal: 1
sources:
  accounts: {role: accounts, path: a.csv, id: kd}
  subs: {role: subscriptions, path: s.csv, account: kd, from: start}
  log:
    role: events
    path: e.csv
    at: ts
    account_via: {source: subs, on: vertrag}
  calls: {role: touches, kind: art, at: ts}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "shoal.yml").write_text(TEXT)
    (tmp_path / "s.csv").write_text("kd,start,vertrag\n007,2026-01-01,0815\n")
    return tmp_path


def workspace(folder, **functions):
    return valid_workspace(folder, {}, functions=frozenset({"calls", *functions}))[0]


def test_a_workspace_with_errors_is_refused_with_all_of_them(folder):
    (folder / "shoal.yml").write_text(f"{TEXT}nmae: x\n")
    with pytest.raises(WorkspaceInvalid, match="nmae") as raised:
        workspace(folder)
    assert [f.code for f in raised.value.findings] == ["unknown-key"]
    assert raised.value.exit_code == 3


def test_ids_and_what_joins_tables_are_read_as_text(folder):
    spec = workspace(folder)
    by_name = {s.name: s for s in spec.sources}
    assert "kd" in columns_as_text(spec, by_name["accounts"])
    assert {"kd", "vertrag"} <= columns_as_text(spec, by_name["subs"])
    assert {"vertrag", "user"} <= columns_as_text(spec, by_name["log"])


def test_leading_zeros_survive_the_opening(folder):
    spec = workspace(folder)
    source = next(s for s in spec.sources if s.name == "subs")
    with DuckDbEngine(spec.engine, allowed=places_read(spec)) as engine:
        columns = {c.name: c.type for c in open_source(engine, spec, source)}
    assert columns == {
        "kd": ValueType.TEXT,
        "start": ValueType.DATE,
        "vertrag": ValueType.TEXT,
    }


def test_a_function_gives_frames_one_below_the_other(folder):
    spec = workspace(folder)
    source = next(s for s in spec.sources if s.name == "calls")
    pieces = [{"account": ["1"], "art": ["visit"]}, {"account": ["2"], "art": ["call"]}]
    with DuckDbEngine(spec.engine, allowed=places_read(spec)) as engine:
        columns = open_source(engine, spec, source, functions={"calls": lambda: pieces})
        assert [c.name for c in columns] == ["account", "art"]
        with pytest.raises(UsageError, match="no function was given"):
            open_source(engine, spec, source, name="again")


def test_only_declared_places_are_read(folder, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    text = f"""\
shoal: 1
sources:
  accounts: {{role: accounts, path: {other}/x/a.csv, outside: true}}
  tickets: {{role: tickets, path: "{other}/t-*.csv", outside: true, opened: o}}
  calls: {{role: touches, path: s3://bucket/calls/*.parquet}}
"""
    (folder / "shoal.yml").write_text(text)
    assert set(places_read(workspace(folder))) == {folder, other / "x", other, "s3://bucket"}
