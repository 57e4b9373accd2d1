"""Templates of to_char, to_date and to_timestamp: patterns and literal text ("Data Type Formatting Functions")."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

PATTERNS = (
    *("A.D.", "A.M.", "AD", "AM", "B.C.", "BC", "CC", "DAY", "DDD", "DD", "DY", "D", "FF1", "FF2", "FF3", "FF4", "FF5"),
    *("FF6", "HH24", "HH12", "HH", "IDDD", "ID", "IW", "IYYY", "IYY", "IY", "I", "J", "MI", "MM", "MONTH", "MON", "MS"),
    *("OF", "P.M.", "PM", "Q", "RM", "SSSSS", "SSSS", "SS", "TZH", "TZM", "TZ", "US", "WW", "W", "Y,YYY", "YYYY"),
    *("YYY", "YY", "Y"),
)
CAPITALIZED = ("Month", "Mon", "Day", "Dy")
_BY_LENGTH = sorted((*PATTERNS, *(pattern.lower() for pattern in PATTERNS), *CAPITALIZED), key=len, reverse=True)
_BY_LETTER: dict[str, list[str]] = {}
for _pattern in _BY_LENGTH:
    _BY_LETTER.setdefault(_pattern[0], []).append(_pattern)


class Piece(Struct, frozen=True):
    """One pattern of a template with its modifiers, or literal text (`pattern` is empty)."""

    pattern: str
    """In capitals."""
    text: str
    """As written, without modifiers."""
    fill: bool = True
    """No FM in front."""
    ordinal: str = ""
    """TH or th behind."""
    quoted: bool = False


class Template(Struct, frozen=True):
    pieces: tuple[Piece, ...]
    exact: bool
    """FX was given."""


def _pattern_at(template: str, position: int) -> str:
    for pattern in _BY_LETTER.get(template[position : position + 1], ()):
        if template.startswith(pattern, position):
            return pattern
    return ""


@lru_cache(maxsize=512)
def parse_template(template: str) -> Template:
    """The pieces of a template in order."""
    return _Reader(template).read()


class _Reader:
    def __init__(self, template: str) -> None:
        self.template = template
        self.position = 0
        self.pieces: list[Piece] = []
        self.exact = False

    def read(self) -> Template:
        while self.position < len(self.template):
            if not self.pattern():
                self.literal()
        return Template(tuple(self.pieces), self.exact)

    def pattern(self) -> bool:
        """A pattern with what stands around it; False where there is none."""
        fill, exact, position = True, False, self.position
        while self.template[position : position + 2].upper() in {"FM", "TM", "FX"}:
            prefix = self.template[position : position + 2]
            if prefix not in {prefix.upper(), prefix.lower()}:
                break
            exact |= prefix.upper() == "FX"
            fill &= prefix.upper() == "FX"
            position += 2
        found = _pattern_at(self.template, position)
        if not found:
            if position == self.position:
                return False
            self.exact |= exact
            self.position = position
            return True
        position += len(found)
        suffix = self.template[position : position + 2]
        ordinal = suffix if suffix in {"TH", "th"} else ""
        self.exact |= exact
        self.position = position + (len(suffix) if ordinal or suffix == "SP" else 0)  # SP, spelled, says nothing
        self.pieces.append(Piece(found.upper(), found, fill, ordinal))
        return True

    def literal(self) -> None:
        letter = self.template[self.position]
        if letter == '"':
            self.quoted()
            return
        if letter == "\\" and self.template.startswith('"', self.position + 1):
            self.position += 1
            letter = '"'
        self.position += 1
        self.pieces.append(Piece("", letter))

    def quoted(self) -> None:
        """Text between double quotes, in which a backslash escapes."""
        self.position += 1
        out = []
        while self.position < len(self.template) and self.template[self.position] != '"':
            if self.template[self.position] == "\\" and self.position + 1 < len(self.template):
                self.position += 1
            out.append(self.template[self.position])
            self.position += 1
        self.position += 1
        if out:
            self.pieces.append(Piece("", "".join(out), quoted=True))
