"""Replays every isolation script against pgproxy."""

import re

import pytest

from tests.cases.test_cases import DIFFERENCES
from tests.isolation import recording
from tests.isolation.difference import heading
from tests.isolation.runner import Run
from tests.isolation.script import load, names
from tests.server import Server


@pytest.mark.parametrize("name", names())
def test_sessions_see_what_they_see_in_postgresql(server: Server, name: str) -> None:
    """Every order goes as in PostgreSQL, or as recorded from pgproxy where a documented difference explains it."""
    script = load(name)
    answers, ours = recording.load(name, ".answer"), recording.load(name, ".differs")
    for level, order in script.runs():
        title = recording.title(level, order)
        with Run(script, level, server.host, server.port) as run:
            happened = recording.lines_of(list(run.happenings(order)))
        expected = ours.get(title, answers[title])
        assert happened == recording.lines_of(expected), title


@pytest.mark.parametrize("name", names())
def test_recordings_are_complete(name: str) -> None:
    """There is an answer for each order, and each difference is one and is explained."""
    answers, ours, reasons = recording.load(name, ".answer"), recording.load(name, ".differs"), recording.reasons(name)
    script = load(name)
    assert list(answers) == [recording.title(level, order) for level, order in script.runs()]
    for title, happenings in ours.items():
        assert heading(answers[title], happenings, script) == reasons[title]


def test_differences_are_documented() -> None:
    """Each heading that a recording names exists."""
    headings = set(re.findall(r"^#+ (.+)$", DIFFERENCES.read_text(encoding="utf-8"), re.MULTILINE))
    assert {reason for name in names() for reason in recording.reasons(name).values()} <= headings
