import sqlite3
from contextlib import closing

import pytest

from shoal.errors import (
    AmbiguousColumns,
    DataError,
    MissingExtra,
    NotAFile,
    SourceFailed,
    UsageError,
)
from shoal.records.workspace import Location
from shoal.sources.warehouse import reading
from shoal.sources.warehouses import read_warehouse


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "crm 100%.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("""
            create table contacts (id integer, score real, name text, late, mixed, never);
            insert into contacts values (1, 1.5, 'x', null, 1, null), (2, null, 'y', null, 2, null),
              (9007199254740993, 2, null, 'z', 'abc', null);
            create table nobody (id integer);
        """)
    return path


@pytest.fixture
def read(database):
    """Give a function that reads from the database, as a list of tables."""

    def reading_of(**what):
        return list(read_warehouse(Location(url=f"sqlite:///{database}", **what), name="crm"))

    return reading_of


def cells(table):
    return {c.name: c.values.tolist() for c in table.columns}


def failure_of(url, **what):
    with pytest.raises((UsageError, SourceFailed)) as caught:
        list(read_warehouse(Location(url=url, **(what or {"table": "t"})), name="crm"))
    return caught.value


def test_a_table_comes_piece_by_piece_with_the_same_types(read, monkeypatch):
    monkeypatch.setattr(reading, "ROWS_AT_ONCE", 2)
    pieces = read(table="contacts")
    types = [[(c.name, c.type.value) for c in piece.columns] for piece in pieces]
    assert [piece.n_rows for piece in pieces] == [2, 1]
    assert types[0] == types[1]
    assert dict(types[0]) == {
        "id": "number",
        "score": "number",
        "name": "text",
        "late": "text",  # only the last row tells
        "mixed": "text",  # numbers first, text last
        "never": "text",
    }
    assert cells(pieces[0])["mixed"] == ["1", "2"]
    assert cells(pieces[1])["late"] == ["z"]


def test_whole_numbers_too_large_for_a_double_are_kept_as_written(read):
    (found,) = read(table="contacts")
    assert found.column("id").written.tolist() == ["1", "2", "9007199254740993"]


def test_a_table_without_rows_gives_its_columns_once(read):
    (found,) = read(table="nobody")
    assert (found.n_rows, found.column_names) == (0, ("id",))


def test_a_query_is_sent_and_signs_of_other_languages_in_it_mean_nothing(read):
    (found,) = read(query="select id, ':x %s $1 ?' as odd from contacts where id < 2 -- end\n;")
    assert cells(found) == {"id": [1.0], "odd": [":x %s $1 ?"]}


def test_columns_of_the_same_name_are_refused(read):
    with pytest.raises(AmbiguousColumns, match=r"sources\.crm .*: ID, id\."):
        read(query="select id, id as ID from contacts")


def test_an_unknown_table_is_told_with_near_ones(read):
    with pytest.raises(UsageError, match=r"no table contact, .*Did you mean contacts\?"):
        read(table="contact")


def test_an_unknown_column_in_a_query_is_told(read):
    with pytest.raises(
        UsageError, match=r"sources\.crm: reading from sqlite .*no such column: nam"
    ):
        read(query="select nam from contacts")


def test_the_file_can_only_be_read(database):
    before = database.read_bytes()
    url = f"sqlite:///file:{database}?mode=rwc&uri=true"
    with pytest.raises(NotAFile):
        list(read_warehouse(Location(url=url, table="contacts"), name="crm"))
    assert database.read_bytes() == before


def test_a_missing_file_is_told_with_near_ones_and_not_made(database):
    url = f"sqlite:///{database.with_name('crm 10%.db')}"
    with pytest.raises(NotAFile, match=r"Did you mean crm 100%\.db\?"):
        list(read_warehouse(Location(url=url, table="contacts"), name="crm"))
    assert [p.name for p in database.parent.iterdir()] == [database.name]


def test_a_file_that_is_no_database_is_told(tmp_path):
    (tmp_path / "x.db").write_text("account_id,name\n" * 100)
    assert "file is not a database" in failure_of(f"sqlite:///{tmp_path}/x.db").message


@pytest.mark.parametrize(
    ("url", "install"),
    [
        ("snowflake://me:secret@account/db", "snowflake-sqlalchemy"),
        ("bigquery://project", "sqlalchemy-bigquery"),
        ("databricks://token:secret@host", "databricks-sqlalchemy"),
        ("redshift+redshift_connector://me:secret@host/db", "sqlalchemy-redshift"),
        ("mysql://me:secret@host/db", "pymysql"),
        ("postgresql+pg8000://me:secret@host/db", "pg8000"),
    ],
)
def test_what_is_not_installed_ends_in_the_line_that_installs_it(url, install):
    error = failure_of(url)
    assert isinstance(error, MissingExtra)
    assert error.suggestion.startswith(f"Install it: pip install {install}")
    assert "secret" not in error.message


def test_a_database_that_cannot_be_reached_is_told_without_user_and_password():
    error = failure_of("postgresql://somebody:secret@127.0.0.1:1/sales?application_name=hidden")
    assert isinstance(error, SourceFailed)
    assert "postgresql at 127.0.0.1/sales could not be reached" in error.message
    assert not {"somebody", "secret", "hidden"} & set(error.message.replace(":", " ").split())


@pytest.mark.parametrize("url", ["postgresql://me:secret@host:port/db", "://", "postgres ql://x"])
def test_a_url_that_cannot_be_read_is_not_repeated(url):
    error = failure_of(url)
    assert isinstance(error, UsageError)
    assert "secret" not in error.message + str(error.__cause__)


def test_a_cell_that_does_not_fit_is_told_with_column_and_row(read, monkeypatch):
    monkeypatch.setattr(reading, "ROWS_AT_ONCE", 2)
    # As if the rows had changed after they were asked what they hold.
    monkeypatch.setattr(reading, "type_of_values", lambda _: reading.ValueType.NUMBER)
    with pytest.raises(
        DataError, match=r"sources\.crm, column mixed, row 3: 'abc' is not a number"
    ):
        read(query="select mixed from contacts order by rowid")
