"""A database that has dropped or renamed its schema public is without it after a restart."""

from pathlib import Path

import psycopg

from tests.server import Server


def schemas(server: Server) -> list[str]:
    with psycopg.connect(server.dsn) as connection:
        found = connection.execute("SELECT nspname FROM pg_namespace WHERE nspname ~ 'public' ORDER BY 1").fetchall()
    return [name for (name,) in found]


def test_public_stays_away_after_a_restart(tmp_path: Path) -> None:
    with Server(data=tmp_path / "data") as server:
        assert schemas(server) == ["public"]
        with psycopg.connect(server.dsn, autocommit=True) as connection:
            connection.execute("ALTER SCHEMA public RENAME TO public_before")
    with Server(data=tmp_path / "data") as server:
        assert schemas(server) == ["public_before"]
        with psycopg.connect(server.dsn, autocommit=True) as connection:
            connection.execute("DROP SCHEMA public_before")
    with Server(data=tmp_path / "data") as server:
        assert schemas(server) == []
