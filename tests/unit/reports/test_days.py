"""Dates read as people write them."""

from datetime import date

from shoal.reports.days import long_date, short_date


def test_dates_cross_months_and_years():
    assert long_date(date(2026, 1, 5)) == "5 January 2026"
    assert short_date(date(2026, 12, 20), 20) == "9 Jan"
    assert short_date(date(2028, 2, 28), 1) == "29 Feb"
