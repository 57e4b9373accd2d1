"""`python -m tests.wire COUNT SEED`: random exchanges of messages with both servers; prints where the answers differ.

Starts an oracle and a pgproxy of its own unless told the ports of running ones. The exit status is 1 when a difference
was found.
"""

from __future__ import annotations

import sys

from tests.fuzz.command import compare
from tests.wire.random_exchange import run

if __name__ == "__main__":
    sys.exit(compare("tests.wire", __doc__, run))
