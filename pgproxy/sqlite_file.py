"""A SQLite file that only this process uses: others find it locked for as long as one of its connections is open.

The connections know of each other in memory instead of by system calls, which are a third of a small transaction's
time. SQLite: "The OS Backend" (VFS unix-excl), "Write-Ahead Logging" (without shared memory).
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import apsw

VFS = "unix-excl"


def connect(path: Path, flags: int = apsw.SQLITE_OPEN_READWRITE, statements: int = 100) -> apsw.Connection:
    """A connection to a file; `statements` is how many prepared ones it keeps."""
    return apsw.Connection(str(path), flags=flags, vfs=VFS, statementcachesize=statements)


def checkpoint(path: Path) -> None:
    """Move the whole write-ahead log into the file."""
    db = connect(path)
    try:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        db.close()


def copy_closed(path: Path, target: Path) -> None:
    """A copy of a file to which there is no connection, with what a server that was killed left in its log."""
    if path.with_name(path.name + "-wal").exists():
        checkpoint(path)
    shutil.copyfile(path, target)


class Reader:
    """Reads a file past SQLite.

    It stays open: whoever closes a file gives up all locks that the process has on it, those of SQLite too (POSIX).
    """

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDONLY)

    def copy(self, target: Path) -> None:
        """A copy inside the kernel, which shares blocks where the file system can."""
        with target.open("wb") as writer:
            at, size = 0, os.fstat(self._descriptor).st_size
            while at < size:
                step = os.copy_file_range(self._descriptor, writer.fileno(), size - at, at)
                if step == 0:
                    break
                at += step

    def close(self) -> None:
        """Only once no connection to the file is open."""
        os.close(self._descriptor)
