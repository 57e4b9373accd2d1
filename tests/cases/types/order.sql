CREATE TABLE a (id int PRIMARY KEY, i int[], t text[], n numeric[], f float8[], d interval, ds interval[], b bytea[], p char(3)[]);
INSERT INTO a VALUES (1, '{1,2}', '{a,b}', '{1.0,2}', '{1,nan}', '1 month', '{1 day}', '{"\\x01"}', '{a}');
INSERT INTO a VALUES (2, '{1}', '{a}', '{1.00,2.0}', '{1,2}', '30 days', '{24:00}', '{"\\x0100"}', '{"a  "}');
INSERT INTO a VALUES (3, '{10}', '{B}', '{NaN}', '{-infinity}', '720:00', '{NULL}', '{}', '{b}');
INSERT INTO a VALUES (4, '{1,NULL}', '{NULL}', '{10}', '{infinity}', '-1 month 2 days', '{}', NULL, '{}');
INSERT INTO a VALUES (5, '{}', '{}', '{}', '{}', '1 year', NULL, '{NULL}', NULL);
INSERT INTO a VALUES (6, '{{1,2},{3,4}}', '{a,a}', '{-1}', '{0}', 'infinity', '{1 month,1 day}', '{"\\x01","\\x00"}', '{ab}');
INSERT INTO a VALUES (7, '[0:1]={1,2}', '{é}', '{9}', '{-0}', '-infinity', '{30 days,1 day}', '{"\\xff"}', '{"",x}');
INSERT INTO a VALUES (8, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
SELECT id FROM a ORDER BY i, id;
SELECT id FROM a ORDER BY i DESC, id;
SELECT id FROM a ORDER BY i NULLS FIRST, id;
SELECT id FROM a ORDER BY t, id;
SELECT id FROM a ORDER BY n, id;
SELECT id FROM a ORDER BY f, id;
SELECT id FROM a ORDER BY d, id;
SELECT id FROM a ORDER BY d DESC NULLS LAST, id;
SELECT id FROM a ORDER BY ds, id;
SELECT id FROM a ORDER BY b, id;
SELECT id FROM a ORDER BY p, id;
-- oids
SELECT id, n || n FROM a ORDER BY n || n, id;
SELECT count(*), min(id) FROM a GROUP BY n ORDER BY 2;
-- oids
SELECT n, count(*) FROM a GROUP BY n ORDER BY n;
SELECT d, count(*) FROM a GROUP BY d ORDER BY d;
-- oids
SELECT ds, count(*) FROM a GROUP BY ds ORDER BY ds;
-- oids
SELECT p, count(*) FROM a GROUP BY p ORDER BY p;
-- oids
SELECT DISTINCT n FROM a ORDER BY n;
SELECT DISTINCT d FROM a ORDER BY d;
SELECT count(DISTINCT n), count(DISTINCT d), count(DISTINCT ds), count(DISTINCT p), count(DISTINCT i) FROM a;
SELECT DISTINCT ON (d) d, id FROM a ORDER BY d, id;
-- oids
SELECT min(i), max(i), min(t), max(t), min(n), max(n), min(d), max(d), min(ds), max(ds) FROM a;
SELECT min(d), max(d) FROM a WHERE id < 4;
SELECT id, rank() OVER (ORDER BY d), dense_rank() OVER (ORDER BY n), count(*) OVER (PARTITION BY d) FROM a ORDER BY id;
-- oids
SELECT min(d) OVER (ORDER BY id ROWS 1 PRECEDING), max(i) OVER (ORDER BY id) FROM a ORDER BY id;
-- oids
SELECT n FROM a WHERE id = 1 UNION SELECT n FROM a WHERE id = 2;
SELECT d FROM a WHERE id = 2 UNION SELECT d FROM a WHERE id = 1 UNION SELECT d FROM a WHERE id = 3;
SELECT d FROM a EXCEPT SELECT interval '30 days' ORDER BY 1;
SELECT d FROM a WHERE id < 3 UNION ALL SELECT interval '30 days' ORDER BY 1;
SELECT 1.0 UNION SELECT 1.00;
SELECT 1.00 UNION SELECT 1.0;
SELECT 1.00 UNION ALL SELECT 1.0;
SELECT 2.50 INTERSECT SELECT 2.5;
SELECT * FROM (VALUES (1.10), (2.0), (1.1)) v(x) EXCEPT SELECT 2 ORDER BY 1;
SELECT x FROM (VALUES (1.0), (1.00), (2)) v(x) UNION SELECT 2.000 ORDER BY x DESC;
SELECT DISTINCT x FROM (VALUES (1.00), (1.0), (2)) v(x) ORDER BY x;
(SELECT 1.0 UNION SELECT 2.0) INTERSECT (SELECT 2.00 UNION SELECT 3.0);
SELECT 1.5 AS x UNION (SELECT 1.50 UNION ALL SELECT 1.500) ORDER BY x;
SELECT 'a '::char(3) UNION SELECT 'a'::char(2);
SELECT interval '1 month' = '30 days', interval '1 day' = '24:00', interval '1 month' > '29 days', ARRAY[1.0] = ARRAY[1.00], ARRAY[interval '1 mon'] = ARRAY[interval '30 days'], ARRAY[1] < ARRAY[1, 2], '{}'::int[] < '{1}', ARRAY[[1], [2]] = ARRAY[1, 2], '[0:0]={1}'::int[] = '{1}'::int[];
SELECT id FROM a WHERE d = '1 month' ORDER BY id;
SELECT id FROM a WHERE d > '29 days' AND d < '400 days' ORDER BY id;
SELECT id FROM a WHERE d IN ('720 hours', '1 year') ORDER BY id;
SELECT id FROM a WHERE d BETWEEN '-30 days' AND '30 days' ORDER BY id;
SELECT id FROM a WHERE n = '{1,2}' ORDER BY id;
SELECT id FROM a WHERE i >= '{1,2}' ORDER BY id;
SELECT id FROM a WHERE i IN ('{1}', '{10}') ORDER BY id;
SELECT id FROM a WHERE p = '{a}' ORDER BY id;
SELECT x.id, y.id FROM a x JOIN a y ON x.d = y.d AND x.id < y.id ORDER BY 1, 2;
SELECT x.id, y.id FROM a x JOIN a y USING (n) WHERE x.id < y.id ORDER BY 1, 2;
-- oids
SELECT d, -d, d * 2, d + '1 day', justify_days(d), extract(epoch FROM d) FROM a WHERE id <= 5 ORDER BY id;
CREATE TABLE u (d interval PRIMARY KEY, n numeric[] UNIQUE, i int[]);
INSERT INTO u VALUES ('1 month', '{1.0}', '{1}');
INSERT INTO u VALUES ('30 days', '{2}', '{1}');
INSERT INTO u VALUES ('31 days', '{1}', '{1}');
INSERT INTO u VALUES ('31 days', '{2.0}', '{1}');
INSERT INTO u VALUES ('720:00', '{3}', '{1}') ON CONFLICT DO NOTHING;
-- oids
INSERT INTO u VALUES ('720:00', '{3}', '{1}') ON CONFLICT (d) DO UPDATE SET i = u.i || excluded.i RETURNING *;
CREATE UNIQUE INDEX u_i ON u (i);
CREATE INDEX u_n ON u (n DESC, i);
-- oids
SELECT d, n FROM u WHERE d = '30 days';
CREATE TABLE uc (d interval REFERENCES u);
INSERT INTO uc VALUES ('30 days');
INSERT INTO uc VALUES ('29 days');
DELETE FROM u WHERE d = '720 hours';
-- oids
SELECT * FROM u ORDER BY d;
CREATE TABLE tz (t timetz UNIQUE);
INSERT INTO tz VALUES ('12:00+00'), ('13:00+01'), ('11:00+00'), ('12:00+01');
INSERT INTO tz VALUES ('12:00+00');
SELECT t FROM tz ORDER BY t;
SELECT min(t), max(t), count(DISTINCT t) FROM tz;
-- oids
SELECT ROW(1, 'a'::text) UNION SELECT ROW(1, 'a'::text) UNION SELECT ROW(0, 'b'::text) ORDER BY 1;
-- oids
SELECT r FROM (VALUES (ROW(2, 1.0)), (ROW(1, 5)), (ROW(2, 1.00)), (ROW(NULL::int, 1))) v(r) ORDER BY r;
-- oids
SELECT DISTINCT r FROM (VALUES (ROW(2, 1.0)), (ROW(2, 1.00))) v(r);
SELECT max(i), min(i) FROM a WHERE false;
-- parameters: 30 days
SELECT id FROM a WHERE d = $1 ORDER BY id;
-- parameters: {1.000,2.0}
SELECT id FROM a WHERE n = $1 ORDER BY id;
