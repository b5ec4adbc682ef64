"""What Spark alone is asked: to live through the loss of a worker, and in another's application."""

import os
import subprocess
import sys
import threading
import time

import duckdb
import pytest
from servers.spark import running_spark

from shoal.engines.spark_engine import SparkEngine
from shoal.errors import MissingExtra, UsageError
from shoal.records.workspace import EngineKind, EngineSpec, Location

pytestmark = pytest.mark.servers

ON_ITS_OWN = """
import sys
from pathlib import Path
from sqlglot import parse_one
from shoal.engines.spark_engine import SparkEngine
from shoal.records.queries import Query, QueryColumn, ValueType
from shoal.records.workspace import EngineKind, EngineSpec, Location

folder, url = Path(sys.argv[1]), sys.argv[2]
settings = EngineSpec(kind=EngineKind.SPARK, spill=folder / "spill", url=url)
with SparkEngine(settings, allowed=[folder]) as engine:
    engine.open("t", Location(path=str(folder / "t.parquet")))
    total = Query(
        tree=parse_one("SELECT sum(n) AS n FROM t"),
        columns=(QueryColumn(name="n", type=ValueType.WHOLE),),
    )
    print(engine.rows(total).columns[0].values[0])
    {more}
"""

# A join of all rows with all, of which every task takes several seconds.
SLOW = """
    (folder / "started").touch()
    slow = Query(
        tree=parse_one("SELECT count(*) AS n, sum(bit_count(a.n * b.n)) AS bits FROM t a, t b"),
        columns=(
            QueryColumn(name="n", type=ValueType.WHOLE),
            QueryColumn(name="bits", type=ValueType.WHOLE),
        ),
    )
    found = engine.rows(slow)
    print(found.columns[0].values[0], found.columns[1].values[0])
"""


def numbers(folder, n_rows, n_files=1):
    """Write the numbers from 0 up, over several files."""
    target = folder / "t.parquet"
    target.mkdir()
    part = "SELECT range AS n FROM range($rows) WHERE range % $files = $file"
    for i in range(n_files):
        values = {"rows": n_rows, "files": n_files, "file": i}
        duckdb.sql(part, params=values).write_parquet(str(target / f"{i}.parquet"))
    return target


def test_an_application_of_another_goes_on_as_it_was(spark_application, engine_of, asked):
    theirs = spark_application
    before = theirs.conf.get("spark.sql.session.timeZone")
    theirs.conf.set("spark.sql.session.timeZone", "Asia/Tokyo")
    theirs.range(3).createOrReplaceTempView("theirs")

    try:
        with engine_of(EngineKind.SPARK) as engine:
            engine.keep("ours", asked("SELECT 1 AS n", n="whole"))

        assert [t.name for t in theirs.catalog.listTables()] == ["theirs"]
        assert theirs.conf.get("spark.sql.session.timeZone") == "Asia/Tokyo"
        assert theirs.getActiveSession() is theirs
        assert theirs.sql("SELECT count(*) AS n FROM theirs").collect()[0].n == 3
    finally:
        theirs.catalog.dropTempView("theirs")
        theirs.conf.set("spark.sql.session.timeZone", before)


def test_a_table_of_the_catalog_is_read_where_it_is(spark_application, engine_of, asked):
    theirs = spark_application
    rows = "SELECT 7.0D AS id, 9L AS n, 1.5BD AS amount, DATE '2024-02-29' AS day, array(1) AS more"
    theirs.sql("CREATE SCHEMA crm")
    theirs.sql(rows).write.saveAsTable("crm.accounts")
    where = Location(table="crm.accounts")
    try:
        with engine_of(EngineKind.SPARK) as engine:
            assert engine.opens(where)
            columns = engine.open("a", where, texts=frozenset({"id"}))
            kinds = {"id": "text", "n": "whole", "amount": "number"}
            found = engine.rows(asked("SELECT id, n, amount FROM a", **kinds))
            with pytest.raises(UsageError, match=r"no table crm\.account\..*mean accounts"):
                engine.open("b", Location(table="crm.account"))
    finally:
        theirs.sql("DROP SCHEMA crm CASCADE")

    assert [c.type.value for c in columns] == ["text", "whole", "number", "date", "text"]
    assert [c.values.tolist() for c in found.columns] == [["7"], [9], [1.5]]


def test_times_in_billionths_of_a_second_are_read(engine_of, asked, tmp_path):
    path = tmp_path / "t.parquet"
    duckdb.sql("SELECT TIMESTAMP_NS '2024-02-29 01:02:03.123456789' AS t").write_parquet(str(path))

    with engine_of(EngineKind.SPARK) as engine:
        engine.open("t", Location(path=str(path)))
        found = engine.rows(asked("SELECT t FROM t", t="time"))

    assert str(found.column("t").values[0]) == "2024-02-29T01:02:03"


def test_workers_write_files_that_others_read(engine_of, asked, tmp_path):
    numbers(tmp_path, 1000, n_files=3)

    with engine_of(EngineKind.SPARK) as engine:
        engine.open("t", Location(path=str(tmp_path / "t.parquet")))
        engine.write(asked("SELECT n FROM t", n="whole"), tmp_path / "o.parquet")

    files = list((tmp_path / "o.parquet").iterdir())
    assert {f.suffix for f in files} == {".parquet"}
    total = duckdb.read_parquet(f"{tmp_path}/o.parquet/*.parquet").sum("n").fetchall()
    assert total == [(499_500,)]


def test_without_java_the_error_says_what_to_install(tmp_path, monkeypatch):
    # An application that is there already needs no Java of ours, so this must look as if none were.
    monkeypatch.setattr("pyspark.sql.SparkSession.getActiveSession", lambda: None)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "nowhere"))
    settings = EngineSpec(kind=EngineKind.SPARK, spill=tmp_path / "spill", url="local[1]")

    with pytest.raises(MissingExtra, match="Java 17"):
        SparkEngine(settings, allowed=[tmp_path])

    assert not (tmp_path / "spill").exists()


@pytest.mark.long
def test_an_engine_starts_spark_by_itself_and_ends_it(tmp_path):
    numbers(tmp_path, 1000)

    done = _run(tmp_path, "local[1]", more="")

    assert done.stdout.split() == ["499500.0"], done.stderr
    assert not (tmp_path / "spill").exists()


@pytest.mark.long
def test_the_answer_is_right_though_a_worker_dies_half_way(tmp_path):
    n_rows = 40_000
    numbers(tmp_path, n_rows, n_files=8)
    with running_spark() as cluster:
        killer = threading.Thread(target=_kill_when_started, args=(cluster, tmp_path))
        killer.start()
        done = _run(tmp_path, cluster.url, more=SLOW)
        killer.join()

    total, count, bits = (float(word) for word in done.stdout.split())
    assert (total, count) == (n_rows * (n_rows - 1) / 2, n_rows**2), done.stderr
    every = "SELECT sum(bit_count(a.range * b.range)) FROM range($n) AS a, range($n) AS b"
    assert (bits,) == duckdb.sql(every, params={"n": n_rows}).fetchall()[0]
    assert len(cluster.workers) == 1


def _kill_when_started(cluster, folder):
    while not (folder / "started").exists():
        time.sleep(0.05)
    cluster.kill_a_busy_worker()


def _run(folder, url, *, more):
    program = folder / "program.py"
    program.write_text(ON_ITS_OWN.replace("{more}", more.strip()))
    return subprocess.run(
        [sys.executable, program, folder, url],
        capture_output=True,
        text=True,
        check=False,
        env=dict(os.environ),
        timeout=600,
    )
