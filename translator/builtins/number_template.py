"""Templates of to_char and to_number for numbers ("Data Type Formatting Functions")."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct, field

from translator.errors import PgError
from translator.errors.statements import syntax_error

PATTERNS = (
    "EEEE",
    "FM",
    "MI",
    "PL",
    "PR",
    "RN",
    "SG",
    "SP",
    "TH",
    "9",
    "0",
    ".",
    ",",
    "B",
    "C",
    "D",
    "G",
    "L",
    "S",
    "V",
)


class NumberPiece(Struct, frozen=True):
    """A pattern in capitals, or literal text (`pattern` is empty)."""

    pattern: str
    text: str


class NumberTemplate(Struct):
    """The pieces, and what they say together."""

    pieces: list[NumberPiece] = field(default_factory=list)
    before: int = 0
    """Digits before the decimal point."""
    after: int = 0
    shift: int = 0
    """Digits behind V."""
    zero_from: int | None = None
    """How many digit places precede the first 0 pattern."""
    zero_to: int = 0
    """How many digit places there are up to the last 0 pattern."""
    decimal: bool = False
    fill: bool = True
    """No FM."""
    sign: str = ""
    """Where S stands: "before", "after" or nowhere."""
    sign_at: int = 0
    minus: bool = False
    plus: bool = False
    bracket: bool = False
    roman: bool = False
    multiplied: bool = False
    scientific: bool = False
    blank: bool = False
    """B before any digit."""

    def add(self, pattern: str) -> None:
        """Take a pattern into account; 42601 for a combination that makes no sense."""
        if self.scientific and pattern:
            twice = pattern == "EEEE"
            raise syntax_error('cannot use "EEEE" twice' if twice else '"EEEE" must be the last pattern used')
        match pattern:
            case "9" | "0":
                self.add_digit(pattern)
            case "." | "D":
                if self.decimal:
                    raise syntax_error("multiple decimal points")
                if self.multiplied:
                    raise syntax_error('cannot use "V" and decimal point together')
                self.decimal = True
            case "FM":
                self.fill = False
            case "S":
                self.add_sign()
            case "MI" | "PL" | "SG":
                if self.sign:
                    raise syntax_error(f'cannot use "S" and "{pattern}" together')
                self.minus |= pattern in {"MI", "SG"}
                self.plus |= pattern in {"PL", "SG"}
            case "PR":
                if self.sign or self.plus or self.minus:
                    raise syntax_error('cannot use "PR" and "S"/"PL"/"MI"/"SG" together')
                self.bracket = True
            case "B":
                self.blank |= not (self.before or self.after or self.shift) and self.zero_from is None
            case "RN":
                if self.roman:
                    raise syntax_error('cannot use "RN" twice')
                self.roman = True
            case "V":
                if self.decimal:
                    raise syntax_error('cannot use "V" and decimal point together')
                self.multiplied = True
            case "EEEE":
                if self.blank or not self.fill or self.sign or self._signed or self.roman or self.multiplied:
                    raise _incompatible("EEEE", "digit and decimal point patterns")
                self.scientific = True
        others = self.decimal or self.multiplied or self.sign or self._signed or self.blank or self.scientific
        if self.roman and (others or self.zero_from is not None):
            raise _incompatible("RN", '"FM"')

    @property
    def _signed(self) -> bool:
        return self.minus or self.plus or self.bracket

    def add_digit(self, pattern: str) -> None:
        if self.bracket:
            raise syntax_error(f'"{pattern}" must be ahead of "PR"')
        if pattern == "9" and self.multiplied:
            self.shift += 1
            return
        if pattern == "0" and self.zero_from is None and not self.decimal:
            self.zero_from = self.before
        if self.decimal:
            self.after += 1
        else:
            self.before += 1
        if pattern == "0":
            self.zero_to = self.before + self.after

    def add_sign(self) -> None:
        if self.sign:
            raise syntax_error('cannot use "S" twice')
        if self._signed:
            raise syntax_error('cannot use "S" and "PL"/"MI"/"SG"/"PR" together')
        self.sign = "after" if self.decimal else "before"
        self.sign_at = self.before


def _incompatible(pattern: str, others: str) -> PgError:
    detail = f'"{pattern}" may only be used together with {others}.'
    return syntax_error(f'"{pattern}" is incompatible with other formats', detail=detail)


@lru_cache(maxsize=512)
def parse_number_template(template: str) -> NumberTemplate:
    """Read a template; callers must not change the result."""
    result = NumberTemplate()
    position = 0
    while position < len(template):
        if template[position] == '"':
            position = _quoted(template, position + 1, result)
            continue
        found = next((p for p in PATTERNS if _stands_at(p, template, position)), "")
        length = len(found) or 1
        result.pieces.append(NumberPiece(found, template[position : position + length]))
        result.add(found)
        position += length
    if result.sign == "before" and result.sign_at == result.before + result.shift:
        result.sign = "after"
    return result


def _stands_at(pattern: str, template: str, position: int) -> bool:
    text = template[position : position + len(pattern)]
    return text in {pattern, pattern.lower()}


def _quoted(template: str, position: int, result: NumberTemplate) -> int:
    out = []
    while position < len(template) and template[position] != '"':
        position += template[position] == "\\" and position + 1 < len(template)
        out.append(template[position])
        position += 1
    result.pieces += [NumberPiece("", letter) for letter in out]
    return position + 1
