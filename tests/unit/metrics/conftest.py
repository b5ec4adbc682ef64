"""What the tests of metrics share: a small log that was measured, and a way to measure others."""

from datetime import UTC, datetime

import pandas as pd
import pytest
from reckoning.small_log import AS_OF, SOURCES, ago, small_tables
from reckoning.workspaces import metrics_of, source, workspace

from shoal.records.workspace import Role


@pytest.fixture(scope="session")
def small(tmp_path_factory):
    """Return the metrics of the small log as of the date, one row an account."""
    folder = tmp_path_factory.mktemp("small")
    spec = workspace(folder, small_tables(), SOURCES, currency="EUR")
    return metrics_of(spec, AS_OF)


@pytest.fixture
def log(tmp_path):
    """Give a function that measures events of accounts that were created 1,000 days ago.

    Rows are (account, user, days ago) and more columns by name; events may be of several sources,
    by name.
    """

    def measured(events, *, accounts=("a", "b"), more=(), tables=None, seats=10.0, **said):
        as_of = said.pop("as_of", AS_OF)
        frames = {
            "accounts": pd.DataFrame({"id": list(accounts), "created": ago(1000), "seats": seats}),
            **{name: frame for name, (frame, _) in events.items()},
            **(tables or {}),
        }
        sources = (
            source("accounts", Role.ACCOUNTS, columns={"account": "id"}),
            *(described for _, described in events.values()),
            *more,
        )
        spec = workspace(tmp_path / str(len(list(tmp_path.iterdir()))), frames, sources, **said)
        return metrics_of(spec, as_of, now=datetime(2026, 7, 1, 6, tzinfo=UTC))

    return measured
