import csv
import io

import numpy as np
import pytest

from shoal.operations.outputs import (
    ASSIGNMENT_COLUMNS,
    FILE_NAMES,
    assignment_columns,
    csv_text,
    profile_columns,
    study_files,
)
from shoal.records.accounts import Accounts
from shoal.records.scoring import Assignment
from shoal.records.segments import Segment

SEGMENTS = tuple(
    Segment(key=key, name=name, size=1, share=0.5, persona="", metrics=())
    for key, name in (("s1", "Busy"), ("s2", "Quiet"))
)


@pytest.fixture
def accounts():
    """Return three accounts by id; the input had them as c, a, b, a."""
    return Accounts(
        id_name="customer",
        ids=("a", "b", "c"),
        rows=np.array([2, 0, 1, 0]),
        first_rows=np.array([1, 2, 0]),
        metrics=(),
        values=np.zeros((3, 0)),
    )


@pytest.fixture
def assignment():
    return Assignment(
        keys=("s1", "s2"),
        segment=np.array([0, 1, 1]),
        second=np.array([1, 0, -1]),
        confidence=np.array([0.123456, 1.0, 0.5]),
        unusual=np.array([False, True, False]),
    )


def test_accounts_stand_in_the_order_of_the_input(accounts, assignment):
    columns = assignment_columns(accounts, assignment, SEGMENTS)
    assert tuple(columns) == ("customer", *ASSIGNMENT_COLUMNS)
    assert columns == {
        "customer": ["c", "a", "b"],
        "segment": ["s2", "s1", "s2"],
        "segment_name": ["Quiet", "Busy", "Quiet"],
        "confidence": [0.5, 0.1235, 1.0],
        "second_segment": [None, "s2", "s1"],
        "unusual": [False, False, True],
    }


def test_rows_that_repeat_an_account_repeat_its_segment(accounts, assignment):
    columns = assignment_columns(accounts, assignment, SEGMENTS, per_row=True)
    assert columns["customer"] == ["c", "a", "b", "a"]
    assert columns["segment"] == ["s2", "s1", "s2", "s1"]


def test_rows_are_numbered_from_one_where_there_is_no_id(assignment):
    numbered = Accounts(
        id_name=None,
        ids=("2", "3", "1"),
        rows=np.array([2, 0, 1]),
        first_rows=np.array([1, 2, 0]),
        metrics=(),
        values=np.zeros((3, 0)),
    )
    columns = assignment_columns(numbered, assignment, SEGMENTS)
    assert columns["row"] == [1, 2, 3]
    assert columns["segment"] == ["s2", "s1", "s2"]


def test_profiles_have_a_row_for_each_segment_and_metric(studied):
    study = studied[0]
    columns = profile_columns(study.segments)
    pairs = list(zip(columns["segment"], columns["metric"], strict=True))
    metrics = [m.name for m in study.accounts.metrics]
    assert pairs == [(s.key, m) for s in study.segments for m in metrics]
    for i, (key, metric) in enumerate(pairs):
        members = study.assignment.segment == study.assignment.keys.index(key)
        values = study.accounts.values[:, metrics.index(metric)]
        assert columns["mean"][i] == pytest.approx(values[members].mean())
        assert columns["median"][i] == pytest.approx(np.median(values[members]))
        assert columns["overall_mean"][i] == pytest.approx(values.mean())
        assert columns["overall_median"][i] == pytest.approx(np.median(values))


def test_text_and_yes_or_no_are_written_as_documented():
    text = csv_text({"id": ["=1+1", "007"], "unusual": [True, False], "second": [None, "s1"]})
    assert text == "id,unusual,second\n'=1+1,true,\n007,false,s1\n"


def test_the_four_files_tell_of_the_same_accounts(studied, customers):
    study, model = studied
    files = study_files(study, model)
    assert tuple(files) == FILE_NAMES
    rows = list(csv.DictReader(io.StringIO(files["assignments.csv"])))
    assert [row["account_id"] for row in rows] == customers["account_id"].tolist()
    sizes = {s.key: s.size for s in study.segments}
    assert {key: sum(r["segment"] == key for r in rows) for key in sizes} == sizes
    assert files["report.html"].lstrip().lower().startswith("<!doctype html>")


def test_the_same_study_gives_the_same_files(studied):
    assert study_files(*studied) == study_files(*studied)
