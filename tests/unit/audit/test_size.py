from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from shoal.audit.size import explained_share, follow_size
from shoal.records.accounts import Accounts, ContextColumn, Metric
from shoal.records.meanings import ContextRole
from shoal.records.tables import ColumnType


def accounts(**columns):
    n = len(next(iter(columns.values()))[1])
    context = tuple(
        ContextColumn(
            name=name, label=name, role=role, type=ColumnType.NUMBER, values=np.asarray(v, float)
        )
        for name, (role, v) in columns.items()
    )
    return Accounts(
        id_name=None,
        ids=tuple(str(i) for i in range(n)),
        rows=np.arange(n),
        first_rows=np.arange(n),
        metrics=(),
        values=np.empty((n, 0)),
        context=context,
    )


def with_metrics(values, *names):
    bare = accounts(age=(ContextRole.OTHER, np.arange(float(len(values)))))
    metrics = tuple(Metric(name=name, column=name, label=name) for name in names)
    return replace(bare, metrics=metrics, values=values)


def test_the_share_agrees_with_the_kruskal_wallis_statistic(rng):
    # epsilon squared = (H - k + 1) / (n - k), and H comes from another implementation
    groups = [rng.normal(i * 0.5, 1, 30 + i).round(1) for i in range(4)]
    n, k = sum(map(len, groups)), len(groups)
    expected = (stats.kruskal(*groups).statistic - k + 1) / (n - k)
    labels = np.repeat(np.arange(k), [len(g) for g in groups])
    assert explained_share(np.concatenate(groups), labels) == pytest.approx(expected)


def test_chance_explains_nothing_on_average(rng):
    found = [explained_share(rng.normal(size=50), rng.integers(0, 6, 50)) for _ in range(200)]
    assert np.mean(found) < 0.05


def test_segments_that_sort_by_size_are_a_warning(rng):
    size = rng.lognormal(3, 1.5, 300)
    segment = (size > np.median(size)).astype(np.intp)
    (finding,) = follow_size(accounts(seats=(ContextRole.SEATS, size)), segment)
    assert (finding.code, finding.severity, finding.column) == (
        "segments-follow-size",
        "warning",
        "seats",
    )
    assert finding.evidence["seats"] == pytest.approx(0.75, abs=0.01)


def test_segments_apart_from_size_are_a_note(rng):
    given = accounts(arr=(ContextRole.CONTRACT_VALUE, rng.lognormal(9, 1, 400)))
    (finding,) = follow_size(given, rng.integers(0, 4, 400))
    assert (finding.code, finding.severity) == ("size-explained", "note")


def test_the_unit_of_size_does_not_matter(rng):
    size = rng.lognormal(3, 1.5, 100)
    segment = rng.integers(0, 3, 100)
    assert explained_share(size, segment) == explained_share(np.log1p(size) * 100, segment)


def test_facts_that_tell_no_size_are_passed_over(rng):
    given = accounts(age=(ContextRole.OTHER, rng.normal(size=50)))
    assert follow_size(given, rng.integers(0, 2, 50)) == ()


def test_volumes_beside_their_ratios_do_not_count():
    given = accounts(logins=(ContextRole.OTHER, np.arange(50.0)))
    assert follow_size(given, np.repeat([0, 1], 25)) == ()


def test_volumes_clustered_without_a_denominator_count_together(rng):
    size = rng.lognormal(3, 1, 60)
    segment = (size > np.median(size)).astype(np.intp)
    noisy = size[:, None] * rng.lognormal(0, 0.3, (60, 2))
    (finding,) = follow_size(with_metrics(noisy, "logins", "tickets"), segment)
    assert finding.code == "segments-follow-size"
    assert finding.evidence["volume"] > 0.3


def test_volumes_that_go_apart_are_behaviour_not_size(rng):
    up = rng.lognormal(3, 1, 400)
    segment = (up > np.median(up)).astype(np.intp)
    apart = np.column_stack([up, 1000 / up * rng.lognormal(0, 0.1, 400)])
    assert follow_size(with_metrics(apart, "logins", "tickets"), segment) == ()


def test_missing_and_equal_sizes_say_nothing():
    assert explained_share(np.full(30, np.nan), np.zeros(30, np.intp)) is None
    assert explained_share(np.ones(30), np.repeat([0, 1], 15)) is None
