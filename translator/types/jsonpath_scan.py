"""The words of jsonpath ("The SQL/JSON Path Language")."""

from __future__ import annotations

import re
from typing import NamedTuple

from translator.errors import PgError
from translator.errors.statements import syntax_error

SPECIAL = r"?%$.\[\]{}()|&!=<>@#,*:\-+/"
OTHER = rf'[^{SPECIAL}\s"\\]'
BLANK = re.compile(r"(?:[ \t\n\r\f]++|/\*.*?\*/)*+", re.DOTALL)
SPACES = re.compile(r"[ \t\n\r\f]*")
OPERATOR = re.compile(r"&&|\|\||\*\*|<=|>=|<>|!=|==|[?%.\[\]{}()|&!=<>@#,*:+/\-$]")
INTEGER = re.compile(r"0[xX][0-9a-fA-F](?:_?[0-9a-fA-F])*|0[oO][0-7](?:_?[0-7])*|0[bB][01](?:_?[01])*")
DECIMAL = r"(?:0|[1-9](?:_?\d)*)"
NUMBER = re.compile(rf"(?:{DECIMAL}(?:\.(?:\d(?:_?\d)*)?)?|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?", re.ASCII)
UNFINISHED = re.compile(rf"(?:{DECIMAL}(?:\.(?:\d(?:_?\d)*)?)?|\.\d(?:_?\d)*)[eE][+-](?!\d)", re.ASCII)
RUN = re.compile(rf"{OTHER}+")
WORD = re.compile(rf"(?:{OTHER}|\\u\{{[0-9a-fA-F]{{0,6}}\}}?|\\.)+", re.DOTALL)
ESCAPE = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(u(?:\{[0-9a-fA-F]{0,6}|[0-9a-fA-F]{0,3})|x[0-9a-fA-F]?|.))",
    re.DOTALL,
)
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
    """`kind` is end, string, word, variable, integer, number or the operator itself; `text` is as written.

    `near` is what an error at the token names: what PostgreSQL's scanner read last to find its end.
    """

    kind: str
    text: str
    value: str
    near: str = ""


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
        self._skip(self.position)
        self.token = self._read()
        return before

    def _skip(self, position: int) -> None:
        blank = BLANK.match(self.text, position)
        self.position = position if blank is None else blank.end()

    def error(self) -> PgError:
        """A syntax error at the present token."""
        if not self.token.near:
            return syntax_error("syntax error at end of jsonpath input")
        return syntax_error(f'syntax error at or near "{self.token.near}" of jsonpath input')

    def _read(self) -> Token:
        text, start = self.text, self.position
        if start == len(text):
            return Token("end", "", "")
        if text.startswith("/*", start):
            raise syntax_error("unexpected end of comment at end of jsonpath input")
        if text[start] == '"':
            return self._string("string", start)
        if text[start] == "$" and text[start + 1 : start + 2] == '"':
            return self._string("variable", start + 1)
        if text[start] == "$":
            name = RUN.match(text, start + 1)
            if name is not None:
                return self._take("variable", name.end(), name.group())
        number = self._number()
        if number is not None:
            return number
        operator = OPERATOR.match(text, start)
        if operator is not None:
            return self._take(operator.group(), operator.end(), "")
        word = WORD.match(text, start)
        if word is None:
            raise _lone_backslash()
        if text.startswith("/*", word.end()):  # which drops the word
            self._skip(word.end())
            return self._read()
        if text.startswith("\\", word.end()):
            raise _lone_backslash()
        spaces = SPACES.match(text, word.end())
        return self._take("word", word.end(), unescaped(word.group()), spaces.group() if spaces else "")

    def _take(self, kind: str, end: int, value: str, near: str | None = None) -> Token:
        written = self.text[self.position : end]
        self.position = end
        return Token(kind, written, value, written if near is None else near)

    def _string(self, kind: str, quote: int) -> Token:
        end = quote + 1
        while True:
            if end >= len(self.text):
                raise syntax_error("unterminated quoted string at end of jsonpath input")
            if self.text[end] == '"':
                break
            if self.text[end:] == "\\":
                raise _lone_backslash()
            end += 2 if self.text[end] == "\\" else 1
        return self._take(kind, end + 1, unescaped(self.text[quote + 1 : end]), '"')

    def _number(self) -> Token | None:
        text, start = self.text, self.position
        based = INTEGER.match(text, start)
        found = based or NUMBER.match(text, start)
        run = RUN.match(text, start)
        if found is None or (run is not None and _bytes(run) > _bytes(found) + (based is None)):
            return None  # what goes on for longer is a word
        if based is None and (unfinished := UNFINISHED.match(text, start)) is not None:
            raise syntax_error(f'invalid numeric literal at or near "{unfinished.group()}" of jsonpath input')
        if re.match(OTHER, text[found.end() : found.end() + 1]):
            near = text[start : found.end() + 1]
            raise syntax_error(f'trailing junk after numeric literal at or near "{near}" of jsonpath input')
        written = found.group().replace("_", "")
        if based is not None:
            return self._take("integer", found.end(), str(int(written, 0)))
        return self._take("integer" if written.isdigit() else "number", found.end(), written)


def _bytes(match: re.Match[str]) -> int:
    return len(match.group().encode())


def _lone_backslash() -> PgError:
    return syntax_error('unexpected end after backslash at or near "\\" of jsonpath input')


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
        if single[0] == "x":
            near = f'at or near "{match.group()}" of jsonpath input'
            raise syntax_error(f"invalid hexadecimal character sequence {near}")
        if single[0] == "u":
            raise syntax_error(f'invalid Unicode escape sequence at or near "{match.group()}" of jsonpath input')
        return CONTROLS.get(single, single)
    code = int(braced or four or two, 16)
    if code == 0:
        raise PgError("22P05", "unsupported Unicode escape sequence", detail="\\u0000 cannot be converted to text.")
    if code > 0x10FFFF:
        raise syntax_error("invalid Unicode escape sequence of jsonpath input")
    return chr(code)
