"""Engines under test; servers start once, and only if a test asks for them."""

from contextlib import contextmanager

import pytest
from servers.postgres import running_postgres
from servers.spark import running_spark
from sqlglot import exp, parse_one

from shoal.records.queries import Query, QueryColumn, ValueType
from shoal.records.workspace import EngineKind, EngineSpec


@pytest.fixture(scope="session")
def postgres():
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def spark():
    with running_spark() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def spark_application(spark):
    """An application that goes on from test to test, as one that a notebook has started."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 - loads Java

    session = (
        SparkSession.builder.master(spark.url)
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


@pytest.fixture
def engine_of(tmp_path, request):
    """Give a function that opens an engine which may read and write below `tmp_path`."""

    @contextmanager
    def opened(kind):
        settings = EngineSpec(kind=kind, spill=tmp_path / "spill", url=_url(kind, request))
        with _class_of(kind)(settings, allowed=[tmp_path]) as engine:
            yield engine

    return opened


@pytest.fixture(
    params=[
        "duckdb",
        pytest.param("postgres", marks=pytest.mark.servers),
        pytest.param("spark", marks=pytest.mark.servers),
    ]
)
def engine(request, engine_of):
    """Run a test on each of the engines."""
    with engine_of(EngineKind(request.param)) as opened:
        yield opened


@pytest.fixture
def asked():
    """Give a function that makes a query of DuckDB's SQL and the types of its columns."""

    def query(sql, values=None, /, **columns):
        tree = parse_one(sql, read="duckdb") if isinstance(sql, str) else sql
        return Query(
            tree=tree,
            columns=tuple(QueryColumn(name=n, type=ValueType(t)) for n, t in columns.items()),
            parameters=values or {},
        )

    return query


@pytest.fixture
def value_of(engine, asked):
    """Give a function that computes one expression, over the rows of VALUES if there are any."""

    def computed(expression, type_, *, over=None, values=None):
        rows = f" FROM (VALUES {over}) AS t(x, y)" if over else ""
        tree = parse_one(f"SELECT 1 AS answer{rows}", read="duckdb")
        node = parse_one(expression, read="duckdb") if isinstance(expression, str) else expression
        tree.set("expressions", [exp.alias_(node, "answer")])
        return engine.rows(asked(tree, values, answer=type_)).columns[0].values.tolist()

    return computed


def _url(kind, request):
    if kind is EngineKind.POSTGRES:
        return request.getfixturevalue("postgres").url
    if kind is EngineKind.SPARK:
        request.getfixturevalue("spark_application")
        return request.getfixturevalue("spark").url
    return None


def _class_of(kind):
    """Load only the engine that is asked for, as operations do."""
    if kind is EngineKind.POSTGRES:
        from shoal.engines.postgres_engine import PostgresEngine  # noqa: PLC0415

        return PostgresEngine
    if kind is EngineKind.SPARK:
        from shoal.engines.spark_engine import SparkEngine  # noqa: PLC0415

        return SparkEngine
    from shoal.engines.duckdb_engine import DuckDbEngine  # noqa: PLC0415

    return DuckDbEngine
