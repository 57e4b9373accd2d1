"""String constants where standard_conforming_strings is off ("Lexical Structure", "String Constants").

A backslash in a plain string is an escape then.  The grammar reads statements as if the setting were on, so such a
string is written as what it means, filled up with blanks: every place in the text stays where it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from translator.errors import PgError
from translator.errors.notices import warning
from translator.errors.statements import feature_not_supported_message, syntax_error
from translator.parser import expression_node
from translator.pause import pausing

_STRING = r"'[^'\\]*+(?:(?:''|\\.)[^'\\]*+)*+'"
_CONTINUED = rf"{_STRING}(?:[^\S\n]*\n\s*{_STRING})*+"
_TOKEN = re.compile(
    rf"""
      --[^\n\r]*+ | (?:[uU]&)?"[^"]*+(?:""[^"]*+)*+" | [bBxX]'[^']*+' | [eE]{_CONTINUED}
    | \$(?P<tag>(?:[^\W\d]\w*+)?)\$.*?\$(?P=tag)\$
    | (?P<unicode> [uU]&' )
    | (?P<plain> {_CONTINUED} )
    | (?P<open> '.* )
    | (?P<comment> /\* )
    | [^\W\d][\w$]*+ | \d[\w.]*+
    """,
    re.VERBOSE | re.DOTALL,
)
_COMMENT = re.compile(r"/\*|\*/")
_QUOTE = re.compile(r"(?:[^\\]|\\[^'])*?\\'", re.DOTALL)
"""A string up to the first quote behind a backslash."""
_BROKEN = re.compile(r"(?<!\\)(?:\\\\)*\\(?:u(?![0-9a-fA-F]{4})|U(?![0-9a-fA-F]{8}))")
"""An escape that ends the reading of the string before there is a warning about it."""
_BEFORE_CONSTANT = len("SELECT E")


def conforming(sql: str, *, warned: bool, quotes: bool) -> tuple[str, list[PgError]]:
    """A text whose plain strings have escapes, as a text that means the same where they have none, and the warnings
    about them where the client wants to be `warned`.  `quotes` says whether a backslash may stand before a quote.

    Raises PgError for escapes that mean nothing, 22P06 for a quote behind a backslash that may not be, 0A000 for a
    string with Unicode escapes.
    """
    if "\\" not in sql and "&'" not in sql:
        return sql, []
    pieces: list[str] = []
    warnings: list[PgError] = []
    done = 0
    for match in pausing(_strings(sql)):
        start, written = match.start(), match[0]
        try:
            if match["unicode"]:
                raise _unsafe_constant()
            if not quotes and _QUOTE.match(written):
                raise _unsafe_quote()
            if warned and not _BROKEN.search(written):
                warnings.append(_at(start, _nonstandard(written)))
            if match["open"]:
                raise syntax_error(f'unterminated quoted string at or near "{written}"')
            plain = "'" + _meaning(written, start).replace("'", "''") + "'"
        except PgError as error:
            error.notices = tuple(warnings)
            raise _at(start, error) from None
        pieces += sql[done:start], plain.ljust(len(written))
        done = match.end()
    return "".join((*pieces, sql[done:])), warnings


def _strings(sql: str) -> Iterator[re.Match[str]]:
    """The plain strings with escapes, and the strings with Unicode escapes."""
    at = 0
    while (match := _TOKEN.search(sql, at)) is not None:
        at = match.end()
        if match["comment"]:
            at = _end_of_comment(sql, at)
        elif match["unicode"] or "\\" in (match["plain"] or match["open"] or ""):
            yield match


def _meaning(written: str, start: int) -> str:
    """What the grammar takes a string with escapes for; its errors are those of the place where it stands."""
    try:
        value: str = expression_node(f"E{written}").sval.sval
        return value
    except PgError as error:
        if error.position is not None:
            error.position += start - _BEFORE_CONSTANT
        raise


def _nonstandard(written: str) -> PgError:
    """The warning about the first escape of a string."""
    escaped = written[written.index("\\") + 1]
    what, hint = _ADVICE.get(escaped, ("escape", "Use the escape string syntax for escapes, e.g., E'\\r\\n'."))
    return warning(f"nonstandard use of {what} in a string literal", sqlstate="22P06", hint=hint)


_ADVICE = {
    "'": ("\\'", "Use '' to write quotes in strings, or use the escape string syntax (E'...')."),
    "\\": ("\\\\", "Use the escape string syntax for backslashes, e.g., E'\\\\'."),
}


def _unsafe_quote() -> PgError:
    return PgError(
        "22P06",
        "unsafe use of \\' in a string literal",
        hint="Use '' to write quotes in strings. \\' is insecure in client-only encodings.",
    )


def _unsafe_constant() -> PgError:
    return feature_not_supported_message(
        "unsafe use of string constant with Unicode escapes",
        detail='String constants with Unicode escapes cannot be used when "standard_conforming_strings" is off.',
    )


def _at(start: int, error: PgError) -> PgError:
    """An error at a string, unless it has its own place."""
    if error.position is None and error.sqlstate != "22021":
        error.position = start + 1
    return error


def _end_of_comment(sql: str, start: int) -> int:
    """Comments nest."""
    depth = 1
    for match in _COMMENT.finditer(sql, start):
        depth += 1 if match[0] == "/*" else -1
        if not depth:
            return match.end()
    return len(sql)
