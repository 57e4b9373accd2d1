"""A SQLite file that only this process uses: others find it locked for as long as one of its connections is open.

The connections know of each other in memory instead of by system calls, which are a third of a small transaction's
time. SQLite: "The OS Backend" (VFS unix-excl), "Write-Ahead Logging" (without shared memory).
"""

from __future__ import annotations

import os
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


class Reader:
    """Reads a file past SQLite.

    It stays open: whoever closes a file gives up all locks that the process has on it, those of SQLite too (POSIX).
    """

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDONLY)

    @property
    def size(self) -> int:
        """Bytes."""
        return os.fstat(self._descriptor).st_size

    def copy(self, target: int) -> None:
        """A copy into an open file inside the kernel, which shares blocks where the file system can."""
        at, size = 0, self.size
        while at < size:
            step = os.copy_file_range(self._descriptor, target, size - at, at)
            if step == 0:
                break
            at += step

    def copy_to(self, target: Path) -> None:
        with target.open("wb") as writer:
            self.copy(writer.fileno())

    def close(self) -> None:
        """Only once no connection to the file is open."""
        os.close(self._descriptor)


def limit_memory(size: int) -> None:
    """Let SQLite take no more bytes than that in this process; 0 for no limit."""
    apsw.hard_heap_limit(size)
