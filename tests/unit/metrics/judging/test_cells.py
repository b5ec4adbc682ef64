from reckoning.judging import rows
from reckoning.workspaces import source

from shoal.records.judged import Oddity, UnreadCells
from shoal.records.workspace import Role


def test_text_that_is_no_number_is_counted_with_an_example(odd):
    assert odd["product"].unread == (
        UnreadCells(column="minutes", wanted="a number", rows=1, examples=("long",)),
    )


def test_text_that_is_no_time_is_no_missing_time(judge):
    cells = [("a", "2026-06-01 10:00:00"), ("a", "yesterday"), ("a", " "), ("a", None)]
    found = judge({"log": rows("account at", *cells)}, source("log", Role.EVENTS))["log"]
    assert found.unread == (
        UnreadCells(column="at", wanted="a time", rows=1, examples=("yesterday",)),
    )
    assert found.odd == {Oddity.NO_TIME: 2}
    assert found.rows_in_time == 1


def test_at_most_five_examples_are_shown_each_once(judge):
    readable = [("a", "2026-06-01 10:00:00")] * 20  # a column that nobody can read stops the run
    cells = [*(("a", f"day {k % 7}") for k in range(20)), *readable]
    found = judge({"log": rows("account at", *cells)}, source("log", Role.EVENTS))["log"]
    assert found.unread[0].rows == 20
    assert found.unread[0].examples == tuple(f"day {k}" for k in range(5))
