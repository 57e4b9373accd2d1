CREATE DOMAIN positive AS int CHECK (value > 0);

CREATE TYPE pair AS (a int, b text);

-- what a NULL constant drops, and what it does not
select null::int + (select sum(v.a)) from (values (1),(2)) v(a);

select null::int + sum(a) from (values (1),(2)) v(a);

select null::int + sum(a/(a-1)) from (values (1),(2)) v(a);

select null::int + (select sum(v.a/(v.a-1))) from (values (1),(2)) v(a);

select null::int + (select sum(v.a/(v.a-1)) over ()) from (values (1),(2)) v(a);

select null::int + (select sum(v.a/(w.b-1)) from (values (1),(2)) w(b)) from (values (1),(2)) v(a);

select null::int + sum(a/(a-1)) from (values (1),(2)) v(a) where false;

select null::int + sum(a/(a-1)), a from (values (1),(2)) v(a) group by a;

select null::int + sum(a/(a-1)) from (values (1),(2)) v(a) having null::int + max(1/(a-1)) is null;

select a from (values (1),(2)) v(a) group by a order by null::int + max(1/(a-1)), a;

select null::int + grouping(a) from (values (1),(2)) v(a) group by rollup(a);

select null::int + (select count(*) over () from (values (1),(2)) w(b)) from (values (1),(2)) v(a);

select null::int + generate_series(1,a) from (values (1),(2)) v(a);

select null::int + generate_series(1,a), generate_series(1,2) from (values (1),(2)) v(a);

select null::int + generate_series(1,a), sum(a) from (values (1),(2)) v(a) group by a;

select upper(null::text || regexp_split_to_table('a b', ' ')) from (values (1),(2)) v(a);

select null::int + (select generate_series(1,a)) from (values (1),(2)) v(a);

select array(select unnest(array[1/a]) order by 1) > null::int[] from (values (0),(2)) v(a);

select null::int + row_number() over (order by a) from (values (0),(2)) v(a);

select null::int + row_number() over (order by 1/a) from (values (0),(2)) v(a);

select null::int + (select count(*) from (select row_number() over (order by 1/a) from (values (0),(2)) v(a)));

select n + (select x from generate_series(1,2) x) from (values (null::int, 0), (null, 0)) v(n,m);

select n < (select 1/m) from (values (null::int, 0),(null,0)) v(n,m);

select (select 1/m) < n from (values (null::int, 0),(null,0)) v(n,m);

select n < (select 1/(m+0) from (values (1)) w(x)) from (values (null::int, 0), (null,0)) v(n,m);

select n < (select x from generate_series(1,2) x) from (values (null::int, 0), (null, 0)) v(n,m);

select null::positive < cast(0 as positive);

select null::positive >= (select cast(0 as positive));

select cast('0'::numeric as positive) < null::positive;

select n < cast(m as positive) from (values (null::int, 0), (null,0)) v(n,m);

select cast(m as positive) = n from (values (null::int, 0), (null,0)) v(n,m);

select n is distinct from cast(m as positive) from (values (null::int, 0), (null,0)) v(n,m);

select n in (cast(m as positive), 2) from (values (null::int, 0), (null,0)) v(n,m);

select n between cast(m as positive) and 2 from (values (null::int, 0), (null,0)) v(n,m);

select row(n, 1) < row(cast(m as positive), 1) from (values (null::int, 0), (null,0)) v(n,m);

-- constants of a clause come before its subqueries
select array_cat(array(select ('5874897-12-31'::date + '23:59:59.999999'::time)), trim_array('{}'::timestamp[], '1'::int));

select array(select 1/0) || trim_array('{}'::int[], 1);

select (select 1/0) + sqrt(-1);

select (select 1/0), sqrt(-1);

select (select 1/0), (select sqrt(-1));

select (select (select 1/0) + sqrt(-1)), (select sqrt(-1));

select n from (values (1),(2)) v(n) where n = (select 1/0) and n = sqrt(-1);

select n from (values (1),(2)) v(n) where sqrt(-1) = 1 and 1/0 = 1;

select n from (values (1),(2)) v(n) where n = 1 and 1/0 = 1 and sqrt(-1) = 1;

