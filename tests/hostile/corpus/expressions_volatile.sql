CREATE SEQUENCE s;

-- a volatile operand is computed once, however often its value is used
SELECT greatest(nextval('s'), 1), greatest(0, nextval('s')), nullif(nextval('s'), 55), nextval('s');

SELECT nextval('s')::int4 + nextval('s')::int4, nextval('s')::int * 2, nextval('s')::int2 - 1::int2, nextval('s');

SELECT nextval('s') = ANY (ARRAY[1, 2, 3]), nextval('s') IS DISTINCT FROM 3, nextval('s') IN (1, 2), nextval('s');

SELECT CASE nextval('s') WHEN 3 THEN 'three' WHEN 14 THEN 'fourteen' WHEN 15 THEN 'fifteen' ELSE 'other' END, nextval('s');

SELECT least(nextval('s'), nextval('s')), nextval('s');

-- the operand of BETWEEN is written twice
SELECT nextval('s') BETWEEN 1 AND 1000, nextval('s');

SELECT n, nextval('s')::int + n AS x FROM generate_series(1, 3) AS n;

-- each choice is one of the listed ones
SELECT count(*) FILTER (WHERE x IS NULL) FROM (SELECT CASE floor(random() * 3)::int WHEN 0 THEN 'a' WHEN 1 THEN 'b' WHEN 2 THEN 'c' END AS x FROM generate_series(1, 300)) AS t;

SELECT count(*) FROM (SELECT greatest(random(), 0.5) AS x FROM generate_series(1, 300)) AS t WHERE x < 0.5;

-- a simple CASE within another
SELECT n, CASE n + 0 WHEN 1 THEN CASE n + 1 WHEN 2 THEN 'two' WHEN 3 THEN 'three' END WHEN 2 THEN 'x' ELSE 'y' END FROM generate_series(1, 3) AS n;
