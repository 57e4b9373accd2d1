"""The statements of a topic, as its `.sql` file holds them.

A statement ends with a semicolon at the end of a line, outside of `$$ ... $$`. Comment lines above it are about it:

    -- integer division truncates              its name (else the statement's first line is its name)
    -- unordered                               its rows come in any order
    -- volatile: the clock                     its values differ from run to run; only their shape counts
    -- differs: Heading                        pgproxy answers differently; docs/differences.md has the heading
    -- parameters: 5 | abc | NULL              values of $1, $2, ... in text form; not run by the simple protocol
    -- oids                                    its values hold oids of the database's own types, which differ
    -- simple only                             several statements in one string, or other things only that protocol has

After `COPY ... FROM STDIN` the data follows up to a line `\\.`. A topic runs from top to bottom in one session on a
fresh database.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.cases import value_matrix
from tests.cases.statement import Statement

CASES = Path(__file__).parent
NAME_LENGTH = 100


@dataclass(slots=True)
class Comments:
    """The comment lines above a statement, read."""

    name: str | None = None
    values: dict[str, object] = field(default_factory=dict)

    def read(self, comment: str) -> None:
        """Take in one comment line (without its dashes)."""
        keyword, _, value = (part.strip() for part in comment.partition(":"))
        match keyword:
            case "unordered":
                self.values["unordered"] = True
            case "volatile" | "differs":
                self.values[keyword] = value
            case "oids":
                self.values["oids"] = True
            case "simple only":
                self.values["simple_only"] = True
            case "parameters":
                values = (part.strip() for part in value.split("|"))
                self.values["parameters"] = tuple(None if part == "NULL" else part for part in values)
            case _:
                self.name = comment


def topics() -> list[str]:
    """Every topic, as `area/topic`: those written down, and those made of the types' value sets."""
    written = [str(path.relative_to(CASES).with_suffix("")) for path in CASES.glob("*/*.sql")]
    return sorted([*written, *value_matrix.topic_types(CASES)])


def statements(topic: str) -> list[Statement]:
    """The statements of a topic. Names are unique: a repeated one is numbered."""
    if topic in value_matrix.topic_types(CASES):
        return value_matrix.statements(CASES, topic)
    text = (CASES / f"{topic}.sql").read_text(encoding="utf-8")
    seen: dict[str, int] = {}
    result = []
    for block in blocks(text):
        statement = read_statement(block)
        seen[statement.name] = count = seen.get(statement.name, 0) + 1
        if count > 1:
            statement = replace(statement, name=f"{statement.name} ({count})")
        result.append(statement)
    return result


def blocks(text: str) -> Iterator[list[str]]:
    """The lines of each statement with its comments; COPY data belongs to its statement whatever it holds."""
    block: list[str] = []
    copying = False
    for line in text.splitlines():
        if not (block or line.strip()):
            continue
        block.append(line)
        copying = line != "\\." and (copying or starts_copy(line))
        if not copying and is_complete(block):
            yield block
            block = []
    if block:
        raise ValueError(f"a statement without its semicolon: {block[-1]}")


def is_complete(block: list[str]) -> bool:
    """Whether a statement ends with the block's last line."""
    last = block[-1]
    quoted = sum(line.count("$$") for line in block) % 2 == 1
    return last == "\\." or (last.rstrip().endswith(";") and not last.startswith("--") and not quoted)


def starts_copy(line: str) -> bool:
    """Whether COPY data follows this line."""
    words = line.upper().rstrip("; ")
    return words.startswith("COPY ") and "FROM STDIN" in words and line.rstrip().endswith(";")


def read_statement(block: list[str]) -> Statement:
    """The statement of one block of lines."""
    comments = Comments()
    lines = list(block)
    while lines and lines[0].startswith("--"):
        comments.read(lines.pop(0).removeprefix("--").strip())
    if "\\." in lines:
        end = next(i for i, line in enumerate(lines) if starts_copy(line)) + 1
        data = lines[end : lines.index("\\.")]
        comments.values["copy_data"] = "".join(f"{line}\n" for line in data)
        lines = lines[:end]
    sql = "\n".join(lines).removesuffix(";")
    name = comments.name or sql.partition("\n")[0][:NAME_LENGTH]
    return Statement(name=name, sql=sql, **comments.values)  # type: ignore[arg-type]  # the comments' names are the fields
