"""Recorded exchanges: text files that say what a client sends, with what a real PostgreSQL answered beside it.

    # a comment
    > Query("SELECT 1")                 a message to send; a text argument stands for its bytes
    > b"Q\\0\\0\\0\\5x"                  raw bytes to send
    until ReadyForQuery                 send all that, and read up to this message or to the end of the connection
    < RowDescription 1 "?column?" ...   what came, in the form of libpq's PQtrace; written by the recorder

Each file is one connection. Source file, line and routine of an error are left out.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from protocol import backend, frontend, trace
from protocol.message import Message
from tests.wire.client import WireClient

TRACES = Path(__file__).parent / "traces"
CLOSED = "(closed)"
UNSTABLE_FIELDS = (b"F", b"L", b"R")


@dataclass(frozen=True)
class Step:
    """What is sent at once, the name of the message to read up to, the recorded answers, and the lines as written."""

    sent: bytes
    until: str
    answers: list[str]
    lines: list[str]


def names() -> list[str]:
    """All recorded exchanges."""
    return sorted(path.stem for path in TRACES.glob("*.trace"))


def read(name: str) -> list[Step]:
    """The steps of an exchange."""
    return parsed((TRACES / f"{name}.trace").read_text("utf-8").splitlines())


def parsed(text: Iterable[str]) -> list[Step]:
    """The steps that lines say."""
    steps: list[Step] = []
    lines: list[str] = []
    sent = b""
    for line in text:
        if line.startswith("< "):
            steps[-1].answers.append(line.removeprefix("< "))
            continue
        lines.append(line)
        if line.startswith("> "):
            sent += _bytes(line.removeprefix("> "))
        elif line.startswith("until "):
            steps.append(Step(sent, line.removeprefix("until "), [], lines))
            lines, sent = [], b""
    return steps


def write(name: str, steps: list[Step], answers: list[list[str]]) -> str:
    """The text of an exchange with these answers."""
    lines = [line for step, came in zip(steps, answers, strict=True) for line in [*step.lines, *_marked(came)]]
    return "\n".join(lines) + "\n"


def replay(steps: list[Step], host: str, port: int) -> list[list[str]]:
    """What a server answers to each step."""
    with WireClient(host, port) as client:
        return [list(_ask(client, step)) for step in steps]


def _ask(client: WireClient, step: Step) -> Iterator[str]:
    """The answers; reading "until (closed)" means to the end of the connection."""
    client.socket.sendall(step.sent)
    kinds = () if step.until == CLOSED else (getattr(backend, step.until),)
    ended = True
    for message in client.until(*kinds):
        yield _shown(message)
        ended = not isinstance(message, kinds)
    if ended:
        yield CLOSED


def _shown(message: Message) -> str:
    if isinstance(message, backend.ErrorResponse | backend.NoticeResponse):
        stable = {code: text for code, text in message.error_fields.items() if code not in UNSTABLE_FIELDS}
        message = type(message)(stable)
    _, _, *shown = trace.line(message).split("\t", 3)
    return "".join(shown)


def _marked(answers: list[str]) -> list[str]:
    return [f"< {answer}" for answer in answers]


def _bytes(text: str) -> bytes:
    expression = ast.parse(text, mode="eval").body
    if not isinstance(expression, ast.Call):
        raw = ast.literal_eval(expression)
        assert isinstance(raw, bytes)
        return raw
    assert isinstance(expression.func, ast.Name)
    arguments = [ast.literal_eval(argument) for argument in expression.args]
    kind: type[Message] = getattr(frontend, expression.func.id)
    return kind(*[value.encode() if isinstance(value, str) else value for value in arguments]).encode()
