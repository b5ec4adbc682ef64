"""Signs: claims held against fixed numbers, on whatever scale the column is."""

import pytest

from shoal.segments.naming.signs import Sign, shows


@pytest.mark.parametrize(
    ("values", "happy", "unhappy"),
    [
        ((-60, 50), False, True),
        ((20, -40), False, False),
        ((45, -40), True, False),
        ((9, 5), True, False),
        ((7, 3), False, False),
        ((4, 9), False, True),
    ],
)
def test_mood_is_read_on_the_scale_of_the_column(build_base, paint, values, happy, unhappy):
    base = build_base({"a": {"nps": values[0]}, "b": {"nps": values[1]}}, spread=0.02)
    portrait = paint(base)[0]
    assert (shows(portrait, Sign.HAPPY), shows(portrait, Sign.UNHAPPY)) == (happy, unhappy)


def test_a_segment_is_silent_where_most_do_not_answer_and_others_do(build_base, paint):
    base = build_base({"a": {"nps": 20, "x": 1}, "b": {"nps": 30, "x": 2}})
    base[0].values[:30, 0] = float("nan")
    here, there = paint(base)
    assert shows(here, Sign.SILENT)
    assert not shows(there, Sign.SILENT)
    base[0].values[40:75, 0] = float("nan")
    assert not shows(paint(base)[0], Sign.SILENT)  # nobody answers anywhere


@pytest.mark.parametrize(("trend", "sign"), [(-20.5, True), (-20.0, False), (-19.5, False)])
def test_use_is_falling_from_over_twenty_percent(build_base, paint, trend, sign):
    base = build_base({"a": {"usage_trend": trend}, "b": {"usage_trend": 30}}, spread=0)
    assert shows(paint(base)[0], Sign.FALLING) is sign


@pytest.mark.parametrize(("days", "sign"), [(20, False), (21, True)])
def test_away_is_from_three_weeks_on(build_base, paint, days, sign):
    base = build_base(
        {"a": {"days_since_last_login": days}, "b": {"days_since_last_login": 2}}, spread=0
    )
    assert shows(paint(base)[0], Sign.AWAY) is sign


def test_little_use_is_not_idle_and_no_use_is(build_base, paint):
    little = build_base({"a": {"logins_per_user": 0.3}, "b": {"logins_per_user": 12}}, spread=0)
    none = build_base({"a": {"logins_per_user": 0}, "b": {"logins_per_user": 12}}, spread=0)
    assert not shows(paint(little)[0], Sign.IDLE)
    assert shows(paint(none)[0], Sign.IDLE)


def test_nothing_shows_where_the_table_cannot_tell(build_base, paint):
    portrait = paint(build_base({"a": {"x": 1}, "b": {"x": 2}}))[0]
    assert not any(shows(portrait, sign) for sign in Sign)


def test_active_users_without_seats_tell_how_many_they_are_and_not_how_active(build_base, paint):
    groups = {"a": {"monthly_active_users": 10}, "b": {"monthly_active_users": 900}}
    portrait = paint(build_base(groups))[1]
    assert shows(portrait, Sign.MORE_USERS)
    assert not shows(portrait, Sign.USES_MORE)
