"""NOWAIT fails for what other sessions hold, not for what the server does by itself."""

import psycopg

from tests.clients.target import Targets

MUCH = 20_000
"""Rows whose pages are worth a checkpoint."""


def test_nowait_does_not_meet_checkpoints(targets: Targets) -> None:
    _, actual = targets
    with psycopg.connect(actual.dsn, autocommit=True) as connection:
        connection.execute("CREATE TABLE item (id int PRIMARY KEY, filling text)")
        connection.execute("INSERT INTO item VALUES (1, 'x')")
        filling = "SELECT (SELECT max(id) FROM item) + n, repeat('x', 1000) FROM generate_series(1, %s) n"
        for _ in range(3):
            connection.execute(f"INSERT INTO item {filling}", (MUCH,))
            for _ in range(300):
                locked = connection.execute("SELECT id FROM item WHERE id = 1 FOR UPDATE NOWAIT").fetchall()
                assert locked == [(1,)]
