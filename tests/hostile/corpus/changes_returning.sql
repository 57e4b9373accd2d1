CREATE TABLE t (id int PRIMARY KEY, a int, b text, n numeric);
CREATE TABLE o (id int, w text, v int);
INSERT INTO t VALUES (1, 10, 'x', 1.50), (2, 20, 'y', 2), (3, 30, 'z', NULL);
INSERT INTO o VALUES (1, 'one', 100), (2, 'two', 200), (2, 'zwei', 200), (9, 'nine', 900);
UPDATE t SET a = a + 1 WHERE id = 1 RETURNING old.a, new.a, a, id;
-- unordered
UPDATE t SET a = a * 2, b = b || '!' RETURNING old.*, new.b;
-- unordered
UPDATE t SET n = n + 1 WHERE n IS NOT NULL RETURNING old.n, new.n, new.n - old.n AS diff;
UPDATE t SET a = o.v FROM o WHERE o.id = t.id AND t.id = 1 RETURNING t.id, t.a, o.w, o.v;
UPDATE t SET a = o.v + 1 FROM o WHERE o.id = t.id AND t.id = 1 RETURNING *;
-- unordered
UPDATE t AS tt SET b = x.w FROM (SELECT id, max(w) AS w FROM o GROUP BY id) AS x WHERE x.id = tt.id RETURNING tt.b, x.w, old.b AS was;
UPDATE t SET a = 0 WHERE false RETURNING old.a, new.a;
UPDATE t SET a = 1 / (id - 2) RETURNING old.a;
SELECT id, a, b FROM t ORDER BY id;
DELETE FROM t USING o WHERE t.id = o.id AND o.w = 'one' RETURNING t.*, o.w;
DELETE FROM t USING o AS p JOIN o AS q ON p.id = q.id WHERE t.id = p.id AND p.w = 'two' AND q.w = 'zwei' RETURNING t.id, p.w, q.w;
DELETE FROM t WHERE id = 3 RETURNING old.a, new.a, old.*, id;
INSERT INTO t VALUES (5, 50, 'v', 5) RETURNING old.a, new.a, id;
SELECT count(*) FROM t;
-- parameters
-- parameters: 7 | 5
UPDATE t SET a = a + $1::int WHERE id = $2::int RETURNING old.a, new.a, $1::int * 2;
WITH w AS (SELECT 5 AS id, 1000 AS bonus) UPDATE t SET a = a + w.bonus FROM w WHERE w.id = t.id RETURNING t.id, w.bonus, old.a, (SELECT max(bonus) FROM w) AS top;
UPDATE t SET id = NULL RETURNING old.id;
UPDATE t SET nosuch = 1 RETURNING old.id;
UPDATE t SET a = 1 RETURNING old.nosuch;
