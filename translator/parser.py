"""SQL text to PostgreSQL's raw parse tree, through libpg_query.

The tree is handed out as `Node` objects that remember which of their fields were read, so that a clause
nobody looked at can be refused instead of being dropped (`refuse_unread`).  Mirrors the manual's chapter
"The Parser Stage".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, json

from translator import libpg_query
from translator.deferred import Deferred
from translator.errors import PgError
from translator.errors.state import statement_too_complex
from translator.errors.statements import feature_not_supported, syntax_error
from translator.pause import aside, pause

if TYPE_CHECKING:
    from translator import tokens
else:
    tokens = Deferred("translator.tokens")

MAX_DEPTH = 2000
"""Nodes nested in one statement before 54001; Python's own stack bounds what the analyzer can follow."""

_IGNORED = frozenset(
    {
        "argnumber",
        "funcformat",
        "location",
        "name_location",
        "stmt_location",
        "stmt_len",
        "list_start",
        "list_end",
        "rexpr_list_start",
        "rexpr_list_end",
    }
)


class Node:
    """One node of the raw parse tree: `tag` is its kind; reading a field as an attribute accounts for it.

    A field becomes nodes when it is first looked at.  What was read is kept as an attribute of the object.
    """

    __slots__ = ("__dict__", "_accepted", "_depth", "_values", "tag")

    def __init__(self, tag: str, values: dict[str, Any], depth: int = 0) -> None:
        self.tag = tag
        self._values = values
        self._depth = depth
        self._accepted = False

    def __getattr__(self, name: str) -> Any:
        value = self._values.get(name, _ABSENT)
        if value is _ABSENT:
            value = _KINDS[self.tag].absent[name]
        elif type(value) is dict or type(value) is list:
            value = self._value(name)
        self.__dict__[name] = value
        return value

    def _value(self, name: str) -> Any:
        value = self._values.get(name, _ABSENT)
        if value is _ABSENT:
            return _KINDS[self.tag].absent[name]
        if type(value) is dict:
            value = self._values[name] = self._node(value, name)
        elif type(value) is list:
            value = self._values[name] = tuple([self._node(item, name) for item in value])
        return value

    def _node(self, written: dict[str, Any], name: str) -> Node | None:
        """What libpg_query wrote for a node: its fields under its kind, or alone where the field's kind is known."""
        kind = _KINDS[self.tag].kinds.get(name)
        if kind is None:
            if not written:
                return None
            ((kind, written),) = written.items()
        return _node(kind, written, self._depth + 1)

    def has(self, name: str) -> bool:
        """Whether the field carries a value; does not count as reading it."""
        return name in self._values

    def peek(self, name: str) -> Any:
        """A field's value, None when absent, without counting as reading it."""
        return self._value(name) if name in self._values else None

    def having(self, name: str, value: Any) -> Node:
        """The node with a value in one more field."""
        return Node(self.tag, {**self._values, name: value}, self._depth)

    def glance(self, name: str) -> Any:
        """A field's value; does not count as reading it."""
        return self._value(name)

    def accept(self) -> None:
        """Mark the node and everything below it as read."""
        self._accepted = True

    def children(self) -> Iterator[Node]:
        for name in self._values:
            yield from _nodes(self._value(name))

    def unread(self) -> Iterator[tuple[Node, str]]:
        """The fields below this node that carry a value and were never read."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            if node._accepted:
                continue
            pause()
            read = node.__dict__
            for name in node._values:
                if name in _IGNORED:
                    continue
                if name in read:
                    waiting += _nodes(read[name])
                elif name != "missing_ok":  # whoever does not look at it refuses what is missing
                    yield node, name

    def __repr__(self) -> str:
        shown = (f"{name}={self._value(name)!r}" for name in self._values if name not in _IGNORED)
        return f"{self.tag}({', '.join(shown)})"


_ABSENT: Any = object()


class _Kind(Struct, frozen=True, array_like=True):
    """What libpg_query does not write of a kind of node."""

    absent: dict[str, bool | int | float | str | tuple[Any, ...] | None]
    """What each field reads as that is not written."""
    kinds: dict[str, str]
    """The kinds of nodes of those fields that are always of one kind."""


_KINDS = json.decode(Path(__file__).with_name("parse_tree.json").read_bytes(), type=dict[str, _Kind])
"""Recorded by tools/record_parse_tree.py."""


def _nodes(value: Any) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            if isinstance(item, Node):
                yield item


def _node(tag: str, written: dict[str, Any], depth: int) -> Node:
    if depth > MAX_DEPTH:
        raise statement_too_complex()
    pause()
    return Node(tag, {_FIELD_NAMES[key]: value for key, value in written.items()}, depth)


class _FieldNames(dict[str, str]):
    """The names of fields in snake_case, whatever they are in C."""

    def __missing__(self, key: str) -> str:
        name = self[key] = _WORD.sub("_", key).lower()
        return name


_FIELD_NAMES = _FieldNames()
_WORD = re.compile("(?<=[a-z0-9])(?=[A-Z])")


class RawStmt(Struct, frozen=True):
    """One statement of a query string: its tree, its text, and where the text starts (bytes)."""

    node: Node
    text: str
    location: int


def parse(sql: str) -> list[RawStmt]:
    """Parse a query string into its statements.

    Raises PgError 42601 (with its position) where PostgreSQL's grammar refuses, 54001 when nested too deeply.
    """
    if sql.isspace() or not sql:
        return []
    encoded = sql.encode()
    try:
        if len(sql) > _SHALLOW_SIZE:
            tokens.refuse_deep(sql)
            found = aside(partial(libpg_query.parse, encoded))
        else:
            found = libpg_query.parse(encoded)
    except libpg_query.PgQueryError as error:
        raise _parse_error(error, sql) from None
    except RecursionError:
        raise statement_too_complex() from None
    statements = []
    for raw in found:
        ((tag, written),) = raw["stmt"].items()
        start, length = raw.get("stmt_location", 0), raw.get("stmt_len", 0)
        text = encoded[start : start + length if length else None].decode()
        node = _node(tag, written, 0)
        if "$" in text and tag not in _WITH_PARAMETERS:
            _refuse_parameters(node)
        if tag == "CopyStmt" and _EMPTY_TEXT.search(text) and not node.has("filename"):
            node = tokens.with_nameless_file(node, text)
        if tag in _SERVERS and _EMPTY_TEXT.search(text):
            node = tokens.with_empty_texts(node, text)
        statements.append(RawStmt(node, text.strip(), start))
    return statements


_SHALLOW_SIZE = 30_000
"""Characters of a text that cannot nest too deeply for libpg_query."""
_EMPTY_TEXT = re.compile(r"''|\$\$")
_SERVERS = {"CreateForeignServerStmt", "AlterForeignServerStmt"}
_WITH_PARAMETERS = {"SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt"}
_WITHOUT_PARAMETERS = {"VariableSetStmt", "DefElem"}
"""Where libpg_query takes a parameter for a value, but PostgreSQL's grammar takes none."""


