"""Records which characters a real PostgreSQL takes for letters, capitals, punctuation ... under C.UTF-8.

python -m tools.record_letters --port 54329
"""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path

import psycopg

TARGET = Path(__file__).parents[1] / "translator" / "types" / "letter_classes.py"
CLASSES = ("alpha", "upper", "lower", "punct", "graph")
QUERY = """
SELECT i FROM generate_series(1, 1114111) i
WHERE i NOT BETWEEN 55296 AND 57343 AND chr(i) COLLATE pg_c_utf8 ~ '[[:{}:]]' ORDER BY i
"""
HEAD = '''"""The characters of each class of regular expressions under C.UTF-8: ranges of code points, in hexadecimal.

Recorded from PostgreSQL 18 by tools/record_letters.py, since Python knows an older Unicode and other properties.
"""

'''


def ranges(codes: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Runs of adjacent numbers, from ascending ones."""
    first = last = -1
    for code in codes:
        if code != last + 1 and last >= 0:
            yield first, last
        if code != last + 1 or last < 0:
            first = code
        last = code
    if last >= 0:
        yield first, last


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    arguments = parser.parse_args()
    out = [HEAD, "LETTER_CLASSES: dict[str, str] = {\n"]
    with psycopg.connect(host="127.0.0.1", port=arguments.port, user="postgres", dbname="postgres") as connection:
        for name in CLASSES:
            codes = [row[0] for row in connection.execute(QUERY.format(name))]
            words = [f"{low:x}-{high:x}" if high > low else f"{low:x}" for low, high in ranges(codes)]
            lines = textwrap.wrap(" ".join(words), 110)
            out.append(f'    "{name}": """\n' + "\n".join(lines) + '\n""",\n')
    TARGET.write_text("".join(out) + "}\n")


if __name__ == "__main__":
    main()
