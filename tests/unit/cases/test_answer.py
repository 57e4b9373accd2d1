"""How answers are compared, written and read."""

import pytest

from tests.cases import recording
from tests.cases.answer import comparable, read, written
from tests.cases.case import Statement

PLAIN = Statement("plain", "SELECT 1")


@pytest.mark.parametrize(
    "event", [("row", ["a", None, "é\n"]), ("tag", "SELECT 1"), ("empty", None), ("error", {"m": "x"})]
)
def test_events_survive_writing(event):
    assert read(written(event)) == event


def test_unordered_rows_are_sorted():
    answer = [("columns", []), ("row", ["2"]), ("row", ["1"]), ("tag", "SELECT 2")]
    expected = [("columns", []), ("row", ["1"]), ("row", ["2"]), ("tag", "SELECT 2")]
    assert comparable(answer, Statement("s", "s", unordered=True)) == expected
    assert comparable(answer, PLAIN) == answer


def test_volatile_values_keep_their_shape():
    answer = [("row", ["now", None])]
    volatile = Statement("s", "s", volatile="clock")
    assert (
        comparable(answer, volatile) == comparable(comparable(answer, volatile), volatile) == [("row", ["...", None])]
    )


def test_rows_before_an_error_do_not_count():
    answer = [("tag", "BEGIN"), ("columns", []), ("row", ["1"]), ("error", {"sqlstate": "22012"})]
    assert comparable(answer, PLAIN) == [("tag", "BEGIN"), ("error", {"sqlstate": "22012"})]


def test_recordings_survive_writing(tmp_path, monkeypatch):
    text = [("columns", [["a", 23, -1, 0]]), ("row", ["1"]), ("tag", "SELECT 1")]
    binary = [text[0], ("row", ["00000001"]), text[2]]
    failed = [("error", {"sqlstate": "42601"})]
    answers = {"simple": text, "extended": text, "binary": binary, "prepared": failed}
    path = tmp_path / "topic.answer"
    path.write_text(recording.text("PostgreSQL 18", [(PLAIN, answers)]))
    monkeypatch.setattr(recording, "path", lambda _topic: path)
    assert recording.load("topic") == {"plain": answers}
