from reckoning.judging import at, rows
from reckoning.workspaces import own, source, with_window

from shoal.records.judged import Oddity, UnreadCells
from shoal.records.workspace import Aggregation, Role


def test_text_that_is_no_number_is_counted_with_an_example(odd):
    assert odd["product"].unread == (
        UnreadCells(column="minutes", wanted="a number", rows=1, examples=("long",)),
    )


def test_text_that_an_own_metric_takes_for_a_number_is_counted(judge):
    cells = [("a", at("2026-06-01"), cost) for cost in ("3", "4.5", "", "$7", "1,200.00")]
    metrics = [
        own(a.value, "log", a, column="it's cost") for a in (Aggregation.SUM, Aggregation.MAX)
    ]
    metrics.append(own("n", "log", Aggregation.DISTINCT, column="account"))
    log = rows("account at cost", *cells).rename(columns={"cost": "it's cost"})
    found = judge({"log": log}, source("log", Role.EVENTS), metrics=with_window(90, *metrics))
    assert found["log"].unread == (
        UnreadCells(column="it's cost", wanted="a number", rows=2, examples=("$7", "1,200.00")),
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
