CREATE DOMAIN posint AS int CHECK (VALUE > 0);
CREATE DOMAIN label AS text NOT NULL DEFAULT 'none' CHECK (length(VALUE) < 10) CONSTRAINT "no blanks" CHECK (VALUE NOT LIKE '% %');
CREATE DOMAIN small AS posint DEFAULT 5 CONSTRAINT small CHECK (VALUE < 10) CONSTRAINT aaa CHECK (VALUE <> 7);
CREATE DOMAIN price AS numeric(6,2) CHECK (VALUE >= 0);
CREATE DOMAIN code AS char(3);
CREATE DOMAIN short AS varchar(4);
CREATE DOMAIN pair AS int[] CHECK (array_length(VALUE, 1) = 2);
CREATE DOMAIN plain AS text;
CREATE DOMAIN required AS posint NOT NULL;
CREATE DOMAIN strict AS int CHECK (VALUE IS NOT NULL);
CREATE DOMAIN posint AS text;
CREATE DOMAIN bad AS nosuch;
CREATE DOMAIN bad AS anyelement;
CREATE DOMAIN bad AS int UNIQUE;
CREATE DOMAIN bad AS int PRIMARY KEY;
CREATE DOMAIN bad AS int REFERENCES t;
CREATE DOMAIN bad AS int NULL NOT NULL;
CREATE DOMAIN bad AS int DEFAULT 1 DEFAULT 2;
CREATE DOMAIN bad AS int DEFAULT 'x';
CREATE DOMAIN bad AS int CHECK (y > 0);
CREATE DOMAIN bad AS int CHECK (VALUE > (SELECT 1));
CREATE DOMAIN bad AS int CHECK (max(VALUE) > 0);
CREATE DOMAIN bad AS int CHECK (VALUE);
CREATE DOMAIN bad AS int CONSTRAINT c CHECK (VALUE > 0) CONSTRAINT c CHECK (VALUE > 1);
CREATE DOMAIN bad AS int GENERATED ALWAYS AS (1) STORED;
CREATE DOMAIN nosuch.bad AS int;
-- casts
SELECT 1::posint, '5'::posint, 2.4::posint, NULL::posint, CAST('7' AS posint), posint '8', posint('9');
SELECT 0::posint;
SELECT (-1)::posint;
SELECT 'x'::posint;
SELECT 99999999999::posint;
SELECT posint '0';
SELECT NULL::label;
SELECT 'much too long'::label;
SELECT 'a b'::label;
SELECT 'ok'::label || '!', length('ok'::label), upper('ok'::label);
SELECT 3::small, 7::posint::small;
SELECT 11::small;
SELECT 0::small;
SELECT NULL::required;
SELECT NULL::strict;
SELECT 1.005::price, '12'::price, 1234.567::price;
SELECT 12345::price;
SELECT '-0.01'::price;
SELECT 'a'::code || '|', 'abcdef'::code, 'abcdef'::short, 'x'::code = 'x  ';
-- oids
SELECT '{1,2}'::pair, ('{1,2}'::pair)[2], ARRAY[3, 4]::pair || 5;
SELECT '{1}'::pair;
SELECT ARRAY[1, 2, 3]::pair;
-- oids
SELECT ARRAY[1, 2]::posint[], '{3,4}'::posint[], '{1,NULL}'::posint[];
SELECT ARRAY[1, 0]::posint[];
SELECT '{1,0}'::posint[];
SELECT '{a,NULL}'::label[];
SELECT ARRAY['a', NULL]::label[];
-- oids
SELECT pg_typeof(1::posint), pg_typeof(1::posint + 1), pg_typeof(ARRAY[1::posint]), pg_typeof('{1,2}'::posint[]), pg_typeof(coalesce(1::posint, 2)), pg_typeof(CASE WHEN true THEN 1::posint ELSE 2::posint END), pg_typeof(abs(1::posint)), pg_basetype('small'::regtype);
SELECT 1::posint = 1, 1::posint < 2::small, 1::posint::int, 1::posint::text, 1::posint::bigint, 5::posint::float8 / 2, -(1::posint), 3::posint % 2;
SELECT 1::posint IN (1, 2), 2::posint BETWEEN 1 AND 3, greatest(1::posint, 2), nullif(1::posint, 1), 1::posint = ANY (ARRAY[1, 2]);
-- oids
SELECT sum(x), min(x), max(x), avg(x), count(DISTINCT x), array_agg(x) FROM (VALUES (1::posint), (3), (3)) v(x);
SELECT x::posint FROM (VALUES (1), (2)) v(x);
SELECT x::posint FROM (VALUES (1), (0)) v(x);
SELECT (x + random() * 0)::int::posint FROM (VALUES (1), (2)) v(x);
SELECT CASE WHEN x > 0 THEN x::posint END FROM (VALUES (1), (0)) v(x);
SELECT to_json(1::posint), to_jsonb('a'::label), json_build_array(1::posint, 'x'::label), format('%s', 1.5::price);
-- columns
CREATE TABLE t (id int PRIMARY KEY, p posint, l label, s small, n price DEFAULT 1.5, ps posint[], c code);
INSERT INTO t (id) VALUES (1);
INSERT INTO t (id, l) VALUES (2, 'two');
INSERT INTO t VALUES (3, 3, 'three', 3, 3, '{3,3}', 'c');
INSERT INTO t (id, p) VALUES (4, 0);
INSERT INTO t (id, l) VALUES (4, NULL);
INSERT INTO t (id, s) VALUES (4, DEFAULT), (5, 7);
INSERT INTO t (id, s) VALUES (4, DEFAULT), (5, NULL);
INSERT INTO t (id, ps) VALUES (6, '{0}');
INSERT INTO t (id, n) VALUES (6, 99999);
INSERT INTO t (id, p) SELECT 10 + x, x FROM (VALUES (1), (2)) v(x);
INSERT INTO t (id, p) SELECT 20 + x, x FROM (VALUES (1), (-2)) v(x);
-- oids
SELECT * FROM t ORDER BY id;
UPDATE t SET p = 5 WHERE id = 1 RETURNING p, p + 1;
UPDATE t SET p = 0 WHERE id = 1;
UPDATE t SET p = p - 5 WHERE id = 1;
UPDATE t SET l = NULL WHERE id = 1;
UPDATE t SET l = DEFAULT, s = DEFAULT, n = DEFAULT WHERE id = 3 RETURNING l, s, n;
SELECT id FROM t WHERE p > 1 ORDER BY p, id;
SELECT p, count(*) FROM t GROUP BY p ORDER BY p;
SELECT DISTINCT s FROM t ORDER BY s;
SELECT t.id FROM t JOIN (VALUES (5)) v(x) ON t.p = v.x;
-- parameters: 5
SELECT $1::posint + 1;
-- parameters: 0
SELECT $1::posint;
-- parameters: 30 | 3 | thirty
INSERT INTO t (id, p, l) VALUES ($1, $2, $3) RETURNING p, l;
-- parameters: 31 | 0
INSERT INTO t (id, p) VALUES ($1, $2);
-- parameters: 31 | NULL
INSERT INTO t (id, l) VALUES ($1, $2);
-- parameters: {1,0}
SELECT $1::posint[];
-- parameters: 5
SELECT id FROM t WHERE p = $1;
COPY t (id, p, l) FROM STDIN;
40	4	forty
41	\N	x
\.
COPY t (id, p) FROM STDIN;
42	0
\.
COPY t (id, l) FROM STDIN;
42	\N
\.
COPY t (id, ps) FROM STDIN;
42	{1,0}
\.
COPY (SELECT id, p, l FROM t WHERE id >= 30 ORDER BY id) TO STDOUT;
CREATE TABLE k (p posint PRIMARY KEY, l label UNIQUE, x int CHECK (x::posint < 100), g small GENERATED ALWAYS AS (p + 1) STORED);
INSERT INTO k (p, l, x) VALUES (1, 'a', 5) RETURNING *;
INSERT INTO k (p, l, x) VALUES (1, 'b', 5);
INSERT INTO k (p, l, x) VALUES (2, 'a', 5);
INSERT INTO k (p, l, x) VALUES (2, 'b', 0);
INSERT INTO k (p, l, x) VALUES (20, 'b', 1);
INSERT INTO k (p, l, x) VALUES (1, 'z', 1) ON CONFLICT (p) DO UPDATE SET l = excluded.l RETURNING p, l;
INSERT INTO k (p, l, x) VALUES (1, 'z', 1) ON CONFLICT (p) DO UPDATE SET l = NULL;
CREATE TABLE kc (p posint REFERENCES k);
INSERT INTO kc VALUES (1), (NULL);
INSERT INTO kc VALUES (2);
CREATE INDEX k_expr ON k ((p * 2), lower(l));
SELECT p FROM k WHERE p * 2 = 2;
-- oids
-- the catalog
SELECT typname, typtype, typcategory, typbasetype::regtype, typtypmod, typnotnull, typdefault, typndims, typinput, typoutput, typreceive, typsend, typlen, typarray <> 0 AS has_array FROM pg_type WHERE typname IN ('posint', 'label', 'small', 'price', 'code', 'pair') ORDER BY typname;
-- oids
SELECT conname, contype, contypid::regtype, convalidated, conkey, pg_get_constraintdef(oid), pg_get_constraintdef(oid, true) FROM pg_constraint WHERE contypid IN ('posint'::regtype, 'label'::regtype, 'small'::regtype, 'price'::regtype) ORDER BY conname;
-- oids
SELECT attname, atttypid::regtype, atttypmod, format_type(atttypid, atttypmod), attnotnull FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum > 0 ORDER BY attnum;
SELECT column_name, data_type, domain_name, is_nullable, column_default FROM information_schema.columns WHERE table_name = 't' ORDER BY ordinal_position;
-- altering
ALTER DOMAIN posint SET DEFAULT 42;
INSERT INTO k (l) VALUES ('dflt') RETURNING p;
INSERT INTO t (id) VALUES (50) RETURNING p, s;
ALTER DOMAIN posint DROP DEFAULT;
ALTER DOMAIN posint SET DEFAULT 'x';
ALTER DOMAIN posint SET DEFAULT 0;
INSERT INTO t (id) VALUES (51);
ALTER DOMAIN posint SET DEFAULT NULL;
ALTER DOMAIN posint SET NOT NULL;
ALTER DOMAIN posint ADD CONSTRAINT big CHECK (VALUE < 4);
ALTER DOMAIN posint ADD CONSTRAINT big CHECK (VALUE < 4) NOT VALID;
ALTER DOMAIN plain ADD CONSTRAINT big CHECK (VALUE <> 'x') NOT VALID;
SELECT pg_get_constraintdef(oid), convalidated FROM pg_constraint WHERE contypid = 'plain'::regtype;
SELECT 'x'::plain;
ALTER DOMAIN plain VALIDATE CONSTRAINT big;
ALTER DOMAIN plain VALIDATE CONSTRAINT nosuch;
ALTER DOMAIN plain ADD CONSTRAINT big CHECK (VALUE <> 'y');
ALTER DOMAIN plain ADD CHECK (VALUE <> 'y');
ALTER DOMAIN plain ADD CHECK (VALUE <> 'z');
SELECT conname FROM pg_constraint WHERE contypid = 'plain'::regtype ORDER BY 1;
ALTER DOMAIN plain RENAME CONSTRAINT big TO huge;
ALTER DOMAIN plain RENAME CONSTRAINT nosuch TO other;
SELECT 'x'::plain;
ALTER DOMAIN plain DROP CONSTRAINT huge;
ALTER DOMAIN plain DROP CONSTRAINT huge;
ALTER DOMAIN plain DROP CONSTRAINT IF EXISTS huge;
SELECT 'x'::plain;
ALTER DOMAIN plain SET NOT NULL;
SELECT NULL::plain;
ALTER DOMAIN plain SET NOT NULL;
ALTER DOMAIN plain DROP NOT NULL;
SELECT NULL::plain;
ALTER DOMAIN nosuch DROP NOT NULL;
ALTER DOMAIN int4 DROP NOT NULL;
ALTER DOMAIN label DROP NOT NULL;
UPDATE t SET l = NULL WHERE id = 2 RETURNING id, l;
ALTER DOMAIN label SET NOT NULL;
CREATE TABLE loose (l label, ls plain[], s small);
INSERT INTO loose VALUES ('a', '{x}', 1);
ALTER DOMAIN plain ADD CONSTRAINT c CHECK (VALUE <> 'q');
ALTER DOMAIN small ADD CONSTRAINT c CHECK (VALUE <> 1);
ALTER DOMAIN small ADD CONSTRAINT c CHECK (VALUE <> 2);
UPDATE loose SET s = 2;
-- in a transaction
BEGIN;
ALTER DOMAIN small DROP CONSTRAINT c;
UPDATE loose SET s = 2;
ROLLBACK;
UPDATE loose SET s = 2;
BEGIN;
CREATE DOMAIN fleeting AS int;
SELECT 1::fleeting;
ROLLBACK;
SELECT 1::fleeting;
-- renaming, moving
ALTER DOMAIN short RENAME TO brief;
-- oids
SELECT 'abcdef'::brief, '{a}'::brief[];
ALTER TYPE brief RENAME TO short;
CREATE SCHEMA s3;
ALTER DOMAIN posint SET SCHEMA s3;
SELECT 0::s3.posint;
SELECT 0::small;
UPDATE t SET p = 0 WHERE id = 1;
ALTER DOMAIN s3.posint SET SCHEMA public;
COMMENT ON DOMAIN posint IS 'more than nothing';
COMMENT ON DOMAIN int4 IS 'x';
SELECT obj_description('posint'::regtype, 'pg_type');
-- ALTER TABLE
ALTER TABLE loose ADD COLUMN r required;
ALTER TABLE loose ADD COLUMN r required DEFAULT 3;
ALTER TABLE loose ADD COLUMN d small;
ALTER TABLE loose ADD COLUMN z posint DEFAULT 0;
-- oids
SELECT * FROM loose;
ALTER TABLE loose ALTER COLUMN s TYPE int;
ALTER TABLE loose ALTER COLUMN s TYPE posint;
ALTER TABLE loose ALTER COLUMN s TYPE required USING s - 1;
-- oids
SELECT s, pg_typeof(s) FROM loose;
-- dropping
ALTER TABLE k DROP COLUMN g;
DROP DOMAIN posint;
DROP TYPE posint;
DROP DOMAIN nosuch;
DROP DOMAIN IF EXISTS nosuch, plain;
DROP DOMAIN int4;
DROP DOMAIN short, code;
DROP DOMAIN posint CASCADE;
SELECT attname FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum;
SELECT count(*) FROM pg_constraint WHERE contypid <> 0 AND contypid > 16000;
SELECT contypid::regtype, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contypid <> 0 AND connamespace = 'information_schema'::regnamespace ORDER BY conname;
SELECT pg_get_constraintdef(oid, true) FROM pg_constraint WHERE conname = 'cardinal_number_domain_check';
CREATE DOMAIN backslashed AS text DEFAULT 'a\b' CHECK (value ~ '[^@]+\.x') CHECK (value <> E'it''s\n');
SELECT conname, pg_get_constraintdef(oid), pg_get_constraintdef(oid, true) FROM pg_constraint WHERE contypid = 'backslashed'::regtype ORDER BY conname;
SELECT typdefault FROM pg_type WHERE typname = 'backslashed';
SELECT 'ab\.x'::backslashed, 'a.x'::backslashed;