select n from (values (1),(2)) v(n) where 1 = 1 and (1/0 = 1 or sqrt(-1) = 1);

select n from (values (1),(2)) v(n) where n > 5 and (1/0 = 1 or sqrt(-1) = 1);

select n from (values (1),(2)) v(n) where n > 5 and (n = 1 or 1/0 = 1) and sqrt(-1) = 1;

select n from (values (1),(2)) v(n) where false and 1/0 = 1;

select n from (values (1),(2)) v(n) where 1/0 = 1 and false;

select n from (values (1),(2)) v(n) where null and 1/0 = 1;

select n from (values (1),(2)) v(n) where n = 1 and null and 1/0 = 1;

select n, 1/0 from (values (1),(2)) v(n) where sqrt(-1) = n;

select n from (values (1),(2)) v(n) where sqrt(-1) = n order by 1/0;

select n from (values (1),(2)) v(n) where sqrt(-1) = n group by n having 1/0 = 1;

select n from (values (1),(2)) v(n) join (values (1),(2)) w(m) on 1/0 = 1 where sqrt(-1) = n;

select n from (values (1),(2)) v(n) join (select 1/0 as m) w on true where sqrt(-1) = n;

select n from (values (1),(2)) v(n) join (select m/0 as m from (values (1)) z(m)) w on true where sqrt(-1) = n;

select n from (values (1),(2)) v(n) limit 1/0 offset sqrt(-1);

select n from (values (1),(2)) v(n) where case when n = 1 then 1/0 else 1 end = 1 and sqrt(-1) = 1;

select case when false then (select 1/0) else 1 end;

select case when n = 1 then 1 else (select 1/0) end from (values (1),(1)) v(n);

select coalesce(1, (select 1/0)), (select 1/0) + null::int, (select sqrt(-1)) is null;

select coalesce(n, (select 1/0)), sqrt(-1) from (values (1),(1)) v(n);

select greatest((select 1/0), n), sqrt(-1) from (values (1),(1)) v(n);

select exists (select 1/0), exists (select 1 where 1/0 = 1);

select exists (select 1 from (values (1)) v(n) where 1/0 = n), sqrt(-1);

select 1 in (select 1/0), sqrt(-1);

select sqrt(-1) in (select 1/0);

select array[(select 1/0), (select sqrt(-1))::int];

select (row((select 1/0), 1/0.0)).f2;

select (row(1, 1/0)::pair).a;

select (cast(row(null::int, overlay('a' placing 'b' from 2147483647 for '2147483647')) as pair)).a;

select f1(row(1,2)), (row(1,'x'::text)).f2, f2(row(1,1.5)), (row(1,2)::pair).b, a(row(1,2)::pair);

select (row(1,2)).nosuch;

select (row(1, n)::pair).b, (row(n,1)).* from (values (1),(2)) v(n);

select (row(1, 'abc')::pair).*;

select (row(1, 1/n)::pair).* from (values (0),(2)) v(n);

-- constants are computed from left to right
select (row('{}'::boolean[], -2147483648, ' ') <= row(cast(array['{}'::jsonb] as boolean[]), int4('-Infinity'::real), 'a'));

select n from (values (1),(2)) v(n) where n > 5 and array_length(cast(array['{}'::jsonb] as boolean[]), 1) + int4('-Infinity'::real) = n;

select null::int + array_length(cast(array['{}'::jsonb] as boolean[]), 1) + int4('-Infinity'::real);

-- all members of a list are computed, and operands in their order
select ((select null::oidvector), 0) in ((least(''::oidvector, cast(c1 as oidvector)), c2), (''::oidvector, 1)) from (values ('ABC'::text, 42), ('ABC', 42)) v(c1, c2);

select (cast('{1.10,2}'::numeric[] as smallint[]), ('-1'::smallint * -2147483648)) in (('{32767,NULL}'::smallint[], -32766), ('{}'::smallint[], 1));

select false in (false, make_timestamptz(-2147483648, 0, 2, -1, 2147483647, 1) < all ('{NULL,"0044-03-15 BC"}'::date[]));

