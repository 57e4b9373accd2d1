-- Keys that wait for COMMIT keep a table from being changed while one of them is broken, or was since they began to wait.
CREATE TABLE keys (a int PRIMARY KEY, code int UNIQUE DEFERRABLE INITIALLY DEFERRED, other int UNIQUE DEFERRABLE);
INSERT INTO keys VALUES (1, 1, 1), (2, 2, 2);
-- no key is broken
BEGIN;
INSERT INTO keys VALUES (3, 3, 3);
UPDATE keys SET other = 3 - other WHERE a < 3;
TRUNCATE keys;
ROLLBACK;
-- one is
BEGIN;
INSERT INTO keys VALUES (3, 1, 3);
TRUNCATE keys;
ROLLBACK;
BEGIN;
UPDATE keys SET code = 1;
ALTER TABLE keys ADD COLUMN more int;
ROLLBACK;
-- one was
BEGIN;
UPDATE keys SET code = 1;
UPDATE keys SET code = 5 WHERE a = 1;
DROP TABLE keys;
ROLLBACK;
-- those that were looked at wait no more
BEGIN;
UPDATE keys SET code = 1;
UPDATE keys SET code = 5 WHERE a = 1;
SET CONSTRAINTS ALL IMMEDIATE;
CREATE INDEX ON keys (a);
ROLLBACK;
-- nor those of before a return to a savepoint
BEGIN;
SAVEPOINT s;
UPDATE keys SET code = 1;
ROLLBACK TO s;
CREATE INDEX ON keys (a);
ROLLBACK;
-- a constraint that is told to wait
BEGIN;
SET CONSTRAINTS keys_other_key DEFERRED;
UPDATE keys SET other = 1;
CREATE INDEX ON keys (a);
ROLLBACK;
-- a row that was in nobody's way is, once another one comes
BEGIN;
INSERT INTO keys VALUES (3, 3, 3);
INSERT INTO keys VALUES (4, 3, 4);
UPDATE keys SET code = 9 WHERE a = 4;
COMMIT;
BEGIN;
INSERT INTO keys VALUES (5, 5, 5);
UPDATE keys SET code = 5 WHERE a = 1;
DELETE FROM keys WHERE a = 4;
COMMIT;
SELECT * FROM keys ORDER BY a;
DROP TABLE keys;
