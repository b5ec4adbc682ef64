from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb
import pytest
from reckoning.workspaces import source
from sqlglot import exp

from shoal.metrics.bindings import Bindings
from shoal.metrics.fields import Fields
from shoal.metrics.trees import named
from shoal.records.opened import OpenedSource
from shoal.records.queries import QueryColumn, ValueType
from shoal.records.workspace import Role

NEW_YORK, BERLIN = ZoneInfo("America/New_York"), ZoneInfo("Europe/Berlin")
# Both zones change their clocks within these weeks, New York first.
TIMES = [datetime(2026, 3, 1) + timedelta(hours=7 * k) for k in range(200)]  # noqa: DTZ001


def log_fields(kind, *, zone="America/New_York", cut="Europe/Berlin"):
    described = source("log", Role.EVENTS, columns={"account": "id"}, zone=zone)
    return Fields(
        source=OpenedSource(
            spec=described,
            table="log",
            columns=(
                QueryColumn(name="id", type=ValueType.TEXT),
                QueryColumn(name="at", type=kind),
            ),
            fields={"account": "id", "at": "at"},
        ),
        zone=cut,
        around=datetime(2026, 6, 30, 22),  # noqa: DTZ001 - UTC without zone, as in the queries
        last=date(2026, 6, 30),
        bindings=Bindings(),
    )


def read(fields, cells):
    """Return the instants and days of cells, in DuckDB."""
    kind = "text" if isinstance(cells[0], str) else "timestamp"
    made = exp.select(named(fields.instant("at"), "i"), named(fields.day("at"), "d"))
    connection = duckdb.connect()
    connection.execute(f'create table log (id text, "at" {kind})')
    connection.executemany("insert into log values ('a', ?)", [[cell] for cell in cells])
    return connection.execute(made.from_(fields.rows()).sql("duckdb")).fetchall()


@pytest.mark.parametrize("kind", [ValueType.TEXT, ValueType.TIME])
def test_times_of_one_zone_are_days_of_another(kind):
    cells = [str(t) for t in TIMES] if kind is ValueType.TEXT else TIMES

    found = read(log_fields(kind), cells)

    instants = [t.replace(tzinfo=NEW_YORK).astimezone(UTC) for t in TIMES]
    days = [i.astimezone(BERLIN).date() for i in instants]
    assert found == [(i.replace(tzinfo=None), d) for i, d in zip(instants, days, strict=True)]


def test_a_text_may_say_its_zone_itself():
    found = read(log_fields(ValueType.TEXT), ["2026-03-10 23:30:00Z", "2026-03-10 23:30:00-05:00"])
    assert [str(instant) for instant, _ in found] == ["2026-03-10 23:30:00", "2026-03-11 04:30:00"]
    assert [str(day) for _, day in found] == ["2026-03-11", "2026-03-11"]


def test_a_time_that_takes_long_to_read_stands_in_a_query_once():
    fields = log_fields(ValueType.TIME)
    assert len(fields.day("at").sql()) + len(fields.instant("at").sql()) < 100
    assert fields.rows().sql().count(" WHEN ") < 100  # one a change of clocks, twice


@pytest.mark.parametrize(
    ("kind", "zone", "cut"),
    [
        (ValueType.TIME, "UTC", "UTC"),
        (ValueType.INSTANT, None, "UTC"),
        (ValueType.DATE, "Asia/Tokyo", "Europe/Berlin"),
    ],
)
def test_a_time_that_is_there_already_is_read_from_the_table(kind, zone, cut):
    assert log_fields(kind, zone=zone, cut=cut).rows().sql() == '"log"'


def test_a_time_in_the_zone_of_days_is_local():
    assert log_fields(ValueType.TIME, zone=None).is_local("at")
    assert not log_fields(ValueType.TIME, zone="UTC").is_local("at")
    assert not log_fields(ValueType.TEXT, zone=None).is_local("at")