select n in (1, 'x'::text::date - current_date) from (values (1),(1)) v(n);

select n in (1, (select 1/(m+0) from (values (1)) w(x))) from (values (1,0),(1,0)) v(n,m);

select n in (2, m/0, 1) from (values (1,0),(1,0)) v(n,m);

select n in (2, m/0, 1) from (values (1,0),(null,0)) v(n,m);

-- a function of rows is called all the same, NULLIF of NULL is NULL, and so is a strict function of a constant that is
select pg_get_object_address(object_args => '{a,b,c}', object_names => null::text[], type => json_value('[[1, 2], [3]]'::jsonb, 'strict $.nosuch' returning text error on error));

select array_eq(cast('emoji'::text as uuid[]), nullif(null::uuid[], case when null::boolean then '{}'::uuid[] else c1 end)) from (values (1, null::uuid[]), (2, null)) as v(n, c1) order by n;

select (row('950'::regcollation, 'a'::text) is distinct from row(cast(case '::1/128'::cidr when '2001:db8::/32'::cidr then 'ABC'::text end as regcollation), json_value(jsonb_delete_path('[1]'::jsonb, '{q}'::text[]), '$.a == 1' returning text)));

select ((array_append('{}'::jsonb[], jsonb_build_object(5e-324::float8)), -2147483648) in ((null::jsonb[], -2147270101), ('{}'::jsonb[], 1)));

select case when cast(case when 1=2 then 'x' end as date) is null then 1 else 1/0 end from (values (1),(3)) n(n);

-- columns are checked as they are written
select make_time(sec => c2, min => c1, hour => 1), count(*) from (values (1, 2)) v(c1,c2);

select rank(make_time(sec => c2, min => c1, hour => 1)) within group (order by time '1:00') from (values (1, 2)) v(c1,c2);

CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');

-- what is computed first, and what not at all
SELECT dense_rank((SELECT c1)) WITHIN GROUP (ORDER BY (SELECT c1) DESC) FROM (VALUES (1, '(1,a)'::pair)) AS v(n, c1);

SELECT (ROW('1'::positive, c1, '123'::text) <> ROW(CAST('0'::bigint AS positive), num_nonnulls('1'::numeric), c2)) FROM (VALUES (1, '-2147483648'::integer, ''::text), (2, '-2147483648'::integer, ''::text)) AS v(n, c1, c2) ORDER BY n;

SELECT regexp_match(pattern => E'\\x616263'::text, string => '(-,it''s)'::text);

select 'a' ~ '\x100000061', 'a' ~ '\x110000', 'abc' ~ '[\x616263b]', 'abc' ~ '\xffff';

select 'a' ~ '\U99999999';

SELECT rank((c1)[c2]) WITHIN GROUP (ORDER BY (c1)[c2]) FROM (VALUES (1, '{}'::real[], '0'::integer)) AS v(n, c1, c2);

SELECT lag(CAST(div('1.10'::numeric, c1) AS positive), c2) OVER (ORDER BY n) FROM (VALUES (1, '0'::numeric, '5'::integer), (2, '3.5'::numeric, '5'::integer), (3, '1e30'::numeric, '0'::integer)) AS v(n, c1, c2) ORDER BY n;

SELECT range_contained_by_multirange((NULL::int4range[])['-1'::integer], CAST(jsonb_pretty('[]'::jsonb) AS int4multirange));

SELECT (array_position(ARRAY(SELECT unnest('{1,-1}'::smallint[]) ORDER BY 1), '0'::smallint, NULL::integer) NOT IN (JSON_VALUE('1.50'::jsonb, '$.a == 1' RETURNING integer ERROR ON ERROR), '2147483647'::integer));

SELECT (('00:00:00:00:00:00:00:00'::macaddr8 | ('00:00:00:00:00:00:00:00'::macaddr8 & c1)) NOT BETWEEN '08:00:2b:01:02:03:04:05'::macaddr8 AND (macaddr8('ff:ff:ff:ff:ff:ff'::macaddr) & macaddr8_in(c2))) FROM (VALUES (1, '08:00:2b:01:02:03:04:05'::macaddr8, '08:00:2b'::cstring), (2, '08:00:2b:01:02:03:04:05'::macaddr8, '08:00:2b'::cstring)) AS v(n, c1, c2) ORDER BY n;

