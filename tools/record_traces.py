"""Record, or check, what a real PostgreSQL 18 answers to the exchanges under `tests/wire/traces/`.

    python -m tools.record_traces [--check] [--port PORT] [name ...]

Without names, all. Without a port it starts an oracle of its own. With `--check` nothing is written; the exit status
says whether the files still hold what the server answers.
"""

import argparse
import difflib
import sys

from tests.wire import exchange
from tools.record_answers import HOST, oracle


def main() -> int:
    """Record or check; 1 when a check found a difference."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="name")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--port", type=int)
    arguments = parser.parse_args()
    with oracle(arguments.port) as port:
        stale = [name for name in arguments.names or exchange.names() if not handle(port, name, arguments.check)]
    return 1 if stale else 0


def handle(port: int, name: str, check: bool) -> bool:
    """Record or check one exchange; whether its file is, or was, up to date."""
    path = exchange.TRACES / f"{name}.trace"
    steps = exchange.read(name)
    text = exchange.write(name, steps, exchange.replay(steps, HOST, port))
    if not check:
        path.write_text(text, "utf-8")
        return True
    known = path.read_text("utf-8")
    sys.stdout.writelines(difflib.unified_diff(known.splitlines(True), text.splitlines(True), name, "PostgreSQL"))
    return known == text


if __name__ == "__main__":
    sys.exit(main())
