SELECT * FROM "crm"."odd name";
SELECT account_id, COUNT(*) AS n, ':x %s' AS odd FROM crm.contacts WHERE name LIKE '100%' GROUP BY account_id;
