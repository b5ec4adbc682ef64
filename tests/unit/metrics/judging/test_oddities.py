from datetime import timedelta, timezone

import pandas as pd
import pytest
from reckoning.judging import at, judged, rows
from reckoning.workspaces import source, workspace

from shoal.records.judged import Oddity
from shoal.records.workspace import Role


def test_rows_after_the_date_and_after_now_are_counted(odd):
    # 09:00 in Berlin on 1 July is an hour before the sources are read.
    assert odd["product"].rows == 12
    assert odd["product"].odd[Oddity.LATER] == 2
    assert odd["product"].odd[Oddity.AHEAD] == 1


def test_rows_without_a_time_are_counted(odd):
    assert odd["product"].odd[Oddity.NO_TIME] == 1


def test_a_survey_lacks_a_time_only_if_it_was_neither_sent_nor_answered(odd):
    assert odd["nps"].odd[Oddity.NO_TIME] == 1


def test_rows_long_before_the_creation_of_their_account_are_counted(odd):
    # 5 November is over 30 days before 10 January.
    assert odd["help"].odd[Oddity.BEFORE_CREATION] == 1


def test_what_ends_before_it_begins_is_counted(odd):
    assert odd["accounts"].odd == {Oddity.ENDS_FIRST: 1}
    assert odd["contracts"].odd[Oddity.ENDS_FIRST] == 1


def test_seats_and_amounts_that_cannot_be_are_counted(odd):
    assert odd["contracts"].odd[Oddity.NO_SEATS] == 1
    assert odd["contracts"].odd[Oddity.NEGATIVE_AMOUNT] == 1
    assert odd["product"].odd[Oddity.NEGATIVE_MINUTES] == 1


def test_counts_and_seats_that_hardly_can_be_are_counted(judge):
    log = rows("account at count", *(("a", at("2026-06-01"), n) for n in (2, -1, 0.5, None, 0)))
    terms = rows("account from seats", *(("a", at("2026-06-01"), n) for n in (2, -1, 2.5, None, 0)))
    found = judge(
        {"log": log, "terms": terms},
        source("log", Role.EVENTS),
        source("terms", Role.SUBSCRIPTIONS),
    )
    assert found["log"].odd == {
        Oddity.NEGATIVE_COUNT: 1,
        Oddity.NO_COUNT: 1,
        Oddity.PART_COUNT: 1,
    }
    assert found["terms"].odd == {Oddity.NO_SEATS: 2, Oddity.PART_SEATS: 1}


def test_seats_of_accounts_are_judged_as_those_of_subscriptions(tmp_path):
    accounts = rows("account seats", ("a", 0.0), ("b", -2.0), ("c", 0.5), ("d", 3.0))
    spec = workspace(tmp_path, {"accounts": accounts}, (source("accounts", Role.ACCOUNTS),))
    (found,) = judged(spec).sources
    assert found.odd == {Oddity.NO_SEATS: 2, Oddity.PART_SEATS: 1}


def test_what_is_answered_or_resolved_too_early_is_counted(odd):
    assert odd["help"].odd[Oddity.RESOLVED_FIRST] == 1
    assert odd["nps"].odd[Oddity.ANSWERED_FIRST] == 1


def test_scores_outside_the_scale_are_counted(odd):
    assert odd["nps"].odd[Oddity.OUTSIDE_SCALE] == 1


def test_local_times_that_clocks_skip_are_counted(odd):
    assert odd["product"].odd[Oddity.SKIPPED] == 2
    assert Oddity.DOUBLED not in odd["product"].odd


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe"])
def test_every_quarter_of_an_hour_of_a_year_is_judged_as_pandas_does(judge, zone):
    times = pd.date_range("2025-07-01 00:05", "2026-06-29 23:50", freq="15min")
    found = judge(
        {"log": pd.DataFrame({"account": "a", "user": "u", "at": times})},
        source("log", Role.EVENTS, zone=zone),
    )["log"]
    shown = times.tz_localize(zone, nonexistent="NaT", ambiguous=[True] * len(times))
    once = times.tz_localize(zone, nonexistent="shift_forward", ambiguous="NaT")
    assert found.odd == {Oddity.SKIPPED: shown.isna().sum(), Oddity.DOUBLED: once.isna().sum()}
    assert min(found.odd.values()) > 0


def test_times_with_a_zone_of_their_own_are_never_doubtful(judge):
    zone = timezone(timedelta(hours=1))
    times = pd.date_range("2026-03-28", "2026-03-30", freq="15min").tz_localize(zone)
    found = judge(
        {"log": pd.DataFrame({"account": "a", "at": times})},
        source("log", Role.EVENTS),
        timezone="Europe/Berlin",
    )["log"]
    assert found.rows_in_time == len(times)
    assert found.odd == {}


def test_dates_are_ahead_when_they_lie_after_today(judge):
    day = pd.Timestamp("2026-07-01").date()
    later = day + timedelta(days=1)
    found = judge(
        {"calls": rows("account at", ("a", day), ("a", later))}, source("calls", Role.TOUCHES)
    )
    assert found["calls"].odd == {Oddity.LATER: 2, Oddity.AHEAD: 1}
    assert found["calls"].by_day


def test_a_source_in_order_has_no_oddity(judge):
    found = judge(
        {"log": rows("account user at", ("a", "u", at("2026-06-01 10:00")))},
        source("log", Role.EVENTS),
    )
    assert found["log"].odd == {}
