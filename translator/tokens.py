"""What PostgreSQL's scanner tells of a text before its grammar does: how deep it nests, and what its words are.

Only texts that are long, or may hold a long name, are looked at, so this is imported when the first of them comes.
"""

from __future__ import annotations

import re
from functools import partial

from translator.errors import PgError, deprecated_global, feature_not_supported, statement_too_complex, truncated_name
from translator.libpg_query import PgQueryError, without_its_init
from translator.parser import MAX_NAME, Node
from translator.pause import aside, pausing

with without_its_init():
    from postgast.pg_query_pb2 import Token
    from postgast.scan import scan

_MAX_NESTING = 15_000
"""Levels of a tree that libpg_query hands over; each takes some of the process's stack, whose end is the process's."""
_MAX_TOKENS = 2_000_000
"""Words of a statement, the reading of which holds up all sessions for seconds."""
_kind_of = Token.Value
_OPENING = {_kind_of("ASCII_40"), _kind_of("ASCII_91")}
_CLOSING = {_kind_of("ASCII_41"), _kind_of("ASCII_93")}
_SEPARATORS = {_kind_of("ASCII_44"), _kind_of("ASCII_59")}
_COMMENTS = {_kind_of("SQL_COMMENT"), _kind_of("C_COMMENT")}
_LEAVES = _COMMENTS | {_kind_of(name) for name in ("IDENT", "ICONST", "FCONST", "SCONST", "PARAM")}
_COPY_WAYS = {_kind_of("FROM"), _kind_of("TO")}
_TEXTS = {_kind_of("SCONST"), _kind_of("USCONST")}


def refuse_deep(sql: str) -> None:
    """Raise PgError 54001 for a text that may make a deeper tree than libpg_query can hand over.

    Within an item of a list each operator and keyword may stand for a level, as in `1 + 1 + 1` or `a::b::c`.
    """
    try:
        tokens = aside(partial(scan, sql)).tokens
    except PgQueryError:
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


def with_nameless_file(copy: Node, text: str) -> Node:
    """A COPY whose file is '', which the tree does not tell from the client's stream, with that name."""
    depth = 0
    tokens = (token for token in scan(text).tokens if token.token not in _COMMENTS)
    for token in tokens:
        depth += (token.token in _OPENING) - (token.token in _CLOSING)
        if not depth and token.token in _COPY_WAYS:
            break
    return copy.having("filename", "") if next(tokens).token in _TEXTS else copy


_UNICODE = re.compile(r"\\(?:\\|([0-9a-fA-F]{4})|\+([0-9a-fA-F]{6}))")


def notices(sql: str) -> tuple[PgError, ...]:
    """What reading the text tells the client, in order: names that are too long, and GLOBAL."""
    encoded = sql.encode()
    try:
        tokens = scan(sql).tokens
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


_IDENT, _UIDENT = _kind_of("IDENT"), _kind_of("UIDENT")
_GLOBAL_P = _kind_of("GLOBAL")
_TEMPORARY = _kind_of("TEMP"), _kind_of("TEMPORARY")
_MAKERS = tuple(map(_kind_of, ("CREATE", "REPLACE", "INTO")))
"""What GLOBAL stands behind where a temporary relation is made."""
_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
