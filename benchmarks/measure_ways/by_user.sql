-- Two stages, the first at the grain of account and user: one pass over the log, sets as bits.
WITH log AS (
    SELECT account_id, user_id, minutes, actor, event,
        date_diff('day', occurred_at::DATE, $as_of) AS age,
        1::BIGINT << (list_position(getvariable('features'), feature) - 1) AS feature_bit
    FROM events WHERE occurred_at < $as_of + INTERVAL 1 DAY
), users AS (
    SELECT account_id, user_id,
        count(*) FILTER (age < 90) AS n_recent,
        count(*) FILTER (age BETWEEN 90 AND 179) AS n_before,
        count(*) FILTER (age < 28) AS n_28,
        count(*) FILTER (age BETWEEN 28 AND 55) AS n_28_before,
        count(*) FILTER (age BETWEEN 364 AND 453) AS n_last_year,
        count(*) FILTER (age < 364) AS n_year,
        count(*) FILTER (age < 90 AND actor IN ('web', 'mobile')) AS n_person,
        count(*) FILTER (age < 90 AND actor = 'api') AS n_api,
        count(*) FILTER (age < 90 AND actor = 'mcp') AS n_agent,
        count(*) FILTER (age < 90 AND event = 'login') AS n_logins,
        sum(minutes) FILTER (age < 90) AS minutes,
        min(age) AS last_age, max(age) AS first_age,
        bit_or(1::BIGINT << least(age // 7, 52)::INTEGER) FILTER (age < 364) AS weeks,
        bit_or(1::HUGEINT << least(age, 90)::INTEGER) FILTER (age < 90) AS days,
        bit_or(feature_bit) FILTER (age < 90) AS features,
        bit_or(feature_bit) FILTER (age >= 90) AS features_before
    FROM log GROUP BY account_id, user_id
),
