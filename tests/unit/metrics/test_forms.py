"""What rows are called is compared as it is written; nothing is trimmed, and empty is nothing."""

import pandas as pd
import pytest
from reckoning.small_log import noon
from reckoning.workspaces import as_csv, as_parquet, source

from shoal.records.workspace import Role

ACTORS = {"person": ("web", ""), "api": (" web", "3"), "agent": ("WEB", "")}
WRITTEN = ["web"] * 4 + [" web"] * 2 + ["WEB", "web ", "", None, "w", "3"]


def described(**said):
    columns = {"account": "id"}
    return source("product", Role.EVENTS, columns=columns, actors=ACTORS, **said)


@pytest.mark.parametrize("write", [as_parquet, as_csv])
def test_actors_are_those_written_exactly_so(log, write):
    rows = pd.DataFrame({"id": "a", "at": noon(3), "actor": WRITTEN})

    found = log({"product": (rows, described())}, write=write)

    assert found.loc["a", "people_share"] == pytest.approx(100 * 4 / (4 + 3 + 1))


def test_actors_that_are_numbers_are_known_by_their_digits(log):
    rows = pd.DataFrame({"id": "a", "at": noon(3), "actor": [3, 3, 3, 7, 7]})
    said = source(
        "product",
        Role.EVENTS,
        columns={"account": "id"},
        actors={"person": ("7", "03"), "agent": ("3",)},
    )
    found = log({"product": (rows, said)})
    assert found.loc["a", "people_share"] == pytest.approx(100 * 2 / 5)


def test_renamed_actors_are_known_by_their_new_name(log):
    rows = pd.DataFrame({"id": "a", "at": noon(3), "actor": ["browser", "web", "WEB", ""]})
    found = log({"product": (rows, described(aliases={"actor": {"browser": "web"}}))})
    assert found.loc["a", "people_share"] == pytest.approx(100 * 2 / 3)


@pytest.mark.parametrize(("logins", "expected"), [(("login",), 3), (("login", ""), 3), (("",), 0)])
def test_logins_are_those_written_exactly_so(log, logins, expected):
    names = ["login"] * 3 + [" login", "login ", "Login", "", None, "log"]
    rows = pd.DataFrame({"id": "a", "user": "u", "at": noon(3), "name": names})

    found = log({"product": (rows, described(values={"logins": logins}))})

    assert found.loc["a", "logins_per_user_week"] == pytest.approx(expected / (90 / 7))
