"""Isolation scripts, `scripts/<area>/<name>.script`: a few sessions, their steps, and the orders to take them in.

    # What it shows.
    levels: READ COMMITTED, SERIALIZABLE
    setup:
        CREATE TABLE t (id int PRIMARY KEY);
    one:
        begin: BEGIN ISOLATION LEVEL {level}
        insert: INSERT INTO t VALUES (1)
        commit: COMMIT
    two: like one
    order: one.begin two.begin one.insert two.insert one.commit two.commit
    after:
        SELECT * FROM t

Every order runs once for each of the levels, which stand in the steps as {level}. A word of an order is a step, or

    one.insert!     a step that waits and ends by itself, through a timeout or a deadlock
    one.insert~     a step that takes its time, without a lock: nobody looks whether it waits
    ended(one)      go on when the step that session one waits in has ended
    told(one,2)     go on when session one has been told of two notifications
    closed(one)     go on when the server has closed session one
    left(one)       session one closes its connection
    every           alone: all the interleavings of the sessions' steps, each session's in their order

{pid one} in a step is the process id of session one, {given one} the value that it was given last. What `after`
says is asked when the order has ended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SCRIPTS = Path(__file__).parent / "scripts"
NO_LEVEL = ""
_STEP = re.compile(r"(\w+): (.*)")
_HEADING = re.compile(r"(\w+):\s*(.*)")


@dataclass(slots=True)
class Script:
    """A script as it is written."""

    name: str
    setup: str = ""
    after: str = ""
    levels: tuple[str, ...] = (NO_LEVEL,)
    sessions: dict[str, dict[str, str]] = field(default_factory=dict)
    """Session -> step -> SQL."""
    orders: list[tuple[str, ...]] = field(default_factory=list)

    def sql(self, name: str) -> str:
        """A step by its name in the recordings."""
        session, _, step = name.partition(".")
        return self.sessions[session][step.partition(" ")[0]]

    @property
    def deferrable(self) -> bool:
        """Whether any of its transactions is DEFERRABLE."""
        return any("DEFERRABLE" in sql for sql in self.texts)

    @property
    def returns(self) -> bool:
        """Whether a transaction may go on behind what it has undone, to a savepoint or by failing behind one."""
        return any("SAVEPOINT" in sql for sql in self.texts)

    @property
    def texts(self) -> list[str]:
        """The SQL of all steps."""
        return [sql for steps in self.sessions.values() for sql in steps.values()]

    def runs(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Each level with each order."""
        for level in self.levels:
            for order in self.orders:
                yield level, order


def names() -> list[str]:
    """All scripts, as area/name."""
    return sorted(str(path.relative_to(SCRIPTS).with_suffix("")) for path in SCRIPTS.rglob("*.script"))


def load(name: str) -> Script:
    """The script of this name."""
    return parse(name, (SCRIPTS / f"{name}.script").read_text(encoding="utf-8"))


def parse(name: str, text: str) -> Script:
    """A script from its text. Raises ValueError for what is no script."""
    script = Script(name)
    for heading, value, body in _sections(text):
        if heading == "levels":
            script.levels = tuple(level.strip() for level in value.split(","))
        elif heading == "setup":
            script.setup = "\n".join(body)
        elif heading == "after":
            script.after = "\n".join(body)
        elif heading == "order":
            script.orders += _every(script.sessions) if value == "every" else [tuple(value.split())]
        elif value.startswith("like "):
            script.sessions[heading] = script.sessions[value.removeprefix("like ")] | dict(_steps(body))
        else:
            script.sessions[heading] = dict(_steps(body))
    _check(script)
    return script


def _sections(text: str) -> Iterator[tuple[str, str, list[str]]]:
    """The word before the colon, what follows it on the line, and the lines below it."""
    section: tuple[str, str, list[str]] | None = None
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("    "):
            if section is None:
                raise ValueError(f"{line!r} belongs to no section")
            section[2].append(line[4:])
            continue
        if section is not None:
            yield section
        heading = _HEADING.fullmatch(line)
        if heading is None:
            raise ValueError(f"{line!r} is no heading")
        section = heading[1], heading[2], []
    if section is not None:
        yield section


def _steps(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Names and SQL; a line that is indented goes on with the step before it."""
    name, sql = "", ""
    for line in lines:
        step = _STEP.fullmatch(line)
        if step is None:
            sql += "\n" + line.strip()
            continue
        if name:
            yield name, sql
        name, sql = step.groups()
    if name:
        yield name, sql


def _every(sessions: dict[str, dict[str, str]]) -> list[tuple[str, ...]]:
    return list(_interleaved([[f"{name}.{step}" for step in steps] for name, steps in sessions.items()]))


def _interleaved(rests: list[list[str]]) -> Iterator[tuple[str, ...]]:
    """All ways to mix lists, each list's order kept."""
    if not any(rests):
        yield ()
    for place, rest in enumerate(rests):
        if rest:
            for others in _interleaved([*rests[:place], rest[1:], *rests[place + 1 :]]):
                yield (rest[0], *others)


_WORD = re.compile(r"(?P<session>\w+)\.(?P<step>\w+)[!~]?|(ended|closed|left)\((?P<of>\w+)\)|told\((?P<told>\w+),\d+\)")


def _check(script: Script) -> None:
    if not script.orders:
        raise ValueError(f"{script.name} has no order")
    for order in script.orders:
        for word in order:
            found = _WORD.fullmatch(word)
            if found is None:
                raise ValueError(f"{script.name}: {word!r} is no word of an order")
            session = found["session"] or found["of"] or found["told"]
            if session not in script.sessions or (found["step"] and found["step"] not in script.sessions[session]):
                raise ValueError(f"{script.name}: there is no {word}")
