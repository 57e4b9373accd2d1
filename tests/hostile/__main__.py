"""`python -m tests.hostile messages|statements|copies|sockets COUNT SEED`: hostile input for a server without sockets;
`sockets` sends messages to one that has them.

Prints each kind of finding once with the input that brought it about; the exit status is 1 when there was one.
"""

from __future__ import annotations

import argparse
import faulthandler
import resource
import sys
from collections.abc import Callable, Coroutine
from typing import Any

import uvloop

from tests.hostile import copies, sockets, sql, wire
from tests.hostile.findings import Findings

RUNS: dict[str, Callable[[int, int, Findings], Coroutine[Any, Any, int]]] = {
    "messages": wire.run,
    "statements": sql.run,
    "copies": copies.run,
    "sockets": sockets.run,
}
MEMORY_BYTES = 6 << 30


def main() -> int:
    """Run; 1 when something was found."""
    parser = argparse.ArgumentParser(prog="tests.hostile", description=__doc__)
    parser.add_argument("kind", choices=RUNS)
    parser.add_argument("count", type=int)
    parser.add_argument("seed", type=int)
    arguments = parser.parse_args()
    faulthandler.enable()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    findings = Findings()
    try:
        sent = uvloop.run(RUNS[arguments.kind](arguments.count, arguments.seed, findings))
        print(f"{sent} sent")
    finally:
        print(findings)
    return 1 if findings.first else 0


if __name__ == "__main__":
    sys.exit(main())
