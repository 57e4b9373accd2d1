CREATE TABLE t (id int PRIMARY KEY, a int, b text, c numeric(6,2) DEFAULT 1.5, CHECK (a < 100));
CREATE TABLE o (id int PRIMARY KEY, v int, w text);
INSERT INTO t VALUES (1, 10, 'x', 1), (2, 20, 'y', 2), (3, 30, 'z', 3), (4, NULL, NULL, NULL);
INSERT INTO o VALUES (1, 100, 'one'), (2, 50, 'two'), (3, 5, 'three');
UPDATE t SET a = 11 WHERE id = 1;
UPDATE t SET a = a + 1;
UPDATE t SET a = a + 1, b = b || '!' WHERE a > 20 RETURNING id, a, b;
UPDATE t SET b = 'none' WHERE false;
UPDATE t SET a = 1 WHERE id = 99 RETURNING *;
UPDATE t SET (a, b) = (5, 'five') WHERE id = 1 RETURNING *;
UPDATE t SET (a, b) = (SELECT v / 10, w FROM o WHERE o.id = t.id) WHERE id < 3 RETURNING *;
UPDATE t SET (a, b) = ROW(7, 'seven') WHERE id = 1 RETURNING a, b;
UPDATE t SET c = DEFAULT WHERE id = 1 RETURNING c;
UPDATE t SET a = (SELECT max(v) FROM o) - 50 WHERE id = 3 RETURNING a;
-- unordered
UPDATE t SET a = o.v FROM o WHERE o.id = t.id AND o.v < 60 RETURNING t.id, t.a;
UPDATE t SET a = o.v FROM o WHERE o.id = t.id AND false RETURNING o.w;
UPDATE t AS x SET b = y.w FROM o y WHERE x.id = y.id AND y.id = 1 RETURNING x.b;
UPDATE t x SET b = 'q' WHERE t.id = 1;
-- unordered
UPDATE t SET a = b.a FROM t b WHERE b.id = t.id + 1 RETURNING t.id, t.a;
UPDATE t SET a = 100 WHERE id = 1;
UPDATE t SET id = 2 WHERE id = 1;
UPDATE t SET id = NULL WHERE id = 1;
-- unordered
UPDATE t SET id = id + 10 RETURNING id;
-- unordered
UPDATE t SET id = id - 10 RETURNING id;
UPDATE t SET c = 12345 WHERE id = 1;
UPDATE t SET a = 'x';
UPDATE t SET a = 'y'::text;
UPDATE t SET nosuch = 1;
UPDATE nosuch SET a = 1;
UPDATE t SET a = nosuch;
UPDATE t SET a = 1, a = 2;
UPDATE t SET t.a = 1;
UPDATE t SET a = count(*);
UPDATE t SET (a, b) = (1);
UPDATE t SET (a, b) = (SELECT 1);
UPDATE t SET a = (SELECT v FROM o);
UPDATE t SET a = 5 WHERE a;
UPDATE t SET a = a / 0 WHERE a IS NOT NULL;
UPDATE t SET a = 200 * a WHERE id = 2 RETURNING id, a;
UPDATE t SET b = NULL WHERE b IS NOT NULL;
UPDATE t SET a = 1 WHERE id = 1 RETURNING new.a, t.a;
UPDATE t SET a = 1 WHERE false RETURNING old.a;
UPDATE t SET a = 2 WHERE id = 1 RETURNING *;
UPDATE t SET a = 3 WHERE id = 1 RETURNING a + 1 AS next, (SELECT count(*) FROM o) AS n;
UPDATE ONLY t SET a = 4 WHERE id = 1;
SELECT * FROM t ORDER BY id;
-- parameters: 44 | 1
UPDATE t SET a = $1 WHERE id = $2 RETURNING a;
-- parameters: 1.255 | 1
UPDATE t SET c = $1 WHERE id = $2 RETURNING c;
-- parameters: x
UPDATE t SET a = $1;
update t set nothing = also_nothing + 1, a = lost;
update t set nothing = (select also_nothing), (a, a) = (1, 2);
