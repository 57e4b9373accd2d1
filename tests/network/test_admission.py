"""Who is let in: rules, certificates, limits and settings of roles and databases, as clients see it."""

from __future__ import annotations

import datetime
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.server import Server

RULES = """
local all all trust
host all admin all reject
host all postgres all trust
host secret +staff all scram-sha-256
host all ann all scram-sha-256
host all bob all md5
host all eve all password
hostssl all all all trust
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("admission")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    rules = folder / "pg_hba.conf"
    rules.write_text(RULES)
    options = ("--hba-file", str(rules), "--tls", "self-signed", "--max-connections", "12")
    with Server(*options, data=folder / "data") as running:
        with psycopg.connect(running.dsn, autocommit=True) as connection:
            for sql in (
                "CREATE ROLE ann LOGIN PASSWORD 'a'",
                "CREATE ROLE bob LOGIN PASSWORD 'b'",
                "CREATE ROLE eve LOGIN PASSWORD 'e'",
                "CREATE ROLE staff",
                "CREATE ROLE zoe LOGIN PASSWORD 'z' IN ROLE staff",
                "CREATE ROLE admin LOGIN SUPERUSER",
                "CREATE ROLE nologin PASSWORD 'n'",
                "CREATE ROLE late LOGIN PASSWORD 'l' VALID UNTIL '2020-01-01'",
                "CREATE ROLE few LOGIN CONNECTION LIMIT 2",
                "CREATE DATABASE secret",
                "CREATE DATABASE small CONNECTION LIMIT 1",
                "CREATE DATABASE closed ALLOW_CONNECTIONS false",
            ):
                connection.execute(sql)
        yield running


def connect(server: Server, user: str, database: str = "postgres", **options: str) -> psycopg.Connection[tuple[object]]:
    known = {"sslmode": "disable"} | options
    return psycopg.connect(host=server.host, port=server.port, user=user, dbname=database, autocommit=True, **known)  # type: ignore[return-value]  # rows are of any kind


def refusal(server: Server, user: str, database: str = "postgres", **options: str) -> str:
    """The error that a client gets instead of a session."""
    with pytest.raises(psycopg.OperationalError) as caught:
        connect(server, user, database, **options)
    return str(caught.value).partition("FATAL:  ")[2].strip()


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert condition()


def test_rules(server: Server) -> None:
    where = 'host "127.0.0.1", user "{}", database "{}", no encryption'
    assert refusal(server, "admin") == f"pg_hba.conf rejects connection for {where.format('admin', 'postgres')}"
    assert refusal(server, "zoe") == f"no pg_hba.conf entry for {where.format('zoe', 'postgres')}"
    for user, password in (("ann", "a"), ("bob", "b"), ("eve", "e")):
        connect(server, user, password=password).close()
        assert refusal(server, user, password="x") == f'password authentication failed for user "{user}"'
    connect(server, "zoe", "secret", password="z").close()
    connect(server, "zoe", sslmode="require").close()
    assert 'user "nobody"' in refusal(server, "nobody")


def test_the_view_of_rules(server: Server) -> None:
    with connect(server, "postgres") as connection:
        rows = connection.execute(
            "SELECT line_number, type, database, user_name, address, netmask, auth_method FROM pg_hba_file_rules"
        ).fetchall()
    assert rows[0] == (2, "local", ["all"], ["all"], None, None, "trust")
    assert rows[3] == (5, "host", ["secret"], ["+staff"], "all", None, "scram-sha-256")


def test_rules_are_read_again(server: Server, folder: Path) -> None:
    rules = folder / "pg_hba.conf"
    rules.write_text("host all nobody all reject\n" + RULES)
    with connect(server, "postgres") as connection:
        connection.execute("SELECT pg_reload_conf()")
    assert refusal(server, "nobody").startswith("pg_hba.conf rejects connection")
    rules.write_text("nonsense\n")
    assert server.process is not None
    os.kill(server.process.pid, signal.SIGHUP)
    wait_until(lambda: "was not reloaded" in server.log.read_text())
    assert refusal(server, "nobody").startswith("pg_hba.conf rejects connection")
    rules.write_text(RULES)
    os.kill(server.process.pid, signal.SIGHUP)
    wait_until(lambda: refusal(server, "nobody").startswith("no pg_hba.conf entry"))


def test_roles_that_may_not_log_in(server: Server) -> None:
    assert refusal(server, "nologin", sslmode="require") == 'role "nologin" is not permitted to log in'
    assert refusal(server, "missing", sslmode="require") == 'role "missing" does not exist'


def test_a_password_is_valid_until_its_time(server: Server) -> None:
    with connect(server, "postgres") as connection:
        connection.execute("ALTER ROLE ann VALID UNTIL '2020-01-01'")
        assert refusal(server, "ann", password="a") == 'password authentication failed for user "ann"'
        connection.execute("ALTER ROLE ann VALID UNTIL 'infinity'")
    connect(server, "ann", password="a").close()


def test_limits_of_roles_and_databases(server: Server) -> None:
    with connect(server, "few", sslmode="require"), connect(server, "few", sslmode="require") as second:
        assert refusal(server, "few", sslmode="require") == 'too many connections for role "few"'
        second.close()
        wait_until(lambda: not _is_refused(server, "few"))
    with connect(server, "zoe", "small", sslmode="require"):
        assert refusal(server, "zoe", "small", sslmode="require") == 'too many connections for database "small"'
        connect(server, "postgres", "small").close()
    assert refusal(server, "zoe", "closed", sslmode="require") == (
        'database "closed" is not currently accepting connections'
    )


def _is_refused(server: Server, user: str) -> bool:
    try:
        connect(server, user, sslmode="require").close()
    except psycopg.OperationalError:
        return True
    return False


def test_a_database_is_closed_while_it_is_in_use(server: Server) -> None:
    with connect(server, "postgres") as connection, connect(server, "postgres", "small"):
        connection.execute("ALTER DATABASE small ALLOW_CONNECTIONS false")
        assert "is not currently accepting connections" in refusal(server, "postgres", "small")
        connection.execute("ALTER DATABASE small ALLOW_CONNECTIONS true")
    connect(server, "postgres", "small").close()


def test_all_connections_in_use(server: Server) -> None:
    """The last three are the superuser's."""
    wait_until(lambda: _sessions(server) == 1)
    with ExitStack() as stack:
        for _ in range(9):
            stack.enter_context(connect(server, "zoe", sslmode="require"))
        assert refusal(server, "zoe", sslmode="require") == (
            "remaining connection slots are reserved for roles with the SUPERUSER attribute"
        )
        for _ in range(3):
            stack.enter_context(connect(server, "postgres"))
        assert refusal(server, "postgres") == "sorry, too many clients already"


