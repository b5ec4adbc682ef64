from datetime import date

import duckdb
import pytest

from shoal.metrics.literals import Literals

VALUES = [0.1 + 0.2, -1e-300, 1.7976931348623157e308, 5e-324, 0.0, -14.0, 7.0, 'It\'s \\ "x"', ""]


@pytest.mark.parametrize("value", [*VALUES, True, False])
def test_a_value_comes_back_as_it_was(value):
    written = Literals().bind(value).sql("duckdb")
    found, kind = duckdb.connect().execute(f"SELECT {written} AS x, typeof(x)").fetchall()[0]
    assert found == value
    assert kind == {float: "DOUBLE", str: "VARCHAR", bool: "BOOLEAN"}[type(value)]


def test_a_date_is_its_first_instant():
    written = Literals().bind(date(2026, 6, 30)).sql("duckdb")
    found = duckdb.connect().execute(f"SELECT {written}").fetchall()[0][0]
    assert found.isoformat() == "2026-06-30T00:00:00"
