"""A copy of a template made ahead by another thread, for the next database that is created from it.

It is a file without a name, which only gets one when it is wanted: a server that is killed leaves nothing behind
(Linux: open(2), O_TMPFILE; linkat(2)).
"""

from __future__ import annotations

import os
from pathlib import Path
from threading import Thread

from pgproxy.sqlite_file import Reader

SMALLEST, LARGEST = 1 << 20, 1 << 28
"""Bytes: what is smaller is copied as fast, what is larger takes too much of the disk."""
UNNAMED: int | None = getattr(os, "O_TMPFILE", None)


class SpareCopy:
    """Of a file that does not change until the copy is placed or given up."""

    def __init__(self, reader: Reader, descriptor: int) -> None:
        self._reader = reader
        self._descriptor = descriptor
        self._complete = False
        self._copying = Thread(target=self._copy, name="spare copy", daemon=True)
        self._copying.start()

    def place(self, target: Path) -> bool:
        """Give the copy its name, as soon as it is complete; False where it could not be made."""
        self._copying.join()
        try:
            if self._complete:
                unnamed = f"/proc/self/fd/{self._descriptor}"
                os.link(unnamed, target, src_dir_fd=self._descriptor, follow_symlinks=True)  # linkat, for the flag
        except OSError:
            self._complete = False
        finally:
            os.close(self._descriptor)
        return self._complete

    def give_up(self) -> None:
        """The file is about to change."""
        self._copying.join()
        os.close(self._descriptor)

    def _copy(self) -> None:
        try:
            self._reader.copy(self._descriptor)
        except OSError:  # a full disk: the next database is copied when it is wanted
            return
        self._complete = True


def spare_copy(reader: Reader, folder: Path) -> SpareCopy | None:
    """A spare of a file in a folder; None where there is none to be had."""
    if UNNAMED is None or not SMALLEST <= reader.size <= LARGEST:
        return None
    try:
        descriptor = os.open(folder, UNNAMED | os.O_WRONLY, 0o666)
    except OSError:  # a file system without unnamed files
        return None
    return SpareCopy(reader, descriptor)
