-- A view's WITH RECURSIVE stays so, whether a query of it is recursive or not.
CREATE VIEW said_1 AS WITH RECURSIVE x AS (SELECT 1 AS a) SELECT * FROM x;
CREATE VIEW said_2 AS WITH RECURSIVE x AS (SELECT 1 AS a UNION ALL SELECT a + 1 FROM x WHERE a < 3) SELECT * FROM x;
CREATE VIEW said_3 AS WITH RECURSIVE y AS (SELECT 2 AS b), x AS (SELECT 1 AS a UNION ALL SELECT a + 1 FROM x, y WHERE a < b) SELECT * FROM x;
CREATE VIEW said_4 AS SELECT s.a FROM (WITH RECURSIVE x AS (SELECT 1 AS a) SELECT * FROM x) AS s;
CREATE VIEW said_5 AS WITH x AS (SELECT 1 AS a) SELECT * FROM x;
CREATE VIEW said_6 AS WITH RECURSIVE x AS (WITH y AS (SELECT 2 AS b) SELECT b FROM y) SELECT * FROM x;
CREATE RECURSIVE VIEW said_7 (n) AS SELECT 1;
SELECT relname, pg_get_viewdef(oid) FROM pg_class WHERE relname LIKE 'said\__' ORDER BY relname;
SELECT (SELECT max(a) FROM said_1), (SELECT max(a) FROM said_2), (SELECT max(a) FROM said_3), (SELECT max(a) FROM said_4), (SELECT max(b) FROM said_6), (SELECT max(n) FROM said_7);
DROP VIEW said_1, said_2, said_3, said_4, said_5, said_6, said_7;
