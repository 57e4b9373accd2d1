CREATE TABLE t (id int PRIMARY KEY, v numeric);

INSERT INTO t VALUES (1, 10), (2, 20);

-- an aggregate that fails at its end changes nothing
UPDATE t SET v = (SELECT sum(x) FROM (VALUES (1e131071 * 9), (1e131071 * 9)) AS big(x));

INSERT INTO t SELECT 3, sum(x) FROM (VALUES (1e131071 * 9), (1e131071 * 9)) AS big(x);

INSERT INTO t SELECT 4, sum(v) OVER (ORDER BY id) * 1e131071 FROM t;

-- nor does one that fails in between
UPDATE t SET v = (SELECT length(json_object_agg(NULL, 1)::text) FROM generate_series(1, 3));

UPDATE t SET v = (SELECT array_length(array_agg(NULL::int[]), 1) FROM unnest(ARRAY[1, 2]));

UPDATE t SET v = (SELECT n FROM generate_series(1, 3) AS n);

INSERT INTO t SELECT 5, regr_avgx('-2.5'::float8, '1.7976931348623157e+308'::float8) FROM generate_series(1, 3);

SELECT * FROM t ORDER BY id;

SELECT sum(x) FROM (VALUES (0.1::real), (0.2::real), (0.3::real), (16777216::real), (1::real)) AS f(x);

SELECT sum(x) FROM (SELECT 0.1::real AS x FROM generate_series(1, 10)) AS f;

SELECT sum(x) FROM (VALUES ('3.4e38'::real), ('3.4e38'::real)) AS f(x);

SELECT sum(x) FROM (VALUES ('1.7e308'::float8), ('1.7e308'::float8)) AS f(x);

SELECT avg(x), var_pop(x) FROM (VALUES ('Infinity'::float8), (1), (2)) AS f(x);

SELECT avg(x) FROM (VALUES ('1.7e308'::float8), ('1.7e308'::float8)) AS f(x);

SELECT sum(x), avg(x), stddev(x) FROM (VALUES ('NaN'::float8), (1), ('-Infinity')) AS f(x);
