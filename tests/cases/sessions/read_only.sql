-- What a read-only transaction refuses, before it looks at what is said.
CREATE TABLE kept (a int PRIMARY KEY, b text);
INSERT INTO kept VALUES (1, 'one');
CREATE SEQUENCE counted;
CREATE TEMP TABLE passing (a serial PRIMARY KEY, b text);
START TRANSACTION READ ONLY;
SAVEPOINT s;
-- drop of nothing
DROP TABLE nowhere;
ROLLBACK TO s;
-- drop if exists
DROP TABLE IF EXISTS nowhere;
ROLLBACK TO s;
-- create what is there
CREATE TABLE kept (a int);
ROLLBACK TO s;
-- create of an unknown type
CREATE TEMP TABLE other (a nothing);
ROLLBACK TO s;
-- alter nothing
ALTER TABLE nowhere ADD COLUMN c int;
ROLLBACK TO s;
-- rename of a column of a view
ALTER VIEW nowhere RENAME COLUMN a TO b;
ROLLBACK TO s;
-- create as analyzes its query first
CREATE TABLE other AS SELECT nothing;
ROLLBACK TO s;
-- create as plans it later
CREATE TABLE other AS SELECT 1 / 0;
ROLLBACK TO s;
-- create as what is there
CREATE TABLE kept AS SELECT 1;
ROLLBACK TO s;
-- create as nothing prepared
CREATE TABLE other AS EXECUTE nothing;
ROLLBACK TO s;
-- select into what is there
SELECT 1 INTO kept;
ROLLBACK TO s;
-- create view of nothing
CREATE VIEW other AS SELECT nothing;
ROLLBACK TO s;
-- create database in a block
CREATE DATABASE other;
ROLLBACK TO s;
-- grant on nothing
GRANT SELECT ON nowhere TO nobody;
ROLLBACK TO s;
-- revoke of a role
REVOKE nobody FROM nobody;
ROLLBACK TO s;
-- comment on nothing
COMMENT ON COLUMN kept.nothing IS NULL;
ROLLBACK TO s;
-- drop of a function
DROP PROCEDURE nothing;
ROLLBACK TO s;
-- create function
CREATE FUNCTION other() RETURNS int LANGUAGE sql AS 'SELECT 1';
ROLLBACK TO s;
-- create operator class
CREATE OPERATOR CLASS other FOR TYPE int USING btree AS STORAGE int;
ROLLBACK TO s;
-- alter text search
ALTER TEXT SEARCH DICTIONARY nothing (a = 1);
ROLLBACK TO s;
-- alter owner of a large object
ALTER LARGE OBJECT 1 OWNER TO nobody;
ROLLBACK TO s;
-- refresh of nothing
REFRESH MATERIALIZED VIEW nowhere;
ROLLBACK TO s;
-- alter type
ALTER TYPE nothing ADD VALUE 'a';
ROLLBACK TO s;
-- insert
INSERT INTO kept VALUES (2);
ROLLBACK TO s;
-- update of constants
UPDATE kept SET b = b WHERE a = 1 / 0;
ROLLBACK TO s;
-- change inside a query
WITH gone AS (DELETE FROM kept RETURNING a) SELECT * FROM gone;
ROLLBACK TO s;
-- merge that changes nothing
MERGE INTO kept USING (VALUES (1)) AS v(a) ON kept.a = v.a WHEN MATCHED THEN DO NOTHING;
-- merge that may
MERGE INTO kept USING (VALUES (5)) AS v(a) ON kept.a = v.a WHEN MATCHED THEN DELETE;
ROLLBACK TO s;
-- locked rows
SELECT * FROM kept FOR NO KEY UPDATE;
ROLLBACK TO s;
-- next value
SELECT nextval('counted');
ROLLBACK TO s;
-- set value
SELECT setval('counted', 5);
ROLLBACK TO s;
-- insert into a temporary table
INSERT INTO passing (b) VALUES ('x'), ('y') RETURNING a;
-- update of a temporary table
UPDATE passing SET b = b || 'z' WHERE a = 1;
-- lock of its rows
SELECT * FROM passing ORDER BY a FOR UPDATE;
-- value of a temporary sequence
SELECT nextval('passing_a_seq'), setval('passing_a_seq', 10);
-- change inside a query of a temporary table
WITH gone AS (DELETE FROM passing WHERE a = 2 RETURNING a) SELECT * FROM gone;
-- both
WITH gone AS (DELETE FROM passing RETURNING a) INSERT INTO kept SELECT a FROM gone;
ROLLBACK TO s;
-- truncate of a temporary table
TRUNCATE passing;
ROLLBACK TO s;
-- cluster is let through
CLUSTER kept USING kept_pkey;
-- analyze too
ANALYZE kept;
-- reindex too
REINDEX TABLE kept;
-- checkpoint too
CHECKPOINT;
-- lock too
LOCK TABLE kept IN ROW EXCLUSIVE MODE;
-- alter system is no change
ALTER SYSTEM SET work_mem = 4;
ROLLBACK;
-- clustered
SELECT relname FROM pg_class JOIN pg_index ON indexrelid = pg_class.oid WHERE indisclustered AND relname = 'kept_pkey';
-- matview of what cannot be: the query first
CREATE UNLOGGED MATERIALIZED VIEW nowhere.other AS SELECT nothing;
-- matview of temporary rows
CREATE UNLOGGED MATERIALIZED VIEW nowhere.other AS SELECT * FROM passing;
-- unlogged matview
CREATE UNLOGGED MATERIALIZED VIEW nowhere.other AS SELECT 1 AS a;
-- create as: the query, then the schema
CREATE TABLE nowhere.other AS SELECT nothing;
-- create as: the schema, then the columns
CREATE TABLE nowhere.other (a, a) AS SELECT 1, 2;
-- create as: what is there, then the columns
CREATE TABLE kept (a, a) AS SELECT 1, 2;
