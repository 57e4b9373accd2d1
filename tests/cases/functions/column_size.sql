SELECT pg_column_size(1), pg_column_size(1::int8), pg_column_size(1::int2), pg_column_size(true), pg_column_size(now()), pg_column_size('a'::name), pg_column_size('x'::"char"), pg_column_size(1.5::float4), pg_column_size('1 day'::interval), pg_column_size('12:00+00'::timetz), pg_column_size(gen_random_uuid()), pg_column_size('1.23'::money), pg_column_size('08:00:2b:01:02:03'::macaddr), pg_column_size('(0,1)'::tid), pg_column_size('0/0'::pg_lsn), pg_column_size('=r/postgres'::aclitem);
SELECT pg_column_size('abc'), pg_column_size('abc'::text), pg_column_size(''::text), pg_column_size('ä'::varchar), pg_column_size('a'::char(5)), pg_column_size('\x0102'::bytea), pg_column_size('[1]'::json), pg_column_size(repeat('x', 3000)), pg_column_size(upper('abc')), pg_column_size('a' || 'b'::text);
SELECT n, pg_column_size(n::numeric) FROM unnest(ARRAY['0', '1', '-1', '1.5', '10000', '12345.6789', '0.0001', '0.00001', '123456789012345678901234567890.5', '100000000', '1e100', '1e-100', '1e300', 'NaN', 'Infinity', '1.000', '0.00']) n;
SELECT j, pg_column_size(j::jsonb) FROM unnest(ARRAY['null', 'true', '1', '1.5', '"abc"', '[]', '{}', '[1,2]', '{"a":1}', '{"a":"xyz","bb":[1,{"c":null}]}', '[[],[1.25]]', '{"a":{"b":true}}', '["ä",12345.678,{"k":[]}]']) j;
SELECT pg_column_size(ARRAY[1,2,3]), pg_column_size('{}'::int[]), pg_column_size('{1,NULL,3}'::int[]), pg_column_size('{{1,2},{3,4}}'::int8[]), pg_column_size('{a,bb,ccccc}'::text[]), pg_column_size('{1,2.5}'::numeric[]), pg_column_size('{t,f,t}'::bool[]), pg_column_size('1 2 3'::int2vector), pg_column_size('1 2'::oidvector);
SELECT pg_column_size('empty'::int4range), pg_column_size('[1,5)'::int4range), pg_column_size('(,5)'::int8range), pg_column_size('[1,5)'::int8range), pg_column_size('[1.5,2.5]'::numrange), pg_column_size('[2020-01-01,2021-01-01)'::daterange), pg_column_size('(2020-01-01,)'::tsrange);
SELECT pg_column_size(ROW(1, 2)), pg_column_size(ROW(1, 'a'::text, 2::int8)), pg_column_size(ROW(NULL::int, 1)), pg_column_size(ROW('abc'::text, 1.5)), pg_column_size(ROW());
SELECT pg_column_size(B'101'), pg_column_size(''::varbit), pg_column_size(B'111111111'::varbit), pg_column_size('1.2.3.4'::inet), pg_column_size('::1'::inet), pg_column_size('10.0.0.0/8'::cidr), pg_column_size(NULL::text), pg_column_size(NULL::int), pg_column_size(NULL);
SELECT pg_column_compression('abc'::text), pg_column_compression(1), pg_column_toast_chunk_id('abc'), pg_column_toast_chunk_id(1), pg_column_compression(NULL::text);
CREATE TYPE sized AS ENUM ('a');
CREATE TABLE sizes (id int PRIMARY KEY, t text, n numeric(10,2), j jsonb, a int[], b bytea, c char(4), v varchar(200), ts timestamptz, e sized, f bool, r int4range);
INSERT INTO sizes VALUES (1, 'abc', 1.5, '{"a":1}', '{1,2}', '\x00', 'x', 'y', '2024-01-01', 'a', true, '[1,2]'), (2, repeat('x', 126), 123456.78, '[]', '{}', '', '', repeat('y', 127), NULL, NULL, NULL, 'empty'), (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL), (4, repeat('z', 500), 0, '"x"', '{{1},{2}}', repeat('b', 200)::bytea, 'abcd', '', '2024-01-01', 'a', false, '(,)');
SELECT id, pg_column_size(id), pg_column_size(t), pg_column_size(n), pg_column_size(j), pg_column_size(a), pg_column_size(b), pg_column_size(c), pg_column_size(v), pg_column_size(ts), pg_column_size(e), pg_column_size(f), pg_column_size(r) FROM sizes ORDER BY id;
SELECT id, pg_column_size(sizes), pg_column_size(s.*) FROM sizes JOIN sizes s USING (id) ORDER BY id;
SELECT id, pg_column_compression(t), pg_column_toast_chunk_id(j), pg_column_compression(id) FROM sizes ORDER BY id;
SELECT sum(pg_column_size(t)), max(pg_column_size(v)) FROM sizes;
SELECT id FROM sizes WHERE pg_column_size(t) > 100 ORDER BY id;
-- parameters: abc
SELECT pg_column_size($1::text);
