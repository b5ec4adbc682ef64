"""A frozen segmentation of measured accounts is the same statement's answer on every engine."""

from dataclasses import replace

import duckdb
import numpy as np
import pandas as pd
import pytest
from reckoning.company import SOURCES, company_tables
from reckoning.small_log import AS_OF
from reckoning.workspaces import metrics_of, workspace

import shoal
from shoal.operations.export_sql import sql_text
from shoal.operations.segmentation import Segmentation

N_ACCOUNTS = 5_000
PLACEMENTS = {
    "First": "account_id LIKE 'it''s 000_%' OR account_id BETWEEN 'it''s 00100' AND 'it''s 00199'",
    "Unheard": "nps_latest IS NULL AND NOT tickets_per_100_seats_month / feature_adoption <= 0.2",
    "Late": "account_id >= 'it''s 04900'",
}


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    """Return the metrics of a made-up company."""
    tables = company_tables(n_accounts=120, as_of=AS_OF)
    events = tables["events"]
    tables["events"] = events[events["event_id"].str[-1].isin(["0", "5"])]
    folder = tmp_path_factory.mktemp("measured")
    found = metrics_of(workspace(folder, tables, SOURCES, currency="EUR"), AS_OF)
    return found.drop(columns="as_of").reset_index()


@pytest.fixture(scope="module")
def segmentation(snapshot):
    """Return segments that were found, before which three rules place accounts."""
    found = shoal.segment(snapshot, id="account_id", segments=4, algorithm="mixture").model
    search = replace(found.options.search, placements=PLACEMENTS)
    return Segmentation(replace(found, options=replace(found.options, search=search)))


@pytest.fixture(scope="module")
def many(snapshot):
    """Return 5,000 accounts like the measured ones, with what they lack."""
    rng = np.random.default_rng(3)
    drawn = snapshot.iloc[rng.integers(0, len(snapshot), N_ACCOUNTS)].reset_index(drop=True)
    values = drawn.drop(columns="account_id")
    values = values * rng.lognormal(0, 0.3, values.shape)
    values = values.mask(rng.random(values.shape) < 0.03)
    return values.assign(account_id=[f"it's {k:05d}" for k in range(N_ACCOUNTS)])


def on_duckdb(text, table, _request):
    connection = duckdb.connect()
    connection.register("accounts", table)
    return connection.execute(text).df()


def on_postgres(text, table, request):
    import psycopg  # noqa: PLC0415 - only where the server is

    kinds = {n: "text" if n == "account_id" else "double precision" for n in table.columns}
    columns = ", ".join(f'"{name}" {kind}' for name, kind in kinds.items())
    with psycopg.connect(request.getfixturevalue("postgres").url) as connection:
        cursor = connection.execute(f"CREATE TEMPORARY TABLE accounts ({columns})")
        with cursor.copy("COPY accounts FROM STDIN") as copy:
            for row in table.itertuples(index=False):
                copy.write_row([None if x != x else x for x in row])  # noqa: PLR0124 - NaN
        cursor.execute(text)
        names = [column.name for column in cursor.description]
        return pd.DataFrame(cursor.fetchall(), columns=names)


def on_spark(text, table, request):
    session = request.getfixturevalue("spark_application")
    path = request.getfixturevalue("tmp_path") / "accounts.parquet"
    table.to_parquet(path, index=False)
    session.read.parquet(f"file://{path}").createOrReplaceTempView("accounts")
    try:
        rows = session.sql(text)
        return pd.DataFrame([tuple(r) for r in rows.collect()], columns=rows.columns)
    finally:
        session.catalog.dropTempView("accounts")


@pytest.mark.parametrize(
    ("dialect", "run"),
    [
        ("duckdb", on_duckdb),
        pytest.param("postgres", on_postgres, marks=pytest.mark.servers),
        pytest.param("spark", on_spark, marks=pytest.mark.servers),
    ],
)
def test_the_statement_puts_every_account_where_python_does(
    dialect, run, segmentation, many, request
):
    expected = segmentation.assign(many).set_index("account_id")
    text = sql_text(segmentation.model, dialect=dialect)

    found = run(text, many, request).set_index("account_id").loc[expected.index]

    sizes = expected["segment"].value_counts()
    assert sizes.index.str.startswith("p-").sum() == len(PLACEMENTS)
    assert sizes.index.str.startswith("s").sum() == 4
    for name in ("segment", "segment_name", "second_segment"):
        assert found[name].tolist() == expected[name].tolist()
    assert found["unusual"].tolist() == expected["unusual"].tolist()
    difference = found["confidence"].astype(float) - expected["confidence"].astype(float)
    assert difference.abs().max() < 1.01e-4  # written with four places
