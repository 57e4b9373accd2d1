"""`python -m tests.isolation COUNT SEED`: random scripts, taken by both servers; prints what differs without a reason.

Starts an oracle and a pgproxy of its own unless told the ports of running ones. The exit status is 1 when a difference
without a reason was found.
"""

from __future__ import annotations

import sys

from tests.fuzz.command import compare
from tests.isolation.random_run import run

if __name__ == "__main__":
    sys.exit(compare("tests.isolation", __doc__, run))
