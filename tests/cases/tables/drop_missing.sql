-- What is not there is told by its own name where it is a relation, else as it was written.
CREATE SCHEMA there;
DROP TABLE there.x;
DROP VIEW there.x;
DROP INDEX there.x;
DROP SEQUENCE there.x;
DROP MATERIALIZED VIEW there.x;
DROP FOREIGN TABLE there.x;
DROP TYPE there.x;
DROP DOMAIN there.x;
DROP COLLATION there.x;
DROP STATISTICS there.x;
DROP TABLE nowhere.x;
DROP TYPE nowhere.x;
DROP TABLE IF EXISTS there.x;
DROP INDEX IF EXISTS there.x;
DROP TYPE IF EXISTS there.x;
DROP TABLE IF EXISTS nowhere.x;
