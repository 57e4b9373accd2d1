"""The `.answer` files: what a real server answered to every statement of a topic, in each of the four ways.

A statement's answer by the first way that applies to it stands first. Another way is written after it, under
`@way`, only where it differs; when only the rows differ, as in binary, only these.
"""

from pathlib import Path

from tests.cases.answer import Answer, comparable, read, written
from tests.cases.case import CASES, Statement
from tests.cases.replay import WAYS

TITLE = "== "
Answers = dict[str, Answer]
"""The answers to one statement by way; a way that does not apply is missing."""


def path(topic: str) -> Path:
    """The file of a topic."""
    return CASES / f"{topic}.answer"


def text(server: str, answers: list[tuple[Statement, Answers]]) -> str:
    """The contents of a file."""
    lines = [f"# recorded from {server} by tools/record_answers.py"]
    for statement, by_way in answers:
        lines += ["", TITLE + statement.name, *answer_lines(statement, by_way)]
    return "\n".join(lines) + "\n"


def answer_lines(statement: Statement, by_way: Answers) -> list[str]:
    """The lines of one statement."""
    base: Answer | None = None
    lines: list[str] = []
    for way, found in by_way.items():
        answer = comparable(found, statement)
        if base is None:
            base = answer
            lines += map(written, answer)
        elif answer != base:
            lines += [f"@{way}", *map(written, rows(answer) if rest(answer) == rest(base) else answer)]
    return lines


def load(topic: str) -> dict[str, Answers]:
    """The answers of a topic by the statements' names, for all ways."""
    result: dict[str, Answers] = {}
    recorded = path(topic).read_text(encoding="utf-8") if path(topic).exists() else ""
    for section in recorded.split("\n" + TITLE)[1:]:
        name, _, body = section.partition("\n")
        result[name] = read_answers(body)
    return result


def read_answers(body: str) -> Answers:
    """The answers of one statement from its lines."""
    base, *others = body.strip("\n").split("\n@")
    answers = dict.fromkeys(WAYS, read_lines(base))
    for other in others:
        way, _, lines = other.partition("\n")
        answer = read_lines(lines)
        answers[way] = with_rows(answers[way], answer) if answer and not rest(answer) else answer
    return answers


def read_lines(lines: str) -> Answer:
    """An answer from its lines."""
    return [read(line) for line in lines.splitlines()]


def rows(answer: Answer) -> Answer:
    """Only the rows."""
    return [event for event in answer if event[0] == "row"]


def rest(answer: Answer) -> Answer:
    """All but the rows' values."""
    return [event for event in answer if event[0] != "row"]


def with_rows(answer: Answer, replacement: Answer) -> Answer:
    """The answer with other rows: their number is the same."""
    new = iter(replacement)
    return [next(new) if event[0] == "row" else event for event in answer]
