"""One company whose tables are in files, in databases or given by Python: the same metrics."""

import csv
import os
import sqlite3
import subprocess
from contextlib import closing
from datetime import UTC, date, datetime

import duckdb
import polars as pl
import pytest
from servers.postgres import running_postgres

import shoal
from shoal.engines.duckdb_engine import DuckDbEngine
from shoal.errors import SourceFailed, UsageError
from shoal.records.tables import ColumnType
from shoal.records.workspace import EngineSpec, Location
from shoal.sources.functions import read_function
from shoal.sources.warehouse import reading
from shoal.sources.warehouses import read_warehouse
from shoal.worlds.company.company import make_company

AS_OF = date(2026, 6, 30)
TYPES = {ColumnType.NUMBER: "double precision", ColumnType.TEXT: "text"}
SOURCES = {
    "accounts": "role: accounts, id: account_id, columns: {created: signup_date,"
    " ended: cancelled_on, owner: csm}",
    "subscriptions": "role: subscriptions, account: account_id, from: start_date, to: end_date,"
    " columns: {seats: seats, amount: mrr, plan: plan_tier}, currency: EUR",
    "contacts": "role: contacts, account: account_id, user: email, from: valid_from, to: valid_to",
    "events": "role: events, account_via: {source: contacts, on: user}, user: user_email,"
    " at: occurred_at, zone: UTC, count: usage_count, columns: {name: event, feature: feature,"
    " minutes: duration_minutes, id: event_id, actor: actor_type}, logins: [login],"
    " actors: {person: [web, mobile], api: [api]}",
    "tickets": "role: tickets, account: account_id, opened: opened_at, resolved: resolved_at,"
    " zone: UTC, columns: {severity: priority, satisfaction: csat}, severe: [high, urgent]",
}


@pytest.fixture(scope="module")
def company():
    made = make_company(n_accounts=25, as_of=AS_OF)
    return {t.name: t for t in made.tables if t.name in SOURCES}


