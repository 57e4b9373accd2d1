"""Where a cursor stands after each movement, as PostgreSQL answers."""

from collections.abc import Iterator

import pytest

from pgproxy.cursors import _DIRECTIONS
from pgproxy.portal import Portal
from translator.errors import PgError


def cursor(*, kept: bool) -> Portal:
    rows: Iterator[tuple[int]] = iter([(number,) for number in range(1, 6)])
    return Portal("c", None, (), (), rows, scroll=kept, kept=[] if kept else None)


def move(portal: Portal, direction: str, count: int | None) -> list[object]:
    return [row[0] for row in _DIRECTIONS[direction](portal, count)]


def test_a_cursor_without_scroll_goes_forward_only() -> None:
    portal = cursor(kept=False)
    steps = [("forward", 0), ("forward", 2), ("absolute", 3), ("relative", 1), ("forward", None), ("forward", 1)]
    assert [move(portal, *step) for step in steps] == [[], [1, 2], [3], [4], [5], []]
    with pytest.raises(PgError, match="cursor can only scan forward"):
        move(portal, "backward", 1)


def test_a_scroll_cursor_goes_anywhere() -> None:
    portal = cursor(kept=True)
    steps = [
        ("backward", 1, []), ("absolute", -2, [4]), ("relative", 0, [4]), ("relative", -1, [3]),
        ("backward", None, [2, 1]),
        ("relative", 0, []), ("forward", 1, [1]), ("absolute", -1, [5]), ("forward", 1, []), ("backward", 1, [5]),
        ("absolute", 0, []), ("absolute", 10, []), ("backward", 1, [5]), ("backward", 2, [4, 3]),
        ("forward", None, [4, 5]),
        ("backward", None, [5, 4, 3, 2, 1]), ("absolute", 1, [1]), ("forward", 0, [1]), ("forward", -2, []),
        ("absolute", 3, [3]), ("relative", -5, []), ("absolute", -9, []),
    ]  # fmt: skip
    assert [move(portal, direction, count) for direction, count, _ in steps] == [rows for *_, rows in steps]
