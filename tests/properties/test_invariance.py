"""What must not matter does not: order of rows and columns, units, how often one asks."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import shoal
from shoal.files import safe_cell

N, METRICS = 120, ("alpha", "beta", "delta", "gamma", "zeta")
FEW = settings(
    max_examples=3, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip


def make_table():
    """Return three kinds of accounts: heavy tails, many zeros, missing answers."""
    rng = np.random.default_rng(7)
    kind = np.arange(N) % 3
    values = (
        rng.normal(size=(N, 5))
        + np.array([[0, 3, 6, 0, 2], [4, 0, 0, 3, 2], [8, 6, 3, 6, 2]])[kind]
    )
    values[:, 1] = np.exp(values[:, 1] / 2)
    values[:, 2] = np.where(rng.random(N) < 0.3, 0.0, np.abs(values[:, 2]))
    values[rng.random(N) < 0.1, 3] = np.nan
    table = pd.DataFrame(dict(zip(METRICS, values.T, strict=True)))
    table.insert(0, "account_id", [f"A-{i:04d}" for i in rng.permutation(N)])
    return table


@pytest.fixture(scope="module", params=[True, False], ids=["with id", "without id"])
def base(request):
    """Return a table and the segment of each of its rows."""
    table = make_table() if request.param else make_table().drop(columns="account_id")
    return table, segment_of(table)


def segment_of(table):
    seg = shoal.segment(table, as_of="2026-06-30")
    assert sum(s.size for s in seg.segments) == len(table)
    return seg.labels["segment"]


@FEW
@given(seed=st.integers(0, 2**32 - 1))
def test_the_order_of_rows_and_columns_changes_no_segment(base, seed):
    table, expected = base
    rng = np.random.default_rng(seed)
    order = rng.permutation(N)
    columns = rng.permutation(table.columns.to_numpy())
    assert segment_of(table.iloc[order][columns]).tolist() == expected.iloc[order].tolist()


@FEW
@given(
    column=st.sampled_from(METRICS),
    factor=st.floats(1e-6, 1e6).filter(lambda f: f != 1),
)
def test_a_change_of_unit_changes_no_segment(base, column, factor):
    table, expected = base
    scaled = table.assign(**{column: table[column] * factor})
    assert segment_of(scaled).tolist() == expected.tolist()


@pytest.fixture(scope="module")
def seg():
    table = make_table()
    doubled = pd.concat([table, table.iloc[[5, 5, 17]]], ignore_index=True)
    return doubled, shoal.segment(doubled, id="account_id", as_of="2026-06-30")


def test_repeated_rows_count_once_and_keep_their_labels(seg):
    table, segmentation = seg
    labels = segmentation.labels
    assert len(labels) == len(table)
    assert labels["account_id"].tolist() == table["account_id"].tolist()
    assert sum(s.size for s in segmentation.segments) == N
    assert labels["segment"].iloc[N:].tolist() == labels["segment"].iloc[[5, 5, 17]].tolist()


def test_repeating_rows_changes_no_segment_of_the_others(seg):
    expected = segment_of(make_table())
    assert seg[1].labels["segment"].iloc[:N].tolist() == expected.tolist()


def test_the_same_table_gives_the_same_bytes(seg, tmp_path):
    table, first = seg
    again = shoal.segment(table, id="account_id", as_of="2026-06-30")
    for name, segmentation in (("first", first), ("again", again)):
        segmentation.save(tmp_path / f"{name}.json")
        segmentation.report(tmp_path / f"{name}.html")
    for ending in ("json", "html"):
        written = [(tmp_path / f"{n}.{ending}").read_bytes() for n in ("first", "again")]
        assert written[0] == written[1]


@given(st.lists(st.text(min_size=1), min_size=4, max_size=12, unique=True))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_every_id_comes_back_once_in_its_place(assign_ids, ids):
    ids = [f"x{i}" for i in ids]
    assert assign_ids(ids) == ids


@pytest.fixture(scope="module")
def assign_ids(seg):
    """Return the ids that come back when accounts of these ids are assigned."""

    def assign(ids):
        new = seg[0].head(len(ids)).assign(account_id=ids)
        return seg[1].assign(new)["account_id"].tolist()

    return assign


@given(st.text())
def test_a_cell_that_a_spreadsheet_opens_never_begins_a_formula(text):
    safe = safe_cell(text)
    assert safe.lstrip("'") == text.lstrip("'")
    if safe.startswith(("=", "@", "\t", "\r", "+", "-")):
        assert float(safe) == float(text)