SELECT (range_intersect('empty'::daterange, CAST('it''s'::text AS daterange)) NOT IN ('(,"03-15-0044 BC")'::daterange, daterange('infinity'::date, JSON_VALUE('[]'::jsonb, '$.**' RETURNING date NULL ON ERROR), ''::text)));

SELECT CAST(CAST('1 day'::interval AS interval second(1)) AS interval), 'a'::varchar(3)::varchar, 1.5::numeric(5,2)::numeric, '101'::bit(3)::bit varying, 'a'::char(3)::char;

SELECT bpchar(''::character, '2147483647'::integer, 't'::boolean);

SELECT ((NULLIF('0'::"char", c1), array_position(c2, '2.5'::numeric, NULL::integer)) IN (('a'::"char", hashbytea(E'\\x'::bytea)), (' '::"char", 1))) FROM (VALUES (1, NULL::"char", '{NaN,Infinity,NULL}'::numeric[]), (2, NULL::"char", '{NaN,Infinity,NULL}'::numeric[])) AS v(n, c1, c2) ORDER BY n;

SELECT (ROW(''::int2vector, '1'::integer, (jsonb_build_object('0.00'::numeric) || array_dims('{t,f}'::boolean[]))) <> ROW(GREATEST('1'::int2vector, (SELECT ''::int2vector), ''::int2vector), '1'::integer, ''::text));

SELECT nth_value(CAST(CAST(c1 AS bigint) AS positive), '-1'::integer) OVER (ORDER BY n ROWS BETWEEN CURRENT ROW AND 1 FOLLOWING) FROM (VALUES (1, 'Infinity'::real), (2, 'Infinity'::real)) AS v(n, c1) ORDER BY n;

select n, cast(n as positive), cast(n + 1 as positive) + cast(n * 2 as positive) from generate_series(1, 3) n;

select cast(cast(n as positive) - 2 as positive) from generate_series(1, 3) n;

select n, lag(cast(n as positive)) over (order by n) from generate_series(1, 3) n;

SELECT bpchar('x'::character, 1073741824, true);

-- steps of a decision, strictness found while planning
SELECT max(DISTINCT c1), min(DISTINCT c1) FROM (VALUES (1, '30 days'::interval), (2, '30 days'::interval), (3, '1 mon'::interval)) AS v(n, c1);

SELECT max(DISTINCT c1), min(DISTINCT c1) FROM (VALUES (1.0), (1.00), (2), (2.0)) AS v(c1);

SELECT (('{9223372036854775807,NULL}'::bigint[], '0'::integer) IN ((CAST('{1,-1}'::smallint[] AS bigint[]), '-1'::integer), (CAST('it''s'::text AS bigint[]), 1)));

SELECT (NULLIF(''::oidvector, ''::oidvector) >= (SELECT CAST('foo bar baz'::text AS oidvector)));

SELECT (date_bin('infinity'::interval, '4712-01-27 04:05:06.789 BC'::timestamp without time zone, (SELECT '2024-02-29 12:34:56.789'::timestamp without time zone)) <> to_timestamp('a,b;c'::text, 'Y,YYY'::text));

SELECT (ROW('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid, CAST(quote_nullable(NULL::interval) AS integer), 'a'::text) > ROW('ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid, '-1'::integer, NULL::text));

select quote_nullable(null::interval), 1/0 + n from (values (1),(2)) v(n) where false;

select (n = (select 1/(n-1))) or (n = 'x'::text::int) from (values (2),(1)) v(n);

select (n = (select 5)) or (null::int = n), (n = (select 5)) and (null::int = n), (n = (select 2)) and n/n = 1 from (values (2),(1)) v(n);

select (n > (select 0)) and (1/n > 0), (n < (select 0)) or (1/n > 5) from (values (2),(1)) v(n);

-- elements of constant ranges, and constants that decide
select n <@ '(,)'::int4range, n <@ 'empty'::int4range, n <@ '[1,)'::int4range, 'empty'::int4range @> n, null::int <@ 'empty'::int4range from (values (null::int),(5)) v(n);

