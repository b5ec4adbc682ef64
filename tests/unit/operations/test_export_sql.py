import duckdb
import numpy as np
import pytest

from shoal.errors import NotAFile, OutputExists, UsageError
from shoal.operations.export_sql import DIALECTS, export_sql, sql_text
from shoal.operations.model_file import model_text
from shoal.operations.segmentation import Segmentation


@pytest.fixture
def model_path(model, tmp_path):
    path = tmp_path / "model.json"
    path.write_text(model_text(model), "utf-8")
    return path


def test_the_statement_gives_the_columns_of_assign(model, customers):
    seg = Segmentation(model)
    expected = seg.assign(customers)
    connection = duckdb.connect()
    connection.register("accounts", customers)
    found = connection.sql(seg.to_sql()).df().set_index("account_id").loc[expected["account_id"]]
    assert ["account_id", *found.columns] == list(expected.columns)
    for name in ("segment", "segment_name", "second_segment", "unusual"):
        assert found[name].tolist() == expected[name].tolist()
    np.testing.assert_allclose(found["confidence"].round(4), expected["confidence"], atol=1.01e-4)


def test_the_short_statement_gives_account_and_segment(model, customers):
    connection = duckdb.connect()
    connection.register("accounts", customers)
    found = connection.sql(Segmentation(model).to_sql(only_segment=True))
    assert found.columns == ["account_id", "segment"]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_reads_the_named_table(model, dialect):
    text = sql_text(model, dialect=dialect, table="sales.accounts")
    assert "FROM sales.accounts" in text
    assert text.startswith("-- Written by Shoal")
    assert text.endswith("\n")


def test_the_dialect_may_be_written_in_capitals(model):
    assert sql_text(model, dialect="DuckDB") == sql_text(model)


def test_an_unknown_dialect_is_answered_with_the_nearest(model):
    with pytest.raises(UsageError, match=r"dialect 'postgresql'. Did you mean postgres\?"):
        sql_text(model, dialect="postgresql")


@pytest.mark.parametrize("table", ["", "  ", "read_csv('x.csv')", "a.b.c.read_csv('x')"])
def test_what_is_no_table_is_refused(model, table):
    with pytest.raises(UsageError, match="not the name of a table"):
        sql_text(model, table=table)


def test_sql_in_the_place_of_a_table_becomes_a_name(model):
    text = sql_text(model, table="accounts; DROP TABLE accounts")
    assert 'FROM "accounts; DROP TABLE accounts"' in text


def test_a_file_holds_the_same_text(model_path, model, tmp_path):
    out = tmp_path / "assign.sql"
    text = export_sql(model_path, dialect="postgres", out=out)
    assert out.read_text("utf-8") == text == sql_text(model, dialect="postgres")
    assert export_sql(model_path, dialect="duckdb", out=out) == out.read_text("utf-8")


def test_a_file_of_somebody_else_is_kept(model_path, tmp_path):
    out = tmp_path / "mine.sql"
    out.write_text("SELECT 1", "utf-8")
    with pytest.raises(OutputExists, match="was not written by Shoal"):
        export_sql(model_path, dialect="duckdb", out=out)
    assert out.read_text("utf-8") == "SELECT 1"
    export_sql(model_path, dialect="duckdb", out=out, overwrite=True)
    assert out.read_text("utf-8") != "SELECT 1"


def test_a_folder_is_no_place_for_a_statement(model_path, tmp_path):
    with pytest.raises(NotAFile, match="is a folder"):
        export_sql(model_path, dialect="duckdb", out=tmp_path)
