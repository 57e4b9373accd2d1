"""What a run of hostile input must never bring about, and how it is noticed.

A finding is named by where it arose, so that a thousand inputs that trip over the same line count as one.
"""

from __future__ import annotations

import sys
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).parents[2]
FRAMES = 2
"""How many of the innermost frames of our own code name a finding."""


@dataclass(frozen=True)
class Finding:
    """kind: what happened and where. input: what was sent. details: a traceback, or what was seen."""

    kind: str
    input: str
    details: str


@dataclass
class Findings:
    """All findings of a run: the first of each kind, and how often it was met.

    input: what is being sent now. answers: how often each SQLSTATE came; `XX000` with its message, since
    PostgreSQL says so of some input too.
    """

    first: dict[str, Finding] = field(default_factory=dict)
    met: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    input: str = ""

    def add(self, kind: str, details: str = "") -> None:
        """Note that something happened."""
        self.met[kind] += 1
        self.first.setdefault(kind, Finding(kind, self.input, details))

    def add_exception(self, what: str, error: BaseException) -> None:
        """Note an exception that nobody should have seen."""
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(str(ROOT))]
        places = (f"{Path(frame.filename).relative_to(ROOT)}:{frame.lineno}" for frame in frames[-FRAMES:])
        kind = f"{what}: {type(error).__name__} at {' '.join(places)}"
        self.add(kind, "".join(traceback.format_exception(error)))

    def __str__(self) -> str:
        parts = [f"{self.met[each.kind]} x {each.kind}\n{each.input}\n{each.details}" for each in self.first.values()]
        answers = ", ".join(f"{answer} {count}" for answer, count in self.answers.most_common())
        return "\n".join([*parts, answers, f"{len(self.first)} kinds of findings"])


class LogKeeper:
    """Stands for the server's log: what it reports as a failure of ours is a finding."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings

    def bind(self, **_values: Any) -> Self:
        """A logger with more keys: the same one."""
        return self

    def debug(self, _event: str, **_values: Any) -> None:
        """Of no interest."""

    info = warning = debug

    def exception(self, event: str, exc_info: BaseException | None = None, **_values: Any) -> None:
        """A bug of ours that the server noticed."""
        error = exc_info if exc_info is not None else sys.exception()
        if error is None:
            self._findings.add(event)
        else:
            self._findings.add_exception(event, error)

    error = exception


class Watched:
    """While it lasts, exceptions that Python can only print are findings too."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._before = sys.unraisablehook

    def __enter__(self) -> None:
        sys.unraisablehook = self._note

    def _note(self, unraisable: sys.UnraisableHookArgs) -> None:
        if unraisable.exc_value is not None:
            self._findings.add_exception("unraisable", unraisable.exc_value)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        sys.unraisablehook = self._before
