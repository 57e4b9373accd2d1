"""to_number: numbers read by a template ("Data Type Formatting Functions")."""

from __future__ import annotations

from decimal import Decimal
from itertools import takewhile

from translator.builtins.declare import function
from translator.builtins.number_format import ROMAN, roman
from translator.builtins.number_template import NumberPiece, NumberTemplate, parse_number_template
from translator.builtins.numeric_math import numeric_power
from translator.errors import PgError
from translator.errors.statements import feature_not_supported_message
from translator.errors.values import invalid_text_representation, numeric_field_overflow
from translator.types.numeric import EXACT, from_decimal, round_to, scale_of, to_decimal

DATA = frozenset("0123456789.,+-")
ROMAN_LETTERS = frozenset("IVXLCDM")


class _NumberReader:
    """Walks a template and a text side by side."""

    def __init__(self, text: str, template: NumberTemplate) -> None:
        self.text = text
        self.template = template
        self.position = 0
        self.sign = ""
        self.digits = ""
        self.precision: int | None = None
        """How many digits the number may have, where the template has RN: those of the numeral."""

    @property
    def letter(self) -> str:
        return self.text[self.position : self.position + 1]

    def read(self) -> str:
        """The digits as numeric's input takes them."""
        for piece in self.template.pieces:
            if self.position >= len(self.text):
                break
            self.piece(piece)
        return (self.sign or " ") + self.digits.removesuffix(".")

    def piece(self, piece: NumberPiece) -> None:
        match piece.pattern:
            case "9" | "0" | "." | "D":
                self.place(piece.pattern)
            case "," | "G":
                self.position += self.letter == ","
            case "MI" | "PL" | "SG":
                self.sign_pattern(piece.pattern)
            case "TH":
                if not (self.template.roman or self.template.decimal or self.sign == "-"):
                    self.skip(2)
            case "L":
                self.skip(1)
            case "RN":
                self.roman_numeral()
            case "":
                self.position += 1

    def roman_numeral(self) -> None:
        """A numeral of 1 to 3999 behind white space; 22P02."""
        while self.letter.isspace():
            self.position += 1
        letters = "".join(takewhile(ROMAN_LETTERS.__contains__, self.text[self.position :].upper()))
        number, rest = 0, letters
        while rest:
            value, numeral = next(((v, n) for v, n in ROMAN if rest.startswith(n)))
            number, rest = number + value, rest[len(numeral) :]
        if not 0 < number < 4000 or roman(number) != letters:
            raise PgError("22P02", "invalid Roman numeral")
        self.position += len(letters)
        self.digits += str(number)
        self.precision = len(str(number))

    def sign_pattern(self, pattern: str) -> None:
        wanted = {"MI": "-", "PL": "+", "SG": "+-"}[pattern]
        if self.letter in wanted:
            self.sign = self.letter
            self.position += 1
        else:
            self.skip(1)

    def skip(self, count: int) -> None:
        """Pass characters that cannot be part of a number."""
        for _ in range(count):
            if self.letter and self.letter not in DATA:
                self.position += 1

    def place(self, pattern: str) -> None:
        """One character that should be a digit or the point, with a sign in front of the first or behind the last."""
        self.position += self.letter == " "
        if not self.digits and not self.sign and pattern in {"9", "0"}:
            self.leading_sign()
        letter = self.letter
        _, point, fraction = self.digits.partition(".")
        digit = letter.isdigit() and letter.isascii()
        taken = digit and not (point and len(fraction) == self.template.after)
        if taken or (letter == "." and self.template.decimal and not point):
            self.digits += letter
        if not self.sign and self.digits:
            self.trailing_sign(digit)
        self.position += 1

    def leading_sign(self) -> None:
        if self.letter in {"-", "+"} or (self.letter == "<" and self.template.bracket):
            self.sign = "+" if self.letter == "+" else "-"
            self.position += 1

    def trailing_sign(self, after_digit: bool) -> None:
        """A sign right behind a digit where the template has S; in a digit's place where it has MI, PL or SG."""
        template = self.template
        place = self.position + after_digit
        sign = self.text[place : place + 1]
        allowed = bool(template.sign) if after_digit else template.plus or template.minus
        if allowed and sign and sign in "+-":
            self.sign = sign
            self.position = place


@function("to_number(text,text)")
def to_number(text: str, template: str) -> str | None:
    """NULL for an empty template; 22P02 where there are no digits."""
    if not template:
        return None
    parsed = parse_number_template(template)
    if parsed.scientific:
        raise feature_not_supported_message('"EEEE" not supported for input')
    reader = _NumberReader(text, parsed)
    digits = reader.read()
    if not any(letter.isdigit() for letter in digits):
        raise invalid_text_representation("numeric", digits)
    number = Decimal(digits.strip())
    scale = scale_of(number)
    precision = parsed.before + parsed.shift + scale if reader.precision is None else reader.precision
    if number.copy_abs() >= Decimal(1).scaleb(precision - scale):
        raise numeric_field_overflow(precision, scale)
    if not parsed.multiplied:
        return from_decimal(number)
    factor = to_decimal(numeric_power("10", str(-parsed.shift)))
    return from_decimal(round_to(EXACT.multiply(number, factor), scale_of(number) + scale_of(factor)))
