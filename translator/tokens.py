"""What PostgreSQL's scanner tells of a text before its grammar does: how deep it nests, and what its words are.

Only texts that are long, or may hold a long name, are looked at, so this is imported when the first of them comes.
"""

from __future__ import annotations

import re
from functools import partial
from itertools import pairwise

from translator.errors import PgError
from translator.errors.notices import deprecated_global, truncated_name
from translator.errors.state import statement_too_complex
from translator.errors.statements import feature_not_supported
from translator.libpg_query import PgQueryError, kind_of_token, scan
from translator.parser import MAX_NAME, Node
from translator.pause import aside, pausing

_MAX_NESTING = 15_000
"""Levels of a tree that libpg_query hands over; each takes some of the process's stack, whose end is the process's."""
_MAX_TOKENS = 2_000_000
"""Words of a statement, the reading of which holds up all sessions for seconds."""
_OPENING = {kind_of_token("ASCII_40"), kind_of_token("ASCII_91")}
_CLOSING = {kind_of_token("ASCII_41"), kind_of_token("ASCII_93")}
_SEPARATORS = {kind_of_token("ASCII_44"), kind_of_token("ASCII_59")}
_CONNECTIVES = {kind_of_token("AND"), kind_of_token("OR")}
_OPERATORS = {
    kind_of_token(name)
    for name in (
        *(f"ASCII_{ord(sign)}" for sign in "+-*/%^<>="), "LESS_EQUALS", "GREATER_EQUALS", "NOT_EQUALS", "TYPECAST",
        "Op", "NOT", "IS", "NULL_P", "TRUE_P", "FALSE_P", "IN_P", "LIKE", "ILIKE", "BETWEEN", "ISNULL", "NOTNULL",
    )
}  # fmt: skip
"""What binds tighter than AND and OR."""
_COMMENTS = {kind_of_token("SQL_COMMENT"), kind_of_token("C_COMMENT")}
_LEAVES = _COMMENTS | {kind_of_token(name) for name in ("IDENT", "ASCII_46", "ICONST", "FCONST", "SCONST", "PARAM")}
_COPY_WAYS = {kind_of_token("FROM"), kind_of_token("TO")}
_SERVER_TEXTS = {kind_of_token("TYPE_P"): "servertype", kind_of_token("VERSION_P"): "version"}
_TEXTS = {kind_of_token("SCONST"), kind_of_token("USCONST")}


def refuse_deep(sql: str) -> None:
    """Raise PgError 54001 for a text that may make a deeper tree than libpg_query can hand over.

    Within an item of a list each operator and keyword may stand for a level, as in `1 + 1 + 1` or `a::b::c`; many parts
    of AND or OR are one.
    """
    try:
        tokens = aside(partial(scan, sql))
    except PgQueryError:
        return  # which the parser refuses, too
    if len(tokens) > _MAX_TOKENS:
        raise feature_not_supported(f"a statement of more than {_MAX_TOKENS} words")
    outer: list[tuple[int, int]] = []
    total = here = operators = 0
    for token in pausing(tokens):
        kind = token.token
        if kind in _OPENING:
            outer.append((here, operators))
            total += 1
            here = operators = 0
        elif kind in _CLOSING:
            total -= here + operators + 1
            here, operators = outer.pop() if outer else (0, 0)
            total = max(total, here + operators)
        elif kind in _SEPARATORS:
            total -= here + operators
            here = operators = 0
        elif kind in _CONNECTIVES:
            total -= operators
            operators = 0
        elif kind in _OPERATORS:
            total += 1
            operators += 1
        elif kind not in _LEAVES:
            total += 1
            here += 1
        if total > _MAX_NESTING:
            raise statement_too_complex()


def with_nameless_file(copy: Node, text: str) -> Node:
    """A COPY whose file is '', which the tree does not tell from the client's stream, with that name."""
    depth = 0
    tokens = (token for token in scan(text) if token.token not in _COMMENTS)
    for token in tokens:
        depth += (token.token in _OPENING) - (token.token in _CLOSING)
        if not depth and token.token in _COPY_WAYS:
            break
    return copy.having("filename", "") if next(tokens).token in _TEXTS else copy


def with_empty_texts(server: Node, text: str) -> Node:
    """A foreign server whose TYPE or VERSION is '', which the tree does not tell from none, with that."""
    encoded = text.encode()
    tokens = [token for token in scan(text) if token.token not in _COMMENTS]
    for word, value in pairwise(tokens):
        if word.token in _OPENING:
            break
        if word.token in _SERVER_TEXTS and value.token in _TEXTS and encoded[value.start : value.end] == b"''":
            server = server.having(_SERVER_TEXTS[word.token], "")
    return server


_UNICODE = re.compile(r"\\(?:\\|([0-9a-fA-F]{4})|\+([0-9a-fA-F]{6}))")


def notices(sql: str) -> tuple[PgError, ...]:
    """What reading the text tells the client, in order: names that are too long, and GLOBAL."""
    encoded = sql.encode()
    try:
        tokens = scan(sql)
    except PgQueryError:
        return ()
    found = []
    kinds = [None, *(token.token for token in tokens), None]
    for before, token, after in zip(kinds, tokens, kinds[2:], strict=False):
        if token.end - token.start > MAX_NAME and token.token in (_IDENT, _UIDENT):
            name = _name(encoded[token.start : token.end].decode())
            if len(name.encode()) > MAX_NAME:
                found.append(truncated_name(name))
        elif token.token == _GLOBAL_P and before in _MAKERS and after in _TEMPORARY:
            found.append(deprecated_global(len(encoded[: token.start].decode()) + 1))
    return tuple(found)


def _name(token: str) -> str:
    """A name as it is meant by what is written."""
    if token[:2] in ("U&", "u&"):
        return _UNICODE.sub(
            lambda match: chr(int(match[1] or match[2], 16)) if match[1] or match[2] else "\\", token[3:-1]
        )
    if token.startswith('"'):
        return token[1:-1].replace('""', '"')
    return token.translate(_LOWER)


_IDENT, _UIDENT = kind_of_token("IDENT"), kind_of_token("UIDENT")
_GLOBAL_P = kind_of_token("GLOBAL")
_TEMPORARY = kind_of_token("TEMP"), kind_of_token("TEMPORARY")
_MAKERS = tuple(map(kind_of_token, ("CREATE", "REPLACE", "INTO")))
"""What GLOBAL stands behind where a temporary relation is made."""
_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
