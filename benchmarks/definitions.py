"""Changing the schema: what test suites do that make their tables anew for every test, and migrations."""

import time

import psycopg

from benchmarks.workload import Target, Workload

TABLES = 20
FOUND = (
    "SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
    "WHERE c.relname = %s AND c.relkind = ANY (ARRAY['r', 'p', 'f', 'v', 'm']) "
    "AND pg_catalog.pg_table_is_visible(c.oid) AND n.nspname != 'pg_catalog'"
)
MIGRATION = (
    "ALTER TABLE bench_item ADD COLUMN note text",
    "ALTER TABLE bench_item ADD COLUMN amount int NOT NULL DEFAULT 1",
    "ALTER TABLE bench_item RENAME COLUMN note TO remark",
    "ALTER TABLE bench_item ALTER COLUMN name TYPE varchar(80)",
    "ALTER TABLE bench_item ALTER COLUMN amount TYPE bigint",
    "ALTER TABLE bench_item ALTER COLUMN name SET NOT NULL",
    "ALTER TABLE bench_item ALTER COLUMN amount SET DEFAULT 2",
    "ALTER TABLE bench_item ADD CONSTRAINT amount_check CHECK (amount > 0)",
    "ALTER TABLE bench_item ADD CONSTRAINT name_key UNIQUE (name)",
    "ALTER TABLE bench_item ADD CONSTRAINT owner_fkey FOREIGN KEY (owner) REFERENCES bench_owner (id)",
    "CREATE INDEX ON bench_item (owner, amount)",
    "ALTER TABLE bench_item DROP CONSTRAINT owner_fkey",
    "ALTER TABLE bench_item DROP CONSTRAINT name_key",
    "ALTER TABLE bench_item DROP COLUMN remark",
)

KEYS = (
    "SELECT tc.constraint_name, kcu.column_name, ccu.table_name, ccu.column_name "
    "FROM information_schema.table_constraints tc "
    "JOIN information_schema.key_column_usage kcu USING (constraint_schema, constraint_name) "
    "JOIN information_schema.constraint_column_usage ccu USING (constraint_schema, constraint_name) "
    "WHERE tc.constraint_type = 'FOREIGN KEY' AND tc.table_schema = 'public' AND tc.table_name = %s"
)
COLUMNS = (
    "SELECT c.*, format_type(a.atttypid, a.atttypmod), d.description FROM information_schema.columns c "
    "JOIN pg_attribute a ON a.attrelid = c.table_name::regclass AND a.attname = c.column_name "
    "LEFT JOIN pg_description d ON d.objoid = a.attrelid AND d.objsubid = a.attnum "
    "WHERE c.table_schema = 'public' AND c.table_name = %s"
)


def tables_anew(target: Target) -> float:
    """Milliseconds of creating, filling, reading and dropping tables, each looked for first as ORMs do."""
    with psycopg.connect(target.dsn, autocommit=True) as connection:
        started = time.perf_counter()
        with connection.transaction():
            for number in range(TABLES):
                connection.execute(FOUND, (f"bench_t{number}",))
                connection.execute(
                    f"CREATE TABLE bench_t{number} (id serial PRIMARY KEY, name varchar(50) NOT NULL, "
                    f"parent int REFERENCES bench_t{max(number - 1, 0)}, price numeric(10, 2), "
                    "made timestamptz DEFAULT now())"
                )
                connection.execute(f"CREATE INDEX ON bench_t{number} (name)")
        for number in range(TABLES):
            connection.execute(f"INSERT INTO bench_t{number} (name, parent) VALUES ('x', 1)")
            connection.execute(f"SELECT * FROM bench_t{number} WHERE id = 1")
        with connection.transaction():
            for number in reversed(range(TABLES)):
                connection.execute(FOUND, (f"bench_t{number}",))
                connection.execute(f"DROP TABLE bench_t{number}")
        return (time.perf_counter() - started) * 1000


def temporary_table(target: Target) -> float:
    """Milliseconds of a temporary table made, filled, joined and dropped twenty times."""
    with psycopg.connect(target.dsn, autocommit=True) as connection:
        started = time.perf_counter()
        for _ in range(20):
            connection.execute("CREATE TEMPORARY TABLE bench_wanted (id int)")
            connection.execute("INSERT INTO bench_wanted VALUES (1), (2)")
            connection.execute("SELECT p.* FROM bench_point p JOIN bench_wanted w ON w.id = p.id")
            connection.execute("DROP TABLE bench_wanted")
        return (time.perf_counter() - started) * 1000


def migration(target: Target) -> float:
    """Milliseconds of changes of one table, each a transaction."""
    with psycopg.connect(target.dsn, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS bench_item, bench_owner")
        connection.execute("CREATE TABLE bench_owner (id serial PRIMARY KEY)")
        connection.execute("CREATE TABLE bench_item (id serial PRIMARY KEY, name varchar(50), owner int)")
        connection.execute("INSERT INTO bench_item (name) SELECT n::text FROM generate_series(1, 100) n")
        started = time.perf_counter()
        for statement in MIGRATION:
            connection.execute(statement)
        taken = (time.perf_counter() - started) * 1000
        connection.execute("DROP TABLE bench_item, bench_owner")
        return taken


def introspection(target: Target) -> float:
    """Milliseconds of asking for the columns and foreign keys of twenty tables, as ORMs and generators of code do."""
    tables = [f"bench_seen{number}" for number in range(TABLES)]
    with psycopg.connect(target.dsn, autocommit=True) as connection:
        for table in tables:
            connection.execute(f"DROP TABLE IF EXISTS {table}")
            connection.execute(
                f"CREATE TABLE {table} (id serial PRIMARY KEY, name text, parent int REFERENCES {table})"
            )
        started = time.perf_counter()
        for table in tables:
            connection.execute(COLUMNS, (table,))
            connection.execute(KEYS, (table,))
        return (time.perf_counter() - started) * 1000


WORKLOADS = [
    Workload(f"introspection of {TABLES} tables", "ms", introspection, more_is_better=False),
    Workload(f"tables anew, {TABLES} made and dropped", "ms", tables_anew, more_is_better=False),
    Workload("tables anew, temporary", "ms", temporary_table, more_is_better=False),
    Workload(f"migration, {len(MIGRATION)} changes of a table", "ms", migration, more_is_better=False),
]
