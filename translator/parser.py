"""SQL text to PostgreSQL's raw parse tree, through libpg_query: the only module that knows what it hands out.

The tree is handed out as `Node` objects that remember which of their fields were read, so that a clause
nobody looked at can be refused instead of being dropped (`refuse_unread`).  Mirrors the manual's chapter
"The Parser Stage".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from google._upb import _message
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message
from msgspec import Struct

from translator import libpg_query
from translator.errors import (
    PgError,
    deprecated_global,
    feature_not_supported,
    statement_too_complex,
    syntax_error,
    truncated_name,
)
from translator.pause import aside, pause, pausing

# protobuf refuses trees deeper than 100 messages, which fifty chained operators reach; nesting is bounded here instead
_message.SetAllowOversizeProtos(True)

MAX_DEPTH = 2000
"""Messages nested in one statement before 54001; Python's own stack bounds what the analyzer can follow."""

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
_WRAPPER = libpg_query.Node.DESCRIPTOR


class Node:
    """One node of the raw parse tree: `tag` is its message; reading a field as an attribute accounts for it."""

    __slots__ = ("_unread", "_values", "tag")

    def __init__(self, tag: str, values: dict[str, Any]) -> None:
        self.tag = tag
        self._values = values
        self._unread = set(values)

    def __getattr__(self, name: str) -> Any:
        self._unread.discard(name)
        try:
            return self._values[name]
        except KeyError:
            return _DEFAULTS.of(self.tag)[name]

    def has(self, name: str) -> bool:
        """Whether the field carries a value; does not count as reading it."""
        return name in self._values

    def peek(self, name: str) -> Any:
        """A field's value, None when absent, without counting as reading it."""
        return self._values.get(name)

    def having(self, name: str, value: Any) -> Node:
        """The node with a value in one more field."""
        return Node(self.tag, {**self._values, name: value})

    def accept(self) -> None:
        """Mark the node and everything below it as read."""
        self._unread.clear()
        for child in self.children():
            child.accept()

    def children(self) -> Iterator[Node]:
        for value in self._values.values():
            yield from _nodes(value)

    def unread(self) -> Iterator[tuple[Node, str]]:
        """The fields below this node that carry a value and were never read."""
        pause()
        for name, value in self._values.items():
            if name in _IGNORED:
                continue
            if name in self._unread and name != "missing_ok":  # whoever does not look at it refuses what is missing
                yield self, name
                continue
            for child in _nodes(value):
                yield from child.unread()

    def __repr__(self) -> str:
        return f"{self.tag}({', '.join(f'{k}={v!r}' for k, v in self._values.items() if k not in _IGNORED)})"


def _nodes(value: Any) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            if isinstance(item, Node):
                yield item


class RawStmt(Struct, frozen=True):
    """One statement of a query string: its tree, its text, and where the text starts (bytes)."""

    node: Node
    text: str
    location: int


class _Defaults:
    """What an absent field reads as, per message type: proto3 leaves zero values out."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, Any]] = {}

    def of(self, kind: str) -> dict[str, Any]:
        known = self._known.get(kind)
        if known is None:
            descriptor = _WRAPPER.file.message_types_by_name[kind]
            without_place = {"location": -1}  # what a node says that has no such field
            known = self._known[kind] = without_place | {field.name: _default(field) for field in descriptor.fields}
        return known


def _default(field: FieldDescriptor) -> Any:
    if field.is_repeated:
        return ()
    if field.message_type is not None:
        return None
    if field.enum_type is not None:
        return field.enum_type.values[0].name
    return field.default_value


_DEFAULTS = _Defaults()


def _convert(message: Message, depth: int) -> Any:
    descriptor: Any = message.DESCRIPTOR
    if depth > MAX_DEPTH:
        raise statement_too_complex()
    pause()
    if descriptor is _WRAPPER:
        which = message.WhichOneof("node")
        return None if which is None else _convert(getattr(message, which), depth)
    values: dict[str, Any] = {}
    for field, value in message.ListFields():
        if field.is_repeated:
            if field.message_type is not None:
                values[field.name] = tuple([_convert(item, depth + 1) for item in value])
            else:
                values[field.name] = tuple(value)
        elif field.message_type is not None:
            values[field.name] = _convert(value, depth + 1)
        elif field.enum_type is not None:
            values[field.name] = field.enum_type.values_by_number[value].name
        else:
            values[field.name] = value
    if descriptor.name in _WITHOUT_PARAMETERS:
        _refuse_parameter(values)
    return Node(descriptor.name, values)


_WITHOUT_PARAMETERS = {"VariableSetStmt", "DefElem"}
"""Where libpg_query takes a parameter for a value, but PostgreSQL's grammar takes none."""


