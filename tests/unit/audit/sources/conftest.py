"""Judged sources of which only what a test is about is said."""

from datetime import date

import pytest

from shoal.records.judged import Judged, JudgedSource, Matching
from shoal.records.workspace import Role


@pytest.fixture
def source():
    """Give a function that makes a source of 1,000 rows, all in time and with an account."""

    def made(name="product", role=Role.EVENTS, **said):
        found = {
            "rows": 1000,
            "rows_in_time": 1000,
            "first_day": date(2025, 1, 1),
            "last_day": date(2026, 6, 30),
            "accounts_with_rows": 50,
            "time_column": "at",
            "matching": Matching(found=1000),
        }
        return JudgedSource(name=name, role=role, **(found | said))

    return made


@pytest.fixture
def judged():
    """Give a function that puts sources together as of 30 June 2026, with 50 accounts."""

    def made(*sources, **said):
        found = {
            "as_of": date(2026, 6, 30),
            "window_days": 90,
            "accounts": 50,
            "zone": "Europe/Berlin",
            "currency": "EUR",
        }
        return Judged(sources=sources, **(found | said))

    return made
