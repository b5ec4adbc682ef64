import csv
import io
from datetime import date

import numpy as np

from shoal.records.worlds import World
from shoal.worlds.demo import company_table
from shoal.worlds.table import as_csv


def test_the_text_reads_back_as_the_table():
    world = company_table(n_accounts=80, as_of=date(2026, 6, 30))
    rows = list(csv.DictReader(io.StringIO(as_csv(world))))
    assert list(rows[0]) == list(world.columns)
    for metric in world.metrics:
        read = [float(row[metric]) if row[metric] else np.nan for row in rows]
        np.testing.assert_array_equal(read, world.columns[metric])
    assert [row["account_name"] for row in rows] == world.columns["account_name"].tolist()
    assert rows[3]["renewal_date"] == str(world.columns["renewal_date"][3])


def test_cells_with_commas_quotes_and_line_ends_are_kept():
    names = np.array(['Ash, Elm & "Oak"', "two\nlines"], dtype=object)
    world = World(name="x", seed=0, columns={"name": names}, metrics=(), truth=np.zeros(2, int))
    read = list(csv.reader(io.StringIO(as_csv(world), newline="")))
    assert [row[0] for row in read] == ["name", *names]


def test_whole_numbers_have_no_decimal_point_and_missing_cells_are_empty():
    columns = {"a": np.array([3.0, np.nan, 0.25]), "b": np.array([1, 2, 3])}
    world = World(name="x", seed=0, columns=columns, metrics=("a",), truth=np.zeros(3, int))
    assert as_csv(world) == "a,b\n3,1\n,2\n0.25,3\n"
