CREATE TABLE ints (a int2, b int4, c int8);
INSERT INTO ints VALUES (-32768, -2147483648, -9223372036854775808), (32767, 2147483647, 9223372036854775807), (0, 0, 0), (NULL, NULL, NULL);
SELECT * FROM ints ORDER BY a;
SELECT * FROM ints ORDER BY b DESC;
SELECT min(a), max(a), min(b), max(b), min(c), max(c) FROM ints;
SELECT sum(a), sum(b), sum(c), avg(a), avg(b), avg(c), count(a) FROM ints;
INSERT INTO ints (a) VALUES (32768);
INSERT INTO ints (a) VALUES (-32769);
INSERT INTO ints (b) VALUES (2147483648);
INSERT INTO ints (b) VALUES (-2147483649);
INSERT INTO ints (c) VALUES (9223372036854775808);
INSERT INTO ints (c) VALUES ('-9223372036854775809');
INSERT INTO ints (b) VALUES ('12 3');
INSERT INTO ints (b) VALUES ('');
INSERT INTO ints (b) VALUES ('0b101'), ('0o17'), ('0xFF'), ('1_0');
INSERT INTO ints (b) VALUES ('1__0');
INSERT INTO ints (b) VALUES (1.4), (1.5), (2.5), (-1.5), (-2.5);
SELECT b FROM ints WHERE a IS NULL ORDER BY b;
SELECT a::int4::text, b::text, c::text FROM ints WHERE a IS NOT NULL ORDER BY a;
UPDATE ints SET a = a + 1 WHERE a = 32767;
UPDATE ints SET b = b + 1 WHERE a = 0 RETURNING b;
UPDATE ints SET c = c - 1 WHERE a = -32768;
SELECT to_hex(255), to_hex(-1), to_hex(255::int8), to_bin(5), to_oct(8);
SELECT int4 '5' / int2 '2', pg_typeof(int2 '1' / int2 '1'), pg_typeof(int4 '1' * int8 '1');
SELECT 5::int2 = 5::int8, 5::oid, 4294967295::oid, '4294967295'::oid;
SELECT 4294967296::oid;
SELECT '-1'::oid, (-1)::oid;
SELECT 'x'::oid;
SELECT 1::oid < 2::oid, 1::oid = 1, 5::oid::int, 4294967295::oid::int8;
-- parameters: 32767 | 2147483647 | 9223372036854775807
SELECT $1::int2, $2::int4, $3::int8;
-- parameters: 32768
SELECT $1::int2;
-- parameters: -9223372036854775808
SELECT $1::int8;
-- parameters: x
SELECT * FROM ints WHERE b = $1;
SELECT random(1, 1), setseed(0.5);
