"""Scripts that nobody wrote: random steps of two or three sessions over a few rows, in a random order.

Most steps want the same row, since over different ones PostgreSQL's writers need not wait and a single writer's do.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.isolation.script import Script
from tests.query_fuzz.choices import Choices

SETUP = """
CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL DEFAULT 0, label text UNIQUE, CHECK (n < 100));
CREATE TABLE u (id int PRIMARY KEY, parent int REFERENCES t ON DELETE CASCADE ON UPDATE CASCADE DEFERRABLE,
    code int UNIQUE DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE v (id int PRIMARY KEY, n int) PARTITION BY RANGE (id);
CREATE TABLE v1 PARTITION OF v FOR VALUES FROM (0) TO (2);
CREATE TABLE v2 PARTITION OF v DEFAULT;
CREATE SEQUENCE s;
CREATE VIEW w AS SELECT id, n FROM t WHERE n < 50 WITH CHECK OPTION;
CREATE MATERIALIZED VIEW m AS SELECT count(*) AS rows, sum(n) AS n FROM t;
INSERT INTO t VALUES (1, 1, 'a'), (2, 2, 'b'), (3, 3, 'c');
INSERT INTO u VALUES (1, 1, 1), (2, 2, 2);
INSERT INTO v VALUES (1, 1), (2, 2);
"""
AFTER = """
SELECT * FROM t ORDER BY id;
SELECT * FROM u ORDER BY id;
SELECT tableoid::regclass, * FROM v ORDER BY id;
SELECT * FROM m;
SELECT relname, relkind FROM pg_class WHERE relnamespace = 'isolation'::regnamespace ORDER BY 1, 2
"""
LEVELS = ("READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE")
MOST_STEPS = 7

BEGINNINGS = (
    "BEGIN ISOLATION LEVEL {level}", "BEGIN", "START TRANSACTION ISOLATION LEVEL {level}, READ ONLY",
    "BEGIN; SET TRANSACTION ISOLATION LEVEL {level}", "BEGIN; SET LOCAL search_path = isolation, pg_catalog",
    "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL {level}", "BEGIN ISOLATION LEVEL {level}; SAVEPOINT a",
)  # fmt: skip
READS = (
    "SELECT * FROM t ORDER BY id", "SELECT n FROM t WHERE id = {row}", "SELECT count(*), sum(n) FROM t",
    "SELECT t.id, u.id FROM t LEFT JOIN u ON u.parent = t.id ORDER BY 1, 2", "SELECT * FROM v ORDER BY id",
    "SELECT * FROM w ORDER BY id", "SELECT * FROM m", "SHOW transaction_isolation",
    "SELECT 1 / (n - {row}) FROM t ORDER BY id",
    "TABLE t ORDER BY id LIMIT 1", "SELECT * FROM t WHERE label = 'a' OR n > 10 ORDER BY id", "FETCH 1 FROM c",
    "DECLARE c CURSOR FOR SELECT * FROM t WHERE id = {row}",
    "DECLARE h CURSOR WITH HOLD FOR SELECT id FROM t ORDER BY id",
    "SELECT pg_try_advisory_xact_lock({row})", "SELECT pg_try_advisory_lock_shared({row})",
    "SELECT mode, granted FROM pg_locks WHERE locktype = 'advisory' ORDER BY 1, 2",
    "SELECT to_regclass('x') IS NULL, to_regclass('t') IS NULL", "PREPARE q AS SELECT n FROM t WHERE id = {row}",
    "EXECUTE q", "SELECT current_setting('transaction_read_only'), pg_is_in_recovery()",
    "CLOSE c", "FETCH ALL FROM h",
)  # fmt: skip
WRITES = (
    "UPDATE t SET n = n + 1 WHERE id = {row}", "UPDATE t SET n = {number} WHERE id = {row} RETURNING *",
    "UPDATE t SET n = n + 10", "UPDATE t SET label = 'a' WHERE id = {row}", "DELETE FROM t WHERE id = {row}",
    "INSERT INTO t VALUES ({row}, {number}, 'd')", "INSERT INTO t VALUES (4, {number})",
    "INSERT INTO t VALUES ({row}, 5) ON CONFLICT DO NOTHING", "UPDATE t SET id = id + 10 WHERE id = {row}",
    "INSERT INTO t VALUES ({row}, 5, 'e') ON CONFLICT (id) DO UPDATE SET n = t.n + excluded.n RETURNING id, n",
    "INSERT INTO u VALUES ({number}, {row}, {row})", "UPDATE u SET code = {row}",
    "DELETE FROM u WHERE parent = {row}",
    "UPDATE w SET n = n + 20 WHERE id = {row}",
    "UPDATE v SET id = id + 1 WHERE id = {row} RETURNING *", "INSERT INTO v VALUES ({row}, 1)",
    "WITH gone AS (DELETE FROM u RETURNING *) UPDATE t SET n = n + (SELECT count(*) FROM gone) WHERE id = {row}",
    "MERGE INTO t USING (VALUES ({row})) s(id) ON s.id = t.id WHEN MATCHED THEN UPDATE SET n = t.n + 1 "
    "WHEN NOT MATCHED THEN INSERT (id, n) VALUES (s.id, 0)",
    "UPDATE t SET n = (SELECT max(n) FROM t) + 1 WHERE id = {row}", "SELECT * FROM t WHERE id = {row} FOR UPDATE",
    "SELECT * FROM t ORDER BY id FOR NO KEY UPDATE", "SELECT n FROM t WHERE id = {row} FOR UPDATE NOWAIT",
    "UPDATE t SET n = n + 1 FROM u WHERE u.parent = t.id AND t.id = {row}",
    "SELECT t.n FROM t JOIN u ON u.parent = t.id WHERE t.id = {row} FOR UPDATE OF t",
    "UPDATE t SET n = 1000 WHERE id = {row}",
    "UPDATE t SET n = n + 1 WHERE n < 3 AND id = {row}", "DELETE FROM t WHERE n > 2 AND id = {row}",
    "UPDATE t SET n = n + 1 WHERE CURRENT OF c", "SELECT nextval('s')",
    "COPY (SELECT id, n FROM t ORDER BY id) TO STDOUT",
)  # fmt: skip
DEFINITIONS = (
    "TRUNCATE t CASCADE", "ALTER TABLE t ADD COLUMN extra int DEFAULT 7", "ALTER TABLE t DROP COLUMN IF EXISTS extra",
    "CREATE TABLE x (id int)", "CREATE TABLE IF NOT EXISTS x (id int)", "DROP TABLE IF EXISTS x", "DROP TABLE u",
    "CREATE INDEX ON t (n)", "ALTER TABLE t RENAME COLUMN n TO number", "LOCK TABLE t IN EXCLUSIVE MODE",
    "LOCK TABLE t IN ACCESS EXCLUSIVE MODE NOWAIT", "LOCK TABLE t IN SHARE MODE", "LOCK TABLE t IN ACCESS SHARE MODE",
    "LOCK TABLE t", "REFRESH MATERIALIZED VIEW m", "CREATE TEMP TABLE x (id int) ON COMMIT DROP",
    "ALTER TABLE u DROP CONSTRAINT u_parent_fkey", "ALTER TABLE t ALTER COLUMN n TYPE bigint",
    "SELECT pg_advisory_xact_lock({row})", "SELECT pg_advisory_lock({row})", "SELECT pg_advisory_unlock({row})",
    "COMMENT ON TABLE t IS 'seen'", "DROP VIEW w", "CREATE SCHEMA isolation_more; DROP SCHEMA isolation_more",
)  # fmt: skip
ENDINGS = (
    "COMMIT", "ROLLBACK", "SAVEPOINT a", "ROLLBACK TO a", "RELEASE a", "COMMIT AND CHAIN", "ROLLBACK AND CHAIN",
    "SET CONSTRAINTS ALL DEFERRED", "SET CONSTRAINTS ALL IMMEDIATE", "SET TRANSACTION READ ONLY", "DISCARD PLANS",
    "SET TRANSACTION ISOLATION LEVEL {level}", "ROLLBACK TO a; SELECT count(*) FROM t", "ABORT", "END",
)  # fmt: skip


def random_script(choices: Choices) -> Script:
    """The script that the choices make, with one order."""
    script = Script("random", SETUP.strip(), AFTER.strip())
    names = ("one", "two", "three")[: 2 + choices.chance(20)]
    script.sessions = {name: _steps(choices) for name in names}
    rests = {name: list(steps) for name, steps in script.sessions.items()}
    order = []
    while rests:
        name = choices.pick(sorted(rests))
        order.append(f"{name}.{rests[name].pop(0)}")
        if not rests[name]:
            del rests[name]
    script.orders = [tuple(order)]
    return script


def _steps(choices: Choices) -> dict[str, str]:
    """A session's steps: a transaction or two, which is over at the end."""
    kinds = [(30, READS), (40, WRITES), (8, DEFINITIONS), (15, ENDINGS), (7, BEGINNINGS)]
    steps = [_filled(choices, BEGINNINGS)] if choices.chance(85) else []
    for _ in range(1 + choices.below(MOST_STEPS)):
        steps.append(_filled(choices, choices.weighted(*((weight, _giver(texts)) for weight, texts in kinds))))
    steps.append(choices.pick(("COMMIT", "ROLLBACK")))
    steps.append("SELECT pg_advisory_unlock_all()")
    return {f"s{number}": step for number, step in enumerate(steps)}


def _giver(texts: tuple[str, ...]) -> Callable[[], tuple[str, ...]]:
    return lambda: texts


def _filled(choices: Choices, texts: tuple[str, ...]) -> str:
    row = 1 if choices.chance(75) else 2 + choices.below(3)
    return choices.pick(texts).format(row=row, number=choices.below(60), level=choices.pick(LEVELS))
