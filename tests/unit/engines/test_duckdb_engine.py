"""What DuckDB alone is asked: to keep within its memory, its folders and its time."""

import io
import os
import signal
import subprocess
import sys

import duckdb
import pytest
from sqlglot import parse_one

from shoal.engines.duckdb_engine import DuckDbEngine
from shoal.engines.places import SCHEMES
from shoal.errors import EngineFailed, FileAccess, NotAFile, UnreadableFile, UsageError
from shoal.records.queries import Query, QueryColumn, ValueType
from shoal.records.workspace import EngineSpec, Location

BEGIN = """
import resource, sys
from pathlib import Path
from sqlglot import parse_one
from shoal.engines.duckdb_engine import DuckDbEngine
from shoal.engines.places import SCHEMES
from shoal.errors import ShoalError
from shoal.records.queries import Query, QueryColumn, ValueType
from shoal.records.workspace import EngineSpec

folder = Path(sys.argv[1])
n = (QueryColumn(name="n", type=ValueType.NUMBER),)
with DuckDbEngine(EngineSpec(spill=folder / "spill"), allowed=[folder]) as engine:
"""
FULL_DISC = """
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
    query = Query(tree=parse_one("SELECT random() AS n FROM range(1000000)", "duckdb"), columns=n)
    try:
        engine.write(query, folder / "out" / "t.parquet")
    except ShoalError as error:
        print(type(error).__name__, error.message)
"""
FOR_EVER = """
    sql = "SELECT sum(a.range * b.range) AS n FROM range(10000000) AS a, range(10000000) AS b"
    query = Query(tree=parse_one(sql, "duckdb"), columns=n)
    print("begins", flush=True)
    engine.write(query, folder / "t.parquet")
"""


@pytest.fixture
def engine(tmp_path):
    with DuckDbEngine(EngineSpec(spill=tmp_path / "spill"), allowed=[tmp_path]) as opened:
        yield opened


def query(sql, values=None, /, **columns):
    return Query(
        tree=parse_one(sql, read="duckdb"),
        columns=tuple(QueryColumn(name=n, type=ValueType(t)) for n, t in columns.items()),
        parameters=values or {},
    )


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT content AS x FROM read_text('/etc/passwd')",
        "SELECT content AS x FROM read_text('{outside}/secret.txt')",
        "SELECT content AS x FROM read_text('{inside}/../outside/secret.txt')",
        "SELECT content AS x FROM read_text('{inside}/link.txt')",
        "SELECT content AS x FROM read_text('https://example.org/')",
    ],
)
def test_no_query_reads_what_is_outside(tmp_path, sql):
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    for folder in (inside, outside):
        folder.mkdir()
    (outside / "secret.txt").write_text("secret")
    (inside / "link.txt").symlink_to(outside / "secret.txt")

    with DuckDbEngine(EngineSpec(spill=inside / "spill"), allowed=[inside]) as engine:
        tree = query(sql.format(inside=inside, outside=outside), x="text")
        with pytest.raises((UsageError, FileAccess)):
            engine.rows(tree)


