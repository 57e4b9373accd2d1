"""pg_dump: its output is PostgreSQL's own, and restores into the same database on either server."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clients.everything import everything, run
from tests.clients.target import USER, Target, Targets, fresh
from tests.oracle import Cluster, binary
from tests.server import Server

OPTIONS = [
    (), ("--schema-only",), ("--data-only",), ("--inserts",), ("--column-inserts",), ("--clean", "--if-exists"),
    ("--clean", "--create"), ("-t", "item"), ("-n", "stock"), ("--no-owner", "--no-acl"), ("--rows-per-insert=2",),
    ("--section=pre-data",), ("--section=post-data",), ("--disable-triggers", "--data-only"), ("--no-comments",),
    ("--no-large-objects",), ("--large-objects", "-t", "item"),
    ("--load-via-partition-root",), ("--enable-row-security",), ("--serializable-deferrable",), ("--no-statistics",),
    ("--quote-all-identifiers",), ("--no-publications",), ("--exclude-schema=stock",),
]  # fmt: skip
FORMATS = {"plain": "p", "custom": "c", "directory": "d", "tar": "t"}


@pytest.fixture(scope="module")
def filled(oracle: Cluster, server: Server) -> Iterator[Targets]:
    """A database with everything in it on both servers."""
    with (
        everything(oracle.host, oracle.port, "dumped") as expected,
        everything(server.host, server.port, "dumped") as ours,
    ):
        yield expected, ours


def without_moment(text: str) -> str:
    """A dump without what differs from run to run."""
    return re.sub(r"^(\\(un)?restrict .*|-- Dumped .*)$", "", text, flags=re.MULTILINE)


def dump(target: Target, *options: str) -> str:
    return without_moment(run(target, "pg_dump", *options))


@pytest.mark.parametrize("options", OPTIONS, ids=" ".join)
def test_a_dump_is_postgresqls(filled: Targets, options: tuple[str, ...]) -> None:
    expected, actual = (dump(target, *options) for target in filled)
    assert actual == expected


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(("source", "copy"), [(0, 1), (1, 0), (1, 1)], ids=["in", "out", "within"])
def test_a_dump_is_restored(filled: Targets, tmp_path: Path, kind: str, source: int, copy: int) -> None:
    archive = str(tmp_path / "archive")
    run(filled[source], "pg_dump", "-F", FORMATS[kind], "-f", archive)
    with fresh(filled[copy].host, filled[copy].port, "restored") as restored:
        if kind == "plain":
            run(restored, "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", archive)
        else:
            assert restore(restored, archive, "--exit-on-error") == ""
        assert dump(restored) == dump(filled[0])


def test_a_dump_is_restored_over_its_like(filled: Targets, tmp_path: Path) -> None:
    archive = str(tmp_path / "archive")
    run(filled[0], "pg_dump", "-F", "d", "-f", archive)
    complaints = []
    for target in filled:
        with fresh(target.host, target.port, "restored") as restored:
            restore(restored, archive, "--jobs=2")
            complaints.append(restore(restored, archive, "--clean", "--if-exists"))
            assert dump(restored) == dump(filled[0])
    assert complaints[1] == complaints[0]


def restore(target: Target, archive: str, *options: str) -> str:
    """What pg_restore complains of."""
    place = ["-h", target.host, "-p", str(target.port), "-U", USER, "-d", target.database]
    command = [str(binary("pg_restore")), *place, *options, archive]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False).stderr


def test_what_the_databases_share_is_dumped(filled: Targets) -> None:
    expected, actual = (roles_of(target) for target in filled)
    assert actual == expected


def roles_of(target: Target) -> list[str]:
    """What pg_dumpall says of the roles that the script makes."""
    place = ["-h", target.host, "-p", str(target.port), "-U", USER]
    command = [str(binary("pg_dumpall")), "--globals-only", "--no-role-passwords", *place]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return [line for line in done.stdout.splitlines() if "every_" in line]
