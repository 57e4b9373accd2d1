"""Why pgproxy may answer an order otherwise than PostgreSQL: what the single writer explains, and nothing else."""

from __future__ import annotations

import re

from tests.cases.answer import Event
from tests.isolation.recording import Happenings
from tests.isolation.script import Script

WAITS = "Writers wait for each other"
NEWER = "Exported snapshots"
SAFE = "Deferrable transactions"
LATEST = "What a statement sees that has waited"
COARSER = "Serialization failures are coarser"
SERIALIZATION_FAILURE = "40001"
LOCK_NOT_AVAILABLE = "55P03"
NEWER_REFUSED = "a snapshot that others have committed changes after is not supported"


_WRITES = re.compile(
    r"\b(insert|update|delete|merge|truncate|lock|share|create|alter|drop|nextval|refresh|comment)\b", re.I
)


EXCLUSIVE = re.compile(r"\b(truncate|alter|drop|lock|refresh)\b", re.I)
"""What keeps readers out once it has its turn."""


class Unexplained(Exception):
    """A difference that is a defect of the server."""


def heading(recorded: Happenings, ours: Happenings, script: Script) -> str:
    """The heading of docs/differences.md that explains a difference. Raises Unexplained.

    The first thing that differs decides, since everything behind it may follow from it: a step of ours that writes or
    locks waits, and goes on in PostgreSQL, or fails to serialize, now or with other words.
    """
    for (name, answer), (our_name, our_answer) in zip(recorded, ours, strict=False):
        if (name, answer) == (our_name, our_answer):
            continue
        if our_name == f"{name} waits" and not reads_only(script.sql(name)):
            return WAITS
        if name == our_name and "NOWAIT" in script.sql(name) and _error(our_answer) == LOCK_NOT_AVAILABLE:
            return WAITS
        if name == f"{our_name} waits" and reads_only(script.sql(name)) and EXCLUSIVE.search(" ".join(script.texts)):
            return WAITS
        queued = script.returns or len(script.sessions) > 2
        if queued and name.endswith(" goes on") and (name, answer) in ours:
            return WAITS
        if name == f"{our_name} waits" and script.deferrable and not _error(our_answer):
            return SAFE
        if name == our_name and any(NEWER_REFUSED in str(value) for _, value in our_answer):
            return NEWER
        if name.removesuffix(" waits") == our_name.removesuffix(" goes on") and _fails(our_answer):
            return COARSER
        if name == our_name and _fails(our_answer):
            return COARSER
        if name == our_name and name.endswith(" goes on") and not any(map(_error, (answer, our_answer))):
            return LATEST
        raise Unexplained(f"{name} {answer}\nis here\n{our_name} {our_answer}")
    raise Unexplained("one of them ends earlier")


def reads_only(sql: str) -> bool:
    """Whether a step neither writes nor locks anything."""
    return _WRITES.search(sql) is None


def _fails(answer: list[Event]) -> bool:
    return _error(answer) == SERIALIZATION_FAILURE


def _error(answer: list[Event]) -> str:
    """The SQLSTATE of an answer, empty for none."""
    return next((value["sqlstate"] for keyword, value in answer if keyword == "error"), "")
