"""Random scripts from a seed, taken by both servers; those that differ are made small."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import dataclass, field
from difflib import unified_diff

from tests.isolation import recording
from tests.isolation.difference import Unexplained, heading
from tests.isolation.random_scripts import random_script
from tests.isolation.recording import Happenings
from tests.isolation.runner import Hang, Run
from tests.isolation.script import NO_LEVEL, Script
from tests.query_fuzz.choices import Choices, fewer

HOST = "127.0.0.1"
_NUMBER = re.compile(r"\d+")
TRIALS = 60
"""How often a script that differs is made smaller, at most."""


@dataclass(slots=True)
class Report:
    """What a run found: how many scripts are taken alike, why others differ, and what has no reason."""

    alike: int = 0
    explained: Counter[str] = field(default_factory=Counter)
    found: dict[tuple[str, ...], str] = field(default_factory=dict)
    """The first of each kind."""

    def __str__(self) -> str:
        parts = [
            *self.found.values(),
            *(f"explained: {reason}: {count}" for reason, count in self.explained.most_common()),
        ]
        return "\n".join([*parts, f"{self.alike} alike, {len(self.found)} kinds differ without a reason"])


def run(oracle: int, pgproxy: int, count: int, seed: int) -> Report:
    """Take so many scripts on the servers at these ports."""
    report = Report()
    source = random.Random(seed)
    for _ in range(count):
        choices = Choices(random.Random(source.random()))
        both = _Both(oracle, pgproxy, random_script(choices))
        if both.alike:
            report.alike += 1
        elif both.reason:
            report.explained[both.reason] += 1
        elif both.kind not in report.found:
            report.found[both.kind] = _smaller(oracle, pgproxy, choices, both.kind)
    return report


def _smaller(oracle: int, pgproxy: int, choices: Choices, kind: tuple[str, ...]) -> str:
    """A smaller script that differs alike, with how."""

    def still(made: list[int]) -> bool:
        both = _Both(oracle, pgproxy, random_script(Choices(made)))
        return not both.alike and not both.reason and both.kind == kind

    return str(_Both(oracle, pgproxy, random_script(Choices(fewer(choices.made, still, TRIALS)))))


class _Both:
    """What both servers made of a script."""

    def __init__(self, oracle: int, pgproxy: int, script: Script) -> None:
        self.script = script
        self.expected, self.ours = _happenings(oracle, script), _happenings(pgproxy, script)
        self._lines = recording.lines_of(self.expected), recording.lines_of(self.ours)

    @property
    def alike(self) -> bool:
        return self._lines[0] == self._lines[1]

    @property
    def reason(self) -> str:
        """The heading that explains the difference, empty where none does."""
        try:
            return heading(self.expected, self.ours, self.script)
        except Unexplained:
            return ""

    @property
    def kind(self) -> tuple[str, ...]:
        """The first lines that differ."""
        first = next((pair for pair in zip(*self._lines, strict=False) if pair[0] != pair[1]), ("ends", "earlier"))
        return tuple(_NUMBER.sub("", line) for line in first)

    def __str__(self) -> str:
        (order,) = self.script.orders
        steps = [f"{word:8} {self.script.sql(word)}" for word in order]
        return "\n".join([*steps, *unified_diff(*self._lines, "postgresql", "pgproxy", n=1, lineterm="")]) + "\n"


def _happenings(port: int, script: Script) -> Happenings:
    (order,) = script.orders
    happened: Happenings = []
    try:
        with Run(script, NO_LEVEL, HOST, port) as taken:
            happened += taken.happenings(order)
    except Hang as hang:
        happened.append((f"hangs: {hang}", []))
    return happened
