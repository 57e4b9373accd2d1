CREATE TABLE d (id int, title varchar(3), n smallint, q numeric(3,1), c char(2), b bit(3));
-- what is assigned is computed although no row is found
UPDATE d SET title = 'abcd' WHERE id = 2;
UPDATE d SET title = 'abc' || 'def' WHERE false;
UPDATE d SET title = md5('x') WHERE NULL;
UPDATE d SET n = 70000;
UPDATE d SET n = 1 / 0 RETURNING *;
UPDATE d SET q = 12345.5 + 1;
UPDATE d SET c = upper('abc');
UPDATE d SET b = B'1111';
UPDATE d SET title = 'ab', n = 1, q = 99.9, c = 'abc' WHERE id = 2;
UPDATE d SET n = (SELECT 1 / 0) WHERE id = 2;
UPDATE d SET title = 'abcd' FROM (SELECT 1 WHERE false) s;
-- what is no constant is not
UPDATE d SET n = id / 0;
UPDATE d SET n = (SELECT 1 / 0 FROM d);
UPDATE d SET n = coalesce(1, 1 / 0);
UPDATE d SET title = CASE WHEN id = 1 THEN 'abcd' END;
UPDATE d SET title = lower('ABC   ') WHERE id = 2;
INSERT INTO d (id, title) VALUES (1, 'a');
UPDATE d SET title = 'abcd' WHERE id = 1;
UPDATE d SET title = 'abcd' WHERE id = 2;
UPDATE d SET title = 'abc' WHERE id = 2;
-- parameters: abcd
UPDATE d SET title = $1 WHERE id = 2;
-- parameters: abc | 1
UPDATE d SET title = $1, n = 1 / $2::int WHERE id = 2;
-- parameters: abc | 0
UPDATE d SET title = $1, n = 1 / $2::int WHERE id = 2;
CREATE TABLE p (id int, title varchar(3)) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (10);
UPDATE p SET title = 'abcd' WHERE id = 2;
INSERT INTO p VALUES (2, 'a');
UPDATE p SET title = 'abc' WHERE id = 2 RETURNING *;
UPDATE p SET title = 'abcd' WHERE id = 3;
