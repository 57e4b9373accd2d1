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

select case when ('empty'::numrange, '-1'::integer) IN ((CAST('  padded  '::text AS numrange), '0'::integer), ('(,)'::numrange, 1)) then 't'::boolean else 't'::boolean end;
select case when ('empty'::numrange, '-1'::integer) IN ((CAST('  padded  '::text AS numrange), '0'::integer), ('(,)'::numrange, 1)) then 1 else 2 end;
select case when ('empty'::numrange, '-1'::integer) = (CAST('  padded  '::text AS numrange), '0'::integer) then 1 else 2 end;
select case when ('empty'::numrange = CAST('  padded  '::text AS numrange)) and false then 1 else 2 end;
select case when ('empty'::numrange = CAST('  padded  '::text AS numrange)) and '-1'::int = 0 then 1 else 2 end;
select case when ('empty'::numrange = CAST('  padded  '::text AS numrange)) and '-1'::int = 0 then '1'::bool else '0'::bool end;
select case when ('empty'::numrange = CAST('  padded  '::text AS numrange)) and '-1'::int = 0 then '1'::bool else '1'::bool end;
select case when (('empty'::numrange = CAST('  padded  '::text AS numrange)) and '-1'::int = 0) or false then 't'::bool else 't'::bool end;
select (('empty'::numrange = CAST('  padded  '::text AS numrange)) and '-1'::int = 0) or false;
select (('empty'::numrange = CAST('  padded  '::text AS numrange)) and '-1'::int = 0) or n = 2 from (values (1),(2)) v(n);
SELECT 1 = (c1/0) and c1 = 1 or null from (values (1),(2)) v(c1);
SELECT 'Mixed Case'::name ~ ALL (E'{""," ","a,b","%_\\\\"}'::text[]);
select 'a' ~ any ('{a,"\\"}'::text[]);
select 'a' like any ('{a,"\\"}'::text[]);
select 'a' like all ('{b,"\\"}'::text[]);
select (ROW(NULL::text, CASE ARRAY['{}'::int[], '{1}'::int[]] WHEN '{1}'::int[] THEN '(,"{1,2}")'::text END) IS DISTINCT FROM ROW('b'::text, '12300000000-0000-0000-0000-000000000000'::text));
select GREATEST(CAST(E'%_\\'::text AS int4range[]), ARRAY(SELECT '(,3)'::int4range UNION ALL SELECT '(,)'::int4range), CAST('-4.5'::text AS int4range[]));
select upper('{}'::datemultirange) <= CASE WHEN 't'::boolean THEN CAST(''::text AS timestamp with time zone) ELSE NULL::timestamp with time zone END;
select upper('{}'::datemultirange) <= CAST(''::text AS timestamp with time zone);
select upper('{}'::datemultirange) <= CAST('x'::text AS timestamp with time zone);
select null::date <= CAST('x'::text AS timestamp with time zone);
select upper('empty'::int4range) = CAST('x'::text AS int);
SELECT ROW('-'::regconfig, ''::text) IS DISTINCT FROM ROW(NULLIF('0'::regconfig, CAST('abc'::text AS regconfig)), CAST(('{"2024-02-29 12:00:00+00",infinity,NULL}'::timestamp with time zone[])[NULL::integer] AS text));
SELECT ''::text IS DISTINCT FROM CAST(('{"2024-02-29 12:00:00+00",infinity,NULL}'::timestamp with time zone[])[NULL::integer] AS text);
select row(1,CAST('abc'::text AS regconfig)) is distinct from row(2, null);
select row(CAST('abc'::text AS regconfig),1) is distinct from row(1,2);
select row(CAST('abc'::text AS regconfig),1) is distinct from row(1,('{1}'::int[])[NULL::int]);
select row(CAST('abc'::text AS regconfig),1) is not distinct from row(1,('{1}'::int[])[NULL::int]);
select (cast('padded'::text as numrange) = '(,)'::numrange) and '-1'::int = 0;
select (cast('padded'::text as numrange) = '(,)'::numrange) and 1 = 0;
select (cast('padded'::text as numrange),'-1'::int) = ('(,)'::numrange,0);
select (cast('padded'::text as numrange),'-1'::int) = ('(,)'::numrange,null);
select ('empty'::numrange, '-1'::integer) IN ((CAST('  padded  '::text AS numrange), '0'::integer), ('(,)'::numrange, 1));
select (cast('padded'::text as numrange),'-1'::int) <> ('(,)'::numrange,0);
select (cast('padded'::text as numrange),'-1'::int) <> ('(,)'::numrange,-1);
select (cast('padded'::text as numrange),'-1'::int) < ('(,)'::numrange,-1);
select (-1,cast('padded'::text as numrange)) < (2,'(,)'::numrange);
select case when n < 2 and 1/(n-2) = 1 then 1 else 2 end from (values (null::int),(3)) v(n);
select case when n < 0 and 1/(n-2) = 1 then 1 else 2 end from (values (null::int),(3)) v(n);
select case when null::bool and 1/(n-2) = 1 then 1 else 2 end from (values (2),(3)) v(n);
select case when n = 1 and 1/(m-2) = 1 then 1 else 2 end from (values (null::int,2),(3,2)) v(n,m);
select case when n = 1 or 1/(m-2) = 1 then 1 else 2 end from (values (null::int,3),(1,2)) v(n,m);
select count(*) filter (where n = 1 and 1/(m-2) = 1) from (values (null::int,2),(3,2)) v(n,m);
select n from (values (null::int,2),(3,2)) v(n,m) where n = 1 and 1/(m-2) = 1;
SELECT (CASE WHEN ('{1,2}'::text ~<~ ALL ('{}'::text[])) THEN pg_catalog.oid(c1) ELSE '0'::oid END BETWEEN CAST(CAST('  padded  '::text AS regclass) AS oid) AND CAST(CAST(c2 AS regproc) AS oid)) FROM (VALUES (1, '9223372036854775807'::bigint, '-32768'::smallint), (2, '9223372036854775807'::bigint, '-32768'::smallint), (3, '9223372036854775807'::bigint, '-32768'::smallint)) AS v(n, c1, c2) ORDER BY n;
select case ('{1}'::numeric[])[1000] when extract(epoch from '2024-02-29 12:34:56.789+00'::timestamptz) then 'A' end || cast(('x'::text)::int as text);
select case ('{1}'::numeric[])[1000] when extract(epoch from '2024-02-29 12:34:56.789+00'::timestamptz) then 'A' end || cast(to_char('2020-01-01'::timestamptz, 'x')::int as text);
select case ('{1}'::numeric[])[1] when extract(epoch from '2024-02-29 12:34:56.789+00'::timestamptz) then 'A' end || cast(to_char('2020-01-01'::timestamptz, 'x')::int as text);
select case ('{1}'::numeric[])[1000] when extract(epoch from '2024-02-29 12:34:56.789+00'::timestamptz) then 'A' end || jsonb_build_object('x');
select case null::numeric when extract(epoch from '2024-02-29 12:34:56.789+00'::timestamptz) then 'A' end || jsonb_build_object('x');
select case when null::numeric = extract(epoch from '2024-02-29 12:34:56.789+00'::timestamptz) then 'A' end || jsonb_build_object('x');
select case when nullif(1,1) = extract(epoch from '2024-02-29 12:34:56.789+00'::timestamptz) then 'A' end || jsonb_build_object('x');
select case when nullif(1,1) = extract(epoch from '2024-02-29 12:34:56.789+00'::timestamptz) then 'A' end || jsonb_build_object('x')::text;
select case when nullif(1,1) = extract(epoch from '2024-02-29 12:34:56.789+00'::timestamptz) then 1 end + jsonb_build_object('x')::text::int;
select case when nullif(1,1) = extract(epoch from '2024-02-29 12:34:56.789+00'::timestamptz) then 1 else 2 end + jsonb_build_object('x')::text::int;
select nullif(1,1) + extract(epoch from 'x'::text::timestamptz);
-- ANY and ALL compute their left side where there is a row to compare it with
SELECT pg_catalog.varbit('1'::bit varying, '-1'::integer, c1 =3) FROM (VALUES (1, null::int)) AS v(n, c1) ORDER BY n;
SELECT pg_catalog.varbit('1'::bit varying, '-1'::integer, c1 =3) FROM (VALUES (1, null::int),(2,3)) AS v(n, c1) ORDER BY n;
SELECT (pg_catalog.timetz_pl_interval((SELECT '23:59:59.999999-15:59'::time with time zone), pg_catalog.make_interval('1'::integer, '0'::integer, '-1'::integer, '-2147483648'::integer, c1)) <> ALL (SELECT NULL::time with time zone)) FROM (VALUES (1, '-1'::integer), (2, '-1'::integer), (3, '-1'::integer)) AS v(n, c1) ORDER BY n;
select 1/c1 <> all (select null::int) from (values (0),(1)) v(c1);
select 1/c1 = any (select null::int) from (values (0),(1)) v(c1);
select (select 1)/c1 = any (select null::int) from (values (0),(1)) v(c1);
select (select 1)/c1 <> all (select null::int) from (values (0),(1)) v(c1);
select (select 1)/c1 <> all (select null::int where false) from (values (0),(1)) v(c1);
select (select 1)/c1 = any (select null::int where false) from (values (0),(1)) v(c1);
select 1/c1 = any (select null::int where false) from (values (0),(1)) v(c1);
select 1/c1 = any (select null::int where c1 = 7) from (values (0),(1)) v(c1);
select 1/c1 in (select null::int where c1 = 7) from (values (0),(1)) v(c1);
select (1/c1,2) in (select null::int, 2 where c1 = 7) from (values (0),(1)) v(c1);
select 1/c1 not in (select null::int where c1 = 7) from (values (0),(1)) v(c1);
select (select 1)/c1 = any (select n from (values (1),(2)) v(n) where n > c1 + 3) from (values (0),(1)) v(c1);
select (select 1)/c1 = any (select n from (values (1),(2)) v(n)) from (values (0),(1)) v(c1);
select (select 1)/c1 = any (select n from (values (1),(2)) v(n) where n > 3) from (values (0),(1)) v(c1);
select (select 1)/c1 < any (select n from (values (1),(2)) v(n) where n > 3) from (values (0),(1)) v(c1);
select (1/c1,3) < any (select n,n from (values (1),(2)) v(n) where n > 3) from (values (0),(1)) v(c1);
select c1 from (values (0),(1)) v(c1) where 1/c1 in (select n from (values (1),(2)) v(n) where n > 3);
select c1 from (values (0),(1)) v(c1) where 1/c1 not in (select n from (values (1),(2)) v(n) where n > 3);

