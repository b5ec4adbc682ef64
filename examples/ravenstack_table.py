"""Join the five tables of a made-up SaaS company to one wide table, one row per account.

The data is "SaaS Subscription & Churn Analytics" (RavenStack) by River @ Rivalytics, published on
Kaggle: 500 accounts, their subscriptions, use of features, tickets and churn events. Put the five
files into a folder `ravenstack`, name the folder above it in SHOAL_DATA, then:

    python examples/ravenstack_table.py accounts.csv
    shoal segment accounts.csv --id account_id --as-of 2024-12-31

Behaviour is measured over the 90 days that end with the day named by --as-of; no event, ticket or
subscription that came later is read. The data does not say when seats, plan or the churn flag were
written down: they are as they were when it was published.
"""

import argparse
import os
import sys
from datetime import date, timedelta
from pathlib import Path

import duckdb

TABLES = ("accounts", "subscriptions", "feature_usage", "support_tickets")
WINDOW_DAYS = 90

WIDE = """
WITH use AS (
    SELECT s.account_id, u.*
    FROM feature_usage u JOIN subscriptions s USING (subscription_id)
    WHERE u.usage_date <= $as_of
),
now AS (
    SELECT
        account_id,
        sum(usage_count) AS events_90d,
        count(DISTINCT usage_date) AS active_days_90d,
        count(DISTINCT feature_name) AS features_used_90d,
        sum(usage_duration_secs) / 60.0 AS minutes_90d,
        100.0 * sum(error_count) / nullif(sum(usage_count), 0) AS errors_per_100_events
    FROM use WHERE usage_date > $begin GROUP BY account_id
),
before AS (
    SELECT account_id, sum(usage_count) AS events
    FROM use WHERE usage_date > $earlier AND usage_date <= $begin GROUP BY account_id
),
last AS (
    SELECT account_id, max(usage_date) AS used FROM use GROUP BY account_id
),
help AS (
    SELECT
        account_id,
        count(*) AS tickets_90d,
        median(resolution_time_hours) FILTER (closed_at < $next_day) AS resolution_hours,
        avg(satisfaction_score) FILTER (closed_at < $next_day) AS csat_score
    FROM support_tickets WHERE submitted_at > $begin AND submitted_at <= $as_of
    GROUP BY account_id
),
money AS (
    SELECT account_id, sum(mrr_amount) AS mrr_usd
    FROM subscriptions
    WHERE start_date <= $as_of AND (end_date IS NULL OR end_date > $as_of)
    GROUP BY account_id
)
SELECT
    a.account_id, a.account_name, a.industry, a.country, a.plan_tier AS plan, a.seats,
    coalesce(m.mrr_usd, 0) AS mrr_usd,
    a.signup_date,
    coalesce(n.events_90d, 0) AS events_90d,
    coalesce(n.active_days_90d, 0) AS active_days_90d,
    coalesce(n.features_used_90d, 0) AS features_used_90d,
    round(coalesce(n.minutes_90d, 0), 1) AS minutes_90d,
    round(n.errors_per_100_events, 2) AS errors_per_100_events,
    round(100.0 * (coalesce(n.events_90d, 0) - b.events) / nullif(b.events, 0), 1)
        AS usage_trend_90d,
    date_diff('day', l.used, $as_of) AS days_since_last_activity,
    coalesce(h.tickets_90d, 0) AS tickets_90d,
    h.resolution_hours,
    round(h.csat_score, 2) AS csat_score,
    a.churn_flag AS churned
FROM accounts a
LEFT JOIN now n USING (account_id)
LEFT JOIN before b USING (account_id)
LEFT JOIN last l USING (account_id)
LEFT JOIN help h USING (account_id)
LEFT JOIN money m USING (account_id)
WHERE a.signup_date <= $as_of
ORDER BY a.account_id
"""


def wide_table(folder: Path, *, as_of: date) -> duckdb.DuckDBPyRelation:
    """Join the tables of a folder into one row per account, as of the end of a day."""
    connection = duckdb.connect()
    for table in TABLES:
        connection.read_csv(str(folder / f"ravenstack_{table}.csv")).create(table)
    days = {
        "as_of": as_of,
        "next_day": as_of + timedelta(days=1),
        "begin": as_of - timedelta(days=WINDOW_DAYS),
        "earlier": as_of - timedelta(days=2 * WINDOW_DAYS),
    }
    return connection.sql(WIDE, params=days)


def main() -> int:
    """Write the table to the file that the command line names."""
    parser = argparse.ArgumentParser(description="Write one row per account of RavenStack.")
    parser.add_argument("out", type=Path, help="CSV file to write")
    parser.add_argument("--as-of", type=date.fromisoformat, default=date(2024, 12, 31))
    given = parser.parse_args()
    folder = Path(os.environ.get("SHOAL_DATA", "data")) / "ravenstack"
    if not folder.is_dir():
        print(f"There is no folder {folder}. Name the one above it in SHOAL_DATA.", file=sys.stderr)
        return 2
    table = wide_table(folder, as_of=given.as_of)
    table.write_csv(str(given.out))
    print(f"{given.out}: {len(table)} accounts as of {given.as_of}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
