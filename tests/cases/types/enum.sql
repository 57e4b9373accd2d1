CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE mood AS ENUM ('x');
CREATE TYPE nosuch.mood AS ENUM ('x');
CREATE TYPE empty AS ENUM ();
CREATE TYPE twice AS ENUM ('a', 'b', 'a', 'a0123456789012345678901234567890123456789012345678901234567890123456789');
CREATE TYPE "Weird Type" AS ENUM ('with space', 'quo''te', 'ünïcode', '', '"dq"', 'com,ma', 'NULL');
-- oids
SELECT enum_range(NULL::"Weird Type"), 'quo''te'::"Weird Type", ''::"Weird Type" = '', 'ünïcode'::"Weird Type"::text;
SELECT 'sad'::mood, mood 'ok', CAST('happy' AS mood), mood('ok'), NULL::mood;
SELECT 'angry'::mood;
SELECT 'SAD'::mood;
SELECT ' sad'::mood;
SELECT ''::mood;
SELECT mood('angry');
SELECT 'sad'::text::mood, 'ok'::varchar(5)::mood, 'happy'::mood::text, 'ok'::mood::varchar(1), 'ok'::mood::name;
SELECT ('an' || 'gry')::mood;
SELECT 1::mood;
SELECT 'ok'::mood::int;
SELECT 'sad'::mood < 'ok', 'sad'::mood < 'happy'::mood, 'ok'::mood >= 'ok', 'ok' <> 'happy'::mood, 'sad'::mood = 'sad', 'happy'::mood > 'sad', 'happy' <= 'ok'::mood;
SELECT 'sad'::mood = 'angry';
SELECT 'sad'::mood = 'sad'::text;
SELECT 'sad'::mood = 'sad'::"Weird Type";
SELECT 'sad'::mood = 1;
SELECT 'sad'::mood || 'der', 'sad'::mood LIKE 's%';
SELECT 'sad'::mood + 1;
SELECT length('sad'::mood);
-- oids
SELECT enum_first(NULL::mood), enum_last('ok'::mood), enum_range(NULL::mood), enum_range('ok'::mood, NULL), enum_range(NULL, 'ok'::mood), enum_range('happy'::mood, 'sad'), enum_range('ok'::mood, 'ok');
SELECT enum_first(NULL::empty);
SELECT enum_last(NULL::empty);
-- oids
SELECT enum_range(NULL::empty);
SELECT enum_first(NULL);
SELECT enum_first(1);
SELECT enum_range('ok'::mood, 'a'::empty);
SELECT enum_cmp('sad', 'ok'::mood), enum_cmp('ok'::mood, 'ok'), enum_cmp('happy'::mood, 'ok'), enum_larger('sad'::mood, 'ok'), enum_smaller('sad'::mood, 'ok'), enum_larger(NULL, 'ok'::mood);
SELECT coalesce(NULL, 'ok'::mood), greatest('sad'::mood, 'happy', 'ok'), least('ok'::mood, 'sad'), nullif('ok'::mood, 'ok'), CASE WHEN true THEN 'ok'::mood ELSE 'sad' END;
-- oids
SELECT pg_typeof('ok'::mood), pg_typeof(ARRAY['ok'::mood]), pg_typeof(enum_range(NULL::mood));
SELECT to_json('ok'::mood), to_jsonb('ok'::mood), format('%s %L', 'ok'::mood, 'sad'::mood), concat('ok'::mood, 1), quote_literal('ok'::mood), json_build_object('a', 'ok'::mood);
SELECT 'ok'::mood IN ('sad', 'ok'), 'ok'::mood = ANY (ARRAY['sad', 'happy']::mood[]), 'ok' = ANY (enum_range(NULL::mood)), 'ok'::mood BETWEEN 'sad' AND 'happy';
SELECT 'ok'::mood IN ('sad', 'angry');
-- oids
SELECT ARRAY['sad', 'ok']::mood[], '{sad,happy}'::mood[], '{"sad",NULL}'::mood[], ARRAY['ok'::mood, 'sad'], ('{sad,ok}'::mood[])[2];
SELECT '{sad,angry}'::mood[];
SELECT ARRAY['sad', 'angry']::mood[];
SELECT ARRAY['ok'::mood, 'angry'];
SELECT unnest(enum_range(NULL::mood));
SELECT m, ordinality FROM unnest(enum_range(NULL::mood)) WITH ORDINALITY AS u(m);
CREATE TABLE person (id int PRIMARY KEY, name text, m mood NOT NULL DEFAULT 'ok', past mood[] DEFAULT '{}', w "Weird Type");
INSERT INTO person (id, name) VALUES (1, 'a');
INSERT INTO person VALUES (2, 'b', 'sad', '{happy,sad}', 'com,ma'), (3, 'c', 'happy', ARRAY['ok']::mood[], NULL), (4, 'd', 'ok', NULL, '"dq"');
INSERT INTO person VALUES (5, 'e', 'angry');
INSERT INTO person VALUES (5, 'e', NULL);
INSERT INTO person VALUES (5, 'e', 'ok'::text);
INSERT INTO person VALUES (5, 'e', 'sad', '{sad,bad}');
-- oids
SELECT * FROM person ORDER BY m, id;
SELECT name FROM person ORDER BY m DESC, id DESC;
SELECT name FROM person WHERE m > 'sad' ORDER BY id;
SELECT name FROM person WHERE m = 'ok' ORDER BY id;
SELECT name FROM person WHERE 'sad' = ANY (past);
SELECT id FROM person ORDER BY past, id;
SELECT id FROM person ORDER BY w NULLS FIRST, id;
SELECT m, count(*) FROM person GROUP BY m ORDER BY m;
-- oids
SELECT min(m), max(m), count(DISTINCT m), array_agg(m ORDER BY m DESC), string_agg(m::text, ',' ORDER BY m) FROM person;
SELECT DISTINCT m FROM person ORDER BY 1;
-- oids
SELECT DISTINCT past FROM person ORDER BY 1;
SELECT m FROM person UNION SELECT 'happy'::mood ORDER BY 1;
SELECT m FROM person UNION SELECT 'happy' ORDER BY 1;
SELECT name, rank() OVER (ORDER BY m), lag(m) OVER (ORDER BY id), first_value(m) OVER (ORDER BY m) FROM person ORDER BY id;
-- oids
UPDATE person SET m = 'happy' WHERE id = 1 RETURNING m, past || m;
UPDATE person SET m = 'angry' WHERE id = 1;
-- oids
UPDATE person SET m = 'sad'::text::mood, past = past || 'ok'::mood WHERE id = 1 RETURNING *;
-- oids
UPDATE person SET past = array_append(past, 'sad') WHERE id = 3 RETURNING past;
-- parameters: sad
SELECT $1::mood, $1::mood > 'sad';
-- parameters: angry
SELECT $1::mood;
-- parameters: ok
SELECT id FROM person WHERE m >= $1 ORDER BY id;
-- parameters: {ok,sad}
SELECT id FROM person WHERE m = ANY ($1) ORDER BY id;
-- oids
-- parameters: 9 | z | happy | {sad}
INSERT INTO person (id, name, m, past) VALUES ($1, $2, $3, $4) RETURNING *;
COPY person (id, name, m, past) FROM STDIN;
20	x	sad	{ok}
21	y	happy	\N
\.
COPY person (id, m) FROM STDIN;
22	angry
\.
COPY (SELECT id, m, past FROM person WHERE id >= 20 ORDER BY id) TO STDOUT;
CREATE INDEX person_m ON person (m);
CREATE UNIQUE INDEX person_past ON person (past) WHERE id < 20;
INSERT INTO person (id, past) VALUES (10, '{happy,sad}');
CREATE TABLE byname (m mood PRIMARY KEY, n int);
INSERT INTO byname VALUES ('sad', 1), ('ok', 2);
INSERT INTO byname VALUES ('sad', 1);
INSERT INTO byname VALUES ('ok', 3) ON CONFLICT (m) DO UPDATE SET n = byname.n + excluded.n RETURNING *;
SELECT p.id, b.n FROM person p JOIN byname b USING (m) ORDER BY 1;
CREATE TABLE child (m mood REFERENCES byname, e mood CHECK (e > 'sad'), g text GENERATED ALWAYS AS (CASE WHEN e = 'ok' THEN 'fine' END) STORED);
INSERT INTO child VALUES ('ok', 'ok'), ('sad', 'happy');
INSERT INTO child VALUES ('happy', 'ok');
INSERT INTO child VALUES ('ok', 'sad');
SELECT * FROM child ORDER BY m;
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'child'::regclass ORDER BY 1;
-- the catalog
SELECT typname, typlen, typbyval, typtype, typcategory, typdelim, typinput, typoutput, typreceive, typsend, typalign, typstorage, typarray <> 0 AS has_array FROM pg_type WHERE typname IN ('mood', '_mood', 'Weird Type', '_Weird Type') ORDER BY typname;
SELECT enumlabel, enumsortorder FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid WHERE typname = 'mood' ORDER BY enumsortorder;
-- oids
SELECT enumtypid::regtype, count(*) FROM pg_enum GROUP BY 1 ORDER BY 2;
-- oids
SELECT attname, atttypid::regtype, format_type(atttypid, atttypmod), attlen, attalign, attstorage FROM pg_attribute WHERE attrelid = 'person'::regclass AND attnum > 0 ORDER BY attnum;
SELECT column_name, data_type, udt_name FROM information_schema.columns WHERE table_name = 'person' ORDER BY ordinal_position;
SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'person'::regclass ORDER BY adnum;
-- labels come and go
ALTER TYPE mood ADD VALUE 'ecstatic';
ALTER TYPE mood ADD VALUE 'meh' BEFORE 'ok';
ALTER TYPE mood ADD VALUE 'fine' AFTER 'ok';
ALTER TYPE mood ADD VALUE 'awful' BEFORE 'sad';
ALTER TYPE mood ADD VALUE 'meh';
ALTER TYPE mood ADD VALUE IF NOT EXISTS 'meh';
ALTER TYPE mood ADD VALUE IF NOT EXISTS 'new' AFTER 'nosuch';
ALTER TYPE mood ADD VALUE 'new' BEFORE 'nosuch';
-- oids
SELECT enum_range(NULL::mood);
SELECT enumlabel, enumsortorder FROM pg_enum WHERE enumtypid = 'mood'::regtype ORDER BY enumsortorder;
INSERT INTO person (id, m) VALUES (30, 'meh'), (31, 'fine'), (32, 'awful'), (33, 'ecstatic');
SELECT id, m FROM person ORDER BY m, id;
ALTER TYPE mood RENAME VALUE 'meh' TO 'so-so';
ALTER TYPE mood RENAME VALUE 'meh' TO 'other';
ALTER TYPE mood RENAME VALUE 'ok' TO 'sad';
SELECT id, m FROM person WHERE m <= 'ok' ORDER BY m, id;
SELECT 'meh'::mood;
ALTER TYPE empty ADD VALUE 'first';
-- oids
SELECT enum_range(NULL::empty);
ALTER TYPE person ADD VALUE 'x';
ALTER TYPE int4 ADD VALUE 'x';
ALTER TYPE nosuch ADD VALUE 'x';
ALTER TYPE mood ADD VALUE 'a0123456789012345678901234567890123456789012345678901234567890123456789';
-- in a transaction
BEGIN;
ALTER TYPE mood ADD VALUE 'later';
SELECT enum_range(NULL::mood);
SELECT 'later'::mood;
ROLLBACK;
-- oids
SELECT enum_range(NULL::mood);
BEGIN;
CREATE TYPE fresh AS ENUM ('a');
ALTER TYPE fresh ADD VALUE 'b';
SELECT 'b'::fresh;
CREATE TABLE usesfresh (f fresh);
INSERT INTO usesfresh VALUES ('b');
ROLLBACK;
SELECT 'b'::fresh;
BEGIN;
ALTER TYPE mood RENAME VALUE 'so-so' TO 'meh';
SELECT count(*) FROM person WHERE m = 'meh';
SAVEPOINT s;
ALTER TYPE mood RENAME TO temper;
SELECT 'meh'::temper;
ROLLBACK TO s;
SELECT 'meh'::mood;
COMMIT;
SELECT 'meh'::mood;
-- renaming and moving
ALTER TYPE mood RENAME TO temper;
SELECT 'ok'::mood;
-- oids
SELECT 'ok'::temper, '{ok}'::temper[], '{ok}'::_temper;
SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 'person'::regclass AND attnum > 0 ORDER BY attnum;
ALTER TYPE temper RENAME TO empty;
ALTER TYPE nosuch RENAME TO other;
ALTER TYPE _temper RENAME TO other;
ALTER TYPE person RENAME TO other;
CREATE SCHEMA s2;
ALTER TYPE temper SET SCHEMA s2;
SELECT 'ok'::temper;
-- oids
SELECT 'ok'::s2.temper, pg_typeof('ok'::s2.temper);
SELECT 'bad'::s2.temper;
SELECT id, m FROM person WHERE m = 'ok' ORDER BY id;
ALTER TYPE s2.temper SET SCHEMA nosuch;
ALTER TYPE s2.temper SET SCHEMA public;
ALTER TYPE temper OWNER TO nosuchrole;
ALTER TYPE temper OWNER TO CURRENT_USER;
COMMENT ON TYPE temper IS 'how one feels';
SELECT obj_description('temper'::regtype, 'pg_type');
ALTER TABLE person ALTER COLUMN name TYPE temper USING 'ok';
ALTER TABLE person ALTER COLUMN m DROP DEFAULT;
ALTER TABLE person ALTER COLUMN m TYPE text;
ALTER TABLE person ALTER COLUMN m TYPE temper USING m::temper;
ALTER TABLE person ADD COLUMN extra temper DEFAULT 'happy';
SELECT id, name, m, extra FROM person ORDER BY id LIMIT 2;
-- a table and a type cannot share a name
CREATE TYPE person AS ENUM ('x');
CREATE TABLE temper (a int);
CREATE TYPE _under AS ENUM ('x');
CREATE TYPE under AS ENUM ('y');
SELECT typname FROM pg_type WHERE typname LIKE '%under' ORDER BY 1;
-- oids
SELECT '{y}'::under[], '{x}'::_under[];
-- dropping
DROP TYPE temper;
DROP TYPE _temper;
DROP TYPE int4;
DROP TYPE person;
DROP TYPE nosuch;
DROP TYPE IF EXISTS nosuch, nosuchschema.nosuch;
DROP TYPE nosuchschema.nosuch;
DROP DOMAIN empty;
DROP TYPE empty, _under, under;
DROP TYPE temper, "Weird Type";
DROP TYPE temper CASCADE;
SELECT attname FROM pg_attribute WHERE attrelid = 'person'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum;
SELECT count(*) FROM pg_enum;
SELECT * FROM byname;
DROP TYPE "Weird Type" RESTRICT;
DROP TABLE person;
CREATE TYPE passing AS ENUM ();
DROP TYPE IF EXISTS passing, nosuch;
DROP TYPE IF EXISTS passing;
CREATE DOMAIN passing AS int;
DROP DOMAIN IF EXISTS passing RESTRICT;
DROP TYPE "Weird Type";
SELECT count(*) FROM pg_enum;
