"""Keep an oracle running: `python -m tests.oracle serve --port 54329`."""

import argparse
import signal
import sys

from tests.oracle.cluster import Cluster


def main() -> int:
    """Serve until SIGINT or SIGTERM."""
    parser = argparse.ArgumentParser(prog="python -m tests.oracle", description=__doc__)
    parser.add_argument("command", choices=["serve"])
    parser.add_argument("--port", type=int, default=None)
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))
    with Cluster(arguments.port) as cluster:
        print(cluster.dsn, flush=True)
        signal.pause()
    return 0


if __name__ == "__main__":
    sys.exit(main())
