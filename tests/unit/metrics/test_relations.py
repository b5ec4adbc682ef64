"""What is later than the date is not read, wherever and however clocks change around its end."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from reckoning.small_log import AS_OF, ago
from reckoning.workspaces import as_csv, as_parquet, frame, measured, source, workspace

from shoal.metrics.plan import snapshot_query
from shoal.operations.opening import opened
from shoal.operations.planning import chosen_metrics, plan_of
from shoal.records.workspace import Role

DAY = timedelta(days=1)
WEEKS = 12  # whole ones of 90 days
ENDS = [
    ("UTC", AS_OF),
    ("Africa/Cairo", date(2026, 4, 23)),  # the first hour of the next day is skipped
    ("America/Santiago", date(2025, 9, 6)),  # so it is here
    ("America/Havana", date(2025, 11, 1)),  # the first hour of the next day comes twice
    ("Africa/Cairo", date(2025, 10, 30)),  # the last hour of the date comes twice
]


def around(as_of, zone):
    """Return instants every ten minutes from five hours before the end of a date to five after."""
    midnight = datetime.combine(as_of + DAY, time(), ZoneInfo(zone)).astimezone(UTC)
    return [midnight + timedelta(minutes=10 * k) for k in range(-30, 31)]


def users_at(folder, zone, times, *dates, **said):
    """Measure a log in which each row is of a user of its own."""
    return measured(log_of_users(folder, zone, times, **said), *dates).snapshots


def log_of_users(folder, zone, times, *, said=None, write=as_parquet):
    tables = {
        "accounts": pd.DataFrame({"id": ["a"], "created": [ago(1000)]}),
        "log": pd.DataFrame({"id": "a", "who": [f"u{k}" for k in range(len(times))], "at": times}),
    }
    sources = (
        source("accounts", Role.ACCOUNTS, columns={"account": "id"}),
        source("log", Role.EVENTS, columns={"account": "id", "user": "who"}, zone=said),
    )
    return workspace(folder, tables, sources, timezone=zone, write=write)


def counted(snapshot):
    """Return how many of the users were active in the last week: no row here is older."""
    return frame(snapshot.metrics).loc["a", "weekly_active_users"] * WEEKS


@pytest.mark.parametrize(("zone", "as_of"), ENDS)
@pytest.mark.parametrize("form", ["instants", "times of UTC", "text"])
def test_the_end_of_a_day_is_where_the_zones_clocks_have_it(tmp_path, zone, as_of, form):
    instants = around(as_of, zone)
    expected = sum(i.astimezone(ZoneInfo(zone)).date() <= as_of for i in instants)
    times = {
        "instants": instants,
        "times of UTC": [i.replace(tzinfo=None) for i in instants],
        "text": [f"{i:%Y-%m-%d %H:%M:%S}Z" for i in instants],
    }[form]

    (found,) = users_at(tmp_path, zone, times, as_of, said="UTC")

    assert 0 < expected < len(instants)
    assert counted(found) == pytest.approx(expected)


@pytest.mark.parametrize(("zone", "as_of"), ENDS)
@pytest.mark.parametrize("write", [as_parquet, as_csv])
def test_times_of_the_workspaces_own_clocks_lie_on_their_own_day(tmp_path, zone, as_of, write):
    midnight = datetime.combine(as_of + DAY, time())
    times = [midnight + timedelta(minutes=10 * k) for k in range(-30, 31)]

    (found,) = users_at(tmp_path, zone, times, as_of, write=write)

    assert counted(found) == pytest.approx(30)


@pytest.mark.parametrize("as_of", [AS_OF, date(2026, 3, 28)])
def test_dates_without_a_time_are_days(tmp_path, as_of):
    days = [as_of + k * DAY for k in (-3, 0, 1, 2)]

    (found,) = users_at(tmp_path, "Europe/Berlin", days, as_of)

    assert counted(found) == pytest.approx(2)


@pytest.mark.parametrize(("zone", "as_of"), ENDS)
def test_a_date_is_the_same_alone_and_before_later_ones(tmp_path, zone, as_of):
    instants = around(as_of, zone)

    (alone,) = users_at(tmp_path / "alone", zone, instants, as_of)
    _, beside, _ = users_at(tmp_path / "beside", zone, instants, as_of - DAY, as_of, as_of + DAY)

    assert beside.metrics_hash == alone.metrics_hash


def test_a_plan_for_a_later_date_reads_nothing_after_an_earlier_one(tmp_path):
    spec = log_of_users(tmp_path, "UTC", around(AS_OF - DAY, "UTC"), said="UTC")
    with opened(spec, functions={}) as sources:
        metrics, _ = chosen_metrics(spec, sources)
        plan = plan_of(spec, sources, metrics, last=AS_OF, read_on=AS_OF + DAY)
        sources.engine.write(snapshot_query(plan, AS_OF - DAY), tmp_path / "found.parquet")

    found = frame(tmp_path / "found.parquet").loc["a", "weekly_active_users"]
    assert found * WEEKS == pytest.approx(30)
