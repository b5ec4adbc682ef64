from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reckoning.small_log import AS_OF
from reckoning.workspaces import as_csv, as_parquet, own, source, with_window
from sqlglot import exp

from shoal.metrics.zones import FIRST_YEAR, changes, to_local, to_utc
from shoal.records.workspace import Aggregation, Role

ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/St_Johns",  # half an hour off, and until 2011 changed a minute after midnight
    "Australia/Lord_Howe",  # moves by half an hour
    "America/Sao_Paulo",  # had days without a midnight until 2019
    "Africa/Casablanca",  # changes four times in some years
    "Asia/Kathmandu",
    "Pacific/Apia",  # left out a whole day in 2011
)
EARLIEST = datetime(FIRST_YEAR, 1, 2)  # noqa: DTZ001
AROUND = datetime(2026, 7, 1)  # noqa: DTZ001  # UTC without zone, as in the queries


def converted(make, zone, instants):
    """Run a conversion over instants without zone, in DuckDB."""
    told = make(exp.column("x"), zone, around=AROUND).sql("duckdb")
    found = duckdb.connect().execute(
        f"SELECT {told} AS y FROM (SELECT unnest($1) AS x)",  # noqa: S608  # a tree of ours
        [list(instants)],
    )
    return [row[0] for row in found.fetchall()]


def local(instant, zone):
    return instant.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("year", [2011, 2018, 2025, 2026])
def test_every_hour_of_a_year_is_as_python_has_it(zone, year):
    hours = [datetime(year, 1, 1) + timedelta(minutes=30 * k) for k in range(2 * 8760)]  # noqa: DTZ001
    hours = [h for h in hours if h <= AROUND]

    assert converted(to_local, zone, hours) == [local(h, zone) for h in hours]


@pytest.mark.parametrize("zone", ZONES)
def test_every_local_time_of_a_year_is_as_python_has_it(zone):
    times = [datetime(2025, 1, 1) + timedelta(minutes=30 * k) for k in range(2 * 8760)]  # noqa: DTZ001
    expected = [
        t.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None) for t in times
    ]

    assert converted(to_utc, zone, times) == expected


@settings(max_examples=200, deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    instant=st.datetimes(EARLIEST, AROUND).map(lambda t: t.replace(microsecond=0)),
)
def test_there_and_back_is_where_one_was_unless_clocks_show_a_time_twice(zone, instant):
    there = local(instant, zone)
    told = to_local(exp.cast(exp.Literal.string(str(instant)), "timestamp"), zone, around=AROUND)
    back = to_utc(exp.cast(exp.Literal.string(str(there)), "timestamp"), zone, around=AROUND)
    found = duckdb.sql(f"SELECT {told.sql('duckdb')}, {back.sql('duckdb')}").fetchall()[0]
    first = there.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)
    assert found[0] == there
    assert found[1] == first
    assert timedelta(0) <= instant - first <= timedelta(hours=1)


def test_a_day_does_not_depend_on_the_date_that_is_measured():
    early = changes("Europe/Berlin", around=datetime(2024, 7, 1))  # noqa: DTZ001
    late = changes("Europe/Berlin", around=datetime(2026, 7, 1))  # noqa: DTZ001
    assert late[: len(early)] == early


def by_day(log, rows, *, days, zone, source_zone=None, write=None):
    """Count rows on the date and on the days before it, by measuring windows of as many days."""
    described = source("product", Role.EVENTS, columns={"account": "id"}, zone=source_zone)
    metrics = with_window(
        90,
        *(own(f"d{k}", "product", Aggregation.COUNT, window_days=k + 1) for k in range(days)),
        presets=(),
    )
    found = log({"product": (rows, described)}, metrics=metrics, timezone=zone, write=write)
    totals = found.loc["a", [f"d{k}" for k in range(days)]].to_numpy(float)
    return np.diff(totals, prepend=0.0).tolist()


def expected_days(instants, *, days, zone):
    found = [(AS_OF - local(t, zone).date()).days for t in instants]
    return [float(found.count(k)) for k in range(days)]


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/St_Johns", "Pacific/Auckland"])
def test_days_are_cut_at_the_midnight_of_the_workspace(log, zone):
    instants = [
        datetime(2026, 6, 30, 12) + timedelta(minutes=17 * k)  # noqa: DTZ001
        for k in range(-1500, 150)
    ]
    rows = pd.DataFrame({"id": "a", "at": instants})
    assert by_day(log, rows, days=15, zone=zone, source_zone="UTC") == (
        expected_days(instants, days=15, zone=zone)
    )


@pytest.mark.parametrize("write", [as_csv, as_parquet])
@pytest.mark.parametrize("form", ["%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d %H:%M:%S+00:00"])
def test_text_with_a_zone_is_that_instant_whatever_the_source_says(log, form, write):
    instants = [datetime(2026, 6, 29, 20) + timedelta(minutes=20 * k) for k in range(30)]  # noqa: DTZ001
    rows = pd.DataFrame({"id": "a", "at": [t.strftime(form) for t in instants]})
    expected = expected_days(instants, days=3, zone="Europe/Berlin")
    assert (
        by_day(log, rows, days=3, zone="Europe/Berlin", source_zone="Asia/Tokyo", write=write)
        == expected
    )


def test_times_of_another_zone_are_turned(log):
    tokyo = [datetime(2026, 6, 30, 5) + timedelta(minutes=20 * k) for k in range(30)]  # noqa: DTZ001
    instants = [t.replace(tzinfo=ZoneInfo("Asia/Tokyo")).astimezone(UTC) for t in tokyo]
    instants = [t.replace(tzinfo=None) for t in instants]
    rows = pd.DataFrame({"id": "a", "at": tokyo})
    expected = expected_days(instants, days=3, zone="Europe/Berlin")
    assert by_day(log, rows, days=3, zone="Europe/Berlin", source_zone="Asia/Tokyo") == expected


def test_days_stay_days_in_any_zone(log):
    rows = pd.DataFrame({"id": "a", "at": [date(2026, 6, 30), date(2026, 6, 29), date(2026, 7, 1)]})
    for said in (None, "Asia/Tokyo", "America/St_Johns"):
        assert by_day(log, rows, days=3, zone="Europe/Berlin", source_zone=said) == [1, 1, 0]


def test_a_day_of_23_or_25_hours_is_one_day(log):
    for day in (date(2026, 3, 29), date(2025, 10, 26)):  # Berlin's clocks change
        midnight = datetime(day.year, day.month, day.day) - timedelta(days=1)  # noqa: DTZ001
        instants = [midnight + timedelta(minutes=30 * k) for k in range(150)]
        rows = pd.DataFrame({"id": "a", "at": instants})
        described = source("product", Role.EVENTS, columns={"account": "id"}, zone="UTC")
        metrics = with_window(90, own("n", "product", Aggregation.COUNT, window_days=1), presets=())
        found = log(
            {"product": (rows, described)}, metrics=metrics, timezone="Europe/Berlin", as_of=day
        )
        hours = 23 if day.month == 3 else 25
        assert found.loc["a", "n"] == 2 * hours
