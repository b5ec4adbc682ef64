import math

import duckdb
import numpy as np
import pytest
from sqlglot import exp

from shoal.audit.readings import read
from shoal.records.accounts import Metric
from shoal.records.preparation import PreparedMetric, Scale
from shoal.records.tables import Column, ColumnType
from shoal.segments.assignment.sql.formulas import LARGEST
from shoal.segments.assignment.sql.metrics import (
    clipped,
    is_missing,
    is_piled,
    pile_of,
    range_of,
    standardised,
    value,
    z_of,
)
from shoal.segments.prepare.replay import prepare_values

CELLS = np.array(
    [np.nan, np.inf, -np.inf, 0.0, -0.0, 1e-9, 0.5, 2.0, 7.0, 120.0, -3.0, -80.0, 1e300, -1e300]
)
PLAIN = Metric(name="x", column="x", label="X")


def prepared(scale, **more):
    given = {"reference": 2.0, "centre": 0.8, "spread": 0.4, **more}
    return PreparedMetric(metric="x", scale=scale, **given)


def in_duckdb(stages, **columns):
    """Run formulas one upon the other, and return the last."""
    connection = duckdb.connect()
    connection.register("t", columns)
    source = exp.to_table("t")
    for name, formula in stages.items():
        query = exp.select(exp.Star(), formula.as_(name)).from_(source)
        source = query.subquery(f"with_{name}")
    last = exp.select(list(stages)[-1]).from_(source)
    found = connection.execute(last.sql("duckdb")).fetchnumpy()
    return np.ma.filled(next(iter(found.values())).astype(float), np.nan)


@pytest.mark.parametrize(
    "metric",
    [
        PLAIN,
        Metric(name="x", column="x", label="X", factor=0.01, high=100.0),
        Metric(name="x", column="x", label="X", per="seats", low=0.0),
        Metric(name="x", column="x", label="X", per="seats", factor=100.0, low=-5.0, high=10.0),
    ],
)
def test_values_are_read_as_the_audit_reads_them(metric):
    seats = np.array([0.0, -2.0, np.nan, np.inf, 1.0, 3.0])
    x, n = (grid.ravel() for grid in np.meshgrid(CELLS, seats))
    columns = {
        name: Column(name=name, type=ColumnType.NUMBER, values=cells)
        for name, cells in (("x", x), ("seats", n))
    }
    expected = read(metric, columns)
    span = range_of(metric, prepared(Scale.IDENTITY, clip=math.inf))
    missing = in_duckdb({"v": value(metric), "m": is_missing("v", span)}, x=x, seats=n)
    assert np.array_equal(missing == 1, np.isnan(expected))
    kept = in_duckdb({"v": value(metric), "c": clipped("v", span)}, x=x, seats=n)
    assert np.array_equal(kept[missing == 0], expected[missing == 0])


@pytest.mark.parametrize("scale", Scale)
@pytest.mark.parametrize("clip", [4.0, 1.0, math.inf])
def test_z_is_what_the_preparation_gives(scale, clip):
    metric = prepared(scale, clip=clip)
    span = range_of(PLAIN, metric)
    x = CELLS[np.isfinite(CELLS)] if clip < 10 else CELLS[np.abs(CELLS) < 1e6]
    stages = {"v": value(PLAIN), "c": clipped("v", span), "z": standardised("c", metric)}
    np.testing.assert_allclose(in_duckdb(stages, x=x), prepare_values(metric, x), atol=1e-12)


@pytest.mark.parametrize("scale", Scale)
def test_a_missing_cell_has_the_z_that_is_taken_back(scale):
    metric = prepared(scale)
    span = range_of(PLAIN, metric)
    stages = {"v": value(PLAIN), "c": clipped("v", span), "z": standardised("c", metric)}
    found = in_duckdb(stages, x=np.array([np.nan, np.inf]))
    np.testing.assert_allclose(found, z_of([metric], [span.fill])[[0, 0]], atol=1e-12)


def test_values_are_clipped_where_only_the_clipped_are_possible():
    bounded = Metric(name="x", column="x", label="X", low=50.0, high=90.0)
    metric = prepared(Scale.IDENTITY)
    span = range_of(bounded, metric)
    stages = {"v": value(bounded), "c": clipped("v", span), "z": standardised("c", metric)}
    assert in_duckdb(stages, x=np.array([60.0])) == pytest.approx(4.0)


def test_only_the_exact_value_is_piled():
    found = in_duckdb({"p": is_piled("x", 7.0)}, x=np.array([7.0, 7.0000001, np.nan]))
    assert found.tolist() == [1.0, 0.0, 0.0]


def test_a_pile_up_at_an_impossible_value_is_none():
    metric = prepared(Scale.LOG, pile=-1.0)
    counts = Metric(name="x", column="x", label="X", low=0.0)
    assert pile_of(metric, range_of(PLAIN, metric)) == -1.0
    assert pile_of(metric, range_of(counts, metric)) is None
    assert pile_of(prepared(Scale.LOG), range_of(PLAIN, metric)) is None


def test_without_bounds_all_doubles_are_possible():
    span = range_of(PLAIN, prepared(Scale.LOG))
    assert (span.possible_low, span.possible_high) == (-LARGEST, LARGEST)
    assert span.low == 0.0


def test_no_value_has_no_z():
    assert np.isnan(z_of([prepared(Scale.LOG)], [None])).all()