select n <@ '(,)'::int4range, n <@ r from (values (null::int, 'empty'::int4range),(null,'(,)')) v(n,r);

select n <@ 'empty'::int4multirange, n <@ '{(,)}'::int4multirange from (values (null::int),(null)) v(n);

select n from (values (null::int),(3)) v(n) where n <@ '(,)'::int4range;

select n from (values (null::int),(3)) v(n) where not int4range(null, null) @> n or n <@ 'empty'::int4range;

select (n+1) <@ '(,)'::int4range, random()::int <@ 'empty'::int4range from (values (null::int),(null)) v(n);

SELECT (ROW(COALESCE(CAST(''::text AS timestamp with time zone), 'infinity'::timestamp with time zone), 'abc'::text) IS DISTINCT FROM ROW('2024-02-29 12:34:56.789+00'::timestamp with time zone, pg_get_serial_sequence(''::text, casefold('a'::text))));

SELECT make_interval(secs => '1.7976931348623157e+308'::double precision, years => 3);

SELECT make_interval(secs => 'Infinity'::double precision, years => 3);

SELECT make_interval(secs => 1e300);

SELECT (ARRAY['{}'::uuid[], '{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11,NULL}'::uuid[]])[get_bit('0'::bit, '2147483647'::integer)];

SELECT pg_identify_object(objsubid => array_ndims('{}'::date[]), objid => pg_event_trigger_table_rewrite_oid(), classid => '0'::oid);

SELECT ((('(,infinity)'::tsrange - CAST('😀 emoji'::text AS tsrange)), NULL::integer) IN (('(,infinity)'::tsrange, '-1'::integer), (NULL::tsrange, 1)));

select n, (1/n = 1 and null::boolean), (null::boolean or 1/n = 1), (null::boolean and 1/n = 5), (1/n = 5 or null::boolean) from (values (1),(2)) v(n);

select n, (1/n = 1 and null::int = 5) from (values (0),(2)) v(n);

select n, (null::int = 5 or 1/n = 1) from (values (0),(2)) v(n);

select n, (1/n = 1 and false), (true or 1/n = 1) from (values (0),(2)) v(n);

CREATE TYPE floatrange AS RANGE (subtype = float8);

-- the second argument first, typmods of arrays, the second of equal bounds
SELECT ARRAY(SELECT CAST('foo bar baz'::text AS varchar(2)));

SELECT (interval_pl_timetz(c1, '04:05:06-08'::time with time zone) + to_date('{1,2}'::text, 'HH12:MI am'::text)) FROM (VALUES (1, 'infinity'::interval), (2, 'infinity'::interval)) AS v(n, c1) ORDER BY n;

SELECT interval_pl_date((c1 * '1 day'::interval), to_date('  padded  '::text, 'MS TZ OF'::text)) FROM (VALUES (1, 'NaN'::double precision), (2, 'NaN'::double precision)) AS v(n, c1) ORDER BY n;

SELECT (('null'::jsonb, width_bucket('2024-07-01 12:00:00-04'::timestamp with time zone, c1)) IN ((jsonb_set_lax('{"a": 2}'::jsonb, '{}'::text[], c2), '1'::integer), ('"aé"'::jsonb, 1))) FROM (VALUES (1, '{infinity,NULL}'::timestamptz[], '{"x": "10"}'::jsonb), (2, '{infinity,NULL}'::timestamptz[], '{"x": "10"}'::jsonb)) AS v(n, c1, c2);

SELECT (ROW(NULL::timestamp with time zone[], '2'::integer, '-4.5'::text) >= ROW(ARRAY(SELECT ('4714-11-24 00:00:00+00 BC'::timestamp with time zone + '-1 mons +2 days -03:04:05.678'::interval) UNION ALL SELECT '2024-02-29 12:34:56.789+00'::timestamp with time zone), '3'::integer, ''::text));

SELECT ('[-0,1.7976931348623157e+308)'::floatrange + '[0,-0]'::floatrange), range_merge('[-0,5)'::floatrange, '[0,5)'::floatrange), ('[0,5)'::floatrange * '[-0,5)'::floatrange);

