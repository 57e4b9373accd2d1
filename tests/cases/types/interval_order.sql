-- Intervals of equal length are equal, whatever their months, days and hours.
CREATE TABLE spans (id int PRIMARY KEY, span interval);
INSERT INTO spans VALUES (1, '1 month'), (2, '30 days'), (3, '29 days 24 hours'), (4, '29 days'), (5, '-1 day'), (6, NULL);
SELECT id FROM spans ORDER BY span, id;
SELECT id FROM spans ORDER BY span DESC NULLS LAST, id;
SELECT id FROM spans ORDER BY span + span, id DESC;
SELECT span = interval '30 days' AS same, count(*) FROM spans GROUP BY 1 ORDER BY 2;
SELECT count(*), min(id) FROM spans GROUP BY span ORDER BY 2;
SELECT id, rank() OVER (ORDER BY span), count(*) OVER (PARTITION BY span) FROM spans ORDER BY id;
SELECT DISTINCT ON (span) span IS NULL AS empty FROM spans ORDER BY span;
SELECT max(span) = interval '1 month' AS longest, min(span) FROM spans;
SELECT count(DISTINCT span) FROM spans;
SELECT count(*) FROM (SELECT DISTINCT span FROM spans) AS s;
SELECT count(*) FROM (SELECT span FROM spans UNION SELECT interval '720 hours') AS s;
SELECT DISTINCT a FROM (VALUES (ARRAY[1, 2]), (ARRAY[1, 2])) AS v(a);
SELECT count(*) FROM (SELECT DISTINCT a FROM (VALUES (ARRAY[1.0]), (ARRAY[1.00])) AS v(a)) AS s;
SELECT count(*) FROM (VALUES (ARRAY[1.0]), (ARRAY[1.00])) AS v(a) GROUP BY a;
