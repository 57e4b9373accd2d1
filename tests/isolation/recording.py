"""The files beside a script: `.answer`, how PostgreSQL took it, and `.differs`, how pgproxy does where it may differ.

A section is one order at one level: each happening a line, with what the server said indented below it. A section of
`.differs` begins with the heading of docs/differences.md that explains it.
"""

from __future__ import annotations

from pathlib import Path

from tests.cases.answer import read, written
from tests.isolation.runner import Happening
from tests.isolation.script import NO_LEVEL, SCRIPTS

SECTION = "== "
BECAUSE = "because: "
INDENT = "    "
Happenings = list[Happening]


def path(name: str, suffix: str) -> Path:
    """`.answer` or `.differs` of a script."""
    return SCRIPTS / f"{name}{suffix}"


def title(level: str, order: tuple[str, ...]) -> str:
    """The name of a section."""
    return " ".join(order) if level == NO_LEVEL else f"{level}: {' '.join(order)}"


def text(server: str, sections: dict[str, Happenings], because: dict[str, str] | None = None) -> str:
    """The contents of a file."""
    lines = [f"# recorded from {server} by tools/record_isolation.py"]
    for name, happenings in sections.items():
        lines += ["", SECTION + name]
        if because is not None:
            lines.append(BECAUSE + because[name])
        lines += lines_of(happenings)
    return "\n".join(lines) + "\n"


def lines_of(happenings: Happenings) -> list[str]:
    """One section."""
    return [line for name, answer in happenings for line in (name, *(INDENT + written(event) for event in answer))]


def load(name: str, suffix: str) -> dict[str, Happenings]:
    """The sections of a file; none where there is no file."""
    return {title: [_happening(part) for part in _parts(lines)] for title, lines in _sections(name, suffix)}


def reasons(name: str) -> dict[str, str]:
    """The heading that each section of `.differs` names."""
    return {title: lines[0].removeprefix(BECAUSE) for title, lines in _sections(name, ".differs")}


def _sections(name: str, suffix: str) -> list[tuple[str, list[str]]]:
    file = path(name, suffix)
    if not file.exists():
        return []
    found = []
    for section in file.read_text(encoding="utf-8").split("\n" + SECTION)[1:]:
        title, *lines = section.rstrip("\n").split("\n")
        found.append((title, [line for line in lines if line]))
    return found


def _parts(lines: list[str]) -> list[list[str]]:
    parts: list[list[str]] = []
    for line in lines:
        if line.startswith(BECAUSE):
            continue
        if line.startswith(INDENT):
            parts[-1].append(line.strip())
        else:
            parts.append([line])
    return parts


def _happening(part: list[str]) -> Happening:
    return part[0], [read(line) for line in part[1:]]
