"""Which session a CancelRequest means ("Canceling Requests in Progress").

Every session has a process id, which is a number of ours, and a secret key; whoever knows both may cancel what the
session runs.
"""

import hmac
import secrets
from typing import Generic, TypeVar

from protocol.startup import VERSION_3_2

Target = TypeVar("Target")
KEY_SIZE_3_0 = 4
KEY_SIZE_3_2 = 32
FIRST_PROCESS_ID = 1
LAST_PROCESS_ID = 2**31 - 1


class CancelKeys(Generic[Target]):
    """Process ids and keys of all sessions."""

    def __init__(self) -> None:
        self._sessions: dict[int, tuple[bytes, Target]] = {}
        self._next = secrets.randbelow(1 << 20) + FIRST_PROCESS_ID

    def add(self, target: Target, version: int) -> tuple[int, bytes]:
        """A new process id and key for a session. version: the protocol's, which decides the key's length."""
        while self._next in self._sessions:
            self._next = self._next % LAST_PROCESS_ID + 1
        process_id = self._next
        self._next = self._next % LAST_PROCESS_ID + 1
        key = secrets.token_bytes(KEY_SIZE_3_2 if version >= VERSION_3_2 else KEY_SIZE_3_0)
        self._sessions[process_id] = (key, target)
        return process_id, key

    def remove(self, process_id: int) -> None:
        """Forgets a session that ended."""
        self._sessions.pop(process_id, None)

    def find(self, process_id: int, key: bytes) -> Target | None:
        """The session, or None unless both are right."""
        expected, target = self._sessions.get(process_id, (b"", None))
        return target if target is not None and hmac.compare_digest(expected, key) else None

    def by_process_id(self, process_id: int) -> Target | None:
        """The session of a process id, for pg_cancel_backend and pg_terminate_backend."""
        return self._sessions.get(process_id, (b"", None))[1]
