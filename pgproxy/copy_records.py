"""COPY's text and csv formats as the client sends them: where a record ends, and what its fields are.

Mirrors "File Formats" of the manual's chapter "COPY".  Nothing here knows of types, sessions or SQLite.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import Final

from translator.command import CopyOptions
from translator.errors import PgError
from translator.errors.values import bad_copy_file_format, character_not_in_repertoire
from translator.types.datatype import invalid_sequence

ESCAPE = "\\"
"""Of the text format."""
END = "\\."
_ESCAPE = re.compile(rb"\\(x[0-9A-Fa-f]{1,2}|[0-7]{1,3}|.)", re.DOTALL)
_CONTROLS = {b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v"}


class Records:
    """Cuts a stream of text into records.  `ended` says that the end-of-copy marker was met."""

    def __init__(self, options: CopyOptions) -> None:
        self.ended = False
        self._csv = options.format == "csv"
        self._special = options.quote
        self._doubles = options.quote == options.escape
        self._eol = ""
        self._open = ""
        """The beginning of a record whose end has not arrived."""
        if self._csv:
            quote, escape = re.escape(options.quote), re.escape(options.escape)
            marks = quote if self._doubles else f"{escape}[{quote}{escape}]|{quote}"
        else:
            marks = r"\\(?s:.)"
        self._token = re.compile(rf"\r\n|\r|\n|{marks}")

    def cut(self, text: str, *, final: bool) -> Iterator[list[str]]:
        """The records that end in `text`, which itself ends with a newline unless it is final.

        Raises PgError 22P04, after what came before, where the ends of lines differ or the marker is not alone.
        """
        if self.ended:
            return
        if self._open or "\r" in text or self._eol not in ("", "\n") or self._hides_ends(text):
            yield from self._cut_slowly(self._open + text, final)
            return
        records = text.split("\n")
        last = records.pop()
        if records:
            self._eol = "\n"
        if last:
            records.append(last)
        yield records

    def _hides_ends(self, text: str) -> bool:
        """Whether some newline in `text` may not end a record, or a record may be the marker."""
        if not self._csv:
            return ESCAPE in text and ("\\\n" in text or END in text)
        return self._special in text and (
            not self._doubles or any(record.count(self._special) & 1 for record in text.split("\n"))
        )

    def _cut_slowly(self, text: str, final: bool) -> Iterator[list[str]]:
        records: list[str] = []
        start = 0
        quoted = False
        for match in self._token.finditer(text):
            token = match[0]
            if token[0] not in "\r\n":
                if not self._csv:
                    if token == END and not self._alone(text, start, match):
                        yield records
                        raise bad_copy_file_format("end-of-copy marker is not alone on its line")
                elif len(token) == 1 or (not quoted and token[1] == self._special):
                    quoted = not quoted
                continue
            if quoted:
                continue
            if self._eol and token != self._eol:
                yield records
                raise self._mixed(token)
            self._eol = token
            record, start = text[start : match.start()], match.end()
            if record == END and not self._csv:
                self.ended = True
                yield records
                return
            records.append(record)
        self._open = text[start:]
        if final and self._open:
            if self._open == END and not self._csv:
                self.ended = True
            else:
                records.append(self._open)
        yield records

    def _alone(self, text: str, start: int, match: re.Match[str]) -> bool:
        return match.start() == start and text[match.end() : match.end() + 1] in ("", "\r", "\n")

    def _mixed(self, token: str) -> PgError:
        """The end of a line is not what it was before."""
        letter, name = ("r", "carriage return") if token[0] == "\r" else ("n", "newline")
        error = bad_copy_file_format(f"{'unquoted' if self._csv else 'literal'} {name} found in data")
        error.hint = (
            f"Use quoted CSV field to represent {name}." if self._csv else f'Use "\\{letter}" to represent {name}.'
        )
        return error


class Default(Enum):
    """What stands for a column's default."""

    MARK = 0


DEFAULT: Final = Default.MARK
Field = str | None | Default


def text_fields(record: str, options: CopyOptions) -> list[Field]:
    """The fields of a record in text format.  Raises PgError 22021 where escapes make up no text."""
    fields = (
        _split_unescaped(record, options.delimiter)
        if f"\\{options.delimiter}" in record
        else record.split(options.delimiter)
    )
    return [_text_field(field, options) for field in fields]


def _text_field(field: str, options: CopyOptions) -> Field:
    if field == options.null:
        return None
    if field == options.default:
        return DEFAULT
    return unescaped(field) if "\\" in field else field


def _split_unescaped(record: str, delimiter: str) -> list[str]:
    """The raw fields of a record in which a backslash may stand before a delimiter."""
    fields, start = [], 0
    for match in re.finditer(rf"\\(?s:.)|{re.escape(delimiter)}", record):
        if match[0] == delimiter:
            fields.append(record[start : match.start()])
            start = match.end()
    return [*fields, record[start:]]


def unescaped(field: str) -> str:
    """A field without its backslashes.  Raises PgError 22021 where they make up no text."""
    pairs = field.count("\\\\")
    if field.count(ESCAPE) == 2 * pairs:
        return field.replace("\\\\", ESCAPE)
    data = _ESCAPE.sub(_meaning, field.encode())
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise character_not_in_repertoire("UTF8", invalid_sequence(data, error.start)) from None
    if "\0" in text:
        raise character_not_in_repertoire("UTF8", b"\0")
    return text


def _meaning(match: re.Match[bytes]) -> bytes:
    mark = match[1]
    if mark[:1] == b"x" and len(mark) > 1:
        return bytes([int(mark[1:], 16)])
    if mark[0] in b"01234567":
        return bytes([int(mark, 8) & 0xFF])
    return _CONTROLS.get(mark, mark)


def csv_fields(record: str, options: CopyOptions) -> list[tuple[str, bool]]:
    """The fields of a record in csv format, each with whether it was quoted.  Raises PgError 22P04."""
    delimiter, quote = options.delimiter, options.quote
    fields: list[tuple[str, bool]] = []
    parts: list[str] = []
    quoted = False
    place = 0
    while True:
        end = record.find(delimiter, place)
        opening = record.find(quote, place)
        if opening >= 0 and (end < 0 or opening < end):
            parts.append(record[place:opening])
            part, place = _quoted_part(record, opening + 1, options)
            parts.append(part)
            quoted = True
            continue
        parts.append(record[place:] if end < 0 else record[place:end])
        fields.append(("".join(parts), quoted))
        if end < 0:
            return fields
        parts, quoted, place = [], False, end + 1


def _quoted_part(record: str, place: int, options: CopyOptions) -> tuple[str, int]:
    """What stands between an opening quote and its closing one, and the place behind that."""
    quote, escape = options.quote, options.escape
    parts: list[str] = []
    while True:
        closing = record.find(quote, place)
        escaping = record.find(escape, place) if escape != quote else closing
        if closing < 0:
            raise bad_copy_file_format("unterminated CSV quoted field")
        if 0 <= escaping <= closing and record[escaping + 1 : escaping + 2] in (quote, escape):
            parts += (record[place:escaping], record[escaping + 1])
            place = escaping + 2
        elif 0 <= escaping < closing:
            parts.append(record[place : escaping + 1])
            place = escaping + 1
        else:
            parts.append(record[place:closing])
            return "".join(parts), closing + 1
