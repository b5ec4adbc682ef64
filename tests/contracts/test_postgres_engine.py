"""What PostgreSQL alone is asked: tables where they are, and nothing ever changed."""

import duckdb
import psycopg
import pytest
from servers.postgres import running_postgres

from shoal.engines.postgres_engine import PostgresEngine
from shoal.errors import EngineFailed, UnknownColumn, UsageError
from shoal.records.workspace import EngineKind, EngineSpec, Location

pytestmark = pytest.mark.servers


@pytest.fixture
def sales(postgres):
    """Give the address of a database with a schema, a table and a function."""
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS sales CASCADE")
        connection.execute("DROP TABLE IF EXISTS accounts")
        connection.execute("CREATE SCHEMA sales")
        connection.execute(
            "CREATE TABLE sales.orders (id numeric(9, 2), n smallint, made timestamptz,"
            " who varchar(9), ok bool, tag uuid)"
        )
        connection.execute(
            "INSERT INTO sales.orders VALUES (7, 3, '2024-02-29 12:00+02', 'é%', true,"
            " '00000000-0000-0000-0000-000000000001'), (8.5, NULL, NULL, NULL, NULL, NULL)"
        )
        connection.execute("CREATE TABLE accounts (id int)")
    return postgres.url


@pytest.fixture
def engine(engine_of):
    with engine_of(EngineKind.POSTGRES) as opened:
        yield opened


def rows(address, query):
    with psycopg.connect(address) as connection:
        return connection.execute(query).fetchall()


def test_tables_are_read_where_they_are(engine, asked, sales):
    location = Location(url=sales, table="sales.orders")

    assert engine.opens(location)
    columns = engine.open("orders", location, texts=frozenset({"id"}))

    assert {c.name: c.type.value for c in columns} == {
        "id": "text",
        "n": "whole",
        "made": "instant",
        "who": "text",
        "ok": "boolean",
        "tag": "text",
    }
    tree = "SELECT id, who, made FROM orders ORDER BY id"
    found = engine.rows(asked(tree, id="text", who="text", made="instant"))
    assert found.column("id").values.tolist() == ["7", "8.5"]
    assert found.column("who").values.tolist() == ["é%", None]
    assert str(found.column("made").values[0]) == "2024-02-29T10:00:00"


def test_a_table_alone_is_one_of_the_database(engine, asked, sales):
    location = Location(table="sales.orders")

    assert engine.opens(location)
    engine.open("alone", location)
    engine.open("with its address", Location(url=sales, table="sales.orders"))

    counts = 'SELECT count(*) AS n FROM "alone" UNION ALL SELECT count(*) FROM "with its address"'
    ours, theirs = engine.rows(asked(counts, n="whole")).column("n").values
    assert ours == theirs > 0


def test_queries_of_the_workspace_run_in_the_database(engine, asked, sales):
    query = "SELECT who || '%' AS who FROM sales.orders WHERE n = 3;"

    engine.open("few", Location(url=sales, query=query))

    found = engine.rows(asked("SELECT who FROM few", who="text"))
    assert found.column("who").values.tolist() == ["é%%"]


def test_a_source_may_have_the_name_of_a_table(engine, asked, sales):
    engine.open("accounts", Location(url=sales, query="SELECT 'ours' AS id"))
    engine.open("others", Location(url=sales, table="accounts"))

    tree = "SELECT (SELECT count(*) FROM accounts) AS n, (SELECT count(*) FROM others) AS o"
    found = engine.rows(asked(tree, n="whole", o="whole"))

    assert (found.column("n").values[0], found.column("o").values[0]) == (1, 0)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT 1 AS a; DROP TABLE sales.orders",
        "SELECT 1 AS a) AS q; DROP TABLE sales.orders; --",
        "DELETE FROM sales.orders RETURNING n",
        "WITH gone AS (DELETE FROM sales.orders RETURNING n) SELECT * FROM gone",
        "DROP TABLE sales.orders",
    ],
)
def test_queries_that_change_something_are_refused(engine, sales, query):
    with pytest.raises(UsageError):
        engine.open("bad", Location(url=sales, query=query))

    assert rows(sales, "SELECT count(*) FROM sales.orders") == [(2,)]