-- the best of many, each computed once
select greatest(n,2.0,3,4,5,6,7,8,9,10,11,12), least(null, n, 7, n * 2, 3, null, 9, 5), least(12,11,10,9,8,7,6,5,4,3,2,n) from (values (1),(2),(null),(50)) v(n);

select least(greatest(n, 1, least(n, 5, 7)), greatest(n + 1, least(2, n, 9), 3), least(n, n + 1, n + 2)) from (values (1),(2),(null),(50)) v(n);

select greatest('a'::text, t, 'b', upper(t), t || 'x'), least(t, 'A', lower(t), t || 'x') from (values ('m'),(null),('Z')) v(t);

select greatest(array[n], '{2,3}', array[n,n]), least('1 day'::interval, n * '1 hour'::interval, '24:00') from (values (1),(24),(null)) v(n);

select greatest(n, 1/(n-1), 3) from (values (3),(1)) v(n);

select n, lag(least(n, n * 2, 10 - n)) over (order by least(n, n * 2, 10 - n)) from generate_series(1, 6) n;

-- abbreviations of the session's zone, and more of what comes first
SELECT percentile_disc('-1'::double precision) WITHIN GROUP (ORDER BY NULL::mood), count(*) FROM (VALUES (1), (2), (3)) AS v(n);

SELECT percentile_cont('-1'::double precision) WITHIN GROUP (ORDER BY NULL::float8) FROM (VALUES (1), (2), (3)) AS v(n);

SELECT percentile_disc('{-1,0.5}'::float8[]) WITHIN GROUP (ORDER BY NULL::mood) FROM (VALUES (1), (2), (3)) AS v(n);

SELECT (ROW((SELECT CAST('ABC'::text AS regdictionary)), c1) = ROW('simple'::regdictionary, 'abc'::text)) FROM (VALUES (1, '  padded  '::text), (2, '  padded  '::text)) AS v(n, c1) ORDER BY n;

SELECT jsonb_path_query_first(silent => ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid NOT IN ('01890a5d-ac96-774b-bcce-b302099a8057'::uuid, NULL::uuid)), vars => jsonb_build_object(NULL::bigint), path => '($."a" == 1)'::jsonpath, target => 'null'::jsonb);

SELECT cash_words('-$2,814,835,669,074.00'::money), cash_words('$110.10'), cash_words('$1005.01'), cash_words('$120'), cash_words('$100'), cash_words('$119,101,200.05');

SET TimeZone = 'Asia/Kolkata';

select '2024-01-01 00:00 IST'::timestamptz, '1943-01-01 00:00 +0630'::timestamptz, '2024-01-01 12:00 IST'::timetz, '2024-01-01 00:00 EST'::timestamptz;

SET timezone = 'XYZ+3:30';

select '2024-01-01 00:00 XYZ'::timestamptz, '12:00 XYZ'::timetz, 'Wed Dec 31 20:30:00 1969 XYZ|'::timestamp(0), '2024-01-01 00:00 IST'::timestamptz;

set timezone = 'America/New_York';

select '2024-07-01 00:00 EST'::timestamptz, '2024-07-01 00:00 EWT'::timestamptz, '1944-07-01 00:00 EWT'::timestamptz, '2024-01-01 LMT'::timestamptz, '2024-01-01 00:00 EDT'::timestamptz;

select '2024-01-01 00:00 XYZ'::timestamptz;

reset timezone;

-- OVERLAPS with intervals adds them first
SELECT "overlaps"('294276-12-31 23:59:59.999999+00'::timestamptz, '0-1'::interval, make_timestamptz(0, 1, 1000, 1, -2147483648, 5e-324, 'a,b;c'), '-00:00:00.000001'::interval);

SELECT (timestamp '2024-01-01', interval '1 day') OVERLAPS (timestamp '2024-01-01 12:00', interval '1 hour'), (time '10:00', interval '1 hour') OVERLAPS (time '10:30', time '11:30'), (timestamptz '2024-01-01', timestamptz '2024-02-01') OVERLAPS (timestamptz '2024-03-01', interval '-40 days'), (timestamp '2024-01-01', null::interval) OVERLAPS (timestamp '2024-01-01', interval '1 hour'), (null::timestamp, interval '1 day') OVERLAPS (timestamp '2024-01-01', interval '1 hour');

