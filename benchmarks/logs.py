"""Write a large made-up event log, and the small tables beside it, for measurements of speed.

    python benchmarks/logs.py OUT --events 20000000 --accounts 50000 --shape bursty --days 400

writes OUT/events/events-00001.parquet and so on: files of about a million rows, in the order of
time, as a log arrives; and OUT/accounts.parquet, contacts, subscriptions, tickets, surveys,
milestones and engagement. `bursty`: about 13 events on each day that a user is active; `sparse`:
one. Users per account are heavy-tailed, features are skewed, weekends are quiet, use drifts, a few
accounts come late or leave. The same options give the same rows. DuckDB makes everything, file by
file, in bounded memory; no row passes through Python.
"""

# ruff: noqa: S608  # every name and number in the SQL is our own

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import duckdb
from logs_sql import ACCOUNTS, EVENTS, MACROS, TABLES, USERS

Shape = Literal["bursty", "sparse"]

LAST_DAY = date(2026, 6, 30)
ROWS_A_FILE = 1_000_000
MEAN_A_DAY = {"bursty": 13.0, "sparse": 1.0}  # events of a user on an active day
MOST_A_DAY, MOST_DAYS = 64, 1024  # the room that a number made of user, day and event leaves
SAMPLED_USERS, ROUNDS = 20_000, 12  # for finding how active users must be
HIGHEST_SHARE = 0.6  # of all users, active on a day


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written: rows and files of the log."""

    events: int
    files: int
    users: int


def log_tables(
    folder: Path,
    *,
    events: int,
    accounts: int,
    shape: Shape,
    days: int = 400,
    last_day: date = LAST_DAY,
    memory_limit: str = "2GB",
) -> Written:
    """Write the log into `folder`/events and the other tables beside it.

    Parameters
    ----------
    folder
        Is made where it is missing; what an earlier call wrote there is replaced.
    events, accounts
        Rows of the log, met within about a hundredth, and number of accounts.
    shape
        How many events a user has on an active day: bursty about 13, sparse one.
    days, last_day
        The days that end with `last_day`, at most 1,024.

    Raises
    ------
    ValueError
        If days are too many, or users would have to be active on most of them.
    """
    if not 1 <= days <= MOST_DAYS:
        raise ValueError(f"A log has 1 to {MOST_DAYS} days, not {days}.")
    (folder / "events").mkdir(parents=True, exist_ok=True)
    for old in (folder / "events").glob("events-*.parquet"):
        old.unlink()
    with duckdb.connect() as database:
        database.execute(f"SET memory_limit = '{memory_limit}'")
        database.execute("SET temp_directory = ?", [str(folder / "spill")])
        _make_people(database, accounts=accounts, days=days, last_day=last_day)
        for name, query in TABLES.items():
            _write(database, f"{query} ORDER BY ALL", folder / f"{name}.parquet")
        users = _number(database, "SELECT count(*) FROM person")
        scale = _scale(database, user_days=events / MEAN_A_DAY[shape], days=days)
        n_files = _write_events(database, folder / "events", shape, scale, events, days)
        files = f"{folder}/events/*.parquet"
        count = database.execute("SELECT count(*) FROM read_parquet(?)", [files]).fetchone()
    return Written(events=count[0] if count else 0, files=n_files, users=int(users))


def main(arguments: Sequence[str] | None = None) -> None:
    """Write a log as asked for and say what was written."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--events", type=int, default=20_000_000)
    parser.add_argument("--accounts", type=int, default=50_000)
    parser.add_argument("--shape", choices=sorted(MEAN_A_DAY), default="bursty")
    parser.add_argument("--days", type=int, default=400)
    parser.add_argument("--memory", default="2GB", help="DuckDB's memory limit")
    asked = parser.parse_args(arguments)
    started = time.perf_counter()
    try:
        written = log_tables(
            asked.out,
            events=asked.events,
            accounts=asked.accounts,
            shape=asked.shape,
            days=asked.days,
            memory_limit=asked.memory,
        )
    except ValueError as error:
        parser.error(str(error))
    print(
        f"{written.events:,} events of {written.users:,} users in {written.files} files, "
        f"{time.perf_counter() - started:.0f} s"
    )


def _make_people(
    database: duckdb.DuckDBPyConnection, *, accounts: int, days: int, last_day: date
) -> None:
    _set(database, n_days=float(days))
    database.execute(f"CREATE MACRO first_day() AS DATE '{last_day}' - {days - 1}")
    database.execute(MACROS)
    database.execute(ACCOUNTS, {"accounts": accounts})
    database.execute(USERS)


def _scale(database: duckdb.DuckDBPyConnection, *, user_days: float, days: int) -> float:
    """Find what the rates of users are multiplied with so that there are so many active days."""
    users = _number(database, "SELECT count(*) FROM person")
    if user_days > HIGHEST_SHARE * users * days:
        raise ValueError(
            f"{user_days:,.0f} active days are too many for {users:,.0f} users in {days} days. "
            "Ask for fewer events, more accounts or more days."
        )
    sample = max(1.0, users / SAMPLED_USERS)
    scale = user_days / (users * days)
    for _ in range(ROUNDS):
        _set(database, scale=scale)
        found = sample * _number(
            database,
            "SELECT sum(active_chance(rate, drift, day, scale())) "
            f"FROM person, range({days}) AS numbers(day) "
            f"WHERE even(u, 45) < {1 / sample} AND day >= created_day AND day < ended_day",
        )
        scale *= user_days / found
    return scale


def _write_events(
    database: duckdb.DuckDBPyConnection,
    folder: Path,
    shape: Shape,
    scale: float,
    events: int,
    days: int,
) -> int:
    # 1 + floor(an exponential of mean m) has the mean 1 / (1 - exp(-1 / m)), about m + 1/2.
    more = MEAN_A_DAY[shape] - 0.5 if shape == "bursty" else 0.0
    _set(database, more_a_day=more, most_a_day=MOST_A_DAY, most_days=MOST_DAYS, scale=scale)
    days_a_file = max(1, round(ROWS_A_FILE * days / events))
    starts = range(0, days, days_a_file)
    for number, first in enumerate(starts, start=1):
        _set(database, from_day=first, to_day=min(first + days_a_file, days))
        _write(database, EVENTS, folder / f"events-{number:05d}.parquet")
    return len(starts)


def _set(database: duckdb.DuckDBPyConnection, **numbers: float) -> None:
    """Let queries call numbers by their names."""
    for name, number in numbers.items():
        database.execute(f"CREATE OR REPLACE MACRO {name}() AS {number!r}")


def _write(database: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    database.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")


def _number(database: duckdb.DuckDBPyConnection, query: str) -> float:
    row = database.execute(query).fetchone()
    return float(row[0]) if row else 0.0


if __name__ == "__main__":
    main()