def _sessions(server: Server) -> int:
    with connect(server, "postgres") as connection:
        found = connection.execute("SELECT count(*) FROM pg_stat_activity").fetchone()
    assert found is not None
    return int(str(found[0]))


def test_settings_of_roles_and_databases(server: Server) -> None:
    """The most particular one holds, what the client asks for before all; clients are told of them."""
    with connect(server, "postgres") as connection:
        connection.execute("ALTER DATABASE secret SET TimeZone = 'Asia/Tokyo'")
        connection.execute("ALTER DATABASE secret SET work_mem = '1MB'")
        connection.execute("ALTER ROLE zoe SET work_mem = '2MB'")
        connection.execute("ALTER ROLE zoe IN DATABASE secret SET work_mem = '3MB'")
    with connect(server, "zoe", "secret", password="z") as connection:
        assert connection.execute("SHOW work_mem").fetchone() == ("3MB",)
        assert connection.info.parameter_status("TimeZone") == "Asia/Tokyo"
        connection.execute("SET TimeZone = 'Europe/Rome'")
        assert connection.info.parameter_status("TimeZone") == "Europe/Rome"
        connection.execute("RESET TimeZone")
        assert connection.info.parameter_status("TimeZone") == "Asia/Tokyo"
    with connect(server, "zoe", sslmode="require") as connection:
        assert connection.execute("SHOW work_mem").fetchone() == ("2MB",)
    with connect(server, "postgres", "secret", options="-c work_mem=5MB") as connection:
        assert connection.execute("SHOW work_mem").fetchone() == ("5MB",)


def test_channel_binding(server: Server) -> None:
    """SCRAM-SHA-256-PLUS with libpq, which insists on it; over a connection without TLS it cannot be had."""
    connect(server, "ann", password="a", sslmode="require", channel_binding="require").close()
    with pytest.raises(psycopg.OperationalError, match="channel binding"):
        connect(server, "ann", password="a", channel_binding="require")


def _certificate(
    name: str, issuer: tuple[x509.Certificate, ec.EllipticCurvePrivateKey] | None, folder: Path
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    """A certificate with its key, also as NAME.crt and NAME.key; one without an issuer is an authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject if issuer is None else issuer[0].subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .sign(key if issuer is None else issuer[1], hashes.SHA256())
    )
    (folder / f"{name}.crt").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / f"{name}.key").write_bytes(private)
    (folder / f"{name}.key").chmod(0o600)
    return made, key


def test_certificates(tmp_path: Path) -> None:
    authority = _certificate("authority", None, tmp_path)
    for name in ("server", "postgres", "ann"):
        _certificate(name, authority, tmp_path)
    _certificate("stranger", _certificate("other", None, tmp_path), tmp_path)
    rules = tmp_path / "pg_hba.conf"
    rules.write_text("hostssl all postgres all cert\nhostssl all all all trust clientcert=verify-ca\n")
    files = {"ca": "authority.crt", "cert": "server.crt", "key": "server.key"}
    options = ["--hba-file", str(rules), "--tls", "on"]
    options += [part for name, file in files.items() for part in (f"--tls-{name}-file", str(tmp_path / file))]

    with Server(*options, data=tmp_path / "data") as server:

        def outcome(user: str, name: str) -> str:
            files = {"sslcert": str(tmp_path / f"{name}.crt"), "sslkey": str(tmp_path / f"{name}.key")}
            try:
                connect(server, user, sslmode="require", **files).close()
            except psycopg.OperationalError as error:
                return str(error).partition("FATAL:  ")[2].strip() or "refused by TLS"
            return "in"

        def shown(name: str) -> object:
            files = {"sslcert": str(tmp_path / f"{name}.crt"), "sslkey": str(tmp_path / f"{name}.key")}
            with connect(server, "postgres", sslmode="require", **files) as session:
                return session.execute("SELECT * FROM pg_stat_ssl WHERE pid = pg_backend_pid()").fetchone()[1:]

        assert outcome("postgres", "postgres") == "in"
        serial = x509.load_pem_x509_certificate((tmp_path / "postgres.crt").read_bytes()).serial_number
        told = (True, "TLSv1.3", "TLS_AES_256_GCM_SHA384", 256, "/CN=postgres", serial, "/CN=authority")
        assert shown("postgres") == told
        assert outcome("postgres", "ann") == 'certificate authentication failed for user "postgres"'
        assert outcome("postgres", "none") == "connection requires a valid client certificate"
        assert outcome("nobody", "ann") == 'role "nobody" does not exist'
        assert outcome("postgres", "stranger") == "refused by TLS"
