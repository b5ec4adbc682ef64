"""What accounts do, by Polars' streaming engine.

    python benchmarks/measure_ways/polars_way.py LOG AS_OF OUT

does what `pandas_way.py` does, at the grain of account and user first.
"""

import sys
import time
from datetime import date, timedelta

import polars as pl

ACCOUNT, USER = "account_id", "user_id"
INTEGRATIONS = ["feature_03", "feature_07", "feature_11"]
AGE = pl.col("age")
RECENT = AGE < 90
SUMS = (
    "events", "events_before", "events_28", "events_28_before", "events_last_year",
    "by_people", "by_api", "by_agents", "logins", "minutes", "user_days", "user_days_28",
)  # fmt: skip


def measured(log: str, as_of: date) -> pl.DataFrame:
    """Return the numbers by account."""
    end = as_of + timedelta(days=1)
    events = pl.scan_parquet(f"{log}/events/*.parquet").filter(pl.col("occurred_at") < end)
    age = (pl.lit(as_of) - pl.col("occurred_at").dt.date()).dt.total_days()
    events = events.with_columns(age=age).with_columns(week=AGE // 7)
    found = by_account(by_user(events)).join(by_feature(events), on=ACCOUNT, how="left")
    return found.collect(engine="streaming")


def by_user(events: pl.LazyFrame) -> pl.LazyFrame:
    """Bring events to users."""
    actor = pl.col("actor")
    return events.group_by(ACCOUNT, USER).agg(
        events=RECENT.sum(),
        events_before=AGE.is_between(90, 179).sum(),
        events_28=(AGE < 28).sum(),
        events_28_before=AGE.is_between(28, 55).sum(),
        events_last_year=AGE.is_between(364, 453).sum(),
        events_year=(AGE < 364).sum(),
        by_people=(RECENT & actor.is_in(["web", "mobile"])).sum(),
        by_api=(RECENT & (actor == "api")).sum(),
        by_agents=(RECENT & (actor == "mcp")).sum(),
        logins=(RECENT & (pl.col("event") == "login")).sum(),
        minutes=pl.col("minutes").filter(RECENT).sum(),
        user_days=AGE.filter(RECENT).n_unique(),
        user_days_28=AGE.filter(AGE < 28).n_unique(),
        last_age=AGE.min(),
        first_age=AGE.max(),
        weeks=pl.col("week").filter(AGE < 364).unique(),
    )


def by_account(users: pl.LazyFrame) -> pl.LazyFrame:
    """Bring users to accounts."""
    year, silent = pl.col("events_year"), pl.col("last_age")
    weeks = pl.col("weeks").list
    return users.group_by(ACCOUNT).agg(
        *(pl.col(name).sum() for name in SUMS),
        active_users=(pl.col("events") > 0).sum(),
        users_28=(pl.col("events_28") > 0).sum(),
        top_user=pl.col("events").max(),
        key_user_silent=silent.filter(year > 0)
        .sort_by(year.filter(year > 0), -silent.filter(year > 0))
        .last(),
        last_age=silent.min(),
        first_age=pl.col("first_age").max(),
        **{f"week_{k}": weeks.contains(k).sum() for k in range(12)},
        **{f"block_{b}": _weeks_in(b) for b in range(13)},
    )


def by_feature(events: pl.LazyFrame) -> pl.LazyFrame:
    """Count features in use, and those that were not in use before."""
    pairs = (
        events.filter(pl.col("feature").is_not_null())
        .group_by(ACCOUNT, "feature")
        .agg(now=RECENT.any(), then=(~RECENT).any())
    )
    known = pl.col("feature").is_in(INTEGRATIONS)
    return pairs.group_by(ACCOUNT).agg(
        features=pl.col("now").sum(),
        features_first=(pl.col("now") & ~pl.col("then")).sum(),
        integrations=(pl.col("now") & known).sum(),
    )


def _weeks_in(block: int) -> pl.Expr:
    inside = [pl.col("weeks").list.contains(k).sum() for k in range(4 * block, 4 * block + 4)]
    return pl.sum_horizontal(inside)


if __name__ == "__main__":
    started = time.perf_counter()
    frame = measured(sys.argv[1], date.fromisoformat(sys.argv[2]))
    frame.write_parquet(sys.argv[3])
    print(time.perf_counter() - started)
