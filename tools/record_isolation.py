"""Record, or check, how the scripts under `tests/isolation/` go on a real PostgreSQL 18, and where pgproxy may differ.

    python -m tools.record_isolation [--check] [--port PORT] [area/name ...]
    python -m tools.record_isolation --ours --port PORT [area/name ...]

Without names, all. Without a port it starts an oracle of its own. With `--check` nothing is written; the exit status
says whether the files still hold what the server answers. `--ours` asks a running pgproxy and keeps what differs, as
far as docs/differences.md explains it; anything else is shown, and ends in status 1.
"""

import argparse
import difflib
import sys

from tests.isolation import recording
from tests.isolation.difference import Unexplained, heading
from tests.isolation.recording import Happenings
from tests.isolation.runner import Hang, Run
from tests.isolation.script import load, names
from tools.record_answers import HOST, oracle, version


def main() -> int:
    """Record or check; 1 when something is not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="area/name")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--ours", action="store_true")
    parser.add_argument("--port", type=int)
    arguments = parser.parse_args()
    wanted = arguments.names or names()
    if arguments.ours:
        fine = [differing(arguments.port, name) for name in wanted]
        return 0 if all(fine) else 1
    with oracle(arguments.port) as port:
        server = version(port)
        fine = [handle(port, server, name, arguments.check) for name in wanted]
        return 0 if all(fine) else 1


def ask(port: int, name: str) -> dict[str, Happenings]:
    """How every order of a script goes."""
    script = load(name)
    sections: dict[str, Happenings] = {}
    for level, order in script.runs():
        with Run(script, level, HOST, port) as run:
            happened = sections[recording.title(level, order)] = []
            try:
                happened += run.happenings(order)
            except Hang as hang:
                happened.append((f"hangs: {hang}", []))
    return sections


def handle(port: int, server: str, name: str, check: bool) -> bool:
    """Record or check one script; whether its file is, or was, up to date."""
    sections = ask(port, name)
    text = recording.text(server, sections)
    path = recording.path(name, ".answer")
    if not check:
        path.write_text(text, encoding="utf-8")
        hangs = [title for title, happened in sections.items() if happened[-1][0].startswith("hangs")]
        print(f"{name}: {len(sections)}", *hangs)
        return not hangs
    recorded = path.read_text(encoding="utf-8") if path.exists() else ""
    difference = difflib.unified_diff(recorded.splitlines()[1:], text.splitlines()[1:], str(path), server, lineterm="")
    lines = list(difference)
    print("\n".join(lines) if lines else f"{name}: {len(sections)} as recorded")
    return not lines


def differing(port: int, name: str) -> bool:
    """Record where pgproxy differs; False where nothing explains it."""
    recorded = recording.load(name, ".answer")
    because: dict[str, str] = {}
    ours = {title: happened for title, happened in ask(port, name).items() if happened != recorded[title]}
    explained = True
    for title, happened in ours.items():
        try:
            because[title] = heading(recorded[title], happened, load(name))
        except Unexplained as unexplained:
            explained = False
            print(f"{name}: {title}\n{unexplained}\n")
    path = recording.path(name, ".differs")
    if because:
        explainable = {title: ours[title] for title in because}
        path.write_text(recording.text("pgproxy", explainable, because), encoding="utf-8")
    else:
        path.unlink(missing_ok=True)
    print(f"{name}: {len(recorded) - len(ours)} as in PostgreSQL, {len(because)} explained")
    return explained


if __name__ == "__main__":
    sys.exit(main())
