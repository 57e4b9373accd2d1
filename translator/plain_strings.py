"""String constants where standard_conforming_strings is off ("Lexical Structure", "String Constants").

A backslash in a plain string is an escape then.  The grammar reads statements as if the setting were on, so those in
which that makes a difference are refused; clients that set it off write such strings with E, or quote nothing that has
a backslash.
"""

from __future__ import annotations

import re

from translator.errors.statements import feature_not_supported, feature_not_supported_message
from translator.pause import pausing

_TOKEN = re.compile(
    r"""
      --[^\n\r]*+ | (?:[uU]&)?"[^"]*+(?:""[^"]*+)*+" | [bBxX]'[^']*+'
    | [eE]'(?:[^'\\]|\\.|'')*+' (?:[^\S\n]*\n\s*'(?:[^'\\]|\\.|'')*+')*+
    | \$(?P<tag>(?:[^\W\d]\w*+)?)\$.*?\$(?P=tag)\$
    | (?P<unicode> [uU]&' )
    | (?P<plain> '[^'\\]*+(?:''[^'\\]*+)*+ (?P<escape>\\)? )
    | (?P<comment> /\* )
    | [^\W\d][\w$]*+ | \d[\w.]*+
    """,
    re.VERBOSE | re.DOTALL,
)
_COMMENT = re.compile(r"/\*|\*/")


def refuse_plain_escapes(sql: str) -> None:
    """Raise PgError 0A000 for a plain string with a backslash, and for one with Unicode escapes, as PostgreSQL does."""
    if "\\" not in sql and "&'" not in sql:
        return
    at = 0
    steps = pausing(iter(lambda: _TOKEN.search(sql, at), None))
    for match in steps:
        at = match.end()
        if match["plain"] is not None:
            if match["escape"]:
                what = "a backslash in a plain string while standard_conforming_strings is off"
                raise feature_not_supported(what, _location(sql, match.start()))
            at += sql.startswith("'", at)
        elif match["unicode"]:
            raise feature_not_supported_message(
                "unsafe use of string constant with Unicode escapes",
                _location(sql, match.start()),
                'String constants with Unicode escapes cannot be used when "standard_conforming_strings" is off.',
            )
        elif match["comment"]:
            at = _end_of_comment(sql, at)


def _location(sql: str, place: int) -> int:
    return len(sql[:place].encode())


def _end_of_comment(sql: str, start: int) -> int:
    """Comments nest."""
    depth = 1
    for match in _COMMENT.finditer(sql, start):
        depth += 1 if match[0] == "/*" else -1
        if not depth:
            return match.end()
    return len(sql)
