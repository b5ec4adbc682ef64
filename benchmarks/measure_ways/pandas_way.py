"""What accounts do, by pandas as most people would write it.

    python benchmarks/measure_ways/pandas_way.py LOG AS_OF OUT

reads LOG/events, writes the numbers that metrics of the log are made of, one row an account, and
prints the seconds that this took. The small tables are left out.
"""

# ruff: noqa: PD010  # unstack is what most people would write

import sys
import time
from datetime import date, timedelta

import pandas as pd

ACCOUNT, USER = "account_id", "user_id"
INTEGRATIONS = ["feature_03", "feature_07", "feature_11"]


def measured(log: str, as_of: date) -> pd.DataFrame:
    """Return the numbers by account."""
    events = pd.read_parquet(f"{log}/events")
    events = events[events["occurred_at"] < pd.Timestamp(as_of + timedelta(days=1))]
    events["age"] = (pd.Timestamp(as_of) - events["occurred_at"].dt.normalize()).dt.days
    events["week"] = events["age"] // 7
    age = events["age"]
    recent, year = events[age < 90], events[age < 364]
    found = {
        "events": recent.groupby(ACCOUNT).size(),
        "events_before": events[age.between(90, 179)].groupby(ACCOUNT).size(),
        "events_28": events[age < 28].groupby(ACCOUNT).size(),
        "events_28_before": events[age.between(28, 55)].groupby(ACCOUNT).size(),
        "events_last_year": events[age.between(364, 453)].groupby(ACCOUNT).size(),
        "by_people": recent[recent["actor"].isin(["web", "mobile"])].groupby(ACCOUNT).size(),
        "by_api": recent[recent["actor"] == "api"].groupby(ACCOUNT).size(),
        "by_agents": recent[recent["actor"] == "mcp"].groupby(ACCOUNT).size(),
        "logins": recent[recent["event"] == "login"].groupby(ACCOUNT).size(),
        "minutes": recent.groupby(ACCOUNT)["minutes"].sum(),
        "last_age": events.groupby(ACCOUNT)["age"].min(),
        "first_age": events.groupby(ACCOUNT)["age"].max(),
        **users(recent),
        **leading(recent, year),
        **features(recent, events[age >= 90]),
    }
    return pd.concat([pd.DataFrame(found), weeks(recent), blocks(year)], axis=1)


def users(recent: pd.DataFrame) -> dict[str, pd.Series]:
    """Count users, and the days on which they were there."""
    days = recent[[ACCOUNT, USER, "age"]].drop_duplicates()
    month = days[days["age"] < 28]
    return {
        "active_users": recent.groupby(ACCOUNT)[USER].nunique(),
        "user_days": days.groupby(ACCOUNT).size(),
        "user_days_28": month.groupby(ACCOUNT).size(),
        "users_28": month.groupby(ACCOUNT)[USER].nunique(),
    }


def leading(recent: pd.DataFrame, year: pd.DataFrame) -> dict[str, pd.Series]:
    """Find what the most active user did, and when the year's was last there."""
    by_user = year.groupby([ACCOUNT, USER])["age"].agg(["size", "min"]).reset_index()
    by_user = by_user.sort_values(["size", "min"], ascending=[False, True])
    return {
        "top_user": recent.groupby([ACCOUNT, USER]).size().groupby(ACCOUNT).max(),
        "key_user_silent": by_user.groupby(ACCOUNT)["min"].first(),
    }


def features(recent: pd.DataFrame, before: pd.DataFrame) -> dict[str, pd.Series]:
    """Count features in use, and those that were not in use before."""
    now = recent[[ACCOUNT, "feature"]].dropna().drop_duplicates()
    then = before[[ACCOUNT, "feature"]].dropna().drop_duplicates()
    both = now.merge(then, how="left", indicator=True)
    return {
        "features": now.groupby(ACCOUNT).size(),
        "features_first": both[both["_merge"] == "left_only"].groupby(ACCOUNT).size(),
        "integrations": now[now["feature"].isin(INTEGRATIONS)].groupby(ACCOUNT).size(),
    }


def weeks(recent: pd.DataFrame) -> pd.DataFrame:
    """Count users in each of the last twelve weeks."""
    seen = recent[recent["week"] < 12][[ACCOUNT, USER, "week"]].drop_duplicates()
    return seen.groupby([ACCOUNT, "week"]).size().unstack().add_prefix("week_")


def blocks(year: pd.DataFrame) -> pd.DataFrame:
    """Count users and weeks in each of the year's blocks of four weeks."""
    seen = year[[ACCOUNT, USER, "week"]].drop_duplicates()
    return seen.groupby([ACCOUNT, seen["week"] // 4]).size().unstack().add_prefix("block_")


if __name__ == "__main__":
    started = time.perf_counter()
    frame = measured(sys.argv[1], date.fromisoformat(sys.argv[2]))
    frame.to_parquet(sys.argv[3])
    print(time.perf_counter() - started)
