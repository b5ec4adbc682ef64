"""Addresses of databases."""

import pytest

from shoal.engines.postgres.session import is_same_database, libpq_address


@pytest.mark.parametrize(
    "url", ["postgresql://me:pw@db/sales", "postgresql+psycopg://me:pw@db/sales"]
)
def test_the_name_of_a_driver_is_taken_off(url):
    assert libpq_address(url) == "postgresql://me:pw@db/sales"


@pytest.mark.parametrize(
    ("other", "answer"),
    [
        ("postgresql://you@db:5432/sales", True),
        ("postgresql+psycopg://me@db/sales?application_name=x", True),
        ("postgresql://me@db/other", False),
        ("postgresql://me@db:5433/sales", False),
        ("postgresql://me@elsewhere/sales", False),
        ("snowflake://acme/sales", False),
        ("sqlite:///sales.db", False),
    ],
)
def test_a_database_is_the_same_whoever_asks(other, answer):
    assert is_same_database("postgresql://me@db/sales", other) is answer


def test_a_database_without_a_name_is_that_of_the_user():
    assert is_same_database("postgresql://me@db/me", "postgresql://me@db")
