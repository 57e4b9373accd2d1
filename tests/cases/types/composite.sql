CREATE TYPE addr AS (street text, zip int, tags text[]);
CREATE TYPE pair AS (a int, b numeric(5,2));
CREATE TYPE nested AS (p pair, ps pair[], at timestamp);
CREATE TYPE nothing AS ();
CREATE TYPE addr AS (a int);
CREATE TYPE bad AS (a int, a int);
CREATE TYPE bad AS (a anyelement);
CREATE TYPE bad AS (a nosuch);
CREATE TYPE bad AS (a bad);
CREATE TYPE nosuch.bad AS (a int);
-- oids
-- values
SELECT ROW('x', 1, '{a,b}')::addr, CAST(ROW('x', NULL, NULL) AS addr), '(x,1,"{a,b}")'::addr, NULL::addr, ROW()::nothing, '()'::nothing;
-- oids
SELECT '(,,)'::addr, '("",2,)'::addr, '("a,b","3",{})'::addr, '("q""uote",1,)'::addr, '(back\\slash,1,)'::addr, '("with ""two"" quotes",1,"{""x y""}")'::addr, ' (x,1,) '::addr;
SELECT '(1)'::addr;
SELECT '(1,2,{},4)'::addr;
SELECT 'x'::addr;
SELECT ''::addr;
SELECT '(a,b,)'::addr;
SELECT '(a,1,'::addr;
SELECT '("a,1,)'::addr;
SELECT '(a,1,) x'::addr;
SELECT '(a,1'::addr;
SELECT ROW('x', 'y', NULL)::addr;
SELECT ROW('x', 1)::addr;
SELECT ROW('x', 1, '{}', 2)::addr;
-- oids
SELECT ROW('x', true, '{}')::addr;
SELECT 1::addr;
SELECT 'x'::text::addr;
-- oids
SELECT '(x,1,)'::text::addr, ROW('x', 1, NULL)::addr::text, ROW(1, 2.345)::pair, '(1,2.345)'::pair;
SELECT '(1,99999)'::pair;
-- oids
SELECT ROW(ROW(1, 2)::pair, ARRAY[ROW(3, 4)::pair, NULL], '2024-01-01')::nested, '("(1,2.00)","{""(3,4.00)"",NULL}","2024-01-01 00:00:00")'::nested;
SELECT (ROW('x', 1, '{a,b}')::addr).zip, (ROW('x', 1, '{a,b}')::addr).tags[2], ((ROW(ROW(1, 2)::pair, NULL, NULL)::nested).p).b, (ROW(1, 2)).f2, (ROW('x', 1, NULL)::addr).*;
SELECT (ROW('x', 1, NULL)::addr).nope;
SELECT (ROW(1, 2)).f3;
SELECT (1).x;
SELECT zip('(x,1,)'::addr), street(ROW('s', 2, NULL)::addr);
-- oids
SELECT pg_typeof(ROW(1, 2)), pg_typeof(ROW(1, 2)::pair), pg_typeof(ARRAY[ROW(1, 2)::pair]), pg_typeof((ROW(1, 2)::pair).b);
SELECT ARRAY[ROW(1, 2)::pair, ROW(3, 4)], '{"(1,2)",NULL}'::pair[], (ARRAY[ROW(1, 2)::pair])[1].a, array_length(ARRAY[ROW(1, 2)::pair], 1);
SELECT unnest(ARRAY[ROW(1, 2)::pair, ROW(3, 4)]);
SELECT * FROM unnest(ARRAY[ROW(1, 2)::pair, ROW(3, 4), NULL]);
SELECT u, u.a FROM unnest(ARRAY[ROW(1, 2)::pair, ROW(3, 4)]) u;
-- comparison
SELECT ROW(1, 2)::pair = ROW(1, 2.0)::pair, ROW(1, 2)::pair < ROW(1, 3)::pair, ROW(1, NULL)::pair = ROW(1, NULL)::pair, ROW(1, NULL)::pair > ROW(1, 5)::pair, ROW(1, 2)::pair <> ROW(2, 1)::pair, ROW(1, 2)::pair >= ROW(1, 2)::pair, ROW(1, 2)::pair <= ROW(0, 2)::pair;
SELECT ROW(1, 2)::pair = ROW(1, 2.0), ROW(1, 2) = ROW(1, 2), ROW(1, NULL) = ROW(1, NULL), ROW(1, 2) < ROW(1, 3), ROW(1, 2) IS DISTINCT FROM ROW(1, 3), ROW(1, NULL)::pair IS NOT DISTINCT FROM ROW(1, NULL)::pair;
SELECT ROW(1, 2)::pair = ROW('x', 1, NULL)::addr;
SELECT ROW(1, 2)::pair < ROW(1, 2, 3);
SELECT ROW(1, 2) = ROW(1, 2, 3);
SELECT NULL::pair = ROW(1, 2)::pair, NULL::pair IS NULL, NULL::pair IS NOT NULL;
-- oids
SELECT ROW(1, 2)::pair IS NULL, ROW(1, NULL)::pair IS NULL, ROW(1, NULL)::pair IS NOT NULL, ROW(NULL, NULL)::pair IS NULL, ROW(NULL, NULL)::pair IS NOT NULL, NOT ROW(NULL, NULL)::pair IS NULL, ROW(NULL, NULL)::pair IS DISTINCT FROM NULL, coalesce(ROW(NULL, NULL)::pair, ROW(1, 1)::pair);
-- oids
SELECT ROW(1, 2)::pair IN (ROW(1, 2)::pair, ROW(3, 4)::pair), ROW(1, 2)::pair = ANY (ARRAY[ROW(1, 2)::pair]), greatest(ROW(1, 2)::pair, ROW(1, 3)::pair), nullif(ROW(1, 2)::pair, ROW(1, 2)::pair);
-- oids
SELECT CASE WHEN true THEN ROW(1, 2)::pair ELSE NULL END, coalesce(NULL::pair, ROW(5, 6)::pair);
-- columns
CREATE TABLE p (id int PRIMARY KEY, a addr, al addr[], n pair DEFAULT ROW(0, 0));
INSERT INTO p VALUES (1, ROW('x', 1, '{a,b}'), ARRAY[ROW('y', 2, NULL)::addr], ROW(0, 0)), (2, '(q,,"{z}")', '{"(a,1,)"}', '(5,5)'), (3, NULL, NULL, NULL), (4, ROW(NULL, NULL, NULL), '{}', ROW(1, NULL));
INSERT INTO p VALUES (5, ROW('x', 'y', NULL));
INSERT INTO p VALUES (5, ROW('x'));
INSERT INTO p VALUES (5, '(x)');
INSERT INTO p VALUES (5, 7);
INSERT INTO p (id, n) VALUES (5, ROW(1, 99999));
-- oids
SELECT * FROM p ORDER BY id;
SELECT id, (a).street, (a).zip, (p.a).tags[1], (al[1]).zip, (n).b FROM p ORDER BY id;
-- oids
SELECT id, (a).*, (p).n FROM p ORDER BY id;
SELECT a.zip FROM p;
SELECT (p.nope).x FROM p;
SELECT id, a IS NULL, a IS NOT NULL, NOT a IS NULL, n IS NULL, n IS NOT NULL FROM p ORDER BY id;
SELECT id FROM p WHERE (a).zip = 1;
SELECT id FROM p WHERE a = ROW('x', 1, '{a,b}')::addr;
SELECT id FROM p WHERE a = '(x,1,"{a,b}")';
SELECT id FROM p WHERE (n).a BETWEEN 0 AND 4 ORDER BY (n).a, id;
-- oids
SELECT id, n FROM p ORDER BY n, id;
-- oids
SELECT id, a FROM p ORDER BY a DESC NULLS LAST, id;
-- oids
SELECT n, count(*) FROM p GROUP BY n ORDER BY n;
-- oids
SELECT DISTINCT n FROM p ORDER BY 1;
-- oids
SELECT count(DISTINCT n), min(n), max(n), array_agg(n ORDER BY id) FROM p;
SELECT (n).a, sum((n).b) FROM p GROUP BY (n).a ORDER BY 1;
-- oids
SELECT a FROM p WHERE id = 1 UNION SELECT ROW('x', 1, '{a,b}')::addr;
-- oids
-- assignment to parts
UPDATE p SET a.zip = 5 WHERE id = 1 RETURNING a;
-- oids
UPDATE p SET a.zip = 6, a.street = 'zz' WHERE id = 3 RETURNING a;
-- oids
UPDATE p SET a.tags[2] = 'new' WHERE id = 1 RETURNING a;
-- oids
UPDATE p SET al[1].zip = 9 WHERE id = 1 RETURNING al;
-- oids
UPDATE p SET al[3] = ROW('third', 3, NULL) WHERE id = 1 RETURNING al;
-- oids
UPDATE p SET n.a = (n).a + 1, n.b = (a).zip WHERE id = 1 RETURNING n;
-- oids
UPDATE p SET (n.a, n.b) = (7, 8) WHERE id = 2 RETURNING n;
UPDATE p SET a.zip = NULL WHERE id = 1 RETURNING a;
UPDATE p SET n.b = 12345 WHERE id = 1;
UPDATE p SET a.nope = 1;
UPDATE p SET id.x = 1;
UPDATE p SET a.zip = 'x';
UPDATE p SET a.zip = true;
UPDATE p SET a.tags[1] = 1;
UPDATE p SET a.zip = DEFAULT;
UPDATE p SET a = NULL, a.zip = 1;
UPDATE p SET a.zip = 1, a = NULL;
-- oids
INSERT INTO p (id, a.street, a.zip) VALUES (10, 's', 1) RETURNING id, a, n;
-- oids
INSERT INTO p (id, al[2]) VALUES (11, ROW('q', 1, NULL)) RETURNING al;
-- oids
INSERT INTO p (id, n.a, n.b) SELECT 12, 1, 2 RETURNING n;
-- oids
INSERT INTO p (id, n.a, n.b) VALUES (13, 1, 2), (14, 3, 4) RETURNING n;
INSERT INTO p (id, a, a.zip) VALUES (15, NULL, 1);
INSERT INTO p (id, a.zip) VALUES (15, DEFAULT);
-- oids
INSERT INTO p (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET a.zip = 77, n.a = excluded.id RETURNING a, n;
-- whole rows
CREATE TABLE w (id int, name text, v numeric);
INSERT INTO w VALUES (1, 'one', 1.0), (2, 'two, "2"', NULL), (NULL, NULL, NULL);
-- oids
SELECT w FROM w ORDER BY id;
-- oids
SELECT w.*, w::text, ROW(w.*), ROW(w.*, 1), (w).name FROM w ORDER BY id;
SELECT w IS NULL, w.* IS NOT NULL, w = ROW(1, 'one', 1.00)::w, w IS DISTINCT FROM w FROM w ORDER BY id;
SELECT x = y FROM w x, w y WHERE x.id = y.id ORDER BY x.id;
SELECT id FROM w ORDER BY w DESC;
-- oids
SELECT w, count(*) FROM w GROUP BY w ORDER BY w;
-- oids
SELECT count(w), count(DISTINCT w), array_agg(w ORDER BY id) FROM w;
-- oids
SELECT p.id, w FROM p LEFT JOIN w ON w.id = p.id ORDER BY p.id;
SELECT p.id, w IS NULL, row_to_json(w), (w).name FROM p LEFT JOIN w ON w.id = p.id WHERE p.id < 4 ORDER BY p.id;
SELECT row_to_json(w), to_json(w), to_jsonb(w) FROM w ORDER BY id;
SELECT row_to_json(x) FROM (SELECT id, (a).street AS s, n FROM p WHERE id < 3 ORDER BY id) x;
SELECT json_agg(n ORDER BY id), json_build_object('n', min(n)) FROM p WHERE id < 3;
SELECT row_to_json(p), to_json(al) FROM p WHERE id = 1;
-- oids
SELECT '(5,five,5)'::w, (ROW(5, 'five', 5)::w).v, ARRAY[ROW(1, 'x', 1)::w];
SELECT name(w), w.name FROM w WHERE id = 1;
-- oids
INSERT INTO w SELECT (x).* FROM (SELECT ROW(9, 'nine', 9)::w AS x) s RETURNING w;
-- oids
UPDATE w SET v = 10 WHERE id = 9 RETURNING w, ROW(w.*);
-- oids
DELETE FROM w WHERE id = 9 RETURNING w;
CREATE TABLE holds (w w, ws w[]);
INSERT INTO holds SELECT w, ARRAY[w] FROM w WHERE id = 1;
-- oids
SELECT (w).name, ws[1], (ws[1]).v FROM holds;
ALTER TABLE w ADD COLUMN extra text;
-- oids
SELECT w, (w).extra, ws FROM holds;
ALTER TABLE w DROP COLUMN name;
-- oids
SELECT w, ws, to_json(w), w IS NOT NULL FROM holds;
-- oids
SELECT w, row_to_json(w) FROM w ORDER BY id;
INSERT INTO holds SELECT w FROM w WHERE id = 2;
-- oids
SELECT * FROM holds;
ALTER TABLE w ALTER COLUMN v TYPE int;
SELECT w = ROW(1, 1.0, NULL)::w, w < ROW(2, 1.0, NULL)::w FROM holds ORDER BY w;
-- oids
-- parameters: (x,1,)
SELECT $1::addr, ($1::addr).zip;
-- parameters: (x)
SELECT $1::addr;
-- oids
-- parameters: 100 | (pp,1,{q}) | {"(al,2,)"} | (3,4)
INSERT INTO p VALUES ($1, $2, $3, $4) RETURNING a, al, n;
-- parameters: (3,4)
SELECT id FROM p WHERE n = $1 ORDER BY id;
-- oids
-- parameters: 55 | 100
UPDATE p SET a.zip = $1 WHERE id = $2 RETURNING a;
COPY p (id, a, n) FROM STDIN;
200	(copy,3,"{x,""y z""}")	(1,1)
201	\N	(2,)
\.
COPY p (id, a) FROM STDIN;
202	(bad)
\.
COPY (SELECT id, a, n FROM p WHERE id >= 200 ORDER BY id) TO STDOUT;
CREATE UNIQUE INDEX p_n ON p (n) WHERE id >= 200;
INSERT INTO p (id, n) VALUES (203, ROW(1, 1.0));
CREATE INDEX p_zip ON p (((a).zip));
SELECT id FROM p WHERE (a).zip = 3;
CREATE TABLE keyed (k pair PRIMARY KEY, CHECK ((k).a > 0));
INSERT INTO keyed VALUES (ROW(1, 2)), (ROW(1, 3));
INSERT INTO keyed VALUES (ROW(1, 2.00));
INSERT INTO keyed VALUES (ROW(0, 2));
-- oids
SELECT * FROM keyed ORDER BY k DESC;
SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'keyed'::regclass AND contype = 'c';
-- domains over and inside composites
CREATE DOMAIN okpair AS pair CHECK ((VALUE).a < (VALUE).b);
-- oids
SELECT ROW(1, 2)::okpair, (ROW(1, 2)::okpair).b, '(1,2)'::okpair;
SELECT ROW(2, 1)::okpair;
CREATE DOMAIN pos AS int CHECK (VALUE > 0);
CREATE TYPE withpos AS (p pos, t text);
-- oids
SELECT ROW(1, 'x')::withpos, '(1,x)'::withpos;
SELECT ROW(0, 'x')::withpos;
SELECT '(0,x)'::withpos;
CREATE TABLE wp (x withpos, y okpair);
INSERT INTO wp VALUES (ROW(1, 'a'), ROW(1, 2));
UPDATE wp SET x.p = 0;
UPDATE wp SET y.a = 5;
-- oids
UPDATE wp SET x.p = 2, y.a = 0 RETURNING *;
-- oids
-- the catalog
SELECT typname, typtype, typcategory, typlen, typrelid::regclass, typinput, typoutput, typreceive, typsend, typalign, typarray <> 0 AS has_array FROM pg_type WHERE typname IN ('addr', '_addr', 'pair', 'w') ORDER BY typname;
-- oids
SELECT relname, relkind, reltype::regtype, relnatts, relam, relpersistence, relreplident FROM pg_class WHERE relname IN ('addr', 'pair') ORDER BY relname;
SELECT attname, attnum, format_type(atttypid, atttypmod), attnotnull FROM pg_attribute WHERE attrelid = 'addr'::regclass ORDER BY attnum;
SELECT * FROM addr;
INSERT INTO addr VALUES (1);
DROP TABLE addr;
CREATE TABLE addr (a int);
-- altering
ALTER TYPE addr ADD ATTRIBUTE country text;
-- oids
SELECT id, a, (a).country FROM p WHERE id < 4 ORDER BY id;
-- oids
UPDATE p SET a.country = 'de' WHERE id = 1 RETURNING a;
SELECT ROW('x', 1, NULL)::addr;
SELECT '(x,1,)'::addr;
ALTER TYPE addr RENAME ATTRIBUTE street TO road;
SELECT (a).road FROM p WHERE id = 1;
SELECT (a).street FROM p;
ALTER TYPE addr ADD ATTRIBUTE road int;
ALTER TYPE addr DROP ATTRIBUTE nope;
ALTER TYPE addr DROP ATTRIBUTE IF EXISTS nope;
ALTER TYPE addr RENAME ATTRIBUTE nope TO x;
ALTER TYPE addr RENAME ATTRIBUTE road TO country;
ALTER TYPE addr ALTER ATTRIBUTE country TYPE varchar(2);
ALTER TYPE addr ALTER ATTRIBUTE nope TYPE int;
ALTER TYPE addr DROP ATTRIBUTE tags;
-- oids
SELECT a, (a).country, al FROM p WHERE id < 3 ORDER BY id;
ALTER TYPE addr ADD ATTRIBUTE s addr;
ALTER TYPE addr ADD ATTRIBUTE s addr[];
ALTER TYPE w ADD ATTRIBUTE x int;
ALTER TYPE nothing ADD ATTRIBUTE x int, ADD ATTRIBUTE y text;
ALTER TYPE nothing ALTER ATTRIBUTE x TYPE text, DROP ATTRIBUTE y;
SELECT ROW('a')::nothing;
SELECT attname, attnum, atttypid::regtype, attisdropped FROM pg_attribute WHERE attrelid = 'addr'::regclass AND NOT attisdropped ORDER BY attnum;
ALTER TYPE addr RENAME TO address;
-- oids
SELECT '(x,1,z)'::address, relname FROM pg_class WHERE relname LIKE 'addr%';
ALTER TYPE address RENAME TO addr;
COMMENT ON COLUMN addr.zip IS 'code';
SELECT col_description('addr'::regclass, 2);
-- in a transaction
BEGIN;
ALTER TYPE pair ADD ATTRIBUTE c int;
-- oids
SELECT n FROM p WHERE id = 1;
ROLLBACK;
-- oids
SELECT n FROM p WHERE id = 1;
-- dropping
DROP TYPE pair;
DROP TYPE nothing;
DROP TYPE addr CASCADE;
SELECT attname FROM pg_attribute WHERE attrelid = 'p'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum;
SELECT count(*) FROM pg_class WHERE relkind = 'c' AND oid > 16000;
