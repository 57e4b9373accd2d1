"""Templates of to_char, to_date and to_timestamp: patterns and literal text ("Data Type Formatting Functions")."""

from __future__ import annotations

import string
from functools import lru_cache

from msgspec import Struct

from translator.errors import PgError

PATTERNS = (
    *("A.D.", "A.M.", "AD", "AM", "B.C.", "BC", "CC", "DAY", "DDD", "DD", "DY", "D", "FF1", "FF2", "FF3", "FF4", "FF5"),
    *("FF6", "FX", "HH24", "HH12", "HH", "IDDD", "ID", "IW", "IYYY", "IYY", "IY", "I", "J", "MI", "MM", "MONTH", "MON"),
    *("MS", "OF", "P.M.", "PM", "Q", "RM", "SSSSS", "SSSS", "SS", "TZH", "TZM", "TZ", "US", "WW", "W", "Y,YYY", "YYYY"),
    *("YYY", "YY", "Y"),
)
CAPITALIZED = ("Month", "Mon", "Day", "Dy")
_BY_LENGTH = sorted((*PATTERNS, *(pattern.lower() for pattern in PATTERNS), *CAPITALIZED), key=len, reverse=True)
_BY_LETTER: dict[str, list[str]] = {}
for _pattern in _BY_LENGTH:
    _BY_LETTER.setdefault(_pattern[0], []).append(_pattern)
_LOCALIZED = frozenset({"MONTH", "MON", "DAY", "DY"})
"""Patterns that TM leaves unpadded."""
_PREFIXES = frozenset({"FM", "fm", "TM", "tm"})
_SUFFIXES = {"TH": "TH", "th": "th", "SP": ""}
"""SP, spelled, says nothing."""
SEPARATORS = frozenset(string.punctuation)
STANDARD_SEPARATORS = frozenset("-./,':; ")
"""Those of the SQL standard."""


class Piece(Struct, frozen=True):
    """One pattern of a template with its modifiers, or one literal letter (`pattern` is empty)."""

    pattern: str
    """In capitals."""
    text: str
    """As written, without modifiers."""
    fill: bool = True
    """No FM in front."""
    ordinal: str = ""
    """TH or th behind."""
    separator: bool = False
    """White space or punctuation outside double quotes."""


def is_space(letter: str) -> bool:
    """White space in C's sense."""
    return letter != "" and letter in " \t\n\v\f\r"


def _pattern_at(template: str, position: int) -> str:
    for pattern in _BY_LETTER.get(template[position : position + 1], ()):
        if template.startswith(pattern, position):
            return pattern
    return ""


@lru_cache(maxsize=512)
def parse_template(template: str, *, standard: bool = False) -> tuple[Piece, ...]:
    """The pieces of a template in order; `standard` takes only the separators of the SQL standard.  Raises PgError
    22007.
    """
    return _Reader(template, standard).read()


class _Reader:
    def __init__(self, template: str, standard: bool) -> None:
        self.template = template
        self.standard = standard
        self.position = 0
        self.pieces: list[Piece] = []

    def read(self) -> tuple[Piece, ...]:
        while self.position < len(self.template):
            prefix = self.take(_PREFIXES).upper()
            found = _pattern_at(self.template, self.position)
            if found:
                self.position += len(found)
                ordinal = _SUFFIXES.get(self.take(frozenset(_SUFFIXES)), "")
                fill = prefix != "FM" and not (prefix == "TM" and found.upper() in _LOCALIZED)
                self.pieces.append(Piece(found.upper(), found, fill, ordinal))
            elif self.position < len(self.template):
                self.literal()
        return tuple(self.pieces)

    def take(self, modifiers: frozenset[str]) -> str:
        """The modifier that the template goes on with, if it does."""
        found = self.template[self.position : self.position + 2]
        if found not in modifiers:
            return ""
        self.position += 2
        return found

    def literal(self) -> None:
        letter = self.template[self.position]
        if letter == '"':
            self.quoted()
            return
        if self.standard and letter not in STANDARD_SEPARATORS:
            raise PgError("22007", f'invalid datetime format separator: "{letter}"')
        if letter == "\\" and self.template.startswith('"', self.position + 1):
            self.position += 1
            letter = '"'
        self.position += 1
        self.pieces.append(Piece("", letter, separator=letter in SEPARATORS or is_space(letter)))

    def quoted(self) -> None:
        """Text between double quotes, in which a backslash escapes."""
        self.position += 1
        while self.position < len(self.template) and self.template[self.position] != '"':
            if self.template[self.position] == "\\" and self.position + 1 < len(self.template):
                self.position += 1
            self.pieces.append(Piece("", self.template[self.position]))
            self.position += 1
        self.position += 1
