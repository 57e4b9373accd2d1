"""Record, or check, what a real PostgreSQL 18 answers to the cases under `tests/cases/`.

    python -m tools.record_answers [--check] [--port PORT] [area/topic ...]

Without topics, all. Without a port it starts an oracle of its own. With `--check` nothing is written; the exit status
says whether the files still hold what the server answers.
"""

import argparse
import difflib
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from protocol import backend
from tests.cases import recording
from tests.cases.case import Statement, topics
from tests.cases.replay import WAYS, replay
from tests.oracle import Cluster
from tests.wire.client import WireClient

HOST = "127.0.0.1"


def main() -> int:
    """Record or check; 1 when a check found a difference."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("topics", nargs="*", metavar="area/topic")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--port", type=int)
    arguments = parser.parse_args()
    with oracle(arguments.port) as port:
        server = version(port)
        stale = [topic for topic in arguments.topics or topics() if not handle(port, server, topic, arguments.check)]
    return 1 if stale else 0


@contextmanager
def oracle(port: int | None) -> Iterator[int]:
    """The port of a running oracle."""
    if port is not None:
        yield port
        return
    with Cluster() as cluster:
        yield cluster.port


def version(port: int) -> str:
    """The server's name and version."""
    with WireClient(HOST, port) as client:
        for message in client.greeting:
            if isinstance(message, backend.ParameterStatus) and message.name == b"server_version":
                return "PostgreSQL " + message.value.decode().split()[0]
    raise RuntimeError("the server does not tell its version")


def handle(port: int, server: str, topic: str, check: bool) -> bool:
    """Record or check one topic; whether its file is, or was, up to date."""
    answers = ask(port, topic)
    text = recording.text(server, answers)
    path = recording.path(topic)
    if not check:
        path.write_text(text, encoding="utf-8")
        print(f"{topic}: {len(answers)}")
        return True
    recorded = path.read_text(encoding="utf-8") if path.exists() else ""
    difference = difflib.unified_diff(recorded.splitlines()[1:], text.splitlines()[1:], str(path), server, lineterm="")
    lines = list(difference)
    print("\n".join(lines) if lines else f"{topic}: {len(answers)} as recorded")
    return not lines


def ask(port: int, topic: str) -> list[tuple[Statement, recording.Answers]]:
    """The answers of one topic in every way."""
    by_name: dict[str, tuple[Statement, recording.Answers]] = {}
    for way in WAYS:
        for statement, answer in replay(HOST, port, topic, way):
            answers = by_name.setdefault(statement.name, (statement, {}))[1]
            if answer is not None:
                answers[way] = answer
    return list(by_name.values())


if __name__ == "__main__":
    sys.exit(main())
