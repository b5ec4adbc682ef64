import json

import numpy as np
import pandas as pd
import pytest

from shoal.errors import ModelMismatch, UnknownColumn
from shoal.operations.asking import ask
from shoal.operations.assign import assign_table
from shoal.operations.model_file import model_of, model_text
from shoal.operations.outputs import assignment_columns
from shoal.operations.placing import all_segments, with_placed
from shoal.operations.reading import read_source
from shoal.operations.segment import segment_table
from shoal.records.accounts import Placed, Placements
from shoal.records.scoring import Assignment
from shoal.reports.answer import segment_answer
from shoal.reports.page import render_report

TRIALS, NOBODY = "stage = 'trial'", "stage = 'gone'"


@pytest.fixture(scope="module")
def staged(customers):
    stage = np.where(np.arange(len(customers)) % 6 == 0, "trial", "paid")
    return customers.drop(columns="churned").assign(stage=stage)


@pytest.fixture(scope="module")
def placed(staged, quiet):
    options = ask(as_of="2026-06-30", placements={"Trial": TRIALS, "Gone": NOBODY})
    return segment_table(read_source(staged), options, progress=quiet)


def test_placed_accounts_have_a_segment_of_their_own(placed, staged):
    study, _ = placed
    segment = study.segments[-1]
    assert (segment.key, segment.name, segment.size) == ("p-trial", "Trial", 15)
    assert (segment.archetype, segment.rule.text) == (None, TRIALS)
    assert (segment.rule.precision, segment.rule.coverage) == (1.0, 1.0)
    columns = assignment_columns(study.accounts, study.assignment, study.segments)
    table = pd.DataFrame(columns).set_index("account_id").loc[staged["account_id"]]
    is_trial = (staged["stage"] == "trial").to_numpy()
    assert ((table["segment"] == "p-trial") == is_trial).all()
    assert (table["confidence"][is_trial] == 1.0).all()
    assert table["second_segment"][is_trial].isna().all()
    assert not table["unusual"][is_trial].any()


def test_the_others_are_grouped_as_if_the_placed_were_not_there(placed, staged, quiet):
    study, _ = placed
    alone = staged[staged["stage"] != "trial"].drop(columns="stage")
    expected, _ = segment_table(read_source(alone), ask(as_of="2026-06-30"), progress=quiet)
    assert study.rule == expected.rule
    assert study.recommendation == expected.recommendation
    assert [s.size for s in study.segments[:-1]] == [s.size for s in expected.segments]


def test_no_group_takes_the_name_of_a_placement_that_holds_nobody(placed, staged, quiet):
    study, _ = placed
    name = study.segments[0].name
    options = ask(as_of="2026-06-30", placements={"Trial": TRIALS, name: NOBODY})
    again, model = segment_table(read_source(staged), options, progress=quiet)
    assert [s.size for s in again.segments] == [s.size for s in study.segments]
    names = [segment.name for segment in all_segments(model)]
    assert names.count(name) == 1
    assert len(set(names)) == len(names)


def test_every_surface_shows_the_placed_and_sizes_add_up(placed):
    study, _ = placed
    answer = segment_answer(study)
    assert sum(s["size"] for s in answer["segments"]) == 90
    assert answer["recommendation"]["n_segments"] == len(answer["segments"]) - 1
    assert json.dumps(answer, allow_nan=False)
    page = render_report(study)
    assert "stage = &#39;trial&#39;" in page
    assert "placement-empty" in {f.code for f in study.findings}


def test_a_model_keeps_its_placements(placed, staged, tmp_path):
    study, fitted = placed
    model = model_of(model_text(fitted).encode(), tmp_path)
    new = staged.sample(frac=1, random_state=3).head(40).reset_index(drop=True)
    new.loc[0, "stage"] = "gone"
    assigned = assign_table(model, read_source(new))
    told = dict(zip(*[assigned.columns()[k] for k in ("account_id", "segment")], strict=True))
    before = assignment_columns(study.accounts, study.assignment, study.segments)
    known = dict(zip(before["account_id"], before["segment"], strict=True))
    expected = {i: known[i] for i in new["account_id"]} | {new["account_id"][0]: "p-gone"}
    assert told == expected
    assert "Gone" in assigned.columns()["segment_name"]
    assert "extra-columns" not in {f.code for f in assigned.findings}


def test_segments_of_a_model_name_those_nobody_was_in(placed):
    assert [s.key for s in all_segments(placed[1])][-2:] == ["p-trial", "p-gone"]


def test_a_new_table_must_have_what_placements_read(placed, staged):
    with pytest.raises(ModelMismatch, match="The placement Trial names a column stage"):
        assign_table(placed[1], read_source(staged.drop(columns="stage")))


def test_a_wrong_condition_stops_before_anything_is_searched(staged, quiet):
    with pytest.raises(UnknownColumn, match=r"Did you mean stage\?"):
        segment_table(read_source(staged), ask(placements={"T": "stag = 'x'"}), progress=quiet)


def test_placed_accounts_stand_beside_those_that_were_grouped():
    found = Assignment(
        keys=("s1", "s2"),
        segment=np.array([1, 0]),
        second=np.array([0, 1]),
        confidence=np.array([0.5, 0.25]),
        unusual=np.array([True, False]),
    )
    trial = Placed(key="p-t", name="T", text="", accounts=np.array([0, 2]))
    none = Placed(key="p-n", name="N", text="", accounts=np.array([], dtype=int))
    both = Placements(placed=(none, trial))
    whole = with_placed(found, both, n_accounts=4)
    assert whole.keys == ("s1", "s2", "p-t")
    assert whole.segment.tolist() == [2, 1, 2, 0]
    assert whole.second.tolist() == [-1, 0, -1, 1]
    assert whole.confidence.tolist() == [1.0, 0.5, 1.0, 0.25]
    assert whole.unusual.tolist() == [False, True, False, False]
    assert with_placed(found, both, n_accounts=4, keep_empty=True).keys[2:] == ("p-n", "p-t")
    assert with_placed(found, Placements(), n_accounts=2) is found
