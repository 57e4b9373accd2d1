"""What clients are told when the server ends, and that it ends."""

import os
import signal
import threading
import time
from pathlib import Path

import psycopg
import pytest

from tests.server import Server

SECONDS = 8.0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGQUIT])
def test_clients_are_told(tmp_path: Path, number: signal.Signals) -> None:
    """Idle sessions, one in a transaction, one that sleeps, and one that computes."""
    server = Server(data=tmp_path / "data").start()
    assert server.process is not None
    with psycopg.connect(server.dsn, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (id int)")
        connection.execute("INSERT INTO kept VALUES (1)")
    idle = psycopg.connect(server.dsn, autocommit=True)
    idle.execute("SELECT 1")
    inside = psycopg.connect(server.dsn)
    inside.execute("INSERT INTO kept VALUES (2)")
    outcomes: list[str | None] = []

    def run(sql: str) -> None:
        try:
            with psycopg.connect(server.dsn, autocommit=True) as connection:
                connection.execute(sql.encode())
        except psycopg.Error as error:
            outcomes.append(error.sqlstate)

    busy = ("SELECT pg_sleep(60)", "SELECT count(*) FROM generate_series(1, 100000000) a, generate_series(1, 1000) b")
    threads = [threading.Thread(target=run, args=(sql,)) for sql in busy]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    began = time.monotonic()
    os.kill(server.process.pid, number)
    server.process.wait(SECONDS)
    for thread in threads:
        thread.join(SECONDS)
    assert time.monotonic() - began < SECONDS
    assert outcomes == ["57P01", "57P01"]
    for connection in (idle, inside):
        with pytest.raises(psycopg.OperationalError) as caught:
            connection.execute("SELECT 1")
        assert caught.value.sqlstate in ("57P01", None)
        connection.close()
    with Server(data=tmp_path / "data") as again, psycopg.connect(again.dsn) as connection:
        assert connection.execute("SELECT id FROM kept").fetchall() == [(1,)]
    server.stop()
