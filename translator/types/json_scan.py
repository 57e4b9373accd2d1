"""A JSON reader that says what is wrong in PostgreSQL's words; runs only where the fast reader found a fault or a
\\u escape.
"""

from __future__ import annotations

import re

from translator.errors import PgError
from translator.errors.state import statement_too_complex

TOKEN = re.compile(r'[ \t\n\r]*([{}\[\]:,]|"|-?[^\W]+|-|.|$)', re.DOTALL)
NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?", re.ASCII)
WORDISH = re.compile(r"[^\x00-/:-@\[-^`{-\x7f]+")
NUMBERISH = re.compile(r"-?(?:0|[1-9][0-9]*+)?(?:\.[0-9]*+)?(?:[eE][-+]?[0-9]*+)?[^\x00-/:-@\[-^`{-\x7f]*+")
"""What is read as a number, right or wrong: letters and digits behind it belong to it."""
SPACE = " \t\n\r"


class JsonScanner:
    """Checks one text; `jsonb` also refuses what cannot be turned into text (\\u0000)."""

    def __init__(self, text: str, *, jsonb: bool) -> None:
        self.text = text
        self.jsonb = jsonb
        self.start = 0
        self.end = 0
        self.token = ""
        self.kind = ""

    def check(self) -> None:
        """Raise PgError unless the text is one JSON value."""
        self.advance()
        try:
            self.value()
        except RecursionError:
            raise statement_too_complex() from None
        if self.kind != "end":
            self.expected("end of input")

    def advance(self) -> None:
        """Read the next token into kind, start, end."""
        text, position = self.text, self.end
        while position < len(text) and text[position] in SPACE:
            position += 1
        self.start = position
        if position == len(text):
            self.kind, self.end = "end", position
        elif text[position] in "{}[]:,":
            self.kind, self.end = text[position], position + 1
        elif text[position] == '"':
            self.kind = "string"
            self.string(position + 1)
        else:
            self.word(position)

    def word(self, position: int) -> None:
        pattern = NUMBERISH if self.text[position] in "-0123456789" else WORDISH
        match = None if self.text[position] in ".+" else pattern.match(self.text, position)
        self.end = match.end() if match else position + 1
        word = self.text[position : self.end]
        if word in {"true", "false", "null"}:
            self.kind = word
        elif NUMBER.fullmatch(word):
            self.kind = "number"
        else:
            raise self.error(f'Token "{word}" is invalid.')

    def string(self, position: int) -> None:
        """Up to the closing quote."""
        text = self.text
        high = False
        while True:
            if position >= len(text):
                self.end = position
                raise self.error(f'Token "{text[self.start :]}" is invalid.')
            character = text[position]
            if character == '"':
                break
            if character < " ":
                self.end = position
                raise self.error(f"Character with value 0x{ord(character):02x} must be escaped.")
            if character == "\\":
                position, high = self.escape(position + 1, high)
                continue
            if high:
                raise self.surrogate(position)
            position += 1
        if high:
            raise self.surrogate(position)
        self.end = position + 1

    def surrogate(self, position: int) -> PgError:
        self.end = position + 1
        return self.error("Unicode low surrogate must follow a high surrogate.")

    def escape(self, position: int, high: bool) -> tuple[int, bool]:
        """After a backslash: the position behind the sequence, and whether a low surrogate must follow."""
        text = self.text
        character = text[position : position + 1]
        if character == "u":
            return self.unicode_escape(position + 1, high)
        if high:
            raise self.surrogate(position)
        if not character:
            self.end = position
            raise self.error(f'Token "{text[self.start :]}" is invalid.')
        if character not in '"\\/bfnrt':
            self.end = position + 1
            raise self.error(f'Escape sequence "\\{character}" is invalid.')
        return position + 1, False

    def unicode_escape(self, position: int, high: bool) -> tuple[int, bool]:
        digits = self.text[position : position + 4]
        if not re.fullmatch(r"[0-9a-fA-F]{4}", digits):
            valid = re.match(r"[0-9a-fA-F]*", digits)
            self.end = min(position + (valid.end() if valid else 0) + 1, len(self.text))
            raise self.error('"\\u" must be followed by four hexadecimal digits.')
        code = int(digits, 16)
        self.end = position + 4
        if not self.jsonb:
            return self.end, False
        if 0xD800 <= code < 0xDC00:
            if high:
                raise self.error("Unicode high surrogate must not follow a high surrogate.")
            return self.end, True
        if (0xDC00 <= code < 0xE000) != high:
            raise self.error("Unicode low surrogate must follow a high surrogate.")
        if code == 0 and self.jsonb:
            detail = "\\u0000 cannot be converted to text."
            raise PgError("22P05", "unsupported Unicode escape sequence", detail=detail, context=self.context())
        return self.end, False

    def value(self) -> None:
        if self.kind == "{":
            self.object()
        elif self.kind == "[":
            self.array()
        elif self.kind in {"string", "number", "true", "false", "null"}:
            self.advance()
        else:
            self.expected("JSON value")

    def object(self) -> None:
        self.advance()
        if self.kind == "}":
            self.advance()
            return
        wanted = 'string or "}"'
        while True:
            if self.kind != "string":
                self.expected(wanted)
            self.advance()
            if self.kind != ":":
                self.expected('":"')
            self.advance()
            self.value()
            if self.kind == "}":
                break
            if self.kind != ",":
                self.expected('"," or "}"')
            self.advance()
            wanted = "string"
        self.advance()

    def array(self) -> None:
        self.advance()
        if self.kind == "]":
            self.advance()
            return
        if self.kind in {"}", ":", ","}:
            self.expected('array element or "]"')
        while True:
            self.value()
            if self.kind == "]":
                break
            if self.kind != ",":
                self.expected('"," or "]"')
            self.advance()
        self.advance()

    def expected(self, what: str) -> None:
        """Raise: something else was found."""
        if self.kind == "end":
            raise self.error("The input string ended unexpectedly.")
        raise self.error(f'Expected {what}, but found "{self.text[self.start : self.end]}".')

    def context(self) -> str:
        line_start = self.text.rfind("\n", 0, self.start) + 1
        number = self.text.count("\n", 0, self.start) + 1
        start = line_start
        if self.end - start >= 50:
            start = self.end - 50
        prefix = "..." if start > line_start else ""
        suffix = "..." if self.end < len(self.text) and self.text[self.end] not in "\n\r" and self.kind != "end" else ""
        return f"JSON data, line {number}: {prefix}{self.text[start : self.end]}{suffix}"

    def error(self, detail: str) -> PgError:
        return PgError("22P02", "invalid input syntax for type json", detail=detail, context=self.context())
