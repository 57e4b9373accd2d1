CREATE TABLE floats (id int, a float8, b float8, r real);
INSERT INTO floats VALUES (1, 1.5, 2.25, 0.5), (2, -3, 0.1, 1e30), (3, 'NaN', 1, 'NaN'), (4, 'Infinity', '-Infinity', 'Infinity'), (5, NULL, 2, NULL), (6, 0, -0.0, 0), (7, 1e150, 1e-150, 1e-30), (8, 1e149, 1e-151, 3), (9, 123456789.123456789, 3, 7);
SELECT id, a + b, a - b, a * b, b - a FROM floats ORDER BY id;
SELECT id, a / b FROM floats WHERE b <> 0 ORDER BY id;
SELECT id, a + 1, a - 0.5, a * 2, a / 3, 1 / b, a + id, a * r, r + b, r / b FROM floats WHERE b <> 0 ORDER BY id;
SELECT id, a * 2 + 1, (a + b) * (a - b), -a * b, a * a FROM floats WHERE id NOT IN (7, 8) ORDER BY id;
SELECT id FROM floats WHERE a * 2 > 3 AND b / 2 < 5 ORDER BY id;
SELECT a / b FROM floats WHERE id = 6;
SELECT a / 0 FROM floats WHERE id = 1;
SELECT a / 0 FROM floats WHERE id = 3;
SELECT a / 0 FROM floats WHERE id = 5;
SELECT a * 1e200 FROM floats WHERE id = 7;
SELECT b * 1e-200 FROM floats WHERE id = 7;
SELECT b / 1e200 FROM floats WHERE id = 7;
SELECT a / 1e-200 FROM floats WHERE id = 7;
SELECT 1.7e308::float8 + a FROM floats WHERE id = 1;
SELECT 1.7e308::float8 + 1.7e308::float8 FROM floats WHERE id = 1;
SELECT a - a, a * 0, 0 / b, a * -0.0, a + -0.0 FROM floats WHERE id IN (1, 6, 9) AND b <> 0 ORDER BY id;
SELECT a + 'NaN', a * 'Infinity', 'Infinity'::float8 / a, a - 'Infinity' FROM floats WHERE id = 1;
SELECT sum(a * b), avg(a / 3), max(a - b) FROM floats WHERE id IN (1, 2, 9);
-- parameters: 2.5 | 0
SELECT a + $1::float8, a * $1, $1 / a, a / $1 FROM floats WHERE id = 1;
-- parameters: NaN | 0
SELECT a + $1::float8, a * $1, $1 / a, a / $1 FROM floats WHERE id = 1;
-- parameters: 1 | 0
SELECT $1::float8 / $2::float8;
DROP TABLE floats;
