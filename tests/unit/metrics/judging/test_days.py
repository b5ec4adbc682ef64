from datetime import date

import pandas as pd
from reckoning.judging import at, rows
from reckoning.workspaces import source

from shoal.records.judged import DayRows
from shoal.records.workspace import Role


def test_days_are_those_of_the_workspace(judge):
    found = judge(
        {"log": rows("account at", ("a", at("2026-06-01 23:30")), ("a", at("2026-06-02 08:00")))},
        source("log", Role.EVENTS, zone="UTC"),
        timezone="Europe/Berlin",
    )["log"]
    assert found.days == (DayRows(day=date(2026, 6, 2), rows=2),)
    assert (found.first_day, found.last_day) == (date(2026, 6, 2), date(2026, 6, 2))


def test_days_reach_from_half_a_year_before_the_window_to_the_date(judge):
    times = pd.date_range("2025-01-01 12:00", "2026-07-01 12:00", freq="D")
    found = judge({"log": pd.DataFrame({"account": "a", "at": times})}, source("log", Role.EVENTS))[
        "log"
    ]
    assert len(found.days) == 90 + 182
    assert found.days[-1] == DayRows(day=date(2026, 6, 30), rows=1)
    assert found.first_day == date(2025, 1, 1)


def test_what_holds_from_a_day_is_no_log(odd):
    assert odd["contracts"].days == ()
    assert odd["people"].days == ()


def test_an_empty_source_has_no_days(judge):
    empty = pd.DataFrame({"account": pd.Series([], dtype=str), "at": pd.Series([], dtype="M8[us]")})
    found = judge({"log": empty}, source("log", Role.EVENTS))["log"]
    assert (found.rows, found.rows_in_time, found.first_day, found.days) == (0, 0, None, ())
    assert found.matching.found == 0
