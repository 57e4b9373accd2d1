"""A database of either server that a client's script runs in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

USER = "postgres"


@dataclass(frozen=True)
class Target:
    """Where a script connects to."""

    host: str
    port: int
    database: str

    @property
    def dsn(self) -> str:
        """As a URI, which every client understands."""
        return f"postgresql://{USER}@{self.host}:{self.port}/{self.database}"


Targets = tuple[Target, Target]
"""PostgreSQL first, pgproxy second."""


@contextmanager
def fresh(host: str, port: int, name: str) -> Iterator[Target]:
    """A new database, dropped afterwards whoever is still connected."""
    with psycopg.connect(host=host, port=port, user=USER, dbname="postgres", autocommit=True) as administrator:
        administrator.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        administrator.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield Target(host, port, name)
        finally:
            administrator.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def assert_same(script: Callable[[Target], list[Any]], targets: Targets) -> None:
    """A script's notes must not differ between the servers."""
    expected, actual = script(targets[0]), script(targets[1])
    for number, (wanted, found) in enumerate(zip(expected, actual, strict=True)):
        assert found == wanted, f"note {number} of {script.__name__}"
