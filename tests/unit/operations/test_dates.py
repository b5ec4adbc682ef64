from datetime import UTC, date, datetime

import pytest

from shoal.errors import UsageError
from shoal.operations.dates import asked_dates, last_whole_day, today_in

NOON = datetime(2026, 6, 30, 12, tzinfo=UTC)


def test_without_a_date_it_is_yesterday_in_the_zone():
    assert asked_dates(None, now=NOON, zone="UTC") == (date(2026, 6, 29),)
    late = datetime(2026, 6, 30, 23, tzinfo=UTC)
    assert last_whole_day(late, "Asia/Tokyo") == date(2026, 6, 30)
    assert today_in(late, "America/New_York") == date(2026, 6, 30)


@pytest.mark.parametrize(
    "asked",
    [
        "2026-05-31, 2026-04-30,2026-05-31",
        ["2026-04-30", date(2026, 5, 31)],
        (date(2026, 5, 31), "2026-04-30"),
    ],
)
def test_several_dates_come_in_order_each_once(asked):
    assert asked_dates(asked, now=NOON, zone="UTC") == (date(2026, 4, 30), date(2026, 5, 31))


@pytest.mark.parametrize("asked", ["30.6.2026", "2026-13-01", "", 12.5, "last week"])
def test_what_is_no_date_is_told(asked):
    with pytest.raises(UsageError, match="not a date"):
        asked_dates(asked, now=NOON, zone="UTC")


def test_the_future_is_told_with_the_last_whole_day():
    with pytest.raises(UsageError, match="in the future") as caught:
        asked_dates("2026-07-01", now=NOON, zone="UTC")
    assert "2026-06-29" in caught.value.suggestion


def test_today_may_be_asked_for():
    assert asked_dates("2026-06-30", now=NOON, zone="UTC") == (date(2026, 6, 30),)


def test_an_empty_list_of_dates_is_told():
    with pytest.raises(UsageError, match="No date"):
        asked_dates([], now=NOON, zone="UTC")
