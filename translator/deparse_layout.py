"""The lines of a deparsed text: where they must break, and where the members of a list may.

Mirrors the wrap column of pg_get_viewdef in the manual's "System Catalog Information Functions".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

BREAK = "\0"
"""Begins a line, and takes the spaces before it away; no literal can hold it."""
_MEMBER, _BEGIN, _END = "\1", "\2", "\3"
"""Around a member of a list: the line that it may begin stands before _BEGIN, with what becomes of the next member of
a list after one of several lines.
"""
_MARKS = re.compile(f"([{_MEMBER}{_BEGIN}{_END}])")
_AFTER_LINES = "+"


def member(text: str, line: str, *, after_lines: bool) -> str:
    """A member of a list. line: the line that it may begin, empty for the first. after_lines: whether it always begins
    one behind a member of several lines.
    """
    return f"{_MEMBER}{_AFTER_LINES if after_lines else ''}{line}{_BEGIN}{text}{_END}"


def laid_out(text: str, width: int = 0) -> str:
    """The text with its lines broken: members begin a line where theirs would be longer than `width`; never where that
    is negative.
    """
    return _laid_out(iter(_MARKS.split(text)), width)


def _laid_out(tokens: Iterator[str], width: int) -> str:
    """Up to the end of the member that the tokens are in."""
    done, several = "", False
    for token in tokens:
        if token == _END:
            break
        if token != _MEMBER:
            done = _broken(done, token)
            continue
        line, _begin = next(tokens), next(tokens)
        added = _laid_out(tokens, width)
        if width >= 0 and line:
            long = _length(done.rpartition("\n")[2]) + _length(added) > width
            if added.startswith("\n"):
                done = done.rstrip(" ")
            elif long or several:
                done = _broken(done, line.removeprefix(_AFTER_LINES))
        several = line.startswith(_AFTER_LINES) and "\n" in added[1:]
        done += added
    return done


def _length(text: str) -> int:
    return len(text.encode())


def _broken(done: str, text: str) -> str:
    first, *rest = text.split(BREAK)
    done += first
    for part in rest:
        done = done.rstrip(" ") + "\n" + part
    return done
