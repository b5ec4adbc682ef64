SELECT * FROM `my-project`.`crm`.`contacts`;
SELECT account_id, count(*) AS n, ':x %s' AS odd FROM crm.contacts WHERE name LIKE '100%' GROUP BY account_id;
