"""Replays every recorded topic against pgproxy, in each of the four ways."""

import json
import re

import pytest

from tests.cases import recording
from tests.cases.answer import Answer, comparable
from tests.cases.case import CASES, Statement, statements, topics
from tests.cases.known_gaps import KNOWN_GAPS
from tests.cases.replay import WAYS, replay
from tests.server import Server

SHOWN = 8
DIFFERENCES = CASES.parent.parent / "docs" / "differences.md"


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("topic", topics())
def test_answers_are_postgresqls(server: Server, topic: str, way: str) -> None:
    """Every statement of the topic is answered as a real PostgreSQL answered it."""
    recorded = recording.load(topic)
    complaints = []
    gaps = {name for gap_topic, name in KNOWN_GAPS if gap_topic == topic}
    closed = set(gaps)
    for statement, answer in replay(server.host, server.port, topic, way):
        expected = recorded[statement.name][way]
        complaint = answer is not None and difference(statement, expected, comparable(answer, statement))
        if statement.name in gaps:
            if complaint or answer is None:
                closed.discard(statement.name)
        elif complaint:
            complaints.append(complaint)
    assert not complaints, report(complaints)
    assert not closed, f"closed gaps, to be struck from the list: {sorted(closed)}"


def difference(statement: Statement, expected: Answer, answer: Answer) -> str:
    """What is wrong with an answer, empty when nothing is."""
    if statement.differs is not None:
        return "" if answer != expected else f"-- {statement.name}\nno longer differs from PostgreSQL"
    if answer == expected:
        return ""
    index = next((i for i, (a, b) in enumerate(zip(expected, answer, strict=False)) if a != b), None)
    at = min(len(expected), len(answer)) if index is None else index
    lines = [f"-- {statement.name}", statement.sql, f"expected {shown(expected, at)}", f"answered {shown(answer, at)}"]
    return "\n".join(lines)


def shown(answer: Answer, at: int) -> str:
    """The first event that is not as expected."""
    return " ".join([answer[at][0], json.dumps(answer[at][1], ensure_ascii=False)]) if at < len(answer) else "nothing"


def report(complaints: list[str]) -> str:
    """The first few complaints and how many there are."""
    return f"{len(complaints)} answers differ\n\n" + "\n\n".join(complaints[:SHOWN])


@pytest.mark.parametrize("topic", topics())
def test_recording_is_complete(topic: str) -> None:
    """The `.answer` file has exactly the statements of the `.sql` file, in its order."""
    assert list(recording.load(topic)) == [statement.name for statement in statements(topic)]


def test_intended_differences_are_explained() -> None:
    """Each case that differs on purpose points at a heading of docs/differences.md."""
    headings = set(re.findall(r"^#+ (.+)$", DIFFERENCES.read_text(encoding="utf-8"), re.MULTILINE))
    marked = {statement.differs for topic in topics() for statement in statements(topic) if statement.differs}
    assert marked <= headings


def test_known_gaps_exist() -> None:
    """Each known gap names a statement that there is."""
    names = {(topic, statement.name) for topic in topics() for statement in statements(topic)}
    assert set(KNOWN_GAPS) <= names
