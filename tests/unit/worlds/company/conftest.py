"""What the tests of the company's logs share."""

from datetime import date

import duckdb
import numpy as np
import pandas as pd
import pytest

from shoal.worlds.company import make_company

AS_OF = date(2026, 6, 30)


@pytest.fixture(scope="session")
def company():
    return make_company(as_of=AS_OF)


@pytest.fixture(scope="session")
def frames(company):
    """Return the tables as pandas frames, by name, with the truth beside the accounts."""
    made = {
        t.name: pd.DataFrame({c.name: c.values for c in t.columns})  # noqa: PD011
        for t in company.tables
    }
    names = np.array([*company.groups, "none"])
    made["accounts"]["truth"] = names[company.truth]
    return made


@pytest.fixture(scope="session")
def query(frames):
    """Return a function that runs SQL over the tables and returns a frame.

    `log` are the events as a careful reader has them: known users, no repeats, nothing after the
    last day, with the account's id and group.
    """
    database = duckdb.connect()
    for name, frame in frames.items():
        database.register(name, frame)
    database.execute(
        f"""CREATE TABLE log AS
        SELECT e.*, a.account_id, a.truth, CAST(DATE '{AS_OF}' - occurred_at::DATE AS INT) AS ago
        FROM (SELECT DISTINCT * FROM events) AS e
        JOIN contacts ON user_email = email JOIN accounts AS a USING (account_id)
        WHERE occurred_at < DATE '{AS_OF}' + 1"""  # noqa: S608
    )
    return lambda sql: database.execute(sql).df()
