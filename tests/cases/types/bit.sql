SELECT b'101', B'', x'1F', X'aB', bit '101', bit varying '11', '101'::bit(3), 'b101'::varbit, 'X1f'::varbit, '10'::bit(4), '10101'::bit(3), b'10101'::varbit(2), ''::varbit, pg_typeof(b'1'), pg_typeof(x'1'), pg_typeof(b'1' || b'0');
SELECT b'102';
SELECT x'1g';
SELECT '12'::bit(2);
SELECT 'xz'::varbit;
SELECT b'101' & b'011', b'101' | b'011', b'101' # b'011', ~b'101', b'10001' << 3, b'10001' >> 2, b'101' << -1, b'101' >> -2, b'101' << 9, b'10' || b'01', b'10' || '1'::varbit;
SELECT b'101' & b'11';
SELECT b'101' | b'11';
SELECT b'101' # b'11';
SELECT b'1' = b'1', b'1' < b'10', b'01' < b'1', b'1' > b'01', b'10' <> b'1', b'' < b'0', b'0' <= b'00', b'1'::varbit = b'1', b'11'::varbit >= b'1', b'1' = '1';
SELECT length(b'101'), bit_length(b'101'), octet_length(b'101010101'), octet_length(b''), bit_count(b'1011'), get_bit(b'100', 0), get_bit(b'100', 2), set_bit(b'100', 2, 1), substring(b'11010' from 2 for 3), substring(b'11010' from 3), substring(b'11010' from -1 for 3), position(b'101' in b'110101'), position(b'11' in b'000'), position(b'' in b'1'), overlay(b'11111' placing b'00' from 2), overlay(b'11111' placing b'00' from 2 for 3);
SELECT get_bit(b'1', 3);
SELECT set_bit(b'1', 0, 2);
SELECT set_bit(b'1', -1, 1);
SELECT substring(b'11010' from 2 for -1);
SELECT overlay(b'11111' placing b'00' from 0);
-- oids
SELECT 44::bit(10), 44::bit(3), (-44)::bit(12), cast(-44 AS bit(40)), 5::bigint::bit(4), 1::bit, (-1)::bigint::bit(70);
SELECT b'1110'::int, b'11111111111111111111111111111111'::int, b'1'::bigint, x'ffffffffffffffff'::bigint, b'1010'::text, '1010'::text::bit(4), b'10'::varbit(1)::text;
SELECT repeat('1', 33)::bit(33)::int;
SELECT 1.5::bit(3);
SELECT b'1'::boolean;
SELECT bit_and(x), bit_or(x), bit_xor(x), min(x::text) FROM (VALUES (b'110'), (b'011'), (NULL)) v(x);
SELECT bit_and(x) FROM (VALUES (b'110'), (b'01')) v(x);
SELECT bit_or(x) FROM (VALUES (b'1')) v(x) WHERE false;
CREATE TABLE b (id int PRIMARY KEY, f bit(3), v bit varying(5), u varbit, one bit, a bit(2)[]);
INSERT INTO b VALUES (1, b'101', b'1', b'', b'1', '{10,01}'), (2, '011', x'1F'::varbit(5), b'0101', '0', NULL), (3, NULL, NULL, NULL, NULL, ARRAY[b'11', b'00']);
INSERT INTO b (id, f) VALUES (4, b'1');
INSERT INTO b (id, v) VALUES (4, b'111111');
INSERT INTO b (id, f) VALUES (4, '1011');
INSERT INTO b (id, f) VALUES (4, 5);
INSERT INTO b (id, a) VALUES (4, '{1}');
-- oids
SELECT * FROM b ORDER BY id;
SELECT id FROM b WHERE f = b'101';
SELECT id FROM b WHERE f & b'100' = b'100';
SELECT id, v FROM b ORDER BY v NULLS FIRST, id;
SELECT f, count(*) FROM b GROUP BY f ORDER BY f;
SELECT DISTINCT one FROM b ORDER BY 1;
CREATE UNIQUE INDEX b_f ON b (f);
INSERT INTO b (id, f) VALUES (5, b'101');
UPDATE b SET v = v || b'1', f = ~f WHERE id = 1 RETURNING v, f;
SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 'b'::regclass AND attnum > 0 ORDER BY attnum;
CREATE TABLE bad (a bit(0));
CREATE TABLE bad (a bit varying(0));
CREATE TABLE bad (a bit(99999999));
CREATE TABLE bad (a bit(1, 2));
CREATE TABLE d (a bit(3) DEFAULT b'101', b varbit DEFAULT '11');
INSERT INTO d DEFAULT VALUES RETURNING *;
SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'd'::regclass ORDER BY adnum;
-- parameters: 101 | 11
SELECT $1::bit(3), $2::varbit;
-- parameters: 012
SELECT $1::bit(3);
COPY b (id, f, v) FROM STDIN;
10	111	10
\.
COPY b (id, f) FROM STDIN;
11	1
\.
COPY (SELECT id, f, v, a FROM b ORDER BY id) TO STDOUT;
