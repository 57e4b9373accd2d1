"""A data folder that another version has laid out is refused, and stays as it is."""

import subprocess
import sys
from pathlib import Path

import psycopg

from tests.server import Server


def test_files_of_another_format_are_refused(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with Server(data=data) as server, psycopg.connect(server.dsn, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (id int)")
    written = (data / "pgproxy.format").read_text()
    (data / "pgproxy.format").write_text("0\n")
    command = [str(Path(sys.executable).parent / "pgproxy"), "serve", str(data), "--port", "0"]
    refused = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    assert refused.returncode == 1
    assert "have format 0" in refused.stderr
    (data / "pgproxy.format").write_text(written)
    with Server(data=data) as again, psycopg.connect(again.dsn) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