def _refuse_parameter(values: dict[str, Any]) -> None:
    for value in values.values():
        for node in _nodes(value):
            if node.tag == "ParamRef":
                raise syntax_error(f'syntax error at or near "${node.number}"', at=node.location)


def parse(sql: str) -> list[RawStmt]:
    """Parse a query string into its statements.

    Raises PgError 42601 (with its position) where PostgreSQL's grammar refuses, 54001 when nested too deeply.
    """
    if sql.isspace() or not sql:
        return []
    if len(sql) > _SHALLOW_SIZE:
        _refuse_deep(sql)
    try:
        result = libpg_query.parse(sql) if len(sql) <= _SHALLOW_SIZE else aside(partial(libpg_query.parse, sql))
    except libpg_query.PgQueryError as error:
        raise _parse_error(error, sql) from None
    except RecursionError:
        raise statement_too_complex() from None
    encoded = sql.encode()
    statements = []
    for raw in result.stmts:
        end = raw.stmt_location + raw.stmt_len if raw.stmt_len else len(encoded)
        text = encoded[raw.stmt_location : end].decode()
        node = _convert(raw.stmt, 0)
        if node.tag == "CopyStmt" and not node.has("filename") and _copies_nameless_file(text):
            node = node.having("filename", "")
        statements.append(RawStmt(node, text.strip(), raw.stmt_location))
    return statements


def _copies_nameless_file(text: str) -> bool:
    """Whether a COPY is of the file '', which the tree does not tell from that of the client."""
    depth = 0
    tokens = (token for token in libpg_query.scan(text).tokens if token.token not in _COMMENTS)
    for token in tokens:
        depth += (token.token in _OPENING) - (token.token in _CLOSING)
        if not depth and token.token in _COPY_WAYS:
            break
    return next(tokens).token in _TEXTS


_SHALLOW_SIZE = 30_000
"""Characters of a text that cannot nest too deeply for libpg_query."""
_MAX_NESTING = 15_000
"""Levels of a tree that libpg_query hands over; each takes some of the process's stack, whose end is the process's."""
_MAX_TOKENS = 2_000_000
"""Words of a statement, the reading of which holds up all sessions for seconds."""
_kind_of = libpg_query.Token.Value
_OPENING = {_kind_of("ASCII_40"), _kind_of("ASCII_91")}
_CLOSING = {_kind_of("ASCII_41"), _kind_of("ASCII_93")}
_SEPARATORS = {_kind_of("ASCII_44"), _kind_of("ASCII_59")}
_COMMENTS = {_kind_of("SQL_COMMENT"), _kind_of("C_COMMENT")}
_LEAVES = _COMMENTS | {_kind_of(name) for name in ("IDENT", "ICONST", "FCONST", "SCONST", "PARAM")}
_COPY_WAYS = {_kind_of("FROM"), _kind_of("TO")}
_TEXTS = {_kind_of("SCONST"), _kind_of("USCONST")}


