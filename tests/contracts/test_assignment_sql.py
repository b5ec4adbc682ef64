"""The statement of a frozen rule gives in DuckDB what Python gives, on 100,000 accounts."""

from dataclasses import replace
from itertools import cycle

import duckdb
import numpy as np
import pytest
from sklearn.cluster import AgglomerativeClustering, KMeans
from sqlglot import exp

from shoal.audit.readings import read_all
from shoal.records.accounts import Metric
from shoal.records.preparation import Preparation, PreparedMetric, Scale
from shoal.records.scoring import Prototype, ScoringRule
from shoal.records.segments import Segment
from shoal.records.tables import Column, ColumnType
from shoal.segments.assignment.freeze import freeze_centres, freeze_mixture
from shoal.segments.assignment.score import assign_accounts
from shoal.segments.assignment.sql.dialects import SqlDialect
from shoal.segments.assignment.sql.statement import assignment_query
from shoal.segments.prepare.replay import apply_preparation, filled
from shoal.segments.prepare.scales import reference_of, rescale

N_ACCOUNTS, N_FITTED, N_GROUPS = 100_000, 3_000, 5
METRICS = (
    Metric(name="adoption", column="adoption", label="Adoption", low=0.0, high=100.0),
    Metric(name="hours", column="hours", label="Hours"),
    Metric(name="logins", column="logins", label="Logins", low=0.0),
    Metric(name="minutes", column="minutes", label="Minutes", factor=0.01),
    Metric(name="trend", column='usage "trend"', label="Trend", signed=True),
    Metric(name="users_per_seat", column="users", label="Users", per="seats", low=0.0),
)
SCALES = (Scale.IDENTITY, Scale.ROOT, Scale.LOG, Scale.STEEP_LOG, Scale.ASINH, Scale.LOG)
PILES = (None, None, 0.0, None, None, 0.0)
ODD = (np.nan, np.inf, -np.inf, -5.0, 0.0, 1e300, -1e300)


@pytest.fixture(scope="module")
def table():
    """Return the columns of a table with five groups and cells of every odd kind."""
    rng = np.random.default_rng(8)
    group = rng.integers(N_GROUPS, size=N_ACCOUNTS)
    level = rng.normal(size=(N_GROUPS, 6))[group] + 0.5 * rng.normal(size=(N_ACCOUNTS, 6))
    columns = {
        "adoption": 100.0 / (1.0 + np.exp(-level[:, 0])),
        "hours": np.exp(level[:, 1]) * 20.0,
        "logins": np.floor(np.exp(1.0 + level[:, 2])),
        "minutes": np.exp(level[:, 3]) * 1000.0,
        'usage "trend"': np.sinh(level[:, 4]) * 10.0,
        "users": np.floor(np.exp(2.0 + level[:, 5])),
        "seats": rng.integers(0, 40, N_ACCOUNTS).astype(float),
    }
    for values in columns.values():
        at = rng.random(N_ACCOUNTS)
        values[at < 0.05] = np.nan
        values[at < 0.01] = rng.choice(ODD, int((at < 0.01).sum()))
    return columns


@pytest.fixture(scope="module")
def values(table):
    columns = {n: Column(name=n, type=ColumnType.NUMBER, values=v) for n, v in table.items()}
    return read_all(METRICS, columns, N_ACCOUNTS)


@pytest.fixture(scope="module")
def database(table):
    """Return a connection to the accounts; half of what is missing is NULL, half is NaN."""
    connection = duckdb.connect()
    even = np.arange(N_ACCOUNTS) % 2 == 0
    cells = {
        name: np.ma.masked_array(column, mask=np.isnan(column) & even)
        for name, column in table.items()
    }
    ids = np.array([f"a{i:06}" for i in range(N_ACCOUNTS)])
    given = {"account id": ids, **cells}
    connection.register("given", given)
    connection.execute("CREATE TABLE accounts AS SELECT * FROM given")
    yield connection
    connection.close()


def fitted_preparation(values):
    prepared = []
    for j, metric in enumerate(METRICS):
        reference = reference_of(values[:, j])
        shaped = rescale(values[:, j] / reference, SCALES[j])
        middle = shaped[np.abs(shaped) < 1e3]
        prepared.append(
            PreparedMetric(
                metric=metric.name,
                scale=SCALES[j],
                reference=reference,
                centre=float(np.mean(middle)),
                spread=float(np.std(middle)),
                clip=3.0,
                pile=PILES[j],
            )
        )
    return Preparation(name="mixed", metrics=tuple(prepared))


def without_piles(preparation):
    metrics = tuple(replace(m, pile=None) for m in preparation.metrics)
    return replace(preparation, metrics=metrics)


def keys_of(n_segments):
    return tuple(f"s{i + 1}" for i in range(n_segments))


def kmeans_rule(values):
    preparation = without_piles(fitted_preparation(values))
    prepared = apply_preparation(preparation, values[:N_FITTED])
    model = KMeans(N_GROUPS, n_init=1, random_state=0)
    labels = model.fit_predict(filled(preparation, prepared)).astype(np.intp)
    return freeze_centres(preparation, prepared, labels, keys_of(N_GROUPS))


