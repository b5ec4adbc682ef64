from datetime import date

import numpy as np

from shoal.worlds.company.calendar import DAYS, activity_by_day, dates, first_day_of, moments

FIRST = first_day_of(date(2026, 6, 30))


def test_the_days_end_with_the_last_across_a_leap_day():
    assert dates(FIRST, np.array([DAYS - 1]))[0] == np.datetime64("2026-06-30")
    leap = first_day_of(date(2024, 3, 1))
    assert np.datetime64("2024-02-29") in dates(leap, np.arange(DAYS))


def test_mondays_are_mondays_and_holidays_are_holidays():
    days = dates(FIRST, np.arange(DAYS)).astype(str).tolist()
    activity = dict(zip(days, activity_by_day(FIRST), strict=True))
    assert activity["2026-06-29"] == activity["2026-06-22"] == 1.0  # Mondays
    assert activity["2026-06-28"] < activity["2026-06-27"] < 0.2  # Sunday, Saturday
    assert activity["2025-12-23"] > 2 * activity["2025-12-24"]
    assert activity["2026-01-02"] < 0.5 < activity["2026-01-05"]
    assert activity["2025-08-04"] < activity["2025-09-01"]


def test_moments_stay_within_their_day(rng):
    days = np.arange(DAYS).repeat(20)
    drawn = moments(rng, FIRST, days)
    np.testing.assert_array_equal(drawn.astype("datetime64[D]"), dates(FIRST, days))
