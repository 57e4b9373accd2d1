"""One session of a script: sends a step, and looks whether its answer has come without waiting for it."""

from __future__ import annotations

import select
import time

from protocol import backend, frontend
from protocol.message import Message
from tests.cases.answer import Event, events
from tests.wire.client import WireClient

Notification = tuple[int, str, str]


class ScriptedSession:
    """name: the script's. step: what runs now. process_id: the server's number for it. told: notifications so far.
    given: the last value that a query began with.
    """

    def __init__(self, name: str, host: str, port: int, settings: dict[str, str]) -> None:
        self.name = name
        self.step: str | None = None
        self.closed = False
        self.told: list[Notification] = []
        self.given = ""
        self._client = WireClient(host, port)
        (self.process_id,) = (
            message.process_id for message in self._client.greeting if isinstance(message, backend.BackendKeyData)
        )
        self._messages: list[Message] = []
        self.ask("; ".join(f"SET {setting} = {value}" for setting, value in settings.items()))

    def ask(self, sql: str, *, seconds: float = 30.0) -> list[Event]:
        """The answer to a statement that waits for nobody. Raises TimeoutError."""
        self.begin("", sql)
        if not self.ends(seconds):
            raise TimeoutError(f"{sql} takes too long")
        return self.take()

    def begin(self, step: str, sql: str) -> None:
        """Send a step."""
        self.step = step
        self._client.send(frontend.Query(sql.encode()))

    def ends(self, seconds: float) -> bool:
        """Whether the running step ends, or the connection is closed, within that time."""
        deadline = time.monotonic() + seconds
        while not self.closed:
            if any(isinstance(message, backend.ReadyForQuery) for message in self._messages):
                return True
            left = deadline - time.monotonic()
            if left < 0 or not self.receive(left):
                return False
        return True

    def receive(self, seconds: float) -> bool:
        """Whether the server says anything more within that time."""
        if not self._client.pending and not select.select([self._client.socket], [], [], seconds)[0]:
            return False
        try:
            message = self._client.receive()
        except (EOFError, ConnectionResetError):
            self.closed = True
            return True
        if isinstance(message, backend.NotificationResponse):
            self.told.append((message.process_id, message.channel.decode(), message.payload.decode()))
        else:
            self._messages.append(message)
        return True

    def take(self) -> list[Event]:
        """What the server answered to the step that has ended; the session is free again."""
        answer = events(self._messages)
        self.given = next((str(value[0]) for keyword, value in answer if keyword == "row" and value), self.given)
        self._messages.clear()
        self.step = None
        if self.closed:
            answer.append(("closed", None))
        return answer

    def close(self) -> None:
        """Leave."""
        self.closed = True
        self._client.close()