@pytest.fixture(scope="module")
def from_files(company, tmp_path_factory):
    """The snapshot of a workspace of CSV files, against which all others are held."""
    folder = tmp_path_factory.mktemp("files")
    for name, table in company.items():
        with (folder / f"{name}.csv").open("w", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(table.column_names)
            rows.writerows(rows_of(table))
    return measured(folder, {name: f"path: {name}.csv" for name in company})


@pytest.fixture(scope="module")
def postgres():
    with running_postgres() as server:
        yield server


def is_day(column):
    """Whether a column holds whole days, as files and databases have them."""
    known = column.values[~(column.values != column.values)]
    return bool((known == known.astype("datetime64[D]")).all())


def cells_of(column):
    if column.type is ColumnType.DATE:
        unit = "D" if is_day(column) else "s"
        return [
            None if v is None else v for v in column.values.astype(f"datetime64[{unit}]").tolist()
        ]
    return [v if v == v else None for v in column.values.tolist()]  # noqa: PLR0124 - not a number


def rows_of(table):
    return zip(*(cells_of(c) for c in table.columns), strict=True)


def measured(folder, places, functions=None):
    """Measure a workspace whose sources are where `places` says; give rows by account."""
    lines = [
        f"  {n}: {{{', '.join(filter(None, (SOURCES[n], place)))}}}" for n, place in places.items()
    ]
    head = "shoal: 1\ntimezone: Europe/Berlin\ncurrency: EUR\nsources:\n"
    (folder / "shoal.yml").write_text(head + "\n".join(lines) + "\n")
    workspace = shoal.Workspace(folder, sources=functions)
    (snapshot,) = workspace.measure(AS_OF).snapshots
    found = duckdb.connect().read_parquet(str(snapshot.metrics)).order("account_id")
    return found.columns, found.fetchall()


@pytest.mark.long
@pytest.mark.servers
def test_postgres_gives_the_metrics_that_files_give(
    company, from_files, postgres, tmp_path, monkeypatch
):
    monkeypatch.setenv("CRM_URL", postgres.url)
    with connected(postgres.url) as connection:
        connection.execute("create schema crm")
        for name, table in company.items():
            own = ", ".join(f'"{c.name}" {postgres_type(c)}' for c in table.columns)
            connection.execute(f"create table crm.{name} ({own})")
            with connection.cursor().copy(f"copy crm.{name} from stdin") as copy:
                for row in rows_of(table):
                    copy.write_row([aware(v) for v in row])
    (tmp_path / "tickets.sql").write_text("-- all\nselect * from crm.tickets where true;\n")
    places = {n: f"url: '${{env:CRM_URL}}', table: crm.{n}" for n in company}
    places["tickets"] = "url: '${env:CRM_URL}', query: tickets.sql"

    assert measured(tmp_path, places) == from_files


@pytest.mark.long
def test_sqlite_gives_the_metrics_that_files_give(company, from_files, tmp_path, monkeypatch):
    path = tmp_path / "crm.db"
    monkeypatch.setenv("CRM_URL", f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as connection:
        for name, table in company.items():
            own = ", ".join(f'"{c.name}"' for c in table.columns)
            connection.execute(f"create table {name} ({own})")
            holes = ", ".join("?" * len(table.columns))
            rows = ([str(v) if hasattr(v, "year") else v for v in row] for row in rows_of(table))
            connection.executemany(f"insert into {name} values ({holes})", rows)  # noqa: S608
        connection.commit()

    places = {n: f"url: '${{env:CRM_URL}}', table: {n}" for n in company}
    assert measured(tmp_path, places) == from_files


@pytest.mark.long
def test_functions_give_the_metrics_that_files_give(company, from_files, tmp_path):
    def frame(table):
        return pl.DataFrame({c.name: cells_of(c) for c in table.columns}, infer_schema_length=None)

    def in_pieces(table):
        whole = frame(table)
        yield whole[:0]
        yield whole[:100].to_arrow()
        yield whole[100:].to_pandas()

    functions = {n: (lambda t=t: frame(t)) for n, t in company.items()}
    functions["events"] = lambda: in_pieces(company["events"])

    assert measured(tmp_path, dict.fromkeys(company, ""), functions) == from_files


def test_days_times_and_instants_stay_apart_in_the_engine(tmp_path):
    """A day is the same in every zone; a time is in the source's; an instant is in none."""
    day, noon = date(2024, 2, 29), datetime.fromisoformat("2024-02-29 12:00")
    frame = pl.DataFrame({"day": [day], "local": [noon], "instant": [noon.replace(tzinfo=UTC)]})
    with DuckDbEngine(EngineSpec(spill=tmp_path / "spill"), allowed=[]) as engine:
        held = engine.take("t", read_function(lambda: frame, name="t"))
    assert [c.type.value for c in held] == ["date", "time", "instant"]


@pytest.mark.servers
def test_types_are_the_same_in_all_pieces_even_after_nothing_but_nulls(postgres, monkeypatch):
    monkeypatch.setattr(reading, "ROWS_AT_ONCE", 3)
    query = """
        select g as id, case when g > 4 then 1.50::numeric end as amount,
          case when g > 4 then timestamptz '2024-02-29 10:00+02' end as z,
          case when g > 4 then timestamp '2024-02-29 10:00' end as l,
          case when g > 4 then date '2024-02-29' end as d, case when g > 4 then true end as ok,
          case when g > 4 then gen_random_uuid() end as u,
          case when g > 4 then '{"a": 1}'::jsonb end as j, null as nothing
        from generate_series(1, 5) as g order by g"""
    first, last = read_warehouse(Location(url=postgres.url, query=query), name="crm")

    kinds = [(c.name, c.type.value, c.moments.value) for c in first.columns]
    assert kinds == [(c.name, c.type.value, c.moments.value) for c in last.columns]
    assert [(k, m) for _, k, m in kinds] == [
        ("number", "local"), ("number", "local"), ("date", "instant"), ("date", "local"),
        ("date", "day"), ("boolean", "local"), ("text", "local"), ("text", "local"),
        ("text", "local"),
    ]  # fmt: skip
    assert [first.n_rows, last.n_rows] == [3, 2]
    assert last.column("amount").values[-1] == 1.5
    assert str(last.column("z").values[-1]) == "2024-02-29T08:00:00"
    assert str(last.column("l").values[-1]) == "2024-02-29T10:00:00"
    assert last.column("j").values[-1] == '{"a": 1}'


@pytest.mark.servers
def test_a_server_that_goes_away_in_the_middle_is_told_with_how_far_it_came(monkeypatch):
    monkeypatch.setattr(reading, "ROWS_AT_ONCE", 100)
    big = "select g, repeat('x', 1000) as r from generate_series(1, 200000) as g"
    with running_postgres() as server:
        pieces = read_warehouse(Location(url=server.url, query=big), name="crm")
        next(pieces)
        server.kill()
        with pytest.raises(SourceFailed, match=r"sources.crm: reading on after [\d,]+ rows from"):
            list(pieces)


@pytest.mark.servers
def test_a_query_that_calls_what_writes_is_refused_by_the_session(postgres):
    with connected(postgres.url) as connection:
        connection.execute("create sequence public.tally")
    writes = Location(url=postgres.url, query="select nextval('public.tally') as made")
    with pytest.raises(UsageError, match="read-only transaction"):
        list(read_warehouse(writes, name="crm"))


@pytest.mark.servers
def test_a_table_that_is_not_there_is_told_with_near_ones(postgres):
    with connected(postgres.url) as connection:
        connection.execute("create table if not exists public.customers (id int)")
    with pytest.raises(UsageError, match=r"no table public.customer, .* mean customers\?"):
        list(read_warehouse(Location(url=postgres.url, table="public.customer"), name="crm"))


@pytest.mark.servers
def test_what_is_refused_names_neither_user_nor_password(postgres):
    url = postgres.url.replace("postgres@", "nobody:secret-word@")
    with pytest.raises(SourceFailed, match="could not be reached") as caught:
        list(read_warehouse(Location(url=url, table="t"), name="crm"))
    assert "secret-word" not in caught.value.message + str(caught.value.__cause__)


def test_snowflake_is_read_through_an_emulator_of_it(root):
    """Run in an environment of its own: the emulator wants other versions than Shoal does."""
    python = os.environ.get("SHOAL_SNOWFLAKE")
    if python is None:
        pytest.skip("SHOAL_SNOWFLAKE names no Python with requirements/snowflake.txt")
    program = root / "tests" / "integration" / "snowflake_program.py"
    done = subprocess.run(
        [python, str(program)],
        check=False,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(root / "src"), "HOME": os.environ.get("HOME", "/")},
    )
    assert done.returncode == 0, done.stderr


def postgres_type(column):
    if column.type is not ColumnType.DATE:
        return TYPES[column.type]
    return "date" if is_day(column) else "timestamptz"


def aware(value):
    return value.replace(tzinfo=UTC) if hasattr(value, "hour") else value


def connected(url):
    """Connect by the driver alone, as another program would."""
    import psycopg  # noqa: PLC0415 - only where a server is

    return psycopg.connect(url, autocommit=True)
