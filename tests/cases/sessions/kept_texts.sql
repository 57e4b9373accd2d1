-- A text that has been read before is not read again, but what it does is up to date.
CREATE TABLE item (id int PRIMARY KEY, name text);
BEGIN;
BEGIN;
INSERT INTO item VALUES (1, 'one');
COMMIT;
COMMIT;
BEGIN;
SELECT 1 / 0;
BEGIN;
SHOW search_path;
SAVEPOINT s;
COMMIT;
SAVEPOINT s;
RELEASE s;
BEGIN;
SAVEPOINT s;
INSERT INTO item VALUES (2, 'two');
ROLLBACK TO s;
RELEASE s;
RELEASE s;
ROLLBACK;
-- what is told while it is read is told each time
BEGIN;
SAVEPOINT a_name_that_is_longer_than_sixty_three_bytes_is_cut_and_the_client_is_told;
SAVEPOINT a_name_that_is_longer_than_sixty_three_bytes_is_cut_and_the_client_is_told;
ROLLBACK;
-- settings
SHOW application_name;
SET application_name = 'first';
SHOW application_name;
SET application_name = 'second';
SHOW application_name;
SET application_name = 'first';
SHOW application_name;
BEGIN;
SET LOCAL application_name = 'third';
SHOW application_name;
COMMIT;
SHOW application_name;
RESET application_name;
SET LOCAL application_name = 'third';
SET work_mem = 'plenty';
SET work_mem = 'plenty';
SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;
BEGIN;
SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;
SHOW transaction_isolation;
SELECT count(*) FROM item;
SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;
SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
COMMIT;
-- cursors
BEGIN;
DECLARE c CURSOR FOR SELECT * FROM item;
FETCH c;
FETCH c;
CLOSE c;
DECLARE c CURSOR FOR SELECT 'only one'::text AS other;
FETCH c;
FETCH c;
CLOSE c;
FETCH c;
ROLLBACK;
CLOSE c;
PREPARE p AS SELECT 1;
DEALLOCATE p;
DEALLOCATE p;
PREPARE p AS SELECT 2;
DEALLOCATE ALL;
DEALLOCATE p;
-- several statements in a text
-- simple only
SELECT count(*) FROM item; SELECT 1 AS one; SHOW application_name;
INSERT INTO item VALUES (3, 'three');
SET application_name = 'changed';
-- simple only
SELECT count(*) FROM item; SELECT 1 AS one; SHOW application_name;
-- simple only
INSERT INTO item VALUES (4, 'four'); SELECT name FROM item ORDER BY id;
-- simple only
INSERT INTO item VALUES (4, 'four'); SELECT name FROM item ORDER BY id;
ALTER TABLE item ADD COLUMN price int DEFAULT 7;
DELETE FROM item WHERE id = 4;
-- simple only
INSERT INTO item VALUES (4, 'four'); SELECT name FROM item ORDER BY id;
-- simple only
SELECT * FROM item WHERE id = 4; ALTER TABLE item DROP COLUMN price; SELECT * FROM item WHERE id = 4;
-- simple only
SELECT * FROM item WHERE id = 4; ALTER TABLE item DROP COLUMN price; SELECT * FROM item WHERE id = 4;
-- simple only
CREATE TEMPORARY TABLE t (a int); INSERT INTO t VALUES (1) RETURNING a; DROP TABLE t;
-- simple only
CREATE TEMPORARY TABLE t (a int); INSERT INTO t VALUES (1) RETURNING a; DROP TABLE t;
-- simple only
BEGIN; SELECT 1 / 0; COMMIT;
COMMIT;
-- simple only
BEGIN; SELECT 1 / 0; COMMIT;
-- simple only
ROLLBACK; SELECT 1 AS again;
-- simple only
SELECT nowhere; SELECT 1;
-- simple only
SELECT nowhere; SELECT 1;
-- simple only
SELECT 1 AS one; SELECT nowhere;
-- simple only
SELECT 1 AS one; SELECT nowhere;
-- simple only
SET search_path = pg_catalog; SELECT count(*) FROM item;
-- simple only
SET search_path = public; SELECT count(*) FROM item;
RESET search_path;
-- simple only
SELECT clock_timestamp() > 'now'::timestamptz AS later; SELECT 1;
-- simple only
SELECT 'now'::timestamptz - now() < '1 second' AS recent; SELECT 1;
-- simple only
SELECT 'now'::timestamptz - now() < '1 second' AS recent; SELECT 1;
DROP TABLE item;
