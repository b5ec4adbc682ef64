WITH shoal_values AS (
  SELECT
    `account_id` AS account,
    CASE
      WHEN CASE
        WHEN CAST(`age_days` AS DOUBLE) BETWEEN -1.7976931348623157E+308 AND 1.7976931348623157E+308
        THEN CAST(`age_days` AS DOUBLE)
      END < 1.4E+1
      THEN 1
      WHEN CASE WHEN TRIM(CAST(`stage` AS STRING)) <> '' THEN CAST(`stage` AS STRING) END = 'trial'
      THEN 2
      ELSE 0
    END AS placed,
    CAST(`Logins` AS DOUBLE) AS v1,
    CASE
      WHEN CAST(`users` AS DOUBLE) BETWEEN -1.7976931348623157E+308 AND 1.7976931348623157E+308
      THEN CAST(`users` AS DOUBLE)
    END / CASE
      WHEN CAST(`seats` AS DOUBLE) > 0E+0
      AND CAST(`seats` AS DOUBLE) <= 1.7976931348623157E+308
      THEN CAST(`seats` AS DOUBLE)
    END AS v2
  FROM accounts
), shoal_clipped AS (
  SELECT
    *,
    CASE
      WHEN v1 BETWEEN 0E+0 AND 7.634214769275067E+1
      THEN v1
      WHEN v1 BETWEEN 7.634214769275067E+1 AND 1.7976931348623157E+308
      THEN 7.634214769275067E+1
      ELSE 0E+0
    END AS c1,
    CASE
      WHEN v2 BETWEEN 0E+0 AND 1E+0
      THEN v2
      WHEN v2 BETWEEN -1.7976931348623157E+308 AND 0E+0
      THEN 0E+0
      WHEN v2 BETWEEN 1E+0 AND 1.7976931348623157E+308
      THEN 1E+0
      ELSE 0E+0
    END AS c2,
    CAST(CASE WHEN v1 BETWEEN 0E+0 AND 1.7976931348623157E+308 THEN 0E+0 ELSE 1E+0 END AS DOUBLE) AS m1,
    CAST(CASE
      WHEN v2 BETWEEN -1.7976931348623157E+308 AND 1.7976931348623157E+308
      THEN 0E+0
      ELSE 1E+0
    END AS DOUBLE) AS m2,
    CAST(CASE WHEN v1 = 0E+0 THEN 1E+0 ELSE 0E+0 END AS DOUBLE) AS p1
  FROM shoal_values
), shoal_prepared AS (
  SELECT
    *,
    LN(1E+0 + c1 * 2.5E-1) * 2E+0 - 2E+0 AS z1,
    c2 * 8E+0 - 4E+0 AS z2,
    m1 + m2 AS absent
  FROM shoal_clipped
), shoal_squares AS (
  SELECT
    *,
    z1 * z1 AS q1,
    z2 * z2 AS q2
  FROM shoal_prepared
), shoal_sums AS (
  SELECT
    *,
    -1.7123179275482192E+0 - q1 * 1.5E+0 - z1 * 5E+0 - p1 * 2.094534891891836E+0 - z2 + CASE WHEN absent = 0E+0 THEN 0E+0 ELSE -m1 * 2.7876820724517812E+0 - m2 * 4E+0 END AS r2
  FROM shoal_squares
), shoal_best AS (
  SELECT
    *,
    GREATEST(0E+0, r2) AS best
  FROM shoal_sums
)
SELECT
  account AS `account_id`,
  CASE
    WHEN placed = 1
    THEN 'p-onboarding'
    WHEN placed = 2
    THEN 'p-trial'
    WHEN 0E+0 = best
    THEN 's1'
    ELSE 's2'
  END AS `segment`
FROM shoal_best
