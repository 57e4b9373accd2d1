CREATE TABLE emp (id int PRIMARY KEY, name text NOT NULL, dept int, salary numeric(10,2), hired date, boss int);
CREATE TABLE dept (id int PRIMARY KEY, name text UNIQUE);
INSERT INTO dept VALUES (1, 'eng'), (2, 'ops'), (3, 'empty');
INSERT INTO emp VALUES (1, 'ann', 1, 5000, '2020-01-01', NULL), (2, 'bob', 1, 4000.50, '2021-02-03', 1), (3, 'cid', 2, 3000, '2019-05-05', 1), (4, 'dan', NULL, NULL, NULL, 2), (5, 'eve', 2, 3000, '2022-12-31', 3);
SELECT * FROM emp ORDER BY id;
SELECT name, salary * 12 AS yearly FROM emp WHERE salary > 3500 ORDER BY yearly DESC;
SELECT emp.name, e.name FROM emp e;
SELECT e.name FROM emp e WHERE e.id = 1;
SELECT emp.* FROM emp WHERE id = 1;
SELECT e.*, 1 AS one FROM emp AS e WHERE id = 2;
SELECT nosuch FROM emp;
SELECT nmae FROM emp;
SELECT e.nosuch FROM emp e;
SELECT x.name FROM emp;
SELECT * FROM nosuch;
SELECT * FROM public.emp WHERE id = 1;
SELECT * FROM nosuch.emp;
SELECT public.emp.name FROM public.emp WHERE id = 3;
SELECT "NAME" FROM emp;
SELECT NAME, "name" FROM EMP WHERE ID = 1;
SELECT * FROM "Emp";
SELECT 1 WHERE true;
SELECT 1 WHERE NULL;
SELECT 1 WHERE 1;
SELECT *;
SELECT FROM emp WHERE id < 3;
SELECT a.x, b FROM (SELECT 1) AS a(x), (VALUES (2)) AS v(b);
SELECT a FROM (SELECT 1 AS a, 2 AS a) s;
SELECT * FROM (SELECT 1 AS a, 2 AS a) s;
SELECT * FROM (SELECT 1);
SELECT * FROM (VALUES (1, 'a'), (2, 'b')) t;
SELECT * FROM (VALUES (1, 'a'), (2, 'b')) t(n, s) ORDER BY n DESC;
VALUES (1, 'x'), (2, NULL), (NULL, 'z');
VALUES (1), (2.5), (NULL);
VALUES (1), ('x');
VALUES (1, 2), (3);
VALUES (3), (1), (2) ORDER BY 1 LIMIT 2;
TABLE dept;
-- order by
SELECT name, dept FROM emp ORDER BY dept, name DESC;
SELECT name, dept FROM emp ORDER BY dept NULLS FIRST, name;
SELECT name, dept FROM emp ORDER BY dept DESC, name;
SELECT name, dept FROM emp ORDER BY dept DESC NULLS LAST, name;
SELECT name FROM emp ORDER BY salary DESC NULLS LAST, id;
SELECT name AS n FROM emp ORDER BY n;
SELECT name AS n FROM emp ORDER BY upper(n);
SELECT name FROM emp ORDER BY length(name) + id DESC;
SELECT name, id FROM emp ORDER BY 2 DESC;
SELECT name FROM emp ORDER BY 2;
SELECT name FROM emp ORDER BY 0;
SELECT name FROM emp ORDER BY 'x';
SELECT name FROM emp ORDER BY nosuch;
SELECT id AS a, -id AS a FROM emp ORDER BY a;
SELECT -id AS id FROM emp ORDER BY id;
SELECT name FROM emp ORDER BY name USING >;
-- limit
SELECT id FROM emp ORDER BY id LIMIT 2;
SELECT id FROM emp ORDER BY id LIMIT 2 OFFSET 3;
SELECT id FROM emp ORDER BY id OFFSET 4;
SELECT id FROM emp ORDER BY id LIMIT 0;
SELECT id FROM emp ORDER BY id LIMIT ALL OFFSET 3;
SELECT id FROM emp ORDER BY id LIMIT NULL OFFSET 4;
SELECT id FROM emp ORDER BY id LIMIT 1 + 1;
SELECT id FROM emp ORDER BY id LIMIT '2';
SELECT id FROM emp ORDER BY id FETCH FIRST 2 ROWS ONLY;
SELECT id FROM emp ORDER BY id OFFSET 1 ROW FETCH NEXT ROW ONLY;
SELECT salary FROM emp WHERE salary IS NOT NULL ORDER BY salary FETCH FIRST 1 ROW WITH TIES;
SELECT id FROM emp ORDER BY id LIMIT -1;
SELECT id FROM emp ORDER BY id OFFSET -1;
SELECT id FROM emp ORDER BY id LIMIT 'x';
SELECT id FROM emp LIMIT id;
SELECT id FROM emp ORDER BY id LIMIT 1.5;
SELECT id FROM emp ORDER BY id LIMIT (SELECT count(*) - 3 FROM emp);
SELECT id FROM emp ORDER BY id LIMIT 9223372036854775807;
-- parameters: 2 | 1
SELECT id FROM emp ORDER BY id LIMIT $1 OFFSET $2;
-- parameters: -1
SELECT id FROM emp ORDER BY id LIMIT $1;
-- parameters: NULL
SELECT id FROM emp ORDER BY id LIMIT $1;
-- distinct
SELECT DISTINCT dept FROM emp ORDER BY dept;
SELECT DISTINCT dept, salary FROM emp ORDER BY 1, 2;
SELECT DISTINCT salary > 3500 AS rich FROM emp ORDER BY rich;
SELECT DISTINCT name FROM emp ORDER BY id;
SELECT DISTINCT ON (dept) dept, name FROM emp ORDER BY dept, salary DESC, id;
SELECT DISTINCT ON (dept) name FROM emp ORDER BY name;
SELECT ALL dept FROM emp ORDER BY dept;
SELECT DISTINCT NULL, 1 FROM emp;
SELECT count(*) FROM emp WHERE name = 'nobody';
SELECT id, name FROM emp WHERE false;
-- parameters: 1 | a%
SELECT id, name FROM emp WHERE dept = $1 AND name LIKE $2;
-- parameters: 1
SELECT id FROM emp WHERE id = $2;
-- a parameter whose type nobody knows
-- parameters: x
SELECT $1;
SELECT $1 FROM emp;
SELECT $0;
-- a table's row as a whole
SELECT e FROM emp e WHERE id = 1;
SELECT name, ctid IS NOT NULL, tableoid::regclass::text FROM emp WHERE id = 1;
SELECT id FROM ONLY emp WHERE id = 1;
SELECT emp.id FROM emp, emp;
SELECT id FROM emp, dept;
SELECT id FROM emp WHERE count(*) > 1;
SELECT id FROM emp LIMIT count(*);
SELECT name FROM emp WHERE id = 1 FOR UPDATE;
SELECT name FROM emp WHERE id = 1 FOR SHARE;
SELECT count(*) FROM emp FOR UPDATE;
