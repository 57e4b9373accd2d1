"""The abbreviations that a time zone has ever used, from the zone's file ("TZif", RFC 9636)."""

from __future__ import annotations

import itertools
import struct
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple
from zoneinfo import TZPATH

HEAD, HEAD_SIZE = ">4sc15x6I", 44
SHORT_TIME, LONG_TIME = 4, 8


class Kind(NamedTuple):
    """A local time type: seconds east of UTC, whether it is summer time, what it is called."""

    offset: int
    is_dst: bool
    abbreviation: str


class History(NamedTuple):
    """When which kind of time began, in seconds since 1970."""

    changes: tuple[tuple[int, Kind], ...]
    kinds: tuple[Kind, ...]

    def meaning(self, abbreviation: str, at: int) -> Kind | None:
        """What an abbreviation meant when it was last used, or else when it was used first; None if it never was."""
        used = [change for change in self.changes if change[1].abbreviation == abbreviation]
        past = [kind for begun, kind in used if begun <= at]
        return past[-1] if past else used[0][1] if used else None

    def abbreviations(self, now: int) -> list[Kind]:
        """Each abbreviation with its only meaning, or else with the one that it had last."""
        found = []
        for name in dict.fromkeys(kind.abbreviation for kind in self.kinds):
            meanings = {kind for kind in self.kinds if kind.abbreviation == name}
            past = [kind for begun, kind in self.changes if begun <= now and kind.abbreviation == name]
            if len(meanings) == 1:
                found.append(meanings.pop())
            elif past:
                found.append(past[-1])
        return found


@lru_cache(maxsize=64)
def history(key: str) -> History | None:
    """The history of a zone by its name; None where there is no file of that name."""
    for folder in itertools.chain(TZPATH, _package()):
        path = Path(folder, key)
        if path.is_file():
            return _read(path.read_bytes())
    return None


def _package() -> Iterator[str]:
    """Where the package tzdata has its files, if it is there."""
    package = find_spec("tzdata")
    if package is not None and package.submodule_search_locations is not None:
        yield from (f"{folder}/zoneinfo" for folder in package.submodule_search_locations)


def _read(data: bytes) -> History:
    """A file's second block, with 64-bit times, where it has one; else its first."""
    version, *counts = struct.unpack_from(HEAD, data)[1:]
    if version == b"\0":
        return _block(data, HEAD_SIZE, counts, SHORT_TIME)
    is_ut, is_std, leaps, times, types, letters = counts
    second = HEAD_SIZE + times * (SHORT_TIME + 1) + types * 6 + letters + leaps * 8 + is_std + is_ut
    return _block(data, second + HEAD_SIZE, list(struct.unpack_from(HEAD, data, second)[2:]), LONG_TIME)


def _block(data: bytes, place: int, counts: list[int], width: int) -> History:
    times, types, letters = counts[3:]
    begun = struct.unpack_from(f">{times}{'q' if width == LONG_TIME else 'i'}", data, place)
    place += times * width
    indexes = data[place : place + times]
    place += times
    names = data[place + types * 6 : place + types * 6 + letters]
    kinds = []
    for number in range(types):
        offset, is_dst, start = struct.unpack_from(">iBB", data, place + number * 6)
        kinds.append(Kind(offset, bool(is_dst), names[start : names.index(b"\0", start)].decode()))
    return History(tuple((at, kinds[index]) for at, index in zip(begun, indexes, strict=True)), tuple(kinds))