def test_functions_that_change_something_are_refused(engine, asked, sales):
    with psycopg.connect(sales, autocommit=True) as connection:
        connection.execute(
            "CREATE FUNCTION sales.emptied() RETURNS int LANGUAGE sql"
            " AS 'DELETE FROM sales.orders RETURNING 1'"
        )
    engine.open("bad", Location(url=sales, query="SELECT sales.emptied() AS a"))

    with pytest.raises(UsageError, match="read-only"):
        engine.rows(asked("SELECT a FROM bad", a="whole"))

    assert rows(sales, "SELECT count(*) FROM sales.orders") == [(2,)]


def test_nothing_of_ours_stays_in_the_database(sales, engine_of, asked):
    listed = "SELECT schemaname, tablename FROM pg_tables ORDER BY 1, 2"
    before = rows(sales, listed)

    with engine_of(EngineKind.POSTGRES) as engine:
        engine.keep("kept", asked("SELECT 1 AS n", n="whole"))

    # The session ends a moment after the connection; a temporary table is nobody else's anyway.
    after = [row for row in rows(sales, listed) if not row[0].startswith("pg_temp")]
    assert after == before


def test_a_table_that_is_not_there_is_named(engine, sales):
    with pytest.raises(UsageError, match=r"sales\.order"):
        engine.open("t", Location(url=sales, table="sales.order"))


def test_a_column_that_is_not_there_is_named(engine, sales):
    with pytest.raises(UnknownColumn, match="whom"):
        engine.open("t", Location(url=sales, query="SELECT whom FROM sales.orders"))


def test_tables_of_other_databases_are_left_to_others(engine):
    assert not engine.opens(Location(url="postgresql://elsewhere/sales", table="t"))
    assert not engine.opens(Location(url="snowflake://acme/sales", table="t"))


def test_many_rows_pass_through_to_parquet_to_the_last_bit(engine, asked, tmp_path):
    source = tmp_path / "numbers.parquet"
    duckdb.sql(
        "SELECT range AS n, (range * 0.1234567890123)::DOUBLE / 7 AS x FROM range(100000)"
    ).write_parquet(str(source))
    engine.open("numbers", Location(path=str(source)))

    tree = asked("SELECT n, x FROM numbers ORDER BY n", n="whole", x="number")
    engine.write(tree, tmp_path / "o.parquet")

    same = f"SELECT count(*) FROM '{source}' JOIN '{tmp_path}/o.parquet' USING (n, x)"  # noqa: S608 - our own folder
    assert duckdb.sql(same).fetchall() == [(100_000,)]


def test_a_server_that_goes_away_leaves_nothing_half_written(tmp_path, asked):
    with running_postgres() as server:
        settings = EngineSpec(kind=EngineKind.POSTGRES, spill=tmp_path / "spill", url=server.url)
        with PostgresEngine(settings, allowed=[tmp_path]) as engine:
            source = tmp_path / "t.parquet"
            duckdb.sql("SELECT range AS n FROM range(1000)").write_parquet(str(source))
            engine.open("t", Location(path=str(source)))
            engine.keep("before", asked("SELECT n FROM t", n="whole"))
            # The server ends itself in the middle of its answer, as if its machine had gone.
            gone = asked(
                "SELECT a.n AS n FROM t AS a CROSS JOIN t AS b"
                " WHERE a.n < 999 OR pg_terminate_backend(pg_backend_pid())",
                n="whole",
            )

            with pytest.raises(EngineFailed, match="Writing"):
                engine.write(gone, tmp_path / "out" / "o.parquet")
            server.kill()
            with pytest.raises(EngineFailed):
                engine.rows(asked("SELECT n FROM before", n="whole"))

    assert not (tmp_path / "out" / "o.parquet").exists()
    assert not (tmp_path / "spill").exists()


def test_a_server_that_is_not_there_is_told_without_the_password(tmp_path):
    url = "postgresql+psycopg://me:secret@127.0.0.1:1/sales"
    settings = EngineSpec(kind=EngineKind.POSTGRES, spill=tmp_path / "spill", url=url)

    with pytest.raises(EngineFailed) as raised:
        PostgresEngine(settings, allowed=[tmp_path])

    assert "secret" not in raised.value.message
    assert not (tmp_path / "spill").exists()


def test_an_engine_without_an_address_says_what_to_write(tmp_path):
    settings = EngineSpec(kind=EngineKind.POSTGRES, spill=tmp_path / "spill")

    with pytest.raises(UsageError) as raised:
        PostgresEngine(settings, allowed=[tmp_path])

    assert "url:" in (raised.value.suggestion or "")
