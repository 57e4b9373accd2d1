"""Print how much of PostgreSQL's functions, operators and casts is implemented, and what is missing.

Run as `python -m tools.coverage`; with `--write` it also writes `docs/functions.md`.
"""

import sys

from tools.coverage.page import PAGE, page, summary


def main() -> int:
    """Print the report; write the page when asked."""
    sys.stdout.write(summary())
    if "--write" in sys.argv[1:]:
        PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
