"""Asking both servers, and what counts as the same answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from protocol import frontend
from protocol.message import Message
from tests.cases.answer import Answer, events
from tests.wire.client import WireClient

SETTINGS = ("SET statement_timeout = '5s'",)
COMPARED_ERROR_FIELDS = ("sqlstate", "message", "detail", "hint")
NOT_SUPPORTED = "0A000"
TIMED_OUT = "57014"


@dataclass(frozen=True, slots=True)
class Reply:
    """One server's answer to a statement."""

    events: tuple[tuple[str, Any], ...]

    @property
    def error(self) -> dict[str, str] | None:
        """The error, when there is one."""
        return next((value for keyword, value in self.events if keyword == "error"), None)

    @property
    def sqlstate(self) -> str | None:
        return self.error["sqlstate"] if self.error else None

    def __str__(self) -> str:
        if self.error:
            return " | ".join(self.error[field] for field in COMPARED_ERROR_FIELDS if field in self.error)
        columns = next((value for keyword, value in self.events if keyword == "columns"), [])
        rows = [value for keyword, value in self.events if keyword == "row"]
        return f"{[described[1:3] for described in columns]} {rows}"


class Asked:
    """A session with one server, opened anew when it broke."""

    def __init__(self, host: str, port: int, database: str, settings: tuple[str, ...]) -> None:
        self.address = (host, port, database)
        self.settings = (*SETTINGS, *settings)
        self.client = self._open()

    def _open(self) -> WireClient:
        client = WireClient(*self.address)
        for setting in self.settings:
            client.send(frontend.Query(setting.encode()))
            list(client.until_ready())
        return client

    def close(self) -> None:
        self.client.close()

    def send(self, sql: str) -> None:
        self.client.send(frontend.Query(sql.encode()))

    def receive(self) -> Reply:
        """The answer; a session that ended is one too."""
        try:
            answer = read(list(self.client.until_ready()))
        except TimeoutError:
            answer = [("hangs", None)]
        if not answer or answer[-1][0] not in ("tag", "error"):
            answer.append(("session ended", None))
            self.client.close()
            self.client = self._open()
        return Reply(tuple(event for event in answer if event[0] != "notice"))

    def ask(self, sql: str) -> Reply:
        """The answer to one statement."""
        self.send(sql)
        return self.receive()


def read(messages: list[Message]) -> Answer:
    """The events of an answer; cells in hexadecimal where one is no text (a "char" beyond ASCII, which gives bytes)."""
    try:
        return events(messages)
    except UnicodeDecodeError:
        return events(messages, binary=True)


class Pair:
    """PostgreSQL and pgproxy, asked together, with the same settings."""

    def __init__(self, postgresql: Asked, pgproxy: Asked, settings: tuple[str, ...] = ()) -> None:
        self.postgresql = postgresql
        self.pgproxy = pgproxy
        self.settings = settings

    def ask(self, sql: str) -> tuple[Reply, Reply]:
        """Both answers to one statement."""
        self.postgresql.send(sql)
        self.pgproxy.send(sql)
        return self.postgresql.receive(), self.pgproxy.receive()


def same(expected: Reply, found: Reply) -> bool:
    """Whether two answers are the same: equal rows of equal columns, or the same error."""
    wanted, got = expected.error, found.error
    if wanted is None or got is None:
        return expected.events == found.events
    return all(wanted.get(field) == got.get(field) for field in COMPARED_ERROR_FIELDS)
