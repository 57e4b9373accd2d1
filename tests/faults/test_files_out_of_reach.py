"""No statement reaches a file of the server, nor what SQLite itself has beside the catalogs that clients see."""

from pathlib import Path

import psycopg
import pytest

from tests.server import Server

STATEMENTS = (
    "ATTACH DATABASE '{file}' AS other",
    "DETACH DATABASE main",
    "PRAGMA database_list",
    "PRAGMA writable_schema = ON",
    "VACUUM INTO '{file}'",
    "VACUUM main INTO '{file}'",
    "SELECT load_extension('{file}')",
    "SELECT readfile('{file}')",
    "SELECT writefile('{file}', 'x')",
    "SELECT edit('x')",
    "SELECT fts3_tokenizer('simple')",
    "SELECT sqlite_version()",
    "SELECT sqlite_compileoption_get(0)",
    "SELECT pg_observe(1)",
    "SELECT pg_upsert_once(1, 1)",
    "SELECT last_insert_rowid()",
    "SELECT * FROM sqlite_master",
    "SELECT * FROM sqlite_schema",
    "SELECT * FROM sqlite_temp_master",
    "SELECT * FROM sqlite_sequence",
    "SELECT * FROM sqlite_stat1",
    "SELECT * FROM main.held",
    "SELECT * FROM sys.pg_class",
    "SELECT * FROM global.pg_authid",
    "SELECT * FROM temp.sqlite_schema",
    "SELECT * FROM dbstat",
    "SELECT * FROM bytecode('SELECT 1')",
    "SELECT * FROM sqlite_dbpage",
    "SELECT * FROM pragma_database_list",
    "SELECT * FROM pragma_table_info('held')",
    "SELECT * FROM pragma_function_list()",
    "SELECT * FROM pragma_table_info",
    "SELECT * FROM json_tree('[]')",
    "SELECT * FROM fsdir('/')",
    "SELECT * FROM carray(1, 1)",
    "CREATE VIRTUAL TABLE v USING fts5(a)",
    "CREATE TABLE v AS SELECT * FROM pragma_database_list",
    "CREATE VIEW v AS SELECT * FROM sqlite_master",
    'SELECT * FROM "sqlite_master"',
    'SELECT "sqlite_version"()',
    "SELECT rowid FROM held",
    "SELECT _rowid_ FROM held",
    "SELECT oid FROM held",
    "INSERT OR REPLACE INTO held VALUES (1)",
    "COPY held TO '{file}'",
    "COPY held FROM '{file}'",
    "COPY held TO PROGRAM 'cat > {file}'",
    "COPY held FROM PROGRAM 'cat {file}'",
    "SELECT pg_read_file('{file}')",
    "SELECT pg_read_binary_file('{file}')",
    "SELECT pg_ls_dir('/')",
    "SELECT * FROM pg_ls_waldir()",
    "SELECT pg_stat_file('{file}')",
    "SELECT lo_import('{file}')",
    "SELECT lo_export(1, '{file}')",
    "LOAD '{file}'",
    "CREATE EXTENSION file_fdw",
    "CREATE FUNCTION f() RETURNS int LANGUAGE c AS '{file}', 'f'",
    "ALTER SYSTEM SET data_directory = '/tmp'",
    "ALTER SYSTEM SET config_file = '{file}'",
)
REFUSALS = {
    "0A000", "22023", "42601", "42602", "42703", "42704", "42809", "42883", "42P01", "3F000", "42501", "55P02", "58P01",
}  # fmt: skip


@pytest.mark.parametrize("template", STATEMENTS)
def test_it_is_refused(server: Server, template: str) -> None:
    assert server.data is not None
    file = server.data.parent / "pgproxy-out-of-reach"
    with psycopg.connect(server.dsn, autocommit=True) as connection:
        connection.execute("CREATE TEMP TABLE held (id int)")
        with pytest.raises(psycopg.Error) as caught:
            connection.execute(template.replace("{file}", str(file)).encode())
        assert caught.value.sqlstate in REFUSALS, caught.value
        assert connection.execute("SELECT count(*) FROM held").fetchone() == (0,)
    assert not file.exists()


def test_names_of_databases_stay_inside_the_folder(tmp_path: Path) -> None:
    """A name that looks like a path is a name."""
    with Server(data=tmp_path / "data") as server:
        before = set(tmp_path.iterdir())
        _make_and_drop(server)
        assert set(tmp_path.iterdir()) == before


def _make_and_drop(server: Server) -> None:
    """Databases whose names look like paths."""
    with psycopg.connect(server.dsn, autocommit=True) as connection:
        for name in ("../outside", "/etc/outside", "..", ".", "a/b", "con\\aux", "x.sqlite", "pgproxy.lock", "%2e%2e"):
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
            with psycopg.connect(server.dsn, dbname=name) as inside:
                assert inside.execute("SELECT current_database()").fetchone() == (name,)
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())
