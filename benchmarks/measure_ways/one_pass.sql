-- Straight to accounts, each count of distinct things by count(DISTINCT ...) FILTER. Only the most
-- active user and the key user need the grain of users.
WITH log AS (
    SELECT *, date_diff('day', occurred_at::DATE, $as_of) AS age
    FROM events WHERE occurred_at < $as_of + INTERVAL 1 DAY
), straight AS (
    SELECT account_id,
        count(*) FILTER (age < 90) AS events,
        count(*) FILTER (age BETWEEN 90 AND 179) AS events_before,
        count(*) FILTER (age < 28) AS events_28,
        count(*) FILTER (age BETWEEN 28 AND 55) AS events_28_before,
        count(*) FILTER (age BETWEEN 364 AND 453) AS events_last_year,
        count(*) FILTER (age < 90 AND actor IN ('web', 'mobile')) AS by_people,
        count(*) FILTER (age < 90 AND actor = 'api') AS by_api,
        count(*) FILTER (age < 90 AND actor = 'mcp') AS by_agents,
        count(*) FILTER (age < 90 AND event = 'login') AS logins,
        sum(minutes) FILTER (age < 90) AS minutes,
        count(DISTINCT user_id) FILTER (age < 90) AS active_users,
        count(DISTINCT (user_id, age)) FILTER (age < 90) AS user_days,
        count(DISTINCT (user_id, age)) FILTER (age < 28) AS user_days_28,
        count(DISTINCT user_id) FILTER (age < 28) AS users_28,
        min(age) AS last_age, max(age) AS first_age,
        count(DISTINCT user_id) FILTER (age BETWEEN 0 AND 6) AS week_0,
        count(DISTINCT user_id) FILTER (age BETWEEN 7 AND 13) AS week_1,
        count(DISTINCT user_id) FILTER (age BETWEEN 14 AND 20) AS week_2,
        count(DISTINCT user_id) FILTER (age BETWEEN 21 AND 27) AS week_3,
        count(DISTINCT user_id) FILTER (age BETWEEN 28 AND 34) AS week_4,
        count(DISTINCT user_id) FILTER (age BETWEEN 35 AND 41) AS week_5,
        count(DISTINCT user_id) FILTER (age BETWEEN 42 AND 48) AS week_6,
        count(DISTINCT user_id) FILTER (age BETWEEN 49 AND 55) AS week_7,
        count(DISTINCT user_id) FILTER (age BETWEEN 56 AND 62) AS week_8,
        count(DISTINCT user_id) FILTER (age BETWEEN 63 AND 69) AS week_9,
        count(DISTINCT user_id) FILTER (age BETWEEN 70 AND 76) AS week_10,
        count(DISTINCT user_id) FILTER (age BETWEEN 77 AND 83) AS week_11,
        count(DISTINCT (user_id, age // 7)) FILTER (age BETWEEN 0 AND 27) AS block_0,
        count(DISTINCT (user_id, age // 7)) FILTER (age BETWEEN 28 AND 55) AS block_1,
        count(DISTINCT (user_id, age // 7)) FILTER (age BETWEEN 56 AND 83) AS block_2,
        count(DISTINCT (user_id, age // 7)) FILTER (age BETWEEN 84 AND 111) AS block_3,
        count(DISTINCT (user_id, age // 7)) FILTER (age BETWEEN 112 AND 139) AS block_4,
        count(DISTINCT (user_id, age // 7)) FILTER (age BETWEEN 140 AND 167) AS block_5,
        count(DISTINCT (user_id, age // 7)) FILTER (age BETWEEN 168 AND 195) AS block_6,
        count(DISTINCT (user_id, age // 7)) FILTER (age BETWEEN 196 AND 223) AS block_7,
        count(DISTINCT (user_id, age // 7)) FILTER (age BETWEEN 224 AND 251) AS block_8,
        count(DISTINCT (user_id, age // 7)) FILTER (age BETWEEN 252 AND 279) AS block_9,
        count(DISTINCT (user_id, age // 7)) FILTER (age BETWEEN 280 AND 307) AS block_10,
        count(DISTINCT (user_id, age // 7)) FILTER (age BETWEEN 308 AND 335) AS block_11,
        count(DISTINCT (user_id, age // 7)) FILTER (age BETWEEN 336 AND 363) AS block_12,
        count(DISTINCT feature) FILTER (age < 90) AS features,
        count(DISTINCT feature) - count(DISTINCT feature) FILTER (age >= 90) AS features_first,
        count(DISTINCT feature)
            FILTER (age < 90 AND feature IN ('feature_03', 'feature_07', 'feature_11'))
            AS integrations
    FROM log GROUP BY account_id
), of_each_user AS (
    SELECT account_id, user_id, count(*) FILTER (age < 90) AS n_recent,
        count(*) FILTER (age < 364) AS n_year, min(age) AS last_age
    FROM log GROUP BY account_id, user_id
), leaders AS (
    SELECT account_id, max(n_recent) AS top_user,
        arg_max(last_age, (n_year, -last_age)) FILTER (n_year > 0) AS key_user_silent
    FROM of_each_user GROUP BY account_id
), use AS (SELECT * FROM straight JOIN leaders USING (account_id)),
