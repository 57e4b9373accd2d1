"""A database with an object of every kind, made by `everything.sql`, on either server."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.clients.target import USER, Target, fresh
from tests.oracle import binary

SCRIPT = Path(__file__).with_suffix(".sql")
ROLES = "every_writer, every_reader, every_chief"


@contextmanager
def everything(host: str, port: int, name: str) -> Iterator[Target]:
    """The database, which goes again with its roles."""
    with fresh(host, port, name) as target:
        run(target, "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", given=SCRIPT.read_text())
        yield target
    with psycopg.connect(host=host, port=port, user=USER, dbname="postgres", autocommit=True) as administrator:
        administrator.execute(f"DROP ROLE {ROLES}")


def run(target: Target, program: str, *arguments: str, given: str | None = None) -> str:
    """What one of PostgreSQL's own programs prints; it must succeed."""
    command = [str(binary(program)), "-h", target.host, "-p", str(target.port), "-U", USER, *arguments]
    done = subprocess.run(
        [*command, target.database], input=given, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
