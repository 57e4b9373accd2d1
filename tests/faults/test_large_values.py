"""What a large value takes in memory on its way in and out, as a multiple of its size."""

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests.server import Server

MEGABYTES = 64
SIZE = MEGABYTES << 20
RESET_PEAK = "5"


def _status(server: Server, key: str) -> int:
    """Bytes, of a line in the process's status."""
    assert server.process is not None
    lines = Path(f"/proc/{server.process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith(key))


def _multiple(server: Server, work: Callable[[], object]) -> float:
    """How much memory a piece of work takes at most, in sizes of the value."""
    before = _status(server, "VmRSS")
    assert server.process is not None
    Path(f"/proc/{server.process.pid}/clear_refs").write_text(RESET_PEAK)
    work()
    return (_status(server, "VmHWM") - before) / SIZE


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="reads what Linux says of a process")
def test_large_values_take_a_few_times_their_size() -> None:
    text, data = "x" * SIZE, b"\1" * SIZE
    with Server() as server, psycopg.connect(server.dsn, autocommit=True) as connection:
        connection.execute("CREATE TABLE large (id int, a text, b bytea)")
        run = connection.execute
        taken = {
            "text in": _multiple(server, lambda: run("INSERT INTO large VALUES (1, %s)", (text,))),
            "text out": _multiple(server, lambda: run("SELECT a FROM large WHERE id = 1")),
            "bytea in": _multiple(server, lambda: run("INSERT INTO large (id, b) VALUES (2, %b)", (data,))),
            "bytea out": _multiple(server, lambda: run("SELECT b FROM large WHERE id = 2", binary=True)),
            "as a literal": _multiple(server, lambda: run(f"INSERT INTO large VALUES (3, '{text}')")),
        }
        assert run("SELECT id, length(a), length(b) FROM large ORDER BY 1").fetchall() == [
            (1, SIZE, None), (2, None, SIZE), (3, SIZE, None)
        ]  # fmt: skip
    limits = dict.fromkeys(taken, 4.5) | {"as a literal": 9}
    assert {name: multiple for name, multiple in taken.items() if multiple > limits[name]} == {}
