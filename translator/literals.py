"""Literals lifted out of a statement's text, so that statements which differ only in them share one plan.

The shape of a statement is its text with every plain string and number replaced by a mark that tells only what decides
types: string, int4, int8 or numeric.  Which literals a plan may leave open is the analyzer's business (`Plan.pinned`).
"""

from __future__ import annotations

import re

from msgspec import Struct

from translator.pause import pausing

# the characters of names are told by those that cannot be in them, which compiles and matches fastest
_TOKEN = re.compile(
    r"""
      (?P<skip> --[^\n]* | /\*.*?\*/ | "[^"]*+(?:""[^"]*+)*" | \$\d+
        | \$(?:[^\x00-@\[-^`{-\x7f][^\x00-/:-@\[-^`{-\x7f]*)?\$
        | [^\x00-@\[-^`{-\x7f][^\x00-#%-/:-@\[-^`{-\x7f]* '? )
    | (?P<string> '[^']*+(?:''[^']*+)*' )
    | (?P<number> (?: \d++ (?: \.\d*+ )? | \.\d++ ) (?: [eE][+-]?\d++ )? (?![\w.]) )
    | \d[\w.]*+
    """,
    re.VERBOSE | re.DOTALL,
)
_INT4, _INT8 = 2**31 - 1, 2**63 - 1
_INT8_DIGITS = 19
_BOUNDARIES = ("2147483648", "9223372036854775808")
"""Numbers whose type depends on the minus sign before them."""
_CONTINUED = re.compile(r"'[^\S\n]*\n\s*'")
"""Two strings with a line break between them are one literal."""


class Shape(Struct, frozen=True):
    """`key` identifies the statement but for its literals; `texts` are the literals, `places` where each begins
    (characters).
    """

    key: str
    texts: tuple[str, ...]
    places: tuple[int, ...]


class _Unliftable(Exception):
    """The text holds something whose extent this scan does not know (a dollar quote, a nested comment, E'')."""


def shape(sql: str) -> Shape:
    """Lift the literals of a statement.  A text that the scan is not sure about keeps all of them."""
    if "$$" in sql or "/*" in sql or "\\" in sql or "\0" in sql or _CONTINUED.search(sql):
        return Shape(sql, (), ())
    texts: list[str] = []
    places: list[int] = []
    parts: list[str] = []
    end = 0
    try:
        for match in pausing(_TOKEN.finditer(sql)):
            kind = match.lastgroup
            token = match.group()
            if kind not in {"string", "number"} or token in _BOUNDARIES:
                _check(token)
                continue
            parts.append(sql[end : match.start()])
            end = match.end()
            places.append(match.start())
            if kind == "string":
                texts.append(token[1:-1].replace("''", "'"))
                parts.append("\0s")
            else:
                texts.append(token)
                parts.append(_number_mark(token))
    except _Unliftable:
        return Shape(sql, (), ())
    if not texts:
        return Shape(sql, (), ())
    parts.append(sql[end:])
    return Shape("".join(parts), tuple(texts), tuple(places))


def _check(token: str) -> None:
    """Words glued to a quote (E'', U&'', B'') and dollar quotes are not followed further."""
    if token[-1] == "'" and token[0] != "'":
        raise _Unliftable
    if token[0] == "$" and token[-1] == "$":
        raise _Unliftable


def _number_mark(token: str) -> str:
    if not token.isdigit():
        return "\0n"
    digits = token.lstrip("0")
    value = _INT8 + 1 if len(digits) > _INT8_DIGITS else int(digits or "0")
    return "\0i" if value <= _INT4 else "\0l" if value <= _INT8 else "\0n"


_MINUS = re.compile(r"-\s*\Z")


def literal_places(sql: str, found: Shape) -> dict[int, int]:
    """Where the parser will report each literal (byte offset): its place, `~place` for the minus sign before a
    number.
    """
    places: dict[int, int] = {}
    ascii_only = sql.isascii()
    for index, place in enumerate(pausing(found.places)):
        at = place if ascii_only else len(sql[:place].encode())
        places[at] = index
        minus = _MINUS.search(sql, max(0, place - 20), place) if sql[place] != "'" else None
        if minus is not None:
            sign = minus.start() if ascii_only else len(sql[: minus.start()].encode())
            places[sign] = ~index
    return places
