import math

import duckdb
import numpy as np
import pytest

from shoal.metrics.units import exact, exact_sum


def test_exact_sums_are_the_same_in_any_order_where_those_of_doubles_are_not():
    rng = np.random.default_rng(2)
    x = np.round(rng.lognormal(2, 4, 2_000), 2)
    orders = [np.arange(2_000), np.argsort(x), np.argsort(-x), rng.permutation(2_000)]
    exactly, plainly = set(), set()
    for order in orders:
        told = f"SELECT {exact_sum('x', where='true')}, sum(x) FROM (SELECT unnest($1) AS x)"  # noqa: S608
        row = duckdb.connect().execute(told, [x[order].tolist()]).fetchall()[0]
        exactly.add(row[0])
        plainly.add(row[1])
    assert len(exactly) == 1
    assert len(plainly) > 1
    assert exactly.pop() == pytest.approx(math.fsum(x), rel=1e-15)


@pytest.mark.parametrize("value", ["1e18", "-1e300", "'inf'::double", "'nan'::double", "null"])
def test_what_is_no_measurement_is_left_out(value):
    told = f"SELECT {exact('x')} FROM (SELECT {value} AS x)"  # noqa: S608
    assert duckdb.connect().execute(told).fetchall() == [(None,)]
