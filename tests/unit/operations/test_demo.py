from datetime import date
from unittest.mock import Mock

import pytest

from shoal.errors import OutputExists
from shoal.operations import demo
from shoal.operations.demo import make_demo
from shoal.operations.demo_files import write_tables
from shoal.operations.demo_workspace import workspace_text
from shoal.records.workspace import EngineSpec
from shoal.sources.files import read_file
from shoal.spec.workspace import read_workspace
from shoal.worlds.company import make_company


def test_a_workspace_of_somebody_else_stays(tmp_path, quiet):
    (tmp_path / "shoal.yml").write_text("shoal: 1\nname: mine\n")
    with pytest.raises(OutputExists, match="not the demo's"):
        make_demo(tmp_path, progress=quiet)
    assert (tmp_path / "shoal.yml").read_text().endswith("mine\n")
    assert len(list(tmp_path.iterdir())) == 1


def test_what_stands_in_the_way_of_its_files_asks_for_another_folder(tmp_path, quiet, monkeypatch):
    def refuse(*_):
        raise OutputExists("segments is a file.", suggestion="Choose another --out.")

    verbs = Mock()
    verbs.return_value.check.return_value.has_error = False
    verbs.return_value.fit.return_value.files = {"model": "model.json"}
    monkeypatch.setattr(demo, "Workspace", verbs)
    monkeypatch.setattr(demo, "_write_company", lambda *_: None)
    monkeypatch.setattr(demo, "_use_tables", refuse)
    with pytest.raises(OutputExists, match="segments is a file") as caught:
        make_demo(tmp_path, progress=quiet)
    assert caught.value.suggestion == "Name another folder."


def test_the_workspace_file_has_no_findings(tmp_path):
    (tmp_path / "shoal.yml").write_text(workspace_text("acme"))
    spec, findings = read_workspace(tmp_path, {})
    assert findings == ()
    assert {source.role for source in spec.sources} == set(type(spec.sources[0].role))


def test_tables_on_disc_are_those_of_the_company(tmp_path):
    company = make_company(n_accounts=20, as_of=date(2026, 6, 30))
    tables = {table.name: table for table in company.tables}
    write_tables(tmp_path, tables, EngineSpec(spill=tmp_path / "spill"))
    read = read_file(tmp_path / "data" / "accounts.csv")
    assert read.n_rows == 20
    ids = read.column("account_id")
    given = ids.values if ids.written is None else ids.written
    assert sorted(given) == sorted(company.ids)
    months = sorted(p.stem for p in (tmp_path / "data" / "events").iterdir())
    assert months[-1] == "2026-06"
    rows = sum(read_file(p).n_rows for p in (tmp_path / "data" / "events").iterdir())
    assert rows == tables["events"].n_rows