def test_nothing_is_written_outside(engine, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")

    with pytest.raises(UsageError, match="failed"):
        engine.write(query("SELECT 1 AS n", n="whole"), outside / "t.parquet")

    assert list(outside.iterdir()) == []


def test_a_full_disc_leaves_nothing_half_written(tmp_path):
    done = _run(tmp_path, BEGIN + FULL_DISC)

    assert done.stdout.startswith("FileAccess Writing"), done.stderr
    assert list((tmp_path / "out").iterdir()) == []


def test_ctrl_c_stops_a_query(tmp_path):
    program = _program(tmp_path, BEGIN + FOR_EVER)
    with subprocess.Popen(
        [sys.executable, program, tmp_path],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout.readline() == "begins\n"
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=20)

    assert "KeyboardInterrupt" in said
    assert [p.name for p in tmp_path.iterdir()] == ["program.py"]


def test_what_does_not_fit_into_memory_goes_to_the_spill_folder(tmp_path):
    settings = EngineSpec(spill=tmp_path / "spill", memory_limit="60MB")
    tree = """
        SELECT count(*) AS n FROM (
            SELECT range AS k, max(range) OVER (ORDER BY range % 7919) AS m FROM range(3000000)
        ) AS t
    """

    with DuckDbEngine(settings, allowed=[tmp_path]) as engine:
        found = engine.rows(query(tree, n="whole"))

    assert found.column("n").values.tolist() == [3_000_000]
    assert not (tmp_path / "spill").exists()


def test_too_little_memory_says_which_setting_helps(tmp_path):
    settings = EngineSpec(spill=tmp_path / "spill", memory_limit="20MB")

    with (
        DuckDbEngine(settings, allowed=[tmp_path]) as engine,
        pytest.raises(EngineFailed) as raised,
    ):
        engine.rows(
            query(
                "SELECT max(len(l)) AS n FROM (SELECT list(range) AS l FROM range(9000000)) AS t",
                n="whole",
            )
        )

    assert "memory_limit" in (raised.value.suggestion or "")


def test_an_amount_of_memory_that_is_none_is_told(tmp_path):
    settings = EngineSpec(spill=tmp_path / "spill", memory_limit="plenty")

    with pytest.raises(UsageError, match="memory_limit plenty"):
        DuckDbEngine(settings, allowed=[])

    assert not (tmp_path / "spill").exists()


def test_a_spill_folder_that_holds_something_else_stays(tmp_path):
    spill = tmp_path / "spill"
    spill.mkdir()
    (spill / "theirs").write_text("x")

    with DuckDbEngine(EngineSpec(spill=spill), allowed=[]):
        assert len(list(spill.iterdir())) == 2

    assert [p.name for p in spill.iterdir()] == ["theirs"]


def test_a_file_that_goes_away_after_it_was_opened_is_told(engine, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("n\n1\n")
    engine.open("t", Location(path=str(path)))
    path.unlink()

    with pytest.raises(NotAFile, match=r"t\.csv"):
        engine.rows(query("SELECT n FROM t", n="whole"))


def test_the_view_of_a_folder_reads_only_the_partitions_that_are_asked_for(engine, tmp_path):
    for month in (1, 2):
        folder = tmp_path / "log" / f"month={month}"
        folder.mkdir(parents=True)
        duckdb.sql("SELECT 1 AS n").write_parquet(str(folder / "a.parquet"))
    engine.open("log", Location(path=str(tmp_path / "log")))
    (tmp_path / "log" / "month=2" / "a.parquet").write_bytes(b"no Parquet any more")

    found = engine.rows(query("SELECT sum(n) AS n FROM log WHERE month = 1", n="whole"))

    assert found.column("n").values.tolist() == [1]


def test_columns_of_other_types_are_read_as_ours(engine, tmp_path):
    duckdb.sql(
        "SELECT 7::TINYINT AS a, 1.5::DECIMAL(9, 2) AS b, 2::HUGEINT AS c, uuid() AS d,"
        " 'x'::ENUM('x', 'y') AS e, [1] AS f, TIME '10:00:00' AS g, TIMESTAMP_S '2024-02-29' AS h,"
        " 1.5::FLOAT AS i"
    ).write_parquet(str(tmp_path / "t.parquet"))

    columns = engine.open("t", Location(path=str(tmp_path / "t.parquet")))

    kinds = ["whole", "number", "number", "text", "text", "text", "text", "time", "number"]
    assert [c.type.value for c in columns] == kinds


class TestCloud:
    """Addresses, with the memory of fsspec in the place of a store."""

    @pytest.fixture
    def store(self):
        fsspec = pytest.importorskip("fsspec")
        system = fsspec.filesystem("memory")
        system.pipe(
            {
                "/bucket/log/month=01/a.csv": b"id,n\n007,1\n",
                "/bucket/log/month=02/a.csv": b"id,n\n008,2\n",
            }
        )
        yield system
        system.rm("/bucket", recursive=True)

    @pytest.mark.usefixtures("store")
    @pytest.mark.parametrize("path", ["memory://bucket/log", "memory://bucket/log/*/a.csv"])
    def test_files_at_an_address_are_read(self, tmp_path, path):
        settings = EngineSpec(spill=tmp_path / "spill")
        with DuckDbEngine(settings, allowed=["memory://bucket"]) as engine:
            columns = engine.open("log", Location(path=path), texts=frozenset({"id", "month"}))
            found = engine.rows(
                query("SELECT id, month FROM log ORDER BY id", id="text", month="text")
            )

        assert [c.type.value for c in columns] == ["text", "whole", "text"]
        assert found.column("id").values.tolist() == ["007", "008"]
        assert found.column("month").values.tolist() == ["01", "02"]

    @pytest.mark.usefixtures("store")
    def test_an_address_that_is_not_declared_is_refused(self, tmp_path):
        settings = EngineSpec(spill=tmp_path / "spill")
        with (
            DuckDbEngine(settings, allowed=["memory://other"]) as engine,
            pytest.raises(UsageError, match="does not declare"),
        ):
            engine.open("log", Location(path="memory://bucket/log"))

    def test_a_store_that_calls_itself_by_another_name_is_read(self, tmp_path, monkeypatch):
        """As adlfs does, which reads az:// and writes abfs:// of what it has found."""
        fsspec = pytest.importorskip("fsspec")

        class Store(fsspec.AbstractFileSystem):
            protocol = ("abfs", "az")

            def ls(self, path, *, detail=True, **_):
                file = {"name": "logs/a.csv", "size": len(content), "type": "file"}
                found = [file] if file["name"].startswith(self._strip_protocol(path)) else []
                return found if detail else [f["name"] for f in found]

            def _open(self, _path, **_):
                return io.BytesIO(content)

        content = b"id,n\n007,1\n"
        monkeypatch.setitem(SCHEMES, "az", "fsspec")
        fsspec.register_implementation("az", Store, clobber=True)
        settings = EngineSpec(spill=tmp_path / "spill")
        with DuckDbEngine(settings, allowed=["az://logs"]) as engine:
            engine.open("log", Location(path="az://logs/a.csv"), texts=frozenset({"id"}))
            assert engine.rows(query("SELECT id FROM log", id="text")).n_rows == 1

    @pytest.mark.usefixtures("store")
    def test_an_address_where_nothing_is_is_told(self, tmp_path):
        settings = EngineSpec(spill=tmp_path / "spill")
        with DuckDbEngine(settings, allowed=["memory://bucket"]) as engine, pytest.raises(NotAFile):
            engine.open("log", Location(path="memory://bucket/nope/*.csv"))


def test_json_lines_without_a_line_are_told(tmp_path):
    (tmp_path / "empty.jsonl").write_text("")
    settings = EngineSpec(spill=tmp_path / "spill")
    with (
        DuckDbEngine(settings, allowed=[tmp_path]) as engine,
        pytest.raises(UnreadableFile, match=r"empty\.jsonl is empty"),
    ):
        engine.open("t", Location(path=str(tmp_path / "empty.jsonl")))


def _program(folder, text):
    path = folder / "program.py"
    path.write_text(text)
    return path


def _run(folder, text):
    return subprocess.run(
        [sys.executable, _program(folder, text), folder],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=dict(os.environ),
    )
