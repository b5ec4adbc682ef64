import csv

import pandas as pd
import pytest

from shoal.errors import ModelInvalid, ModelMismatch, NotAFile, OutputExists, UsageError
from shoal.operations.assign_file import assign_file
from shoal.operations.model_file import model_text
from shoal.operations.outputs import ASSIGNMENT_COLUMNS, assignment_columns, csv_text


@pytest.fixture
def model_path(tmp_path, model):
    path = tmp_path / "model.json"
    path.write_text(model_text(model))
    return path


@pytest.fixture
def run(model_path, write_csv, tmp_path, quiet):
    def assign(frame, *, out=tmp_path / "out.csv", overwrite=False, on_duplicate_id=None):
        return assign_file(
            model_path,
            str(write_csv(frame)),
            out=out,
            on_duplicate_id=on_duplicate_id,
            overwrite=overwrite,
            progress=quiet,
        )

    return assign


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_accounts_of_the_fit_get_their_very_segments(run, customers, studied, tmp_path):
    run(customers)
    study = studied[0]
    expected = csv_text(assignment_columns(study.accounts, study.assignment, study.segments))
    assert (tmp_path / "out.csv").read_text() == expected


def test_the_order_of_rows_and_columns_does_not_matter(run, customers, tmp_path):
    run(customers)
    first = {row["account_id"]: row for row in read(tmp_path / "out.csv")}
    run(customers.iloc[::-1, ::-1])
    again = read(tmp_path / "out.csv")
    assert [row["account_id"] for row in again] == customers["account_id"].tolist()[::-1]
    assert {row["account_id"]: row for row in again} == first


def test_one_account_is_enough(run, customers, tmp_path):
    run(customers.head(1))
    (row,) = read(tmp_path / "out.csv")
    assert tuple(row) == ("account_id", *ASSIGNMENT_COLUMNS)


def test_a_missing_column_is_named_with_what_was_probably_meant(run, customers, tmp_path):
    with pytest.raises(ModelMismatch, match=r"metric_01\. Did you mean metrik_01\?"):
        run(customers.rename(columns={"metric_01": "metrik_01"}))
    assert not (tmp_path / "out.csv").exists()


def test_the_way_to_settle_repeated_ids_is_checked(run, customers):
    with pytest.raises(UsageError, match="Did you mean last"):
        run(customers, on_duplicate_id="lasst")


def test_repeated_ids_are_settled_as_asked_for(run, customers, tmp_path):
    moved = customers.head(1).assign(metric_01=1e6)
    run(customers.head(3), out=tmp_path / "before.csv")
    twice = pd.concat([customers.head(3), moved])
    run(twice, on_duplicate_id="last")
    before, after = read(tmp_path / "before.csv"), read(tmp_path / "out.csv")
    assert len(after) == 3
    assert before[1:] == after[1:]
    assert before[0] != after[0]


def test_an_earlier_answer_is_replaced(run, customers, tmp_path):
    run(customers)
    run(customers.head(5))
    assert len(read(tmp_path / "out.csv")) == 5


def test_a_file_of_somebody_else_needs_overwrite(run, customers, tmp_path):
    out = tmp_path / "out.csv"
    out.write_text("my,own\n1,2\n")
    with pytest.raises(OutputExists, match="not written by Shoal"):
        run(customers)
    assert out.read_text() == "my,own\n1,2\n"
    run(customers, overwrite=True)
    assert len(read(out)) == 90


def test_a_folder_cannot_be_the_output(run, customers, tmp_path):
    with pytest.raises(NotAFile, match="is a folder"):
        run(customers, out=tmp_path, overwrite=True)


def test_a_broken_model_leaves_nothing_behind(run, customers, model_path, tmp_path):
    model_path.write_text(model_path.read_text()[:-500])
    with pytest.raises(ModelInvalid):
        run(customers)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["customers.csv", "model.json"]
