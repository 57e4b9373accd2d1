"""No regular expression of ours takes longer than in proportion to its text, whatever the text."""

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator

import pytest

import pgproxy
import protocol
import translator
from translator.literals import shape

SIZE = 2000
SECONDS = 0.01
"""A pattern that looks at a text of that size again from each of its characters takes longer."""
BEGINNINGS = ("", "1", "-", "'", '"', "0x")
REPEATED = (
    "9", " ", "a", "-", "(", ",", '"', "_9", "9,", "\n", "'", "/*", "$", "[", "{", ".", "1e", "9 ", "9:", "+", "\\",
    "''", "--",
)  # fmt: skip
ENDS = ("", "!")


def _patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every compiled pattern of text in our modules, by name."""
    for package in (protocol, translator, pgproxy):
        for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            if module.name.endswith("__main__"):
                continue
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                    yield f"{module.name}.{name}", value


def _texts() -> Iterator[str]:
    for repeated in REPEATED:
        for beginning in BEGINNINGS:
            for end in ENDS:
                yield beginning + repeated * (SIZE // len(repeated)) + end


def _seconds(pattern: re.Pattern[str], text: str) -> float:
    started = time.thread_time()
    pattern.fullmatch(text)
    return time.thread_time() - started


def test_patterns_match_in_linear_time() -> None:
    slow = {
        name
        for name, pattern in _patterns()
        for text in _texts()
        if _seconds(pattern, text) > SECONDS and min(_seconds(pattern, text) for _ in range(3)) > SECONDS
    }
    assert not slow


@pytest.mark.parametrize("repeated", REPEATED)
def test_literals_are_lifted_in_linear_time(repeated: str) -> None:
    for beginning in BEGINNINGS:
        started = time.thread_time()
        shape("SELECT " + beginning + repeated * (300_000 // len(repeated)) + "x")
        assert time.thread_time() - started < 2
