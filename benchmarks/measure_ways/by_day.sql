-- Two stages, the first at the grain of account, user and day: short where days have many events.
WITH days AS (
    SELECT account_id, user_id, date_diff('day', occurred_at::DATE, $as_of) AS age,
        count(*) AS n,
        count(*) FILTER (actor IN ('web', 'mobile')) AS n_person,
        count(*) FILTER (actor = 'api') AS n_api,
        count(*) FILTER (actor = 'mcp') AS n_agent,
        count(*) FILTER (event = 'login') AS n_logins,
        sum(minutes) AS minutes,
        bit_or(1::BIGINT << (list_position(getvariable('features'), feature) - 1)) AS features
    FROM events WHERE occurred_at < $as_of + INTERVAL 1 DAY
    GROUP BY account_id, user_id, age
), users AS (
    SELECT account_id, user_id,
        sum(n) FILTER (age < 90) AS n_recent,
        sum(n) FILTER (age BETWEEN 90 AND 179) AS n_before,
        sum(n) FILTER (age < 28) AS n_28,
        sum(n) FILTER (age BETWEEN 28 AND 55) AS n_28_before,
        sum(n) FILTER (age BETWEEN 364 AND 453) AS n_last_year,
        sum(n) FILTER (age < 364) AS n_year,
        sum(n_person) FILTER (age < 90) AS n_person,
        sum(n_api) FILTER (age < 90) AS n_api,
        sum(n_agent) FILTER (age < 90) AS n_agent,
        sum(n_logins) FILTER (age < 90) AS n_logins,
        sum(minutes) FILTER (age < 90) AS minutes,
        min(age) AS last_age, max(age) AS first_age,
        bit_or(1::BIGINT << least(age // 7, 52)::INTEGER) FILTER (age < 364) AS weeks,
        bit_or(1::HUGEINT << least(age, 90)::INTEGER) FILTER (age < 90) AS days,
        bit_or(features) FILTER (age < 90) AS features,
        bit_or(features) FILTER (age >= 90) AS features_before
    FROM days GROUP BY account_id, user_id
),
