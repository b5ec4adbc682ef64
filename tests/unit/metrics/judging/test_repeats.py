import pandas as pd
import pytest
from reckoning.judging import at, day, rows
from reckoning.workspaces import source

from shoal.records.judged import Repeats
from shoal.records.workspace import Role


def test_rows_with_one_id_are_the_same_or_differ(odd):
    # e1 twice alike; e2 twice with other minutes.
    assert odd["product"].repeats == Repeats(by="id", same=1, differing=1, differing_rows=2)


def test_accounts_that_stand_several_times_are_told_by_their_id(odd):
    assert odd["accounts"].repeats == Repeats(by="id", same=1, differing=1, differing_rows=3)


def test_without_an_id_whole_rows_are_held_against_each_other(odd):
    assert odd["help"].repeats == Repeats(by=None, same=1)


def test_rows_that_differ_in_any_column_do_not_repeat(judge):
    cells = [
        ("a", at("2026-06-01"), "x"),
        ("a", at("2026-06-01"), "y"),
        ("a", at("2026-06-01"), None),
    ]
    found = judge({"log": rows("account at note", *cells)}, source("log", Role.EVENTS))["log"]
    assert found.repeats == Repeats(by=None)


def test_missing_cells_are_equal_to_missing_cells(judge):
    cells = [("a", at("2026-06-01"), None)] * 3
    found = judge({"log": rows("account at note", *cells)}, source("log", Role.EVENTS))["log"]
    assert found.repeats == Repeats(by=None, same=2)


def test_columns_that_are_not_read_make_no_event_with_an_id_differ(judge):
    cells = [("a", at("2026-06-01"), "1", "x"), ("a", at("2026-06-01"), "1", "y")]
    found = judge({"log": rows("account at id loaded", *cells)}, source("log", Role.EVENTS))["log"]
    assert found.repeats == Repeats(by="id", same=1)


def test_rows_after_the_date_repeat_nothing(judge):
    cells = [("a", day("2026-07-01"), "call")] * 2
    found = judge({"calls": rows("account at kind", *cells)}, source("calls", Role.TOUCHES))[
        "calls"
    ]
    assert found.repeats == Repeats(by=None)


@pytest.mark.parametrize("seed", range(3))
def test_repeats_are_what_pandas_finds(judge, seed):
    random = pd.DataFrame({"id": range(200)}).sample(300, replace=True, random_state=seed)
    log = pd.DataFrame(
        {
            "account": "a",
            "at": pd.Timestamp("2026-06-01"),
            "id": random["id"].astype(str).to_numpy(),
            "minutes": (random["id"] % 3 + (random.reset_index().index % 2)).astype(float),
        }
    )
    whole = log.drop_duplicates()
    by_id = whole.groupby("id").size()
    differing = by_id[by_id > 1].index
    found = judge({"log": log}, source("log", Role.EVENTS))["log"]
    assert found.repeats == Repeats(
        by="id",
        same=len(log) - len(whole),
        differing=len(differing),
        differing_rows=int(log["id"].isin(differing).sum()),
    )
