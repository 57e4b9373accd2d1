"""parse_ident: a qualified name as its parts ("String Functions and Operators")."""

from __future__ import annotations

from translator.builtins.declare import function
from translator.errors import PgError
from translator.types import array as arrays
from translator.types.array import Array

SPACE = " \t\n\r\f\v"


@function("parse_ident(text,boolean)")
def parse_ident(text: str, strict: int = 1) -> str:
    """The parts folded as names are; with `strict` nothing may follow them.  Raises PgError 22023."""
    parts: list[str] = []
    rest = text.strip(SPACE)
    while True:
        part, rest = _quoted(rest, text) if rest.startswith('"') else _plain(rest, text)
        parts.append(part)
        rest = rest.lstrip(SPACE)
        if not rest.startswith("."):
            break
        rest = rest[1:].lstrip(SPACE)
        if not rest.startswith(('"', ".")) and not _starts(rest[:1]):
            raise _invalid(text, 'No valid identifier after ".".')
    if rest and strict:
        raise _invalid(text)
    return arrays.store(Array.of(parts))


def _invalid(text: str, detail: str | None = None) -> PgError:
    return PgError("22023", f'string is not a valid identifier: "{text}"', detail=detail)


def _quoted(rest: str, text: str) -> tuple[str, str]:
    end = rest.find('"', 1)
    while end >= 0 and rest.startswith('""', end):
        end = rest.find('"', end + 2)
    if end < 0:
        raise _invalid(text, "String has unclosed double quotes.")
    if end == 1:
        raise _invalid(text, "Quoted identifier must not be empty.")
    return rest[1:end].replace('""', '"'), rest[end + 1 :]


def _starts(character: str) -> bool:
    return character > "\x7f" or character == "_" or character.isalpha()


def _plain(rest: str, text: str) -> tuple[str, str]:
    if not _starts(rest[:1]):
        if rest.startswith("."):
            raise _invalid(text, 'No valid identifier before ".".')
        raise _invalid(text)
    end = 1
    while end < len(rest) and (_starts(rest[end]) or rest[end].isdigit() or rest[end] == "$"):
        end += 1
    return "".join(letter.lower() if letter.isascii() else letter for letter in rest[:end]), rest[end:]
