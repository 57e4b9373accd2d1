"""Takes the steps of a script in an order and tells what each session saw, and when it waited.

Whether a step waits for another session is asked of the server itself. A step whose session still waits is put off
until the session is free.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Self

from tests.cases.answer import Event
from tests.isolation.script import NO_LEVEL, Script
from tests.isolation.session import ScriptedSession

Happening = tuple[str, list[Event]]
"""What happened, as `one.read`, `one.write waits` or `one.write goes on`, and what the server said then."""

LOOK_SECONDS = 0.003
"""How long a step may take before the server is asked whether it waits."""
PATIENCE_SECONDS = 30.0
SCHEMA = "isolation"
_SILENT = ("columns", "status", "setting", "parameters")
_TRANSACTION = re.compile(r"\b(transaction|relation) \d+")
_SNAPSHOT = re.compile(r"\b[0-9A-F]{8}-[0-9A-F]{8}-(\d+)\b")
_PLACE = re.compile(r"tuple \(\d+,\d+\)")


class Hang(Exception):
    """A step neither ends nor waits for another session."""


class Run:
    """One order of a script at one level, on one server."""

    def __init__(self, script: Script, level: str, host: str, port: int) -> None:
        self.script = script
        self.level = level
        self._control = ScriptedSession("control", host, port, {"client_min_messages": "warning"})
        self._control.ask(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
        self._control.ask(f"CREATE SCHEMA {SCHEMA}")
        self._control.ask(f"SET search_path = {SCHEMA}")
        for keyword, value in self._control.ask(self._sql(script.setup)) if script.setup else ():
            if keyword == "error":
                raise ValueError(f"{script.name}: {value}")
        self.sessions = {
            name: ScriptedSession(name, host, port, {"search_path": SCHEMA, "application_name": name})
            for name in script.sessions
        }
        self._waiting: list[ScriptedSession] = []

    def happenings(self, order: tuple[str, ...]) -> Iterator[Happening]:
        """What happens in an order. Raises Hang."""
        rest = list(order)
        while rest:
            word = next((word for word in rest if not self._put_off(word)), None)
            if word is None:
                self._wait_for(self._waiting[0], rest)
                yield from self._released()
                continue
            rest.remove(word)
            yield from self._take(word)
            yield from self._released()
        while self._waiting:
            self._wait_for(self._waiting[0], rest)
            yield from self._released()
        if self.script.after:
            yield "after", self._shown(self._control.ask(self._sql(self.script.after)))

    def _put_off(self, word: str) -> bool:
        """Whether a step has to wait until its session is free."""
        session = self._session(word)
        return "(" not in word and session.step is not None

    def _session(self, word: str) -> ScriptedSession:
        found = re.search(r"\((\w+)", word) or re.match(r"(\w+)", word)
        assert found is not None
        return self.sessions[found[1]]

    def _take(self, word: str) -> Iterator[Happening]:
        session = self._session(word)
        if word.startswith("ended("):
            if session.step is not None:
                self._wait_for(session, [word])
        elif word.startswith("told("):
            yield word, self._told(session, int(word.rstrip(")").rpartition(",")[2]))
        elif word.startswith("closed("):
            while not session.closed and session.receive(PATIENCE_SECONDS):
                pass
            yield word, self._shown(session.take())
        elif word.startswith("left("):
            session.close()
        elif not session.closed:
            yield from self._step(session, word)

    def _step(self, session: ScriptedSession, word: str) -> Iterator[Happening]:
        name = word.rstrip("!~")
        session.begin(name, self._sql(self.script.sessions[session.name][name.partition(".")[2]]))
        if word.endswith(("!", "~")):
            if not session.ends(PATIENCE_SECONDS):
                raise Hang(word)
        elif self._waits(session):
            self._waiting.append(session)
            yield f"{name} waits", []
            return
        yield name, self._shown(session.take())

    def _waits(self, session: ScriptedSession) -> bool:
        """Whether the running step waits for another session; otherwise it has ended."""
        looks = 0
        while not session.ends(LOOK_SECONDS):
            if self._blocked(session):
                return True
            looks += 1
            if looks * LOOK_SECONDS > PATIENCE_SECONDS:
                raise Hang(session.step)
        return False

    def _blocked(self, session: ScriptedSession) -> bool:
        others = ",".join(str(other.process_id) for other in self.sessions.values() if other is not session)
        answer = self._control.ask(f"SELECT pg_isolation_test_session_is_blocked({session.process_id}, '{{{others}}}')")
        return ("row", ["t"]) in answer

    def _released(self) -> Iterator[Happening]:
        """What those that waited got, when they wait no more."""
        for session in list(self._waiting):
            step = session.step
            if not self._waits(session):
                self._waiting.remove(session)
                yield f"{step} goes on", self._shown(session.take())

    def _wait_for(self, session: ScriptedSession, rest: list[str]) -> None:
        if not session.ends(PATIENCE_SECONDS):
            raise Hang(f"{session.step}, and then {' '.join(rest)}")

    def _told(self, session: ScriptedSession, count: int) -> list[Event]:
        while len(session.told) < count:
            if not session.receive(PATIENCE_SECONDS):
                raise Hang(f"{session.name} was told {session.told}")
        told, session.told = session.told, []
        return [("told", [self._name(pid), channel, payload]) for pid, channel, payload in told]

    def _name(self, process_id: int) -> str:
        return next(name for name, session in self.sessions.items() if session.process_id == process_id)

    def _sql(self, text: str) -> str:
        if self.level != NO_LEVEL:
            text = text.replace("{level}", self.level)
        text = re.sub(r"\{given (\w+)\}", lambda found: self.sessions[found[1]].given, text)
        return re.sub(r"\{pid (\w+)\}", lambda found: str(self.sessions[found[1]].process_id), text)

    def _shown(self, answer: list[Event]) -> list[Event]:
        """Without what says nothing of isolation, and without numbers that differ from run to run."""
        return [
            (keyword, self._fields(value) if keyword == "error" else _cells(value) if keyword == "row" else value)
            for keyword, value in answer
            if keyword not in _SILENT
        ]

    def _fields(self, error: dict[str, str]) -> dict[str, str]:
        """Where a tuple lies in a table is PostgreSQL's own matter, and so is the context that says so."""
        return {
            name: self._stable(text) for name, text in error.items() if name != "context" or not _PLACE.search(text)
        }

    def _stable(self, text: str) -> str:
        for name, session in self.sessions.items():
            text = re.sub(rf"\b([Pp]rocess) {session.process_id}\b", rf"\1 of {name}", text)
        return _TRANSACTION.sub(r"\1 N", _SNAPSHOT.sub(r"N-\1", text))

    def close(self) -> None:
        """End all sessions."""
        for session in (*self.sessions.values(), self._control):
            session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()


def _cells(row: list[str | None]) -> list[str | None]:
    """A row without the numbers of an exported snapshot."""
    return [cell and _SNAPSHOT.sub(r"N-\1", cell) for cell in row]