def ward_rule(values):
    preparation = without_piles(fitted_preparation(values))
    prepared = apply_preparation(preparation, values[:600])
    labels = AgglomerativeClustering(N_GROUPS).fit_predict(filled(preparation, prepared))
    return freeze_centres(preparation, prepared, labels.astype(np.intp), keys_of(N_GROUPS))


def mixture_rule(values):
    preparation = fitted_preparation(values)
    prepared = apply_preparation(preparation, values[:N_FITTED])
    labels = KMeans(N_GROUPS, n_init=1, random_state=0).fit_predict(filled(preparation, prepared))
    rng = np.random.default_rng(1)
    return freeze_mixture(preparation, prepared, labels.astype(np.intp), keys_of(N_GROUPS), rng=rng)


def independent_rule(values):
    return replace(mixture_rule(values), loading=None)


def prototype_rule(values):
    """Three prototypes a segment with radii, one of them exactly the distance of an account."""
    preparation = fitted_preparation(values)
    rng = np.random.default_rng(3)
    prepared = apply_preparation(preparation, values[:1])
    means = rng.normal(size=(12, 6))
    free = (prepared.present & ~prepared.piled)[0]
    u = (prepared.z[0] - means[0]) / 0.8 * free
    exact = float(np.sqrt((u * u).sum() / max(free.sum(), 1.0)))
    prototypes = tuple(
        Prototype(
            segment=f"s{i % 4 + 1}",
            log_weight=-float(i % 3),
            means=tuple(means[i]),
            spreads=(0.8,) * 6,
            pile_shares=(0.0, 0.0, 0.2, 0.0, 0.0, 0.3),
            radius=exact if i == 0 else (None if i == 5 else float(rng.uniform(0.8, 1.6))),
        )
        for i in range(12)
    )
    return ScoringRule(preparation=preparation, prototypes=prototypes, unusual_below=-12.0)


def calibrated_rule(values):
    points = ((0.1, 0.3), (0.5, 0.45), (0.5, 0.6), (2.0, 0.8), (6.0, 0.95))
    return replace(mixture_rule(values), calibration=points)


def weighted_rule(values):
    rule = mixture_rule(values)
    metrics = tuple(
        replace(m, weight=w)
        for m, w in zip(rule.preparation.metrics, cycle((0.25, 1.0, 3.0)), strict=False)
    )
    return replace(rule, preparation=replace(rule.preparation, metrics=metrics))


def single_rule(values):
    rule = mixture_rule(values)
    return replace(rule, prototypes=rule.prototypes[:1])


RULES = {
    "weighted metrics": weighted_rule,
    "kmeans": kmeans_rule,
    "ward": ward_rule,
    "mixture": mixture_rule,
    "independent": independent_rule,
    "prototypes": prototype_rule,
    "calibrated": calibrated_rule,
    "single": single_rule,
}


def run(database, rule, *, id_name="account id", only_segment=False):
    segments = [
        Segment(key=key, name=f"The {key}'s", size=1, share=0.1, persona="", metrics=())
        for key in keys_of(N_GROUPS)
    ]
    statement = assignment_query(
        rule,
        metrics=METRICS,
        segments=segments,
        id_name=id_name,
        table=exp.to_table("accounts"),
        dialect=SqlDialect.DUCKDB,
        only_segment=only_segment,
    )
    return database.sql(statement.sql(dialect="duckdb")).order(f'"{id_name or "row"}"').fetchnumpy()


@pytest.mark.parametrize("make", RULES.values(), ids=RULES)
def test_the_statement_equals_python(make, values, database):
    rule = make(values)
    expected = assign_accounts(rule, values)
    found = run(database, rule)
    keys = np.array(expected.keys, dtype=object)
    assert list(found) == [
        "account id",
        "segment",
        "segment_name",
        "confidence",
        "second_segment",
        "unusual",
    ]
    assert np.array_equal(found["segment"], keys[expected.segment])
    assert np.array_equal(found["segment_name"], [f"The {k}'s" for k in found["segment"]])
    np.testing.assert_allclose(found["confidence"], expected.confidence, rtol=0, atol=1e-9)
    assert np.array_equal(found["unusual"], expected.unusual)
    assert 0 < expected.unusual.mean() < 0.5
    if len(keys) > 1:
        assert np.array_equal(found["second_segment"], keys[expected.second])
        assert len(np.unique(expected.segment)) == len(keys)
    else:
        assert np.ma.getmaskarray(found["second_segment"]).all()


def test_the_short_statement_gives_the_same_segments(values, database):
    rule = mixture_rule(values)
    found = run(database, rule, only_segment=True)
    assert list(found) == ["account id", "segment"]
    assert np.array_equal(found["segment"], run(database, rule)["segment"])


def test_without_ids_rows_are_numbered(values, database):
    rule = kmeans_rule(values)
    found = run(database, rule, id_name=None)
    assert np.array_equal(found["row"], np.arange(N_ACCOUNTS) + 1)
    keys = np.array(keys_of(N_GROUPS), dtype=object)
    assert np.array_equal(found["segment"], keys[assign_accounts(rule, values).segment])


def test_nobody_is_unusual_without_a_floor(values, database):
    rule = replace(kmeans_rule(values), unusual_below=None)
    assert not run(database, rule)["unusual"].any()
