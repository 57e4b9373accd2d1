CREATE TABLE vu (id int PRIMARY KEY, name text DEFAULT 'nameless', price numeric(8,2), kind text NOT NULL DEFAULT 'a');
INSERT INTO vu VALUES (1, 'one', 1.5, 'a'), (2, 'two', 2.5, 'b'), (3, 'three', NULL, 'a');
CREATE VIEW vu_a AS SELECT id, name AS title, price FROM vu WHERE kind = 'a';
SELECT * FROM vu_a ORDER BY id;
INSERT INTO vu_a VALUES (4, 'four', 4);
INSERT INTO vu_a (id) VALUES (5) RETURNING *;
INSERT INTO vu_a (title, id) SELECT name || '!', id + 10 FROM vu WHERE id < 3 RETURNING id, upper(title);
UPDATE vu_a SET title = 'changed', price = coalesce(price, 0) + 1 WHERE id IN (1, 2, 3);
-- unordered
UPDATE vu_a SET title = title || id RETURNING vu_a.*;
-- unordered
UPDATE vu_a AS v SET price = x.p FROM (VALUES (1, 100), (2, 200)) AS x(i, p) WHERE x.i = v.id RETURNING v.id, v.price, x.p;
DELETE FROM vu_a WHERE id = 2;
DELETE FROM vu_a WHERE id = 12 RETURNING title;
DELETE FROM vu_a AS d USING vu WHERE vu.id = d.id AND vu.id = 11 RETURNING d.id;
SELECT * FROM vu ORDER BY id;
-- names of the table are unknown through the view
UPDATE vu_a SET name = 'x';
UPDATE vu_a SET kind = 'b';
SELECT kind FROM vu_a;
DELETE FROM vu_a WHERE kind = 'a';
INSERT INTO vu_a (id, kind) VALUES (20, 'b');
INSERT INTO vu_a (id, id) VALUES (20, 21);
UPDATE vu_a SET id = 1, id = 2;
INSERT INTO vu_a VALUES (1, 'again', 0);
INSERT INTO vu_a VALUES (21, 'much', 12345678.9);
INSERT INTO vu_a VALUES (21, 'four columns', 1, 2);
-- columns that are computed
CREATE VIEW vu_computed AS SELECT id, name, price * 2 AS twice FROM vu;
-- unordered
UPDATE vu_computed SET name = 'computed' WHERE twice > 5 RETURNING id, name, twice;
UPDATE vu_computed SET twice = 2;
INSERT INTO vu_computed (id, twice) VALUES (30, 2);
INSERT INTO vu_computed (id, name) VALUES (30, 'thirty') RETURNING *;
INSERT INTO vu_computed VALUES (31, 'x', 1);
DELETE FROM vu_computed WHERE id = 30;
-- check options
CREATE VIEW vu_plain AS SELECT * FROM vu WHERE id < 100;
CREATE VIEW vu_local AS SELECT * FROM vu_plain WHERE id > 0 WITH LOCAL CHECK OPTION;
CREATE VIEW vu_cascaded AS SELECT * FROM vu_plain WHERE price > 0 WITH CASCADED CHECK OPTION;
CREATE VIEW vu_over AS SELECT id, name, price FROM vu_local WHERE name <> 'no';
INSERT INTO vu_local VALUES (200, 'outside', 1, 'c');
INSERT INTO vu_local VALUES (-1, 'below', 1, 'c');
INSERT INTO vu_cascaded VALUES (201, 'outside', 1, 'c');
INSERT INTO vu_cascaded VALUES (40, 'free', NULL, 'c');
INSERT INTO vu_cascaded VALUES (40, 'free', -1, 'c');
INSERT INTO vu_cascaded VALUES (40, 'free', 1, 'c') RETURNING id;
INSERT INTO vu_cascaded VALUES (41, repeat('long', 40), 0, 'c');
INSERT INTO vu_over VALUES (-2, 'no', 1);
INSERT INTO vu_over VALUES (42, 'no', 1);
UPDATE vu_local SET id = -id WHERE id = 40;
UPDATE vu_local SET id = -id WHERE id = 40 RETURNING id;
UPDATE vu_cascaded SET price = price - 1 WHERE id = 40;
UPDATE vu_cascaded SET price = price + 1 WHERE id = 40 RETURNING price;
UPDATE vu_cascaded SET id = id + 1000 WHERE id = 40;
SELECT * FROM vu WHERE id IN (40, 42, 200) ORDER BY id;
DELETE FROM vu_over WHERE id = 42 RETURNING *;
-- unordered
DELETE FROM vu_over;
SELECT id FROM vu ORDER BY id;
CREATE VIEW vu_sub AS SELECT * FROM vu WHERE kind IN (SELECT 'c' UNION SELECT 'd') WITH CHECK OPTION;
INSERT INTO vu_sub VALUES (50, 'fifty', 1, 'd') RETURNING id, kind;
INSERT INTO vu_sub VALUES (51, 'fifty-one', 1, 'e');
-- unordered
UPDATE vu_sub SET name = 'many' RETURNING id, name;
-- aliases and columns named by the view
CREATE VIEW vu_named (a, b) AS SELECT t.x, t.y FROM vu AS t (x, y) WHERE t.x > 10;
INSERT INTO vu_named VALUES (60, 'sixty') RETURNING a, b;
UPDATE vu_named SET b = 'sixty!' WHERE a = 60 RETURNING *;
INSERT INTO vu_named VALUES (DEFAULT, 'x');
INSERT INTO vu_named VALUES (61, DEFAULT) RETURNING *;
WITH gone AS (DELETE FROM vu_named WHERE a = 61 RETURNING a) SELECT * FROM gone;
-- views that rows cannot be changed through
CREATE VIEW vu_distinct AS SELECT DISTINCT kind FROM vu;
CREATE VIEW vu_group AS SELECT kind, count(*) FROM vu GROUP BY kind;
CREATE VIEW vu_having AS SELECT 1 AS one FROM vu HAVING count(*) > 0;
CREATE VIEW vu_union AS SELECT id FROM vu UNION SELECT 1;
CREATE VIEW vu_with AS WITH w AS (SELECT 1 AS n) SELECT id FROM vu, w;
CREATE VIEW vu_limit AS SELECT id FROM vu LIMIT 1;
CREATE VIEW vu_aggregate AS SELECT count(*) FROM vu;
CREATE VIEW vu_window AS SELECT id, row_number() OVER () FROM vu;
CREATE VIEW vu_set AS SELECT id, generate_series(1, 2) FROM vu;
CREATE VIEW vu_join AS SELECT v.id FROM vu v JOIN vu w USING (id);
CREATE VIEW vu_values AS SELECT * FROM (VALUES (1)) AS v(n);
CREATE VIEW vu_nothing AS SELECT 1 AS n;
INSERT INTO vu_distinct VALUES ('z');
UPDATE vu_group SET kind = 'z';
DELETE FROM vu_having;
INSERT INTO vu_union VALUES (1);
DELETE FROM vu_with;
UPDATE vu_limit SET id = 1;
DELETE FROM vu_aggregate;
UPDATE vu_window SET id = 1;
INSERT INTO vu_set VALUES (1);
DELETE FROM vu_join;
UPDATE vu_values SET n = 1;
DELETE FROM vu_nothing;
CREATE VIEW vu_above AS SELECT kind FROM vu_distinct;
DELETE FROM vu_above;
TRUNCATE vu_a;
INSERT INTO vu_a VALUES (70);
WITH new AS (INSERT INTO vu_a (id) VALUES (71) RETURNING id) SELECT * FROM new;
SELECT table_name, is_updatable, is_insertable_into, check_option FROM information_schema.views WHERE table_name LIKE 'vu!_%' ESCAPE '!' ORDER BY 1;
SELECT column_name, is_updatable FROM information_schema.columns WHERE table_name = 'vu_computed' ORDER BY ordinal_position;
CREATE VIEW vu_bad AS SELECT DISTINCT kind FROM vu WITH CHECK OPTION;
