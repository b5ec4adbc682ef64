-- The small tables, and all metrics of the accounts that count at the date.
living AS (
    SELECT account_id, date_diff('day', created, $as_of) AS age_days,
        greatest(age_days, first_age) AS lived,
        least(lived, (SELECT max(first_age) FROM use)) AS logged,
        least(90, lived + 1)::DOUBLE AS exposed,
        least(12, greatest(1, floor(exposed / 7))) AS whole_weeks
    FROM accounts LEFT JOIN use USING (account_id)
    WHERE created <= $as_of AND (ended IS NULL OR ended > $as_of)
), terms AS (
    SELECT account_id,
        sum(seats) FILTER (start_date <= $as_of AND (end_date IS NULL OR end_date > $as_of))
            AS seats,
        sum(seats) FILTER (start_date <= $as_of - 91
            AND (end_date IS NULL OR end_date > $as_of - 91))
            AS seats_before,
        sum(mrr) FILTER (start_date <= $as_of AND (end_date IS NULL OR end_date > $as_of))
            AS revenue,
        sum(mrr) FILTER (start_date <= $as_of - 91
            AND (end_date IS NULL OR end_date > $as_of - 91))
            AS revenue_before
    FROM subscriptions GROUP BY account_id
), help AS (
    SELECT account_id, count(*) FILTER (age < 90) AS tickets,
        count(*) FILTER (age BETWEEN 90 AND 179) AS tickets_before,
        count(*) FILTER (age < 90 AND priority IN ('high', 'urgent')) AS severe,
        median(date_diff('second', opened_at, resolved_at) / 3600.0)
            FILTER (age < 90 AND is_resolved) AS hours,
        sum(csat) FILTER (age < 90 AND is_resolved) AS ratings,
        count(csat) FILTER (age < 90 AND is_resolved) AS rated
    FROM (SELECT *, date_diff('day', opened_at::DATE, $as_of) AS age,
            resolved_at::DATE <= $as_of AS is_resolved
        FROM tickets WHERE opened_at::DATE <= $as_of)
    GROUP BY account_id
), mood AS (
    SELECT account_id, count(*) FILTER (sent_at::DATE > $as_of - 90) AS sent,
        count(*) FILTER (sent_at::DATE > $as_of - 90 AND answered_at::DATE <= $as_of) AS answered,
        arg_max(score, answered_at) FILTER (answered_at::DATE <= $as_of) AS nps
    FROM surveys WHERE sent_at::DATE <= $as_of GROUP BY account_id
), start AS (
    SELECT account_id, count(DISTINCT milestone) AS steps,
        date_diff('day', max(reached_at)::DATE, $as_of) AS last_age,
        date_diff('day', min(reached_at) FILTER (milestone = 'first_report')::DATE, $as_of)
            AS value_age
    FROM milestones WHERE reached_at::DATE <= $as_of GROUP BY account_id
), talk AS (
    SELECT account_id, count(*) FILTER (kind = 'education') AS education,
        count(*) FILTER (kind = 'marketing') AS marketing,
        count(*) FILTER (kind = 'community') AS community
    FROM engagement WHERE "at"::DATE <= $as_of AND "at"::DATE > $as_of - 90 GROUP BY account_id
), joined AS (
    SELECT living.*, terms.* EXCLUDE (account_id, seats), nullif(terms.seats, 0) AS seats,
        use.* EXCLUDE (account_id, last_age, first_age), use.last_age AS last_active,
        help.* EXCLUDE (account_id), mood.* EXCLUDE (account_id),
        start.* EXCLUDE (account_id), talk.* EXCLUDE (account_id),
        least(90, lived + 1 - 90) AS had_tickets, least(90, logged + 1 - 90) AS had_90,
        least(28, logged + 1 - 28) AS had_28, least(90, logged + 1 - 364) AS had_year,
        if(0 < whole_weeks, week_0, 0) + if(1 < whole_weeks, week_1, 0) + if(2 < whole_weeks,
            week_2, 0) + if(3 < whole_weeks, week_3, 0) + if(4 < whole_weeks, week_4, 0) + if(5
            < whole_weeks, week_5, 0) + if(6 < whole_weeks, week_6, 0) + if(7 < whole_weeks,
            week_7, 0) + if(8 < whole_weeks, week_8, 0) + if(9 < whole_weeks, week_9, 0) +
            if(10 < whole_weeks, week_10, 0) + if(11 < whole_weeks, week_11, 0) AS user_weeks
    FROM living LEFT JOIN terms USING (account_id) LEFT JOIN use USING (account_id)
        LEFT JOIN help USING (account_id) LEFT JOIN mood USING (account_id)
        LEFT JOIN start USING (account_id) LEFT JOIN talk USING (account_id)
)
SELECT account_id, $as_of AS as_of,
    100.0 * block_0 / nullif(greatest(
        block_0, block_1, block_2, block_3, block_4, block_5, block_6, block_7, block_8,
            block_9, block_10, block_11, block_12), 0) AS active_against_peak,
    if(active_users > 0, user_days / (active_users * exposed / 7), 0) AS active_days_per_user_week,
    coalesce(by_api, 0) * 90.0 / (exposed * seats) AS api_calls_per_seat,
    coalesce(community, 0) * 91.0 / (exposed * greatest(coalesce(active_users, 0), 1))
        AS community_engagement,
    ratings / nullif(rated, 0) AS csat_mean,
    coalesce(last_active, age_days) AS days_since_last_activity,
    coalesce(education, 0) * 91.0 / (exposed * greatest(coalesce(active_users, 0), 1))
        AS education_engagement,
    100.0 * coalesce(features, 0) / 40 AS feature_adoption,
    coalesce(features_first, 0) * 91.0 / exposed AS feature_velocity,
    (if(0 < whole_weeks AND coalesce(week_0, 0) < 3, 1, 0) + if(1 < whole_weeks AND
        coalesce(week_1, 0) < 3, 1, 0) + if(2 < whole_weeks AND coalesce(week_2, 0) < 3, 1, 0)
        + if(3 < whole_weeks AND coalesce(week_3, 0) < 3, 1, 0) + if(4 < whole_weeks AND
        coalesce(week_4, 0) < 3, 1, 0) + if(5 < whole_weeks AND coalesce(week_5, 0) < 3, 1, 0)
        + if(6 < whole_weeks AND coalesce(week_6, 0) < 3, 1, 0) + if(7 < whole_weeks AND
        coalesce(week_7, 0) < 3, 1, 0) + if(8 < whole_weeks AND coalesce(week_8, 0) < 3, 1, 0)
        + if(9 < whole_weeks AND coalesce(week_9, 0) < 3, 1, 0) + if(10 < whole_weeks AND
        coalesce(week_10, 0) < 3, 1, 0) + if(11 < whole_weeks AND coalesce(week_11, 0) < 3, 1,
        0)) / whole_weeks AS few_users,
    coalesce(integrations, 0) AS integrations_in_use,
    key_user_silent AS key_user_silent_days,
    if(active_users > 0, logins / (active_users * exposed / 7), 0) AS logins_per_user_week,
    coalesce(marketing, 0) * 91.0 / (exposed * greatest(coalesce(active_users, 0), 1))
        AS marketing_engagement,
    hours AS median_resolution_hours,
    if(active_users > 0, minutes / (active_users * exposed / 7), 0) AS minutes_per_user_week,
    nps AS nps_latest,
    100.0 * coalesce(steps, 0) / 4 AS onboarding_completion,
    coalesce(steps, 0) * 7.0 / greatest(7, age_days - if(steps >= 4, last_age, 0))
        AS onboarding_velocity,
    100.0 * by_people / nullif(by_people + by_api + by_agents, 0) AS people_share,
    100.0 * (coalesce(revenue, 0) / nullif(revenue_before, 0) - 1) AS revenue_growth,
    100.0 * (coalesce(seats, 0) / nullif(seats_before, 0) - 1) AS seat_growth,
    100.0 * coalesce(active_users, 0) / seats AS seat_utilisation,
    100.0 * severe / nullif(tickets, 0) AS severe_ticket_share,
    if(users_28 > 0, 100.0 * user_days_28 / (least(28, lived + 1) * users_28), 0) AS stickiness,
    100.0 * answered / nullif(sent, 0) AS survey_response_rate,
    if(tickets_before > 0 AND had_tickets >= 14,
        least(500, 100.0 * (tickets * had_tickets / (tickets_before * 90) - 1)), NULL)
        AS ticket_trend,
    100.0 * coalesce(tickets, 0) * 30.4375 / (exposed * seats) AS tickets_per_100_seats_month,
    if(value_age IS NULL, NULL, greatest(0, age_days - value_age)) AS time_to_value_days,
    100.0 * top_user / nullif(events, 0) AS top_user_share,
    if(events_28_before > 0 AND had_28 >= 14,
        least(500, 100.0 * (coalesce(events_28, 0) * had_28 / (events_28_before * 28) - 1)), NULL)
        AS usage_trend_28,
    if(events_before > 0 AND had_90 >= 14,
        least(500, 100.0 * (coalesce(events, 0) * had_90 / (events_before * 90) - 1)), NULL)
        AS usage_trend_90,
    if(events_last_year > 0 AND had_year >= 14,
        least(500, 100.0 * (coalesce(events, 0) * had_year / (events_last_year * 90) - 1)), NULL)
        AS usage_trend_year,
    100.0 * coalesce(user_weeks, 0) / (whole_weeks * seats) AS weekly_active_rate,
    coalesce(user_weeks, 0) / whole_weeks AS weekly_active_users
FROM joined ORDER BY account_id
