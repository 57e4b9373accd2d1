"""Reading scripts, and telling an explained difference from a defect."""

import pytest

from tests.isolation.difference import COARSER, LATEST, WAITS, Unexplained, heading
from tests.isolation.recording import Happenings
from tests.isolation.script import parse

SCRIPT = """
# A comment.
levels: READ COMMITTED, SERIALIZABLE
setup:
    CREATE TABLE t (id int);
one:
    read: SELECT *
        FROM t
    write: INSERT INTO t VALUES (1)
two: like one
    extra: SELECT 1
order: one.read two.extra! told(two,3) one.write
"""
FAILURE = [("error", {"sqlstate": "40001", "message": "could not serialize access due to concurrent update"})]
DEADLOCK = [("error", {"sqlstate": "40P01", "message": "deadlock detected"})]
DONE = [("tag", "UPDATE 1")]
NONE = [("tag", "UPDATE 0")]


def test_a_script_is_read() -> None:
    script = parse("some/name", SCRIPT)
    assert script.levels == ("READ COMMITTED", "SERIALIZABLE")
    assert script.sessions["one"] == {"read": "SELECT *\nFROM t", "write": "INSERT INTO t VALUES (1)"}
    assert list(script.sessions["two"]) == ["read", "write", "extra"]
    assert len(list(script.runs())) == 2


def test_every_order_keeps_each_sessions_own() -> None:
    orders = parse(
        "some/name", SCRIPT.replace("    extra: SELECT 1\n", "").partition("order")[0] + "order: every"
    ).orders
    assert len(orders) == 6
    assert all(order.index("one.read") < order.index("one.write") for order in orders)


@pytest.mark.parametrize("word", ["one.nothing", "three.read", "one.read?", "ended(three)", "told(one)"])
def test_a_word_that_means_nothing_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="no"):
        parse("some/name", f"{SCRIPT}order: {word}\n")


@pytest.mark.parametrize(
    ("recorded", "ours", "expected"),
    [
        ([("one.write", DONE)], [("one.write waits", []), ("two.extra", DONE)], WAITS),
        ([("one.write", DONE)], [("one.write", FAILURE)], COARSER),
        ([("one.write goes on", DONE)], [("one.write goes on", NONE)], LATEST),
    ],
)
def test_a_difference_has_its_heading(recorded: Happenings, ours: Happenings, expected: str) -> None:
    assert heading(recorded, ours, parse("some/name", SCRIPT)) == expected


@pytest.mark.parametrize(
    ("recorded", "ours"),
    [
        ([("one.read", DONE)], [("one.read", NONE)]),
        ([("one.write waits", [])], [("one.write", DONE)]),
        ([("one.read", DONE)], [("one.read waits", [])]),
        ([("one.write goes on", DONE)], [("one.write goes on", DEADLOCK)]),
        ([("one.read", DONE), ("after", DONE)], [("one.read", DONE)]),
    ],
)
def test_anything_else_is_a_defect(recorded: Happenings, ours: Happenings) -> None:
    with pytest.raises(Unexplained):
        heading(recorded, ours, parse("some/name", SCRIPT))
