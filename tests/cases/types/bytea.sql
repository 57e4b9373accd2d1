CREATE TABLE blobs (id int PRIMARY KEY, b bytea);
INSERT INTO blobs VALUES (1, '\x'), (2, '\x00'), (3, '\xDEADbeef'), (4, 'abc'), (5, 'a\000b\\'), (6, NULL), (7, '\x0001ff'), (8, E'\\x41');
SELECT * FROM blobs ORDER BY id;
SELECT id FROM blobs ORDER BY b, id;
SELECT id FROM blobs WHERE b = '\x00';
SELECT id FROM blobs WHERE b > '\x61' ORDER BY id;
SELECT id, length(b), octet_length(b), md5(b) FROM blobs ORDER BY id;
INSERT INTO blobs VALUES (9, '\xabc');
INSERT INTO blobs VALUES (9, '\xzz');
INSERT INTO blobs VALUES (9, 'a\9');
INSERT INTO blobs VALUES (9, 'a\');
INSERT INTO blobs VALUES (9, 5);
SELECT '\xab CD'::bytea, '\x01'::bytea || '\x02'::bytea, 'a'::bytea = '\x61', '\x0a0b'::bytea::text;
SELECT '\x01'::bytea || 'z';
SELECT encode('\x616200ff', 'hex'), encode('\x616200ff', 'escape'), encode('\x616200ff', 'base64'), decode('616263', 'hex'), decode('YWJj', 'base64'), decode('a\000b', 'escape');
SELECT encode('\x61', 'nope');
SELECT decode('zz', 'hex');
SELECT decode('YW', 'base64');
SELECT substring('\x01020304'::bytea, 2, 2), get_byte('\x0102'::bytea, 1), set_byte('\x0102'::bytea, 0, 255), position('\x02'::bytea IN '\x0102'::bytea), trim('\x00'::bytea FROM '\x000100'::bytea), reverse('\x0102'::bytea);
SELECT get_byte('\x01'::bytea, 1);
SELECT sha256('abc'), sha224(''), md5('abc'::bytea);
SELECT convert_from('\xc3a4', 'UTF8'), convert_to('ä', 'UTF8'), convert_to('ä', 'LATIN1');
SELECT convert_from('\xff', 'UTF8');
SELECT min(b), max(b), count(DISTINCT b) FROM blobs;
SELECT string_agg(b, '\x2c' ORDER BY id) FROM blobs WHERE id IN (2, 4);
SET bytea_output = 'escape';
SELECT b FROM blobs ORDER BY id;
RESET bytea_output;
UPDATE blobs SET b = b || '\x00' WHERE id = 4 RETURNING b;
CREATE UNIQUE INDEX ON blobs (b);
INSERT INTO blobs VALUES (10, '\xdeadbeef');
-- parameters: \x0102 | abc
SELECT $1::bytea, $2::bytea, $1 || $2;
-- parameters: \xdeadbeef
SELECT id FROM blobs WHERE b = $1;
-- parameters: \xq
SELECT $1::bytea;
