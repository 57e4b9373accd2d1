"""postgresql.auto.conf of the data folder: what ALTER SYSTEM has set, `name = 'value'` a line.

It is read when the server starts and when it is told to reload.  Manual: ALTER SYSTEM, "Setting Parameters".
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from pgproxy.setting_checks import CHECKS, checked_datestyle, is_custom_name
from pgproxy.setting_values import parsed
from translator.catalog import bootstrap
from translator.errors import PgError

NAME = "postgresql.auto.conf"
_HEADER = "# Written by ALTER SYSTEM, which replaces whatever else stands here.\n#\n"
_LINE = re.compile(
    r"\s*+(?P<name>[A-Za-z_][\w$.]*+)\s*+(?:=\s*+)?(?:'(?P<quoted>(?:[^'\\]|''|\\.)*+)'|(?P<plain>[^\s#']++))"
    r"\s*+(?:#.*+)?\Z"
)
_ESCAPED = re.compile(r"''|\\(.)")
_NOT_APPLIED = "setting could not be applied"


class Entry(Struct, frozen=True):
    """One line of the file; `error` is what is wrong with it."""

    line: int
    name: str
    value: str
    applied: bool = True
    error: str | None = None

    @property
    def key(self) -> str:
        return self.name.lower()


class SystemSettings:
    """The file, and what of it is in force.

    entries: its lines as they were read last, by their order. values: what sessions begin with, by lower-case name.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self.entries: Sequence[Entry] = ()
        self.values: Mapping[str, str] = {}
        self._started: dict[str, str] | None = None
        self.reload({})

    def reload(self, running: Mapping[str, str]) -> None:
        """Read the file.  running: what the server was started with, which only another start changes."""
        self.entries = tuple(self.judged(running))
        values = {entry.key: entry.value for entry in self.entries if entry.applied}
        if self._started is None:
            facts = bootstrap.settings()
            needs_start = (key for key in values if key in facts and facts[key]["context"] == "postmaster")
            self._started = {key: values[key] for key in needs_start}
        self.values = {**values, **self._started}

    def judged(self, running: Mapping[str, str]) -> Iterator[Entry]:
        """The lines of the file as it is now, with what would become of each."""
        entries = read_entries(self.path)
        broken = any(entry.error for entry in entries)
        last = {entry.key: entry for entry in entries}
        for entry in entries:
            error = entry.error or self._refusal(entry, running)
            applied = error is None and last[entry.key] is entry and not broken
            yield Entry(entry.line, entry.name, entry.value, applied, error)

    def _refusal(self, entry: Entry, running: Mapping[str, str]) -> str | None:
        fact = bootstrap.settings().get(entry.key)
        if fact is None:
            known = is_custom_name(entry.key) and "." in entry.key
            return None if known else f'unrecognized configuration parameter "{entry.name}"'
        try:
            value = checked(entry.key, entry.value)
        except PgError:
            return _NOT_APPLIED
        if fact["context"] == "postmaster" and self._started is not None:
            now = running.get(entry.key, self._started.get(entry.key, str(fact["setting"])))
            return None if value == checked(entry.key, now) else _NOT_APPLIED
        return None

    def source(self, key: str) -> int | None:
        """The line that a value in force comes from."""
        return next((entry.line for entry in self.entries if entry.applied and entry.key == key), None)

    def waits_for_restart(self, key: str) -> bool:
        return any(entry.error == _NOT_APPLIED and entry.key == key for entry in self.entries) or (
            key in (self._started or {}) and not any(entry.key == key for entry in self.entries)
        )

    def change(self, name: str | None, value: str | None) -> None:
        """Write a setting behind the others, or take it out with None; no name stands for all.  Raises OSError."""
        kept = [] if name is None else [known for known in read_entries(self.path) if known.key != name.lower()]
        lines = [f"{known.name} = {_quoted(known.value)}\n" for known in kept if known.name]
        if name is not None and value is not None:
            lines.append(f"{name} = {_quoted(value)}\n")
        fresh = self.path.with_suffix(".conf.tmp")
        with fresh.open("w", encoding="utf-8") as file:
            file.write(_HEADER + "".join(lines))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.path)


def checked(key: str, value: str) -> str:
    """A value in its canonical form.  Raises PgError 22023."""
    if key == "datestyle":
        return checked_datestyle(value, "ISO, MDY")
    if key in CHECKS:
        return CHECKS[key](value)
    fact = bootstrap.settings().get(key)
    return value if fact is None else parsed(fact, value)


def read_entries(path: Path) -> list[Entry]:
    """The lines with settings; one that cannot be read has no name."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return []
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.match(line)
        if match is None:
            found.append(Entry(number, "", "", applied=False, error="syntax error"))
            continue
        quoted = match["quoted"]
        value = match["plain"] if quoted is None else _ESCAPED.sub(lambda part: part[1] or "'", quoted)
        found.append(Entry(number, match["name"], value))
    return found


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"