def _refuse_parameters(node: Node) -> None:
    """Raise PgError 42601 for a parameter among the options of a utility statement."""
    for child in node.children():
        if child.tag == "ParamRef" and node.tag in _WITHOUT_PARAMETERS:
            raise syntax_error(f'syntax error at or near "${child.number}"', at=child.location)
        _refuse_parameters(child)


MAX_NAME = 63
"""Bytes of a name that PostgreSQL keeps."""
_MAX_SCANNED = 1 << 20
"""Characters of the longest text whose names are looked at: libpg_query's tokens take a hundred times its memory."""
_LONG = re.compile(r'[^\x00-#%-/:-@\[-^`{-\x7f]{16,}|"[^"]{16,}"|"(?:[^"]|"")*""')
"""What may be a name of more bytes than PostgreSQL keeps, a character being four bytes at most."""
_GLOBAL = re.compile(r"\bglobal\s+temp", re.IGNORECASE)


def parse_notices(sql: str) -> tuple[PgError, ...]:
    """What reading the text tells the client, in order: names that are too long, and GLOBAL."""
    if len(sql) > _MAX_SCANNED or not (_may_hold_long_name(sql) or _GLOBAL.search(sql)):
        return ()
    return tokens.notices(sql)


def _may_hold_long_name(sql: str) -> bool:
    return len(sql) > MAX_NAME // 4 and any(len(match.group().encode()) > MAX_NAME for match in _LONG.finditer(sql))


def _parse_error(error: libpg_query.PgQueryError, sql: str) -> PgError:
    if error.message == "invalid Unicode escape":
        return _unicode_escape(error, sql)
    for part, sqlstate, hint in _OTHER_ERRORS:
        if part in error.message:
            return PgError(
                sqlstate, error.message, hint=hint, position=None if sqlstate == "22021" else error.cursorpos or None
            )
    raised = syntax_error(error.message)
    raised.position = error.cursorpos or None
    return raised


def _unicode_escape(error: libpg_query.PgQueryError, sql: str) -> PgError:
    """A bad escape in E'...' (\\u, \\U) has a class of its own; in U&'...' it is a syntax error."""
    place = error.cursorpos
    if sql[place : place + 1] in ("u", "U"):
        return PgError("22025", error.message, hint="Unicode escapes must be \\uXXXX or \\UXXXXXXXX.", position=place)
    return PgError("42601", error.message, hint="Unicode escapes must be \\XXXX or \\+XXXXXX.", position=place)


_OTHER_ERRORS = (
    ("role name ", "42939", None),
    ("precision for type float", "22023", None),
    ("invalid byte sequence for encoding", "22021", None),
    ("frame start", "42P20", None),
    ("frame end", "42P20", None),
    ("unrecognized partitioning strategy", "22023", None),
    ("invalid Unicode escape value", "42601", None),
    ("invalid Unicode surrogate pair", "42601", None),
    ("not yet implemented", "0A000", None),
    ("dropping an enum value is not implemented", "0A000", None),
    ("a column list with ", "0A000", None),
    ("constraints cannot be marked", "0A000", None),
    ("cannot include schema elements", "0A000", None),
    ("missing argument", "42601", "Use NONE to denote the missing argument of a unary operator."),
    ("aggregates cannot have output arguments", "0A000", None),
    ("current database cannot be changed", "0A000", None),
    ("LIMIT #,# syntax is not supported", "42601", "Use separate LIMIT and OFFSET clauses."),
    (
        "unrecognized row security option",
        "42601",
        "Only PERMISSIVE or RESTRICTIVE policies are supported currently.",
    ),
)
"""What scanner and grammar report with another SQLSTATE than 42601 or with a hint, neither of which the binding tells:
part of the message, SQLSTATE, hint.
"""


def refuse_unread(statement: Node) -> None:
    """Refuse, with 0A000, the first construct below `statement` that the analyzer did not look at."""
    for node, name in statement.unread():
        raise feature_not_supported(f"{name.replace('_', ' ')} of {node.tag}")


def strings(nodes: tuple[Node, ...]) -> list[str]:
    """The texts of a list of String nodes, as in qualified names."""
    return [node.sval for node in nodes]


def expression_node(text: str) -> Node:
    """The raw tree of an expression's SQL text."""
    return expression_nodes(text)[0]


def expression_nodes(text: str) -> list[Node]:
    """The raw trees of expressions with commas between them."""
    return [target.val for target in parse(f"SELECT {text}")[0].node.target_list]
