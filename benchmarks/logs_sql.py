"""The SQL that makes the log of `benchmarks/logs.py`.

Nothing is drawn: `even(number, salt)` turns a number that names an account, a user, a user's day or
an event into a number evenly spread from 0 to 1, by DuckDB's hash; each salt is another one. Days
are counted from the first day of the log. `logs.py` sets the macros `n_days`, `first_day`, `scale`,
`more_a_day`, `most_a_day`, `most_days`, `from_day` and `to_day`.
"""

WEEKEND_ACTIVITY = 0.3
MACROS = f"""
CREATE MACRO even(number, salt) AS (hash(number * 64 + salt) >> 11) / 9007199254740992.0;
CREATE MACRO starts_on(day) AS first_day() + CAST(day AS INTEGER);
CREATE MACRO rhythm(day) AS
    CASE WHEN isodow(starts_on(day)) > 5 THEN {WEEKEND_ACTIVITY} ELSE 1.0 END;
CREATE MACRO active_chance(rate, drift, day, scale) AS
    1 - exp(-scale * rate * rhythm(day) * exp(drift * (day / n_days() - 0.5)));
CREATE MACRO moment(day, share) AS
    CAST(starts_on(day) AS TIMESTAMP) + to_seconds(CAST(floor(share * 86399) AS INTEGER));
"""
# Two accounts in three have one user, one in two thousand has 150 and more.
ACCOUNTS = """
CREATE TABLE account AS
SELECT a AS account, format('A{:06d}', a) AS account_id,
    CAST(least(floor(pow(greatest(even(a, 1), 1e-9), -1 / 1.5)), 2000) AS INTEGER) AS users,
    CASE WHEN even(a, 2) < 0.2 THEN floor(even(a, 3) * n_days() / 2)
        ELSE -floor(even(a, 3) * 1500) - 1 END AS created_day,
    CASE WHEN even(a, 4) < 0.05 THEN floor((0.5 + even(a, 5) / 2) * n_days())
        ELSE n_days() END AS ended_day,
    (even(a, 6) + even(a, 7) - 1) * 2.4 AS drift,
    5 + floor(even(a, 8) * 36) AS breadth,
    exp(1.6 * (even(a, 9) + even(a, 10) - 1)) AS rate,
    5 * even(a, 11) * even(a, 12) AS trouble
FROM range(1, $accounts + 1) AS numbers(a)
"""
USERS = """
CREATE TABLE person AS
SELECT CAST(u AS BIGINT) AS u, format('U{:08d}', u) AS user_id, account, account_id,
    rate * -ln(greatest(even(u, 20), 1e-9)) AS rate, drift, breadth, created_day, ended_day,
    0.3 + 0.4 * even(u, 21) AS begins
FROM (SELECT *, row_number() OVER (ORDER BY account, i) AS u
    FROM account, range(1, users + 1) AS numbers(i))
"""
EVENTS = """
SELECT account_id, user_id,
    moment(day, least(begins + 0.0015 * (i + even(number, 30)), 0.9999)) AS occurred_at,
    CASE WHEN is_login THEN 'login'
        WHEN even(number, 32) < 0.7 THEN 'viewed'
        WHEN even(number, 32) < 0.9 THEN 'created' ELSE 'exported' END AS event,
    CASE WHEN NOT is_login THEN format(
        'feature_{:02d}', 1 + CAST(floor(breadth * pow(even(number, 33), 2.2)) AS INTEGER)) END
        AS feature,
    round(-4 * ln(greatest(even(number, 34), 1e-9)), 2) AS minutes,
    CASE WHEN even(number, 35) < 0.75 THEN 'web' WHEN even(number, 35) < 0.90 THEN 'mobile'
        WHEN even(number, 35) < 0.98 THEN 'api' ELSE 'mcp' END AS actor
FROM (
    SELECT *, pair * most_a_day() + i AS number,
        i = 0 AND even(pair * most_a_day(), 31) < 0.5 AS is_login
    FROM (
        SELECT *, least(most_a_day(), CAST(
            floor(1 - more_a_day() * ln(greatest(even(pair, 41), 1e-9))) AS INTEGER)) AS n_events
        FROM (SELECT *, u * most_days() + day AS pair
            FROM person, range(from_day(), to_day()) AS numbers(day)
            WHERE day >= created_day AND day < ended_day)
        WHERE even(pair, 40) < active_chance(rate, drift, day, scale())
    ), range(n_events) AS numbers(i)
)
ORDER BY occurred_at, user_id, number
"""
TABLES = {
    "accounts": """
        SELECT account_id, starts_on(created_day) AS created,
            CASE WHEN ended_day < n_days() THEN starts_on(ended_day) END AS ended,
            users + CAST(floor(users * even(account, 50)) AS INTEGER) AS seats,
            CASE WHEN users > 20 THEN 'enterprise' WHEN users > 3 THEN 'business' ELSE 'team' END
                AS plan
        FROM account""",
    "contacts": "SELECT user_id, account_id FROM person",
    # One change of seats somewhere in the last 300 days for four accounts in ten.
    "subscriptions": """
        SELECT format('S{:06d}-{}', account, part) AS subscription_id, account_id,
            starts_on(CASE WHEN part = 1 THEN created_day ELSE change_day END) AS start_date,
            CASE WHEN part = 1 AND changes THEN starts_on(change_day)
                WHEN ended_day < n_days() THEN starts_on(ended_day) END AS end_date,
            CASE WHEN part = 1 AND changes THEN before ELSE today END AS seats,
            CAST(30 * CASE WHEN part = 1 AND changes THEN before ELSE today END AS DOUBLE) AS mrr
        FROM (
            SELECT *, users + CAST(floor(users * even(account, 50)) AS INTEGER) AS today,
                greatest(today - 1 - today // 5, 1) AS before,
                n_days() - 300 + floor(even(account, 51) * 200) AS change_day,
                even(account, 52) < 0.4 AND change_day > created_day AND change_day < ended_day
                    AS changes
            FROM account), range(1, 3) AS numbers(part)
        WHERE part = 1 OR changes""",
    "tickets": """
        SELECT format('T{:06d}-{:02d}', account, i) AS ticket_id, account_id,
            moment(day, 0.3 + 0.4 * even(number, 61)) AS opened_at,
            CASE WHEN even(number, 62) < 0.97 THEN moment(day, 0.3 + 0.4 * even(number, 61))
                + to_minutes(CAST(1 - 1500 * ln(greatest(even(number, 63), 1e-9)) AS INTEGER)) END
                AS resolved_at,
            CASE WHEN even(number, 64) < 0.10 THEN 'urgent' WHEN even(number, 64) < 0.25 THEN 'high'
                ELSE 'normal' END AS priority,
            CASE WHEN even(number, 65) < 0.4 THEN 1 + floor(5 * even(number, 66)) END AS csat
        FROM (SELECT *, account * 128 + i AS number,
                floor(greatest(created_day, 0)
                    + even(account * 128 + i, 60) * (ended_day - greatest(created_day, 0))) AS day
            FROM account, range(CAST(floor(trouble * sqrt(users)) AS INTEGER)) AS numbers(i))""",
    "surveys": """
        SELECT account_id, sent_at,
            CASE WHEN answers THEN sent_at
                + to_minutes(CAST(1 - 2000 * ln(greatest(even(number, 71), 1e-9)) AS INTEGER)) END
                AS answered_at,
            CASE WHEN answers THEN floor(11 * sqrt(even(number, 72))) END AS score
        FROM (SELECT account_id, account * 64 + i AS number, even(account * 64 + i, 73) < 0.5
                AS answers, moment(day, 0.4) AS sent_at
            FROM (SELECT *, 30 * i + floor(even(account, 70) * 30) AS day
                FROM account, range(CAST(n_days() // 30 AS INTEGER)) AS numbers(i))
            WHERE day >= created_day AND day < ended_day)""",
    "milestones": """
        SELECT account_id,
            ['invited_team', 'connected_data', 'first_report', 'went_live'][i] AS milestone,
            moment(created_day + floor(i * 10 * even(account, 80)), 0.5) AS reached_at
        FROM account, range(1, 5) AS numbers(i)
        WHERE i <= 1 + 5 * even(account, 81)
            AND created_day + floor(i * 10 * even(account, 80)) < ended_day""",
    "engagement": """
        SELECT account_id, user_id,
            CASE WHEN even(number, 91) < 0.4 THEN 'education'
                WHEN even(number, 91) < 0.8 THEN 'marketing' ELSE 'community' END AS kind,
            moment(floor(greatest(created_day, 0)
                + even(number, 92) * (ended_day - greatest(created_day, 0))), 0.5) AS at
        FROM (SELECT *, u * 8 + i AS number
            FROM person, range(CAST(floor(6 * even(u, 90)) AS INTEGER)) AS numbers(i))""",
}
