-- a strict function of a NULL constant is NULL before its other arguments are computed
SELECT NULL::int / 0, NULL::money / '0'::bigint, NULL::numeric % 0;

SELECT array_smaller(NULL::integer[], CAST(''::text AS integer[]));

-- but constants are computed while planning
SELECT NULL::int + abs(1 / 0);

SELECT n, NULL::int + n / 0 FROM (VALUES (1), (2)) AS v(n);

SELECT sum(n) + NULL::int FROM (VALUES (1), (2)) AS v(n);

SELECT count(*) FROM (VALUES (1), (2)) AS v(n) WHERE n = NULL;

-- each length coercion counts
SELECT 'abc'::varchar(2)::varchar(1), 'abc'::char(2)::char(3), 12.345::numeric(5, 2)::numeric(5, 1);

SELECT '0'::bit::bit(8), 5::bit(4), 5::bit(4)::bit(2), 5::bigint::bit(70), '10101'::varbit(4)::varbit(2);

SELECT '2024-01-01 10:00:00.123456'::timestamp(3)::timestamp(1), '10:00:00.987654'::time(4)::time(0), '1 day 02:03:04.5678'::interval(2)::interval(1);

SELECT ARRAY['abc']::varchar(2)[]::varchar(1)[], ARRAY[1.2345]::numeric(5, 3)[]::numeric(5, 1)[];

CREATE TABLE priced (price numeric(8, 2), code varchar(3));

INSERT INTO priced VALUES (1.2345::numeric(8, 4), 'x'::varchar(2)) RETURNING *;

INSERT INTO priced VALUES (1.2345::numeric(8, 4), 'xxxx'::varchar(5)) RETURNING *;

UPDATE priced SET price = 9.87654::numeric(8, 3) RETURNING *;

-- an oid has no sign
SELECT '-32768'::smallint::regoper, '-1'::smallint::oid, (-1)::oid, '-5'::int::regclass, 7::oid, '7'::int::oid;

SELECT n::oid FROM (VALUES (1), (-1)) AS v(n);

-- constants of other values, planned alike
SELECT (-7)::oid, '-8'::int::regclass;

SELECT 8::oid, '9'::int::regclass;

-- a comparison within an operand says nothing about how the operands compare
SELECT 'abc' = CASE WHEN n = 1.00 THEN 'xyz' END, 'abc' < CASE WHEN n = 1.00 THEN 'xyz' END FROM (VALUES (1.0)) AS v(n);

SELECT 'b' IN ('x', CASE WHEN n = 1.00 THEN 'a' END), 'b' BETWEEN 'a' AND CASE WHEN n = 1.00 THEN 'c' END FROM (VALUES (1.0)) AS v(n);

SELECT DISTINCT CASE WHEN n = 1.00 THEN s END FROM (VALUES (1.0, 'a'), (1.0, 'b')) AS v(n, s) ORDER BY 1;

SELECT CASE WHEN n = 1.00 THEN 'a' END FROM (VALUES (1.0)) AS v(n) UNION SELECT 'b' ORDER BY 1;

SELECT 'b' UNION SELECT CASE WHEN n = 1.00 THEN 'a' END FROM (VALUES (1.0)) AS v(n) ORDER BY 1;

SELECT CASE WHEN n = 1.00 THEN 'a' END FROM (VALUES (1.0)) AS v(n) EXCEPT SELECT 'b';

SELECT CASE WHEN n = 1.00 THEN s END AS k, count(*) FROM (VALUES (1.0, 'a'), (1.0, 'b')) AS v(n, s) GROUP BY k ORDER BY k;

SELECT min(CASE WHEN n = 1.00 THEN s END), max(CASE WHEN n = 1.00 THEN s END) FROM (VALUES (1.0, 'a'), (1.0, 'b')) AS v(n, s);

SELECT count(DISTINCT CASE WHEN n = 1.00 THEN s END) FROM (VALUES (1.0, 'a'), (1.0, 'b')) AS v(n, s);

SELECT s, rank() OVER (ORDER BY CASE WHEN n = 1.00 THEN s END) FROM (VALUES (1.0, 'b'), (1.0, 'a')) AS v(n, s) ORDER BY s;

SELECT 'b' = ANY (ARRAY[CASE WHEN n = 1.00 THEN 'a' END]), NULLIF('b', CASE WHEN n = 1.00 THEN 'a' END), 'b' IS DISTINCT FROM CASE WHEN n = 1.00 THEN 'a' END FROM (VALUES (1.0)) AS v(n);

SELECT a.s FROM (VALUES (1.0, 'b'), (1.0, 'a')) AS a(n, s) JOIN (VALUES (1.0, 'a')) AS b(n, s) ON a.s = CASE WHEN b.n = 1.00 THEN b.s END;

SELECT 'b' IN (SELECT CASE WHEN n = 1.00 THEN 'a' END FROM (VALUES (1.0)) AS v(n)), greatest('b', CASE WHEN n = 1.00 THEN 'a' END) FROM (VALUES (1.0)) AS v(n);
SELECT array_gt(NULL::text[]::name[], ARRAY['{{a,b},{c}}'::text::name]);
SELECT replace('', (x || 'z')::int::text, NULLIF(x, '1')) FROM (VALUES ('1')) AS v(x);
SELECT ('{1,2}'::int[])[1 / x : 10 % (x + 1)] FROM (VALUES (0), (1), (-1)) AS v(x);
SELECT (SELECT x::int4multirange) <@ ANY ('{}'::int4range[]) FROM (VALUES ('x')) AS v(x);
SELECT numeric_pl_pg_lsn(extract(doy FROM timetz '00:00+00'), pg_lsn('-1'::numeric));
SELECT (timestamp '294276-12-31', interval '1 day') OVERLAPS (date_trunc('timezone_minute', timestamp '2000-01-01'), timestamp '2000-01-01');