select interval_div(make_interval(c1, 0), cast('null'::jsonb as double precision)) from (values (2147483647), (2147483647)) as v(c1);
select interval_div(make_interval(c1, 0), cast('1'::jsonb as double precision)) from (values (1), (2)) as v(c1);
select interval_div(make_interval(c1, 0), ('{"a": null}'::jsonb -> 'a')::double precision) from (values (2147483647), (2147483647)) as v(c1);

-- deep inside each other, what is computed in PostgreSQL's order is stated no more often than can be paid for
SELECT (((((((((((((((((((((((((a / b = 1) = (b / a = 0)) = (b / a = 1)) = (b / a = 2)) = (b / a = 3)) = (b / a = 4)) = (b / a = 5)) = (b / a = 6)) = (b / a = 7)) = (b / a = 8)) = (b / a = 9)) = (b / a = 10)) = (b / a = 11)) = (b / a = 12)) = (b / a = 13)) = (b / a = 14)) = (b / a = 15)) = (b / a = 16)) = (b / a = 17)) = (b / a = 18)) = (b / a = 19)) = (b / a = 20)) = (b / a = 21)) = (b / a = 22)) = (b / a = 23)) = (b / a = 24) AS deep FROM (VALUES (2, 1), (1, 2)) AS v(a, b);
SELECT ((((((((((((((((select a / b) = 1) = (b / a = 0)) = (b / a = 1)) = (b / a = 2)) = (b / a = 3)) = (b / a = 4)) = (b / a = 5)) = (b / a = 6)) = (b / a = 7)) = (b / a = 8)) = (b / a = 9)) = (b / a = 10)) = (b / a = 11)) = (b / a = 12)) = (b / a = 13)) = (b / a = 14) AS deep FROM (VALUES (2, 1), (1, 2)) AS v(a, b);
SELECT case when b / 18 > 0 and (case when b / 17 > 0 and (case when b / 16 > 0 and (case when b / 15 > 0 and (case when b / 14 > 0 and (case when b / 13 > 0 and (case when b / 12 > 0 and (case when b / 11 > 0 and (case when b / 10 > 0 and (case when b / 9 > 0 and (case when b / 8 > 0 and (case when b / 7 > 0 and (case when b / 6 > 0 and (case when b / 5 > 0 and (case when b / 4 > 0 and (case when b / 3 > 0 and (case when b / 2 > 0 and (case when b / 1 > 0 and (a / b) = 1 and a / 2 = 1 then 1 else 0 end) = 1 and a / 2 = 1 then 1 else 0 end) = 1 and a / 2 = 1 then 1 else 0 end) = 1 and a / 2 = 1 then 1 else 0 end) = 1 and a / 2 = 1 then 1 else 0 end) = 1 and a / 2 = 1 then 1 else 0 end) = 1 and a / 2 = 1 then 1 else 0 end) = 1 and a / 2 = 1 then 1 else 0 end) = 1 and a / 2 = 1 then 1 else 0 end) = 1 and a / 2 = 1 then 1 else 0 end) = 1 and a / 2 = 1 then 1 else 0 end) = 1 and a / 2 = 1 then 1 else 0 end) = 1 and a / 2 = 1 then 1 else 0 end) = 1 and a / 2 = 1 then 1 else 0 end) = 1 and a / 2 = 1 then 1 else 0 end) = 1 and a / 2 = 1 then 1 else 0 end) = 1 and a / 2 = 1 then 1 else 0 end) = 1 and a / 2 = 1 then 1 else 0 end AS deep FROM (VALUES (2, 1), (1, 2)) AS v(a, b);
select 11 from (values (1, 2)) as v(a, b) where b / a in (select 10 from (values (1, 2)) as v(a, b) where b / a in (select 9 from (values (1, 2)) as v(a, b) where b / a in (select 8 from (values (1, 2)) as v(a, b) where b / a in (select 7 from (values (1, 2)) as v(a, b) where b / a in (select 6 from (values (1, 2)) as v(a, b) where b / a in (select 5 from (values (1, 2)) as v(a, b) where b / a in (select 4 from (values (1, 2)) as v(a, b) where b / a in (select 3 from (values (1, 2)) as v(a, b) where b / a in (select 2 from (values (1, 2)) as v(a, b) where b / a in (select 1 from (values (1, 2)) as v(a, b) where b / a in (select 0 from (values (1, 2)) as v(a, b) where b / a in (select b from (values (1, 1)) as v(a, b)))))))))))));
