CREATE TABLE u (id int PRIMARY KEY, t text);
INSERT INTO u VALUES (10, 'a'), (20, 'b');
-- a row of the same statement, whatever the condition says
INSERT INTO u VALUES (7, 'a'), (7, 'b') ON CONFLICT (id) DO UPDATE SET t = 'x' WHERE false;
INSERT INTO u VALUES (8, 'a'), (8, 'b') ON CONFLICT (id) DO UPDATE SET t = 'x' WHERE u.t = 'q';
INSERT INTO u SELECT 30, t FROM u ON CONFLICT (id) DO UPDATE SET t = 'x' WHERE excluded.t = 'q';
INSERT INTO u VALUES (8, 'a'), (8, 'b') ON CONFLICT (id) DO UPDATE SET t = 'x' WHERE (SELECT max(t) FROM u) = 'q';
-- a row that it has changed
INSERT INTO u VALUES (10, 'a'), (10, 'b') ON CONFLICT (id) DO UPDATE SET t = 'x' WHERE excluded.t = 'a';
INSERT INTO u VALUES (10, 'a'), (10, 'b') ON CONFLICT (id) DO UPDATE SET t = excluded.t || '1' WHERE (SELECT excluded.t) = 'a' RETURNING *;
-- one that it has left alone
INSERT INTO u VALUES (10, 'a'), (10, 'b') ON CONFLICT (id) DO UPDATE SET t = excluded.t || '2' WHERE excluded.t = 'b' RETURNING *;
INSERT INTO u VALUES (20, 'a'), (20, 'b') ON CONFLICT (id) DO UPDATE SET t = excluded.t || '3' WHERE (SELECT count(*) FROM u) > 0 AND excluded.t = 'b' RETURNING *, old.t;
INSERT INTO u VALUES (20, 'a'), (20, 'b') ON CONFLICT (id) DO UPDATE SET t = 'x' WHERE false RETURNING *;
INSERT INTO u VALUES (7, 'a'), (7, 'b') ON CONFLICT (id) DO NOTHING RETURNING *;
SELECT * FROM u ORDER BY id;
CREATE TABLE p (id int PRIMARY KEY, t text) PARTITION BY LIST (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
CREATE TABLE p2 PARTITION OF p DEFAULT;
INSERT INTO p VALUES (1, 'a'), (2, 'b');
INSERT INTO p VALUES (1, 'q'), (2, 'r'), (1, 's') ON CONFLICT (id) DO UPDATE SET t = excluded.t WHERE excluded.t <> 's';
INSERT INTO p VALUES (3, 'q'), (3, 'r') ON CONFLICT (id) DO UPDATE SET t = excluded.t WHERE false;
-- unordered
INSERT INTO p VALUES (1, 'q'), (2, 'r'), (1, 's') ON CONFLICT (id) DO UPDATE SET t = excluded.t WHERE excluded.t <> 'q' RETURNING *;
SELECT * FROM p ORDER BY id;
