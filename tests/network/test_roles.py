"""Who may connect: roles that do not exist, may not log in, have a password, or settings of their own."""

import subprocess

import psycopg
import pytest

from tests.oracle import binary
from tests.server import Server


def connect(server: Server, user: str, password: str | None = None) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(
        host=server.host, port=server.port, user=user, password=password, dbname="postgres", autocommit=True
    )


def refusal(server: Server, user: str, password: str | None = None) -> str:
    with pytest.raises(psycopg.OperationalError) as raised:
        connect(server, user, password)
    return str(raised.value).split("FATAL:  ")[1].split("\n")[0]


def test_only_roles_that_may_log_in_connect() -> None:
    with Server() as server, connect(server, "postgres") as administrator:
        assert refusal(server, "nobody") == 'role "nobody" does not exist'
        administrator.execute("CREATE ROLE grp SUPERUSER")
        assert refusal(server, "grp") == 'role "grp" is not permitted to log in'
        administrator.execute("CREATE USER plain")
        administrator.execute("CREATE TABLE hidden (a int)")
        with connect(server, "plain") as session:
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="permission denied for table hidden"):
                session.execute("SELECT * FROM hidden")
            administrator.execute("GRANT SELECT ON hidden TO plain")
            assert session.execute("SELECT * FROM hidden").fetchall() == []
            administrator.execute("CREATE ROLE readers")
            administrator.execute("REVOKE SELECT ON hidden FROM plain")
            administrator.execute("GRANT SELECT ON hidden TO readers")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                session.execute("SELECT * FROM hidden")
            administrator.execute("GRANT readers TO plain")
            assert session.execute("SELECT * FROM hidden").fetchall() == []
        administrator.execute("REVOKE CONNECT ON DATABASE postgres FROM PUBLIC")
        assert refusal(server, "plain") == 'permission denied for database "postgres"'
        administrator.execute("GRANT CONNECT ON DATABASE postgres TO PUBLIC")
        administrator.execute("ALTER ROLE plain SUPERUSER")
        administrator.execute("ALTER ROLE plain SET work_mem = '7MB'")
        administrator.execute("ALTER ROLE ALL SET statement_timeout = '9s'")
        with connect(server, "plain") as session:
            row = session.execute(
                "SELECT current_user, current_setting('work_mem'), current_setting('statement_timeout')"
            )
            assert row.fetchone() == ("plain", "7MB", "9s")
            session.execute("CREATE TABLE owned (a int)")
            owner = session.execute("SELECT relowner::regrole::text FROM pg_class WHERE relname = 'owned'").fetchone()
            assert owner == ("plain",)
        administrator.execute("DROP TABLE owned")
        administrator.execute("DROP ROLE plain")
        assert refusal(server, "plain") == 'role "plain" does not exist'


@pytest.mark.parametrize("method", ["scram-sha-256", "md5", "password"])
def test_passwords_of_roles(method: str) -> None:
    with Server("--auth", method, "--password", "first") as server:
        with connect(server, "postgres", "first") as administrator:
            administrator.execute("CREATE ROLE app SUPERUSER LOGIN PASSWORD 'secret'")
            administrator.execute("CREATE ROLE old SUPERUSER LOGIN PASSWORD 'secret' VALID UNTIL '2001-01-01'")
            administrator.execute("ALTER ROLE postgres PASSWORD 'second'")
        with connect(server, "app", "secret") as session:
            assert session.execute("SELECT system_user").fetchone() == (f"{method}:app",)
        connect(server, "postgres", "second").close()
        for user, password in (("app", "wrong"), ("postgres", "first"), ("old", "secret"), ("nobody", "secret")):
            assert refusal(server, user, password) == f'password authentication failed for user "{user}"'


def test_a_stored_setting_that_cannot_be_is_a_warning() -> None:
    """As PostgreSQL has it: the session begins, and says what it left out; the rest tells where it comes from."""
    with Server() as server, connect(server, "postgres") as administrator:
        administrator.execute("CREATE ROLE holder LOGIN; CREATE ROLE held")
        administrator.execute("ALTER ROLE holder SET role = held")
        administrator.execute("ALTER ROLE holder IN DATABASE postgres SET work_mem = '7MB'")
        administrator.execute('ALTER ROLE holder SET search_path = "A b", c')
        administrator.execute("DROP ROLE held")
        conninfo = f"host={server.host} port={server.port} user=holder dbname=postgres"
        found = subprocess.run(
            [binary("psql"), "-X", "-At", conninfo, "-c",
             "SELECT name, setting, source, reset_val FROM pg_settings WHERE name IN ('search_path', 'work_mem') "
             "ORDER BY 1"],
            capture_output=True, text=True, timeout=60, check=True,
        )  # fmt: skip
        assert found.stderr == 'WARNING:  role "held" does not exist\n'
        assert found.stdout == 'search_path|"A b", c|user|"A b", c\nwork_mem|7168|database user|7168\n'
