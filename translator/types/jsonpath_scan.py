"""The words of jsonpath ("The SQL/JSON Path Language")."""

from __future__ import annotations

import re
from typing import NamedTuple

from translator.errors import PgError, syntax_error

SPECIAL = r"?%$.\[\]{}()|&!=<>@#,*:\-+/"
OTHER = rf'[^{SPECIAL}\s"\\]'
BLANK = re.compile(r"(?:[ \t\n\r\f]+|/\*.*?\*/)*", re.DOTALL)
OPERATOR = re.compile(r"&&|\|\||\*\*|<=|>=|<>|!=|==|[?%.\[\]{}()|&!=<>@#,*:+/\-$]")
INTEGER = re.compile(r"0[xX][0-9a-fA-F](?:_?[0-9a-fA-F])*|0[oO][0-7](?:_?[0-7])*|0[bB][01](?:_?[01])*")
DECIMAL = r"(?:0|[1-9](?:_?\d)*)"
NUMBER = re.compile(rf"(?:{DECIMAL}(?:\.(?:\d(?:_?\d)*)?)?|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?", re.ASCII)
WORD = re.compile(rf"(?:{OTHER}|\\.)+", re.DOTALL)
ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
CONTROLS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
LOWERCASE = ("true", "false", "null")
KEYWORDS = frozenset(
    [
        "is",
        "to",
        "abs",
        "lax",
        "date",
        "flag",
        "last",
        "size",
        "time",
        "type",
        "with",
        "floor",
        "bigint",
        "double",
        "exists",
        "number",
        "starts",
        "strict",
        "string",
        "boolean",
        "ceiling",
        "decimal",
        "integer",
        "time_tz",
        "unknown",
        "datetime",
        "keyvalue",
        "timestamp",
        "like_regex",
        "timestamp_tz",
    ]
)


class Token(NamedTuple):
    """`kind` is end, string, word, variable, integer, number or the operator itself; `text` is as written."""

    kind: str
    text: str
    value: str


class Scanner:
    """The tokens of one jsonpath, one at a time."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.token = Token("end", "", "")
        self.advance()

    def advance(self) -> Token:
        """Read the next token; gives the one before."""
        before = self.token
        blank = BLANK.match(self.text, self.position)
        assert blank is not None
        self.position = blank.end()
        self.token = self._read()
        return before

    def error(self) -> PgError:
        """A syntax error at the present token."""
        if self.token.kind == "end" or (self.token.kind == "word" and self.position == len(self.text)):
            return syntax_error("syntax error at end of jsonpath input")
        return syntax_error(f'syntax error at or near "{self.token.text}" of jsonpath input')

    def _read(self) -> Token:
        text, start = self.text, self.position
        if start == len(text):
            return Token("end", "", "")
        if text[start] == '"':
            return self._string("string", start)
        if text[start] == "$" and text[start + 1 : start + 2] == '"':
            return self._string("variable", start + 1)
        if text[start] == "$":
            word = WORD.match(text, start + 1)
            if word is not None:
                return self._take("variable", word.end(), unescaped(word.group()))
        number = self._number()
        if number is not None:
            return number
        operator = OPERATOR.match(text, start)
        if operator is not None:
            return self._take(operator.group(), operator.end(), "")
        word = WORD.match(text, start)
        if word is None:
            raise syntax_error("unexpected end after backslash at end of jsonpath input")
        return self._take("word", word.end(), unescaped(word.group()))

    def _take(self, kind: str, end: int, value: str) -> Token:
        written = self.text[self.position : end]
        self.position = end
        return Token(kind, written, value)

    def _string(self, kind: str, quote: int) -> Token:
        end = quote + 1
        while True:
            if end >= len(self.text):
                raise syntax_error("unterminated quoted string at end of jsonpath input")
            if self.text[end] == '"':
                break
            end += 2 if self.text[end] == "\\" else 1
        return self._take(kind, end + 1, unescaped(self.text[quote + 1 : end]))

    def _number(self) -> Token | None:
        text, start = self.text, self.position
        based = INTEGER.match(text, start)
        found = based or NUMBER.match(text, start)
        if found is None:
            return None
        if re.match(OTHER, text[found.end() : found.end() + 1]):
            near = text[start : found.end() + 1]
            raise syntax_error(f'trailing junk after numeric literal at or near "{near}" of jsonpath input')
        written = found.group().replace("_", "")
        if based is not None:
            return self._take("integer", found.end(), str(int(written, 0)))
        return self._take("integer" if written.isdigit() else "number", found.end(), written)


def unescaped(text: str) -> str:
    """A string or name without its escapes."""
    if "\\" not in text:
        return text
    plain = ESCAPE.sub(_character, text)
    try:
        return plain.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        raise syntax_error("Unicode low surrogate must follow a high surrogate at end of jsonpath input") from None


def _character(match: re.Match[str]) -> str:
    braced, four, two, single = match.groups()
    if single is not None:
        if single == "x":
            near = f'at or near "{match.group()}" of jsonpath input'
            raise syntax_error(f"invalid hexadecimal character sequence {near}")
        if single == "u":
            raise syntax_error(f'invalid Unicode escape sequence at or near "{match.group()}" of jsonpath input')
        return CONTROLS.get(single, single)
    code = int(braced or four or two, 16)
    if code == 0:
        raise PgError("22P05", "unsupported Unicode escape sequence", detail="\\u0000 cannot be converted to text.")
    if code > 0x10FFFF:
        raise syntax_error("invalid Unicode escape sequence of jsonpath input")
    return chr(code)
