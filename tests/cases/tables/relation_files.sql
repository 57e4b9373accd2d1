-- The files of relations, by number and by name.
CREATE TABLE t (a int PRIMARY KEY);
CREATE TEMPORARY TABLE tt (a int PRIMARY KEY);
CREATE TABLE parted (a int) PARTITION BY RANGE (a);
CREATE INDEX ON parted (a);
CREATE VIEW v AS SELECT 1 AS one;
CREATE SEQUENCE s;
CREATE TYPE c AS (a int);
SELECT relname, relfilenode = 0 AS none, relfilenode = oid AS same, pg_relation_filenode(oid::regclass) = oid AS own, regexp_replace(pg_relation_filepath(oid::regclass), '\d+', 'N', 'g') FROM pg_class WHERE relname IN ('t', 't_pkey', 'tt', 'tt_pkey', 'parted', 'parted_a_idx', 'v', 's', 'c', 'pg_class', 'pg_database', 'pg_proc', 'pg_tables', 'pg_database_oid_index') ORDER BY 1;
SELECT pg_relation_filepath('t') = format('base/%s/%s', d.oid, 't'::regclass::oid) FROM pg_database d WHERE datname = current_database();
SELECT pg_relation_filenode(0), pg_relation_filepath(0), pg_relation_filenode(999999), pg_relation_filenode(NULL);
-- oids
SELECT pg_filenode_relation(0, pg_relation_filenode('t')), pg_filenode_relation(1663, pg_relation_filenode('s')), pg_filenode_relation(0, pg_relation_filenode('t_pkey'));
SELECT pg_filenode_relation(0, pg_relation_filenode('tt')), pg_filenode_relation(0, 'v'::regclass::oid), pg_filenode_relation(1664, pg_relation_filenode('t'));
SELECT pg_filenode_relation(1664, pg_relation_filenode('pg_database')), pg_filenode_relation(0, pg_relation_filenode('pg_class'));
SELECT pg_filenode_relation(0, 0), pg_filenode_relation(0, 12), pg_filenode_relation(1, 1), pg_filenode_relation(0, NULL);
SELECT pg_relation_filenode('nowhere');
SELECT pg_filenode_relation(1664, 1262), pg_filenode_relation(0, 1262), pg_filenode_relation(1663, 1259), pg_filenode_relation(1259, 1259), pg_filenode_relation(1664, 1259), pg_filenode_relation(0, 0);
