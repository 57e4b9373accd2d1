-- parameters where PostgreSQL's grammar has none
SET log_statement = $2;
ALTER ROLE postgres SET work_mem = $2;
ALTER ROLE postgres PASSWORD $1;
CREATE TABLE hostile_a (a int) WITH (fillfactor = $1);
ALTER SCHEMA nosuch RENAME TO other;
COMMENT ON COLUMN unqualified IS 'x';
-- typmods that no declaration makes
SELECT interval_in('1 day', 0, 300);
SELECT interval_in('1 day', 0, 7);
SELECT interval_in('1 day', 0, -5);
-- options that are no numbers
CREATE TABLE hostile_b (a int) WITH (fillfactor = 'NaN');
CREATE TABLE hostile_b (a int) WITH (fillfactor = '1e400');
CREATE TABLE hostile_b (a int) WITH (fillfactor = '-inf');
CREATE SEQUENCE hostile_s CACHE 1e-400;
CREATE SEQUENCE hostile_s START 1.5;
CREATE SEQUENCE hostile_s START 99999999999999999999;
CREATE SEQUENCE hostile_s INCREMENT 99999999999999999999;
CREATE TABLE hostile_c (a int, b int);
ALTER TABLE hostile_c ALTER a SET (foo = *);
-- DEFAULT inside an expression
UPDATE hostile_c SET b = 1 + DEFAULT;
UPDATE hostile_c SET b = CASE WHEN true THEN DEFAULT END;
INSERT INTO hostile_c VALUES (1 + DEFAULT);
INSERT INTO hostile_c VALUES ((DEFAULT));
INSERT INTO hostile_c VALUES (coalesce(DEFAULT, 1));
INSERT INTO hostile_c SELECT DEFAULT;
SELECT DEFAULT;
WITH w AS (INSERT INTO hostile_c VALUES (DEFAULT, DEFAULT) RETURNING a) SELECT * FROM w;
UPDATE hostile_c SET (a, b) = (DEFAULT, 1 + DEFAULT);
UPDATE hostile_c SET (a, b) = (DEFAULT, 1) RETURNING *;
-- arguments in the wrong order
SELECT pg_identify_object_as_address(objsubid => 1, 2, classid => 1);
SELECT pg_identify_object_as_address(objsubid => 1, 2 + 3, classid => 1);
-- type modifiers that are no integers
SELECT 5::bit('x');
SELECT 5::bit(4.5);
SELECT 5::bit(99999999999);
SELECT '1'::numeric('x');
SELECT '1'::numeric(99999999999);
SELECT '1'::bit varying(x);
SELECT '1'::varchar(99999999999);
-- rows whose columns differ in their types
SELECT row(1, 2) UNION SELECT row(1, 'x') ORDER BY 1;
SELECT row(1, 2) UNION SELECT row(1, 3.5) ORDER BY 1;
SELECT row(1, 2) UNION ALL SELECT row(1) ORDER BY 1;
SELECT row(1, 2) UNION ALL SELECT row(2, 'x') ORDER BY 1;
SELECT row(1, 2) UNION ALL SELECT row(1, 1) UNION ALL SELECT row(0, NULL) ORDER BY 1;
SELECT row(1, NULL) UNION ALL SELECT row(1, 1.5) ORDER BY 1;
-- more digits than a number has
SELECT repeat('9', 200000)::oid;
SELECT repeat('9', 200000)::int;
SELECT repeat('9', 200000)::bigint;
SELECT ('1 day +' || repeat('9', 20000))::interval;
SELECT (repeat('9', 20000) || '-1')::interval;
SELECT (repeat('9', 20000) || ':00')::interval;
SELECT (repeat('9', 20000) || '-01-01')::date;
SELECT ('2024-01-01 ' || repeat('9', 20000))::timestamp;
SELECT (repeat('9', 20000) || ':00')::time;
SELECT repeat('9', 20000)::money;
SELECT (repeat('9', 20000) || '.0.0.1')::inet;
SELECT repeat('9', 5000)::float8;
SELECT length(repeat('9', 5000)::numeric::text);
SELECT ('[' || repeat('9', 5000) || ',)')::int4range;
SELECT ('{' || repeat('9', 5000) || '}')::int[];
SELECT ('[' || repeat('9', 5000) || ':1]={}')::int[];
SELECT '[1:99999999999]={}'::int[];
SELECT '[-99999999999:1]={}'::int[];
SELECT '[2147483647:2147483647]={1}'::int[];
SELECT '[2147483646:2147483646]={1}'::int[];
SELECT '[99999999999]={1}'::int[];
SELECT repeat('9', 5000)::xid;
SELECT repeat('9', 5000)::xid8;
SELECT repeat('9', 5000)::pg_lsn;
SELECT repeat('9', 5000)::bit(4);
SELECT ('(' || repeat('9', 5000) || ',1)')::tid;
SELECT length((repeat('9', 5000)::jsonb)::text);
SELECT length(jsonb_path_query('1', repeat('9', 5000)::jsonpath)::text);
SELECT to_number(repeat('9', 5000), repeat('9', 5000)) > 1;
SELECT to_char(1, repeat('9', 5000));
SELECT to_date(repeat('9', 5000), 'YYYY');
SELECT to_timestamp('1' || repeat('0', 400), 'J');
SELECT 'x' ~ ('a{' || repeat('9', 5000) || '}');
SELECT repeat('9', 5000)::regclass;
SELECT repeat('9', 5000)::regtype;
-- arrays with more dimensions than there can be
SELECT ('{{{{{{{1}}}}}}}')::int[];
SELECT array_fill(1, array[1, 1, 1, 1, 1, 1, 1]);
SELECT array_fill(1, array[-1, -1]);
-- options of other kinds than expected
CREATE TYPE hostile_r AS RANGE (subtype = true);
CREATE TYPE hostile_r AS RANGE (subtype = 1);
CREATE TYPE hostile_r AS RANGE (subtype = 'int');
CREATE TYPE hostile_r AS RANGE (subtype = none);
CREATE TYPE hostile_r AS RANGE (subtype = *);
COPY hostile_c TO STDOUT (delimiter 0.0);
COPY hostile_c TO STDOUT (null 0.5);
COPY hostile_c TO STDOUT (delimiter *);
COPY hostile_c TO STDOUT (header 0.5);
COPY hostile_c TO STDOUT (format 5);
UPDATE hostile_c SET a[DEFAULT] = 1;
CREATE TABLE hostile_j (j jsonb, k int[]);
UPDATE hostile_j SET j[DEFAULT] = NULL;
UPDATE hostile_j SET k[DEFAULT] = 1;
UPDATE hostile_j SET k[1:DEFAULT] = NULL;
INSERT INTO hostile_j (k[DEFAULT]) VALUES (1);
CREATE TYPE hostile_t AS (a int);
ALTER TABLE hostile_t ADD PRIMARY KEY (a);
ALTER TABLE hostile_t SET UNLOGGED;
ALTER TABLE hostile_t OF hostile_t;
-- an index on a text constant
CREATE INDEX hostile_i ON hostile_c (('127.0.0.1/8'::text));
CREATE UNIQUE INDEX ON hostile_c (('x'::text)) WHERE a > 5;
INSERT INTO hostile_c VALUES (6, 1);
INSERT INTO hostile_c VALUES (7, 1);
