-- oids
SELECT '[1,5)'::int4range, '(1,5]'::int4range, '[1,1]'::int4range, '(1,2)'::int4range, '[3,3)'::int4range, 'empty'::int4range, '(,)'::int4range, '[,5]'::int4range, '[1,]'::int4range, ' [ 1 , 5 ] '::int4range, 'EMPTY'::int8range;
-- oids
SELECT '[1.5,2.50)'::numrange, '(1,5]'::numrange, '[1,1]'::numrange, '[1,1)'::numrange, '[2024-01-01,2024-01-31]'::daterange, '(2024-01-01,)'::daterange, '[2024-01-01 10:00,2024-01-01 12:00]'::tsrange, '["2024-01-01 10:00","2024-01-02")'::tsrange, '[2024-01-01,infinity]'::daterange, '[1,9223372036854775806]'::int8range;
SELECT '[5,1]'::int4range;
SELECT '[1,2'::int4range;
SELECT 'x'::int4range;
SELECT ''::int4range;
SELECT '[1 2]'::int4range;
SELECT '[1,2,3]'::int4range;
SELECT '[1,2] x'::int4range;
SELECT 'empty x'::int4range;
SELECT '[a,b]'::int4range;
SELECT '[1,99999999999]'::int4range;
SELECT '["1,2]'::int4range;
-- oids
SELECT int4range(1, 5), int4range(1, 5, '[]'), int4range(1, 5, '(]'), int4range(1, 5, '()'), int4range(NULL, 5), int4range(1, NULL), int4range(NULL, NULL), int4range(3, 3), numrange(1.1, 2.2), numrange(1, 1, '[]'), int8range(1, 2), daterange('2024-01-01', '2024-02-01', '[]'), tsrange('2024-01-01', '2024-01-02');
SELECT int4range(5, 1);
SELECT int4range(1, 2, 'x');
SELECT int4range(1, 2, '[[');
SELECT int4range(1, 2, NULL);
SELECT int4range(1, 2147483647, '[]');
SELECT int8range(1, 9223372036854775807, '[]');
SELECT daterange('2024-01-01', '5874897-12-31', '[]');
SELECT int4range('a', 'b');
SET timezone = 'UTC';
SELECT tstzrange('2024-01-01 00:00+02', '2024-01-02 00:00+02'), tstzrange('2024-01-01', NULL, '(]');
SELECT lower('[1,5]'::int4range), upper('[1,5]'::int4range), isempty('[1,1)'::int4range), lower_inc('[1,5]'::int4range), upper_inc('[1,5]'::int4range), lower_inf('(,5]'::int4range), upper_inf('[1,)'::int4range), lower('empty'::int4range), upper('(,)'::numrange), lower_inc('empty'::int4range), lower_inf('empty'::int4range), upper_inc('[1,2]'::numrange);
SELECT int4range(1, 5) = '[1,4]', numrange(1.0, 2) = numrange(1.00, 2.0), int4range(1, 5) <> int4range(1, 6), int4range(1, 5) < int4range(1, 6), int4range(1, 5) < int4range(2, 3), 'empty'::int4range < '(,)'::int4range, '(,5)'::int4range < '[1,5)'::int4range, '[1,)'::int4range > '[1,5)'::int4range, '[1,2]'::numrange > '[1,2)'::numrange, '(1,2)'::numrange > '[1,2)'::numrange, int4range(1, 2) >= int4range(1, 2), int4range(1, 2) <= 'empty';
SELECT int4range(1, 5) @> 3, int4range(1, 5) @> 5, int4range(1, 5) @> int4range(2, 3), int4range(1, 5) @> 'empty'::int4range, 'empty'::int4range @> int4range(1, 2), 3 <@ int4range(1, 5), int4range(2, 3) <@ int4range(1, 5), '(,)'::int4range @> 100, numrange(1, 2) @> 2.0, numrange(1, 2, '[]') @> 2.0;
SELECT int4range(1, 5) @> '[2,3]', int4range(1, 5) && '[4,9]';
SELECT int4range(1, 5) @> '3';
SELECT int4range(1, 5) && int4range(4, 9), int4range(1, 5) && int4range(5, 9), int4range(1, 5) && 'empty', numrange(1, 2, '[]') && numrange(2, 3), int4range(1, 5) << int4range(5, 9), int4range(5, 9) >> int4range(1, 5), int4range(1, 5) &< int4range(1, 6), int4range(1, 5) &> int4range(0, 9), int4range(1, 5) -|- int4range(5, 9), numrange(1, 2) -|- numrange(2, 3), numrange(1, 2) -|- numrange(2, 3, '()'), 'empty'::int4range << int4range(1, 2), '(,3)'::int4range << '[3,)'::int4range;
-- oids
SELECT int4range(1, 5) + int4range(4, 9), int4range(1, 5) + int4range(5, 9), int4range(1, 5) + 'empty', int4range(1, 5) * int4range(3, 9), int4range(1, 5) * int4range(7, 9), int4range(1, 9) - int4range(5, 20), int4range(1, 9) - int4range(0, 3), int4range(1, 9) - int4range(0, 20), int4range(1, 9) - int4range(20, 30), numrange(1, 5) - numrange(3, 5, '()'), '(,)'::int4range - '[3,)'::int4range;
SELECT int4range(1, 2) + int4range(5, 6);
SELECT int4range(1, 9) - int4range(3, 4);
-- oids
SELECT range_merge(int4range(1, 2), int4range(5, 6)), range_merge('empty'::int4range, int4range(5, 6)), range_merge('{[1,2),[5,6)}'::int4multirange), range_merge('{}'::int4multirange);
SELECT int4range(1, 2) = numrange(1, 2);
SELECT int4range(1, 2) @> 1.5;
SELECT int4range(1, 2) && 5;
-- oids
SELECT int4range(1, 5)::text, '[1,5)'::text::int4range, pg_typeof(int4range(1, 2)), ARRAY[int4range(1, 2), 'empty'], '{"[1,2)","(3,5]"}'::int4range[], to_json(int4range(1, 2)), (ARRAY[int4range(1, 2)])[1], int4range(1, 3)::int4multirange;
-- oids
-- multiranges
SELECT '{}'::int4multirange, '{[1,2),[5,9)}'::int4multirange, '{[5,9),[1,2)}'::int4multirange, '{[1,3),[2,5)}'::int4multirange, '{[1,3),[3,5)}'::int4multirange, '{empty,[1,2]}'::int4multirange, '{(,1),(5,)}'::nummultirange, ' { [1,2] , [4,5] } '::int4multirange, '{["2024-01-01 10:00","2024-01-01 12:00")}'::tsmultirange, '{[2024-01-01,2024-01-05],[2024-01-06,2024-01-07]}'::datemultirange;
SELECT 'x'::int4multirange;
SELECT '{[1,2]'::int4multirange;
SELECT '{x}'::int4multirange;
SELECT '{[1,2] [3,4]}'::int4multirange;
SELECT '{[1,2]} x'::int4multirange;
SELECT '{[1,2],}'::int4multirange;
SELECT '{[1,a]}'::int4multirange;
-- oids
SELECT int4multirange(), int4multirange(int4range(1, 3)), int4multirange(int4range(1, 3), int4range(7, 9), int4range(2, 4)), multirange(numrange(1, 2)), int4multirange('empty'::int4range), int4multirange(NULL::int4range), int4multirange(VARIADIC ARRAY[int4range(1, 2), int4range(4, 5)]);
SELECT int4multirange(int4range(1, 2), NULL);
SELECT lower(m), upper(m), isempty(m), lower_inc(m), upper_inc(m), lower_inf(m), upper_inf(m) FROM (VALUES ('{[1,3),[7,9)}'::int4multirange), ('{}'), ('{(,3),[7,)}')) v(m);
SELECT m @> 2, m @> 5, 8 <@ m, m @> int4range(1, 2), m @> int4range(2, 8), m @> '{[1,2),[8,9)}'::int4multirange, int4range(1, 2) <@ m, m <@ int4range(0, 20), int4range(0, 20) @> m, m && int4range(4, 6), m && int4range(8, 20), int4range(2, 5) && m, m && '{[3,7)}'::int4multirange FROM (VALUES ('{[1,3),[7,9)}'::int4multirange)) v(m);
SELECT m << int4range(9, 10), int4range(0, 1) << m, m >> int4range(0, 1), m &< int4range(0, 9), m &> int4range(1, 2), m -|- int4range(9, 10), int4range(0, 1) -|- m, m -|- '{[9,10)}'::int4multirange, m << '{[20,30)}'::int4multirange, '{}'::int4multirange << m FROM (VALUES ('{[1,3),[7,9)}'::int4multirange)) v(m);
-- oids
SELECT m + '{[3,5)}'::int4multirange, m - '{[2,8)}'::int4multirange, m * '{[2,8)}'::int4multirange, m + '{}', m - m, m * '{}', m = '{[7,9),[1,3)}', m < '{[1,4)}', m > '{}', m <> m FROM (VALUES ('{[1,3),[7,9)}'::int4multirange)) v(m);
-- oids
SELECT unnest('{[1,3),[7,9)}'::int4multirange);
-- oids
SELECT * FROM unnest('{[1,3),[7,9)}'::int4multirange) WITH ORDINALITY;
-- oids
SELECT range_agg(r), range_intersect_agg(r), count(r) FROM (VALUES (int4range(1, 5)), (int4range(4, 9)), (NULL), (int4range(4, 12))) v(r);
-- oids
SELECT range_agg(r), range_intersect_agg(r) FROM (VALUES (int4range(1, 5)), (int4range(7, 9))) v(r);
SELECT range_agg(r), range_intersect_agg(r) FROM (VALUES (int4range(1, 5))) v(r) WHERE false;
-- oids
SELECT range_agg(m), range_intersect_agg(m) FROM (VALUES ('{[1,5),[8,10)}'::int4multirange), ('{[4,9)}')) v(m);
SELECT pg_typeof(int4multirange()), pg_typeof(range_agg(r)), pg_typeof(range_merge(range_agg(r))) FROM (VALUES (int4range(1, 5))) v(r);
-- columns
CREATE TABLE booking (id int PRIMARY KEY, room int, during tsrange NOT NULL, n numrange, m datemultirange, UNIQUE (room, during));
INSERT INTO booking VALUES (1, 1, '[2024-01-01 10:00,2024-01-01 12:00)', '[1.0,2]', '{[2024-01-01,2024-01-02]}'), (2, 1, tsrange('2024-01-01 12:00', '2024-01-01 14:00'), numrange(1, 2.00, '[]'), '{}'), (3, 2, '(,)', 'empty', NULL), (4, 2, 'empty', NULL, NULL);
INSERT INTO booking VALUES (5, 1, '[2024-01-01 10:00:00,2024-01-01 12:00:00)');
INSERT INTO booking VALUES (5, 1, '[2024,2023]');
INSERT INTO booking VALUES (5, 1, int4range(1, 2));
-- oids
SELECT * FROM booking ORDER BY during;
SELECT id FROM booking WHERE during && '[2024-01-01 11:00,2024-01-01 13:00)' ORDER BY id;
SELECT id FROM booking WHERE during @> '2024-01-01 12:30'::timestamp ORDER BY id;
SELECT id, lower(during), upper(during) - lower(during) FROM booking ORDER BY id;
SELECT n, count(*) FROM booking GROUP BY n ORDER BY n;
SELECT DISTINCT n FROM booking ORDER BY n DESC;
SELECT id FROM booking ORDER BY m NULLS FIRST, id;
UPDATE booking SET n = n * '[1.5,)' WHERE id = 1 RETURNING n;
SELECT a.id, b.id FROM booking a JOIN booking b ON a.during -|- b.during AND a.id < b.id;
SELECT range_agg(during) FROM booking WHERE room = 1;
CREATE INDEX booking_n ON booking (n);
SELECT id FROM booking WHERE n = '[1,2]';
-- oids
-- parameters: [1,5] | {[1,2],[4,5]}
SELECT $1::int4range, $2::int4multirange, $1::int4range @> 5;
-- parameters: [2024-01-01 10:00,2024-01-01 11:00] | 3
SELECT id FROM booking WHERE during && $1 AND id <> $2 ORDER BY id;
-- parameters: [5,1]
SELECT $1::int4range;
COPY booking (id, room, during, n) FROM STDIN;
10	3	["2024-02-01 00:00:00","2024-02-02 00:00:00")	(,5]
11	3	empty	\N
\.
COPY (SELECT id, during, n FROM booking WHERE id >= 10 ORDER BY id) TO STDOUT;
-- ranges of one's own
CREATE TYPE floatrange AS RANGE (subtype = float8, subtype_diff = float8mi);
CREATE TYPE textspan AS RANGE (subtype = text);
CREATE TYPE span AS RANGE (subtype = interval, multirange_type_name = spans);
CREATE TYPE floatrange AS RANGE (subtype = int);
CREATE TYPE bad AS RANGE (subtyp = int);
CREATE TYPE bad AS RANGE (subtype_diff = float8mi);
CREATE TYPE bad AS RANGE (subtype = json);
CREATE TYPE bad AS RANGE (subtype = nosuch);
CREATE TYPE bad AS RANGE (subtype = anyelement);
CREATE TYPE bad AS RANGE (subtype = int, subtype = int);
CREATE TYPE bad AS RANGE (subtype = int, canonical = foo);
CREATE TYPE bad AS RANGE (subtype = int, subtype_diff = foo);
CREATE TYPE bad AS RANGE (subtype = int, multirange_type_name = floatrange);
SELECT floatrange(1.5, 2.5), '[1.5,2.5]'::floatrange, floatrange(1, 2, '(]') && floatrange(2, 3), floatrange(1, 2) @> 1.5::float8, floatmultirange(floatrange(1, 2), floatrange(3, 4)), '{[1,2),[1.5,3)}'::floatmultirange, floatrange(1, 2)::floatmultirange;
SELECT textspan('a', 'c') @> 'b'::text, textspan('a b', 'c,d'), '["a b","c\\"]'::textspan, '(,"")'::textspan, textspan('', NULL);
SELECT span('1 month', '40 days') @> interval '35 days', span('1 month', '30 days', '[]'), spans(span('1 day', '2 days')), span('1 month', '30 days');
SELECT floatrange(2, 1);
SELECT range_agg(r), range_merge(range_agg(r)) FROM (VALUES (floatrange(1, 2)), (floatrange(2, 3)), (floatrange(5, 6))) v(r);
-- oids
SELECT lower(floatrange(1, 2)), pg_typeof(floatrange(1, 2)), pg_typeof(lower(floatrange(1, 2))), pg_typeof(multirange(floatrange(1, 2)));
CREATE TABLE f (r floatrange PRIMARY KEY, m floatmultirange);
INSERT INTO f VALUES ('[1,2)', '{[1,2),[3,4)}'), ('[0,5)', '{}');
INSERT INTO f VALUES ('[1.0,2.0)', NULL);
SELECT * FROM f ORDER BY r;
SELECT typname, typtype, typcategory, typlen, typalign, typinput, typoutput, typanalyze FROM pg_type WHERE typname IN ('floatrange', 'floatmultirange', '_floatrange', 'spans', 'textspan_multirange') ORDER BY 1;
-- oids
SELECT rngtypid::regtype, rngsubtype::regtype, rngmultitypid::regtype, rngcanonical, rngsubdiff FROM pg_range WHERE rngtypid IN ('floatrange'::regtype, 'span'::regtype, 'int4range'::regtype) ORDER BY 1::text;
SELECT proname, pronargs, prosrc, proisstrict, provolatile, prokind FROM pg_proc WHERE proname IN ('floatrange', 'floatmultirange') ORDER BY 1, 2, 3;
ALTER TYPE floatrange RENAME TO frange;
SELECT '[1,2)'::frange, floatrange(1, 2);
DROP TYPE frange;
DROP TYPE floatmultirange;
DROP TYPE frange CASCADE;
SELECT floatrange(1, 2);
SELECT attname FROM pg_attribute WHERE attrelid = 'f'::regclass AND attnum > 0 AND NOT attisdropped;
DROP TYPE span, textspan;
SELECT count(*) FROM pg_range WHERE rngtypid > 16000;
