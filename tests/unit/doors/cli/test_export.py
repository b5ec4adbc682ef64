import sys

import pytest

from shoal.doors.cli import shoal
from shoal.doors.cli.failures import told


@pytest.fixture
def run(monkeypatch, capsys):
    def run_shoal(*arguments):
        monkeypatch.setattr(sys, "argv", ["shoal", *arguments])
        return told(shoal), *capsys.readouterr()

    return run_shoal


@pytest.fixture
def exported(monkeypatch):
    """Return what the door hands to the operation."""
    handed = []

    def export_sql(model, **given):
        handed.append({"model": str(model), **given})
        return "SELECT 1\n"

    monkeypatch.setattr("shoal.doors.cli.export.export_sql", export_sql)
    return handed


def test_the_statement_goes_to_stdout(run, exported):
    code, out, err = run("export", "sql", "model.json", "--dialect", "spark", "--table", "a.b")
    assert (code, out, err) == (0, "SELECT 1\n", "")
    assert exported == [
        {
            "model": "model.json",
            "dialect": "spark",
            "table": "a.b",
            "only_segment": False,
            "out": None,
            "overwrite": False,
        }
    ]


def test_with_a_file_only_its_place_is_said(run, exported):
    code, out, _ = run(
        "export", "sql", "m.json", "--dialect", "duckdb", "--out", "x.sql", "--only-segment"
    )
    assert (code, out) == (0, "Statement: x.sql\n")
    assert str(exported[0]["out"]) == "x.sql"
    assert exported[0]["only_segment"] is True


def test_the_help_names_every_dialect(run):
    code, out, _ = run("export", "sql", "--help")
    assert code == 0
    for dialect in ("duckdb", "postgres", "spark", "snowflake", "bigquery", "redshift"):
        assert dialect in out


def test_without_a_dialect_it_is_a_wrong_use(run):
    code, _, err = run("export", "sql", "model.json")
    assert code == 2
    assert "--dialect" in err


def test_a_model_that_is_not_there_is_a_wrong_use(run, tmp_path):
    code, _, err = run("export", "sql", str(tmp_path / "no.json"), "--dialect", "duckdb")
    assert code == 2
    assert "is not a file" in err