SELECT n, (timestamp '2024-01-01' + n * interval '1 day', interval '2 days') OVERLAPS (timestamp '2024-01-03', interval '1 hour'), (time '23:00', n * interval '1 hour') OVERLAPS (time '00:30', interval '1 hour') from generate_series(0, 4) n;

-- comparisons that a type lacks are missed when execution begins
SELECT LEAST(LEAST('$."a" == 1'::jsonpath, '$."b"."c"[0]'::jsonpath, c1), CAST('foo bar baz'::text AS jsonpath)) FROM (VALUES (1, '$'::jsonpath), (2, '$'::jsonpath)) AS v(n, c1) ORDER BY n;

SELECT CASE LEAST((SELECT NULL::xid), '42'::xid, '0'::xid) WHEN NULL::xid THEN 'x'::text END;

SELECT greatest(x, x) FROM (VALUES ('1'::xid)) v(x) WHERE false;

SELECT greatest('1'::xid, '2'::xid);

SELECT (select greatest(x, '2'::xid)), 1/0 FROM (VALUES ('1'::xid), ('2')) v(x);

SELECT make_interval(secs => '1.7976931348623157e+308'::double precision, years => '2147483647');

SELECT inet 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff' - inet '::1', inet '::1' - inet 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', inet '::' - inet '::5', inet '10.0.0.1' - inet '255.255.255.255', inet '255.255.255.255' - inet '0.0.0.0';

SELECT inet '8000::' - inet '::1';

SELECT pg_get_serial_sequence('no_such_schema.t', 'a');

SELECT pg_get_serial_sequence('no_such_table', 'a');

SELECT hashcidextended(LEAST('0'::cid, '0'::cid, '4294967295'::cid), NULL::bigint);

SELECT (LEAST('42'::xid, '0'::xid, '4294967295'::xid) NOT IN ('4294967295'::xid, CAST(''::text AS xid)));

