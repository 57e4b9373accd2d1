"""How many sessions there may be, who gets the last of them, and that SHOW says so."""

from collections.abc import Iterator
from contextlib import ExitStack

import psycopg
import pytest

from pgproxy import config
from pgproxy.config import Config, ConfigError
from tests.server import Server

LIMITS = {"max_connections": 7, "reserved_connections": 2, "superuser_reserved_connections": 2}


@pytest.fixture(scope="module")
def limited() -> Iterator[Server]:
    options = [f"--{name.replace('_', '-')}={value}" for name, value in LIMITS.items()]
    with Server(*options) as server:
        with psycopg.connect(server.dsn, autocommit=True) as superuser:
            superuser.execute("CREATE ROLE plain LOGIN; CREATE ROLE member LOGIN IN ROLE pg_use_reserved_connections")
        yield server


def _connect(server: Server, user: str) -> psycopg.Connection:
    return psycopg.connect(f"host={server.host} port={server.port} user={user} dbname=postgres")


def test_settings_say_what_the_server_was_started_with(limited: Server) -> None:
    with psycopg.connect(limited.dsn) as connection:
        for name, value in {**LIMITS, "port": limited.port}.items():
            assert connection.execute(f"SHOW {name}").fetchone() == (str(value),)
            row = connection.execute("SELECT setting, reset_val, source FROM pg_settings WHERE name = %s", (name,))
            assert row.fetchone() == (str(value), str(value), "command line")


def test_the_last_slots_are_reserved(limited: Server) -> None:
    """3 for everybody, 2 more for members of the role, 2 more for superusers."""
    with ExitStack() as open_ones:
        for user, more, refusal in (
            ("plain", 3, 'reserved for roles with privileges of the "pg_use_reserved_connections" role'),
            ("member", 2, "reserved for roles with the SUPERUSER attribute"),
            ("postgres", 2, "sorry, too many clients already"),
        ):
            for _ in range(more):
                open_ones.enter_context(_connect(limited, user))
            with pytest.raises(psycopg.OperationalError, match=refusal):
                _connect(limited, user)


def test_there_is_a_slot_for_everybody() -> None:
    message = r"superuser_reserved_connections \(3\) plus reserved_connections \(0\) must be less than max_connections"
    with pytest.raises(ConfigError, match=message):
        config._checked(Config(max_connections=3))