def _refuse_deep(sql: str) -> None:
    """Raise PgError 54001 for a text that may make a deeper tree than libpg_query can hand over.

    Within an item of a list each operator and keyword may stand for a level, as in `1 + 1 + 1` or `a::b::c`.
    """
    try:
        tokens = aside(partial(libpg_query.scan, sql)).tokens
    except libpg_query.PgQueryError:
        return  # which the parser refuses, too
    if len(tokens) > _MAX_TOKENS:
        raise feature_not_supported(f"a statement of more than {_MAX_TOKENS} words")
    outer: list[int] = []
    total = here = 0
    for token in pausing(tokens):
        kind = token.token
        if kind in _OPENING:
            outer.append(here)
            total += 1
            here = 0
        elif kind in _CLOSING:
            total -= here + 1
            here = outer.pop() if outer else 0
            total = max(total, here)
        elif kind in _SEPARATORS:
            total -= here
            here = 0
        elif kind not in _LEAVES:
            total += 1
            here += 1
        if total > _MAX_NESTING:
            raise statement_too_complex()


_LONG = re.compile(r'[^\x00-#%-/:-@\[-^`{-\x7f]{16,}|"[^"]{16,}"|"(?:[^"]|"")*""')
"""What may be a name of more bytes than PostgreSQL keeps, a character being four bytes at most."""
_MAX_NAME = 63
_MAX_SCANNED = 1 << 20
"""Characters of the longest text whose names are looked at: libpg_query's tokens take a hundred times its memory."""
_UNICODE = re.compile(r"\\(?:\\|([0-9a-fA-F]{4})|\+([0-9a-fA-F]{6}))")


def parse_notices(sql: str) -> tuple[PgError, ...]:
    """What reading the text tells the client, in order: names that are too long, and GLOBAL."""
    if len(sql) > _MAX_SCANNED or not (_may_hold_long_name(sql) or _GLOBAL.search(sql)):
        return ()
    encoded = sql.encode()
    try:
        tokens = libpg_query.scan(sql).tokens
    except libpg_query.PgQueryError:
        return ()
    found = []
    kinds = [None, *(token.token for token in tokens), None]
    for before, token, after in zip(kinds, tokens, kinds[2:], strict=False):
        if token.end - token.start > _MAX_NAME and token.token in (_IDENT, _UIDENT):
            name = _name(encoded[token.start : token.end].decode())
            if len(name.encode()) > _MAX_NAME:
                found.append(truncated_name(name))
        elif token.token == _GLOBAL_P and before in _MAKERS and after in _TEMPORARY:
            found.append(deprecated_global(len(encoded[: token.start].decode()) + 1))
    return tuple(found)


def _may_hold_long_name(sql: str) -> bool:
    return len(sql) > _MAX_NAME // 4 and any(len(match.group().encode()) > _MAX_NAME for match in _LONG.finditer(sql))


def _name(token: str) -> str:
    """A name as it is meant by what is written."""
    if token[:2] in ("U&", "u&"):
        return _UNICODE.sub(
            lambda match: chr(int(match[1] or match[2], 16)) if match[1] or match[2] else "\\", token[3:-1]
        )
    if token.startswith('"'):
        return token[1:-1].replace('""', '"')
    return token.translate(_LOWER)


_IDENT, _UIDENT = libpg_query.Token.Value("IDENT"), libpg_query.Token.Value("UIDENT")
_GLOBAL = re.compile(r"\bglobal\s+temp", re.IGNORECASE)
_GLOBAL_P = libpg_query.Token.Value("GLOBAL")
_TEMPORARY = libpg_query.Token.Value("TEMP"), libpg_query.Token.Value("TEMPORARY")
_MAKERS = tuple(map(libpg_query.Token.Value, ("CREATE", "REPLACE", "INTO")))
"""What GLOBAL stands behind where a temporary relation is made."""
_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


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
    ("aggregates cannot have output arguments", "0A000", None),
    ("current database cannot be changed", "0A000", None),
    ("LIMIT #,# syntax is not supported", "42601", "Use separate LIMIT and OFFSET clauses."),
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