SELECT CASE WHEN false THEN LEAST('42'::xid, '0'::xid) END, 1;
SELECT ((1, 0) = ((SELECT 'x'::text::int), -1));
SELECT ((1, 0) IN (((SELECT 'x'::text::int), -1)));
SELECT ((1, 0) IN (((SELECT 'x'::text::int), -1), (2, 3)));
SELECT (('1'::oidvector, 0) IN (((SELECT CAST('{1,2}'::text AS oidvector)), -1), (''::oidvector, 1)));
SELECT (('1'::oidvector, 0) = ((SELECT CAST('{1,2}'::text AS oidvector)), -1));
SELECT ('1'::oidvector = (SELECT CAST('{1,2}'::text AS oidvector))) AND 0 = -1;
SELECT (1 = (SELECT CAST('{1,2}'::text AS int))) AND 0 = -1;
SELECT (1 IN ((SELECT CAST('{1,2}'::text AS int)), 1));
SELECT (1 IN ((SELECT CAST('{1,2}'::text AS int)), 2));
SELECT (1 = (SELECT CAST(t AS int) FROM (VALUES ('x')) v(t))) AND 0 = -1;
SELECT (1 = (SELECT CAST('x'::text AS int))) AND 0 = -1;
SELECT (1 = (SELECT CAST('x'::text AS int))) AND FALSE;
SELECT (1 = (SELECT CAST('x'::text AS int))) AND 0 = n FROM (VALUES (1)) v(n);
SELECT (1 = (SELECT 'x'::text::int)) AND 0 = -1 FROM (VALUES (1)) v(n);
SELECT CASE WHEN 'f'::boolean THEN LEAST(NULL::xid, '42'::xid, c1) ELSE '1'::xid END FROM (VALUES (1, '0'::xid), (2, '0'::xid)) AS v(n, c1) ORDER BY n;
SELECT CASE WHEN 't'::boolean THEN LEAST(NULL::xid, '42'::xid, c1) ELSE '1'::xid END FROM (VALUES (1, '0'::xid), (2, '0'::xid)) AS v(n, c1) ORDER BY n;
SELECT CASE WHEN n > 5 THEN LEAST(NULL::xid, '42'::xid, c1) ELSE '1'::xid END FROM (VALUES (1, '0'::xid), (2, '0'::xid)) AS v(n, c1) ORDER BY n;
SELECT (ROW('0'::cid, ''::text) IS DISTINCT FROM ROW(LEAST('1'::cid, '0'::cid, c1), 'héllo wörld'::text)) FROM (VALUES (1, '0'::cid), (2, '0'::cid)) AS v(n, c1) ORDER BY n;
SELECT jsonb_path_query_array(silent => (NULL::xid NOT IN ('0'::xid, '0'::xid)), vars => '{}'::jsonb, path => LEAST('$."b"."c"[0]'::jsonpath, '$'::jsonpath, c1), target => '1.50'::jsonb) FROM (VALUES (1, '$[*]'::jsonpath)) AS v(n, c1) ORDER BY n;
SELECT jsonb_path_query_array('1', LEAST('$'::jsonpath, c1)) FROM (VALUES (1, '$[*]'::jsonpath)) AS v(n, c1) WHERE false;
SELECT x FROM (SELECT LEAST(c1, '1'::xid) AS x FROM (VALUES ('1'::xid)) AS v(c1) OFFSET 0) AS s;
SELECT 1 FROM (SELECT LEAST(c1, '1'::xid) AS x FROM (VALUES ('1'::xid)) AS v(c1) OFFSET 0) AS s;
SELECT (SELECT LEAST(c1, '1'::xid) WHERE false) FROM (VALUES ('1'::xid)) AS v(c1);
SELECT EXISTS (SELECT LEAST(c1, '1'::xid)) FROM (VALUES ('1'::xid)) AS v(c1);
SELECT LEAST('2'::xid, '1'::xid);
SELECT LEAST(c1, '1'::xid) FROM (VALUES ('1'::xid)) AS v(c1) WHERE false;
SELECT COALESCE('1'::xid, LEAST(c1, '1'::xid)) FROM (VALUES ('1'::xid)) AS v(c1);
SELECT true OR LEAST(c1, '1'::xid) = '1' FROM (VALUES ('1'::xid)) AS v(c1);
SELECT LEAST(c1, '1'::xid) = '1' OR 1 = 1 FROM (VALUES ('1'::xid)) AS v(c1);
SELECT LEAST(c1, '1'::xid) = '1' OR 1 = 2 FROM (VALUES ('1'::xid)) AS v(c1);
SELECT multirange_union((NULLIF('{[1,5)}'::int4multirange, '{[1,5)}') + '{}'::int4multirange), ('{(,3)}'::int4multirange * CAST('  padded  '::text AS int4multirange)));
SELECT array_gt(GREATEST(NULL::interval[], NULL::interval[], NULL::interval[]), ('{}'::interval[])[pg_event_trigger_table_rewrite_reason():NULL::integer]);
SELECT NULLIF(CAST(CASE E'%_\\'::text WHEN '😀 emoji'::text THEN 'a'::text END AS int4multirange), multirange_union(CAST('😀 emoji'::text AS int4multirange), int4multirange()));
SELECT NULLIF(NULL::int4multirange, CAST('x'::text AS int4multirange));
SELECT NULLIF(CAST('x'::text AS int4multirange), NULL::int4multirange);
SELECT NULLIF(CASE WHEN 1 = 2 THEN 3 END, n / 0) FROM (VALUES (1)) AS v(n);
SELECT NULLIF(n / 0, CASE WHEN 1 = 2 THEN 3 END) FROM (VALUES (1)) AS v(n);
SELECT NULLIF(n, CASE WHEN 1 = 2 THEN 3 END) FROM (VALUES (1)) AS v(n);
SELECT NULLIF(n / 0, NULL) FROM (VALUES (1)) AS v(n);
SELECT NULLIF(NULL, n / 0) FROM (VALUES (1)) AS v(n);
SELECT NULLIF(CASE WHEN n = 2 THEN 3 END, n / 0) FROM (VALUES (1)) AS v(n);
