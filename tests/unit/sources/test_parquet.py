import gzip

import duckdb
import numpy as np
import pytest

from shoal.errors import NothingToCluster, UnreadableFile
from shoal.records.tables import ColumnType
from shoal.sources.files import read_file


def _written(path, select):
    with duckdb.connect(":memory:") as connection:
        connection.execute("SET TimeZone = 'Europe/Berlin'")
        connection.sql(select).write_parquet(str(path))
    return path


def test_every_kind_of_column_is_read(tmp_path, finding_of):
    path = _written(
        tmp_path / "t.parquet",
        """SELECT * FROM (VALUES
            (1::BIGINT, 1.5::DECIMAL(9, 2), true, DATE '2026-06-30',
             TIMESTAMPTZ '2026-06-30 12:00:00+02', 'x', [1, 2], {'k': 1},
             9007199254740993::BIGINT, '007', 'inf'::DOUBLE, 'a'::ENUM ('a', 'b')),
            (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 2, NULL))
            t (i, dec, ok, d, tz, s, l, st, big, id, f, e)""",
    )
    table = read_file(path)
    assert table.n_rows == 2
    assert table.column("i").values[0] == 1
    assert np.isnan(table.column("i").values[1])
    assert table.column("dec").values[0] == 1.5
    assert table.column("ok").type is ColumnType.BOOLEAN
    assert str(table.column("d").values[0]) == "2026-06-30T00:00:00"
    assert str(table.column("tz").values[0]) == "2026-06-30T10:00:00"
    assert np.isnat(table.column("tz").values[1])
    assert table.column("s").values.tolist() == ["x", None]
    assert table.column("l").values[0] == "[1, 2]"
    assert table.column("st").values[0] == '{"k": 1}'
    assert table.column("big").written.tolist() == ["9007199254740993", None]
    assert table.column("id").written.tolist() == ["007", None]
    assert table.column("e").values.tolist() == ["a", None]
    assert finding_of(table, "infinite-values").column == "f"


def test_the_name_of_the_file_is_never_taken_for_a_pattern_or_a_statement(tmp_path):
    _written(tmp_path / "a1.parquet", "SELECT 1 AS x")
    plain = _written(tmp_path / "t.parquet", "SELECT 2 AS x")
    for name in ("a[1].parquet", "a*.parquet", "a';--.parquet", 'a"?.parquet'):
        renamed = tmp_path / name
        renamed.write_bytes(plain.read_bytes())
        assert read_file(renamed).column("x").values.tolist() == [2]


def test_parquet_without_its_ending_is_known_by_content(tmp_path):
    path = _written(tmp_path / "t.parquet", "SELECT 2 AS x").rename(tmp_path / "t")
    assert read_file(path).column("x").values.tolist() == [2]


@pytest.mark.parametrize("cut", [3, 40, 200])
def test_a_cut_off_file_is_told(tmp_path, cut):
    path = _written(tmp_path / "t.parquet", "SELECT range AS x FROM range(1000)")
    path.write_bytes(path.read_bytes()[:-cut])
    with pytest.raises(UnreadableFile, match=r"t\.parquet is no Parquet file"):
        read_file(path)


def test_no_row_is_nothing_to_cluster(tmp_path):
    path = _written(tmp_path / "t.parquet", "SELECT 1 AS x WHERE false")
    with pytest.raises(NothingToCluster, match="no row"):
        read_file(path)


def test_packed_parquet_is_to_be_unpacked(read, tmp_path):
    path = _written(tmp_path / "u.parquet", "SELECT 1 AS x")
    with pytest.raises(UnreadableFile, match="not packed"):
        read(gzip.compress(path.read_bytes()), "t.parquet.gz")
