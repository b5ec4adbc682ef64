from datetime import date, timedelta

import numpy as np
import pytest

from shoal.audit.sources.freshness import (
    begins_late,
    days_without_rows,
    is_empty,
    pace_of,
    stops_early,
)
from shoal.records.findings import Severity
from shoal.records.judged import DayRows
from shoal.records.workspace import Role

AS_OF = date(2026, 6, 30)  # a Tuesday
EVERY_DAY = range(7)
WEEKDAYS = range(5)


def _log(source, *, weekdays=EVERY_DAY, until=AS_OF, without=(), rows=100, role=Role.EVENTS):
    """Make a log that began 271 days before the date."""
    every = [AS_OF - timedelta(days=k) for k in range(271, -1, -1)]
    kept = [d for d in every if d <= until and d.weekday() in weekdays and d not in without]
    days = tuple(DayRows(day=day, rows=rows) for day in kept)
    return source(role=role, days=days, first_day=kept[0], last_day=kept[-1])


def _of(check, judged, found, **said):
    return list(check(judged(found, **said), found))


def test_a_log_that_goes_on_to_the_date_is_fresh(judged, source):
    assert _of(stops_early, judged, _log(source)) == []


@pytest.mark.parametrize("days", [1, 3, 40])
def test_a_daily_log_that_lacks_its_last_days_stops_early(judged, source, days):
    found = _log(source, until=AS_OF - timedelta(days=days))
    (finding,) = _of(stops_early, judged, found)
    assert (finding.code, finding.severity) == ("source-stops-early", Severity.WARNING)
    assert finding.evidence == {"source": "product", "days": days, "usual_gap": 0}


@pytest.mark.parametrize("later", range(7))
def test_a_weekend_is_no_outage_of_a_log_of_weekdays(judged, source, later):
    as_of = AS_OF - timedelta(days=later)
    found = _log(source, weekdays=WEEKDAYS, until=as_of)
    assert _of(stops_early, judged, found, as_of=as_of) == []


def test_a_log_of_weekdays_stops_early_after_two_of_them(judged, source):
    friday = date(2026, 6, 26)
    found = _log(source, weekdays=WEEKDAYS, until=friday)
    (finding,) = _of(stops_early, judged, found)
    assert finding.evidence["days"] == 4
    assert "hardly ever more than 2 days" in finding.message


def test_an_outage_long_ago_makes_no_later_one_usual(judged, source):
    outage = {date(2026, 1, 10) + timedelta(days=k) for k in range(20)}
    found = _log(source, until=AS_OF - timedelta(days=5), without=outage)
    assert [f.code for f in _of(stops_early, judged, found)] == ["source-stops-early"]


def test_monthly_surveys_are_only_noted_after_two_missing_ones(judged, source):
    days = [AS_OF - timedelta(days=30 * k + 61) for k in range(11, -1, -1)]
    found = source(
        role=Role.SURVEYS, days=tuple(DayRows(day=d, rows=9) for d in days), last_day=days[-1]
    )
    (finding,) = _of(stops_early, judged, found)
    assert (finding.code, finding.severity) == ("source-not-fresh", Severity.NOTE)
    days = [d + timedelta(days=10) for d in days]
    found = source(
        role=Role.SURVEYS, days=tuple(DayRows(day=d, rows=9) for d in days), last_day=days[-1]
    )
    assert _of(stops_early, judged, found) == []


def test_a_log_whose_rows_are_all_old_is_noted(judged, source):
    found = source(days=(), last_day=date(2024, 6, 30))
    assert [f.code for f in _of(stops_early, judged, found)] == ["source-not-fresh"]


def test_what_holds_from_a_day_need_not_be_fresh(judged, source):
    found = source(role=Role.SUBSCRIPTIONS, last_day=date(2024, 6, 30))
    assert _of(stops_early, judged, found) == []


def test_days_of_the_window_without_rows_are_named(judged, source):
    holes = {date(2026, 5, 4), date(2026, 5, 5), date(2025, 12, 25)}
    (finding,) = _of(days_without_rows, judged, _log(source, without=holes))
    assert finding.evidence["days"] == 2
    assert "2026-05-04, 2026-05-05" in finding.message
    assert "2025-12-25" not in finding.message  # before the window


def test_weekends_of_a_log_of_weekdays_are_no_holes(judged, source):
    assert _of(days_without_rows, judged, _log(source, weekdays=WEEKDAYS)) == []


def test_holes_are_found_where_there_are_many_of_them(judged, source):
    holes = {date(2026, 4, 10) + timedelta(days=3 * k) for k in range(20)}
    (finding,) = _of(days_without_rows, judged, _log(source, without=holes))
    assert finding.evidence["days"] == 20


def test_a_log_with_one_row_a_day_has_holes_too(judged, source):
    found = _log(source, without={date(2026, 5, 4)}, rows=1)
    assert len(_of(days_without_rows, judged, found)) == 1


def test_days_that_are_empty_by_chance_are_no_holes(judged, source):
    for seed in range(20):
        rng = np.random.default_rng(seed)
        empty = {AS_OF - timedelta(days=int(k)) for k in np.flatnonzero(rng.random(272) < 0.1)}
        assert _of(days_without_rows, judged, _log(source, without=empty, rows=3)) == []


def test_a_log_that_begins_in_the_window_counts_fewer_days(judged, source):
    (finding,) = _of(begins_late, judged, source(first_day=date(2026, 6, 1)))
    assert finding.severity is Severity.WARNING
    assert finding.evidence["days"] == 30
    assert _of(begins_late, judged, source(first_day=date(2026, 4, 2))) == []


def test_a_source_without_rows_is_empty(judged, source):
    found = source(rows=0, rows_in_time=0, first_day=None, last_day=None)
    assert [f.code for f in _of(is_empty, judged, found)] == ["source-empty"]


def test_a_date_before_all_rows_is_told(judged, source):
    found = source(rows_in_time=0, first_day=None, last_day=None)
    (finding,) = _of(is_empty, judged, found)
    assert "none of its 1,000 rows lies by 2026-06-30" in finding.message


def test_few_days_have_no_pace():
    assert pace_of([DayRows(day=AS_OF, rows=1)] * 9) is None
