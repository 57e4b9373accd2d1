"""to_char of numbers ("Data Type Formatting Functions"). Separators and currency are those of the C locale."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal

from translator.builtins.datetime_format import ordinal_suffix
from translator.builtins.declare import function
from translator.builtins.number_template import NumberPiece, NumberTemplate, parse_number_template
from translator.errors import PgError
from translator.errors.values import out_of_range
from translator.types.float import Float, round_single
from translator.types.numeric import EXACT, round_to, to_decimal

ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
ROMAN_WIDTH = 15
FLOAT8_DIGITS, FLOAT4_DIGITS = 15, 6
INT4_DIGITS = 10
END = "\0"


def roman(number: int) -> str:
    """A number from 1 to 3999 in Roman numerals."""
    out = []
    for value, letters in ROMAN:
        count, number = divmod(number, value)
        out.append(letters * count)
    return "".join(out)


class _Printer:
    """Walks a template with the digits of one number."""

    def __init__(self, template: NumberTemplate, digits: str, after: int, negative: bool, roman_digits: str) -> None:
        self.template = template
        self.negative = negative
        self.roman = roman_digits
        width = template.before + template.shift
        whole = digits.partition(".")[0]
        if len(whole) > width:
            digits = "#" * width + "." + "#" * after
        self.digits = digits
        self.blanks = max(width - len(whole), 0)
        """Digit places before the number."""
        self.next = 0
        self.place = 0
        self.in_number = False
        self.last = self.last_shown()
        self.sign_done = self.needs_no_sign()
        self.bracket = template.bracket and (negative or template.fill or template.plus or template.minus)
        self.places = after + width - 1 + (not self.sign_done and not self.blanks)
        self.out: list[str] = []

    def needs_no_sign(self) -> bool:
        template = self.template
        if template.plus or template.minus:
            return not template.plus or template.minus
        return not self.negative and not template.fill and not template.sign

    def last_shown(self) -> int | None:
        """Under FM, the place of the last digit that is no trailing zero, or of the point; 0 patterns count."""
        if self.template.fill or not self.template.decimal or "." not in self.digits:
            return None
        last = len(self.digits.rstrip("0")) - 1
        if self.template.zero_to > self.blanks:
            last = max(last, min(len(self.digits) - 1, self.template.zero_to - self.blanks))
        return last

    def print(self) -> str:
        for piece in self.template.pieces:
            self.piece(piece)
        return "".join(self.out).partition(END)[0]

    def piece(self, piece: NumberPiece) -> None:
        template, sign = self.template, "-" if self.negative else "+"
        match piece.pattern:
            case "9" | "0" | "." | "D":
                self.digit(piece.pattern)
            case "," | "G":
                self.out.append("," if self.in_number else self.blank())
            case "L":
                self.out.append(" ")
            case "RN":
                text = self.roman if piece.text.isupper() else self.roman.lower()
                self.out.append(text.rjust(ROMAN_WIDTH) if template.fill else text)
            case "TH":
                if not (template.roman or self.digits.startswith("#") or self.negative or template.decimal):
                    if not self.digits[-1:].isdigit():
                        raise PgError("22P02", f'"{self.digits}" is not a number')
                    suffix = ordinal_suffix(self.digits)
                    self.out.append(suffix if piece.text.isupper() else suffix.lower())
            case "MI":
                self.out.append("-" if self.negative else self.blank())
            case "PL":
                self.out.append(self.blank() if self.negative else "+")
            case "SG":
                self.out.append(sign)
            case "":
                self.out.append(piece.text)

    def blank(self) -> str:
        return " " if self.template.fill else ""

    def at_point(self) -> bool:
        """Is the last digit that FM shows none but the point?"""
        return self.last is not None and self.digits[self.last] == "."

    def hides_zero(self) -> bool:
        """Is this the 0 of 0.1 under 9.9?"""
        template = self.template
        return template.zero_from is None and self.next == 0 and self.digits[:1] == "0" and template.after > 0

    def digit(self, pattern: str) -> None:
        """A place of the number: a blank, a leading zero, a digit or the point; the sign goes before the first."""
        template = self.template
        if template.roman:
            return
        self.in_number = False
        leading_zero = template.zero_from is not None and template.zero_from <= self.place
        reached = self.place >= self.blanks or template.zero_from == self.place
        if reached and not self.sign_done and (not self.hides_zero() or self.at_point()):
            self.leading_sign()
        if self.place < self.blanks:
            self.out.append("0" if leading_zero else self.blank())
            self.in_number = leading_zero
        else:
            self.out.append(self.shown(pattern))
            self.next = min(self.next + 1, len(self.digits))
        self.closing_sign()
        self.place += 1

    def leading_sign(self) -> None:
        if self.template.sign:
            if self.template.sign == "before":
                self.out.append("-" if self.negative else "+")
                self.sign_done = True
            return
        if self.bracket:
            self.out.append("<" if self.negative else " ")
        else:
            self.out.append("-" if self.negative else self.blank())
        self.sign_done = True

    def shown(self, pattern: str) -> str:
        letter = self.digits[self.next : self.next + 1] or END
        if letter == ".":
            return letter
        if self.last is not None and self.next > self.last and pattern != "0":
            return ""
        if self.hides_zero():
            return " " if self.template.fill else ("0" if self.at_point() else "")
        self.in_number = True
        return letter

    def closing_sign(self) -> None:
        """Behind the last place: > or a sign."""
        end = self.places + bool(self.blanks) + self.template.decimal
        if self.last is not None and self.last == self.next:
            end = self.place
        if self.place + 1 != end:
            return
        if self.sign_done and self.bracket:
            self.out.append(">" if self.negative else " ")
        elif self.template.sign == "after":
            self.out.append("-" if self.negative else "+")


def _format(digits: str, template: NumberTemplate, after: int, whole: int) -> str:
    """`after` says how many digits may stand behind the point, `whole` is the number as an integer, 0 for none."""
    negative = digits.startswith("-")
    roman_digits = roman(whole) if 0 < whole < 4000 else "#" * ROMAN_WIDTH
    return _Printer(template, digits.lstrip("-"), after, negative, roman_digits).print()


def _scientific(number: Decimal, template: NumberTemplate, *, exact: bool) -> str:
    """One digit before the point; an `exact` number is rounded half away from zero, which may make it two, others to
    even.
    """
    if not number.is_finite():
        return " " + "#" * template.before + "." + "#" * (template.after + 4)
    if exact and number:
        exponent = number.adjusted()
        shown = f"{round_to(number.scaleb(-exponent, context=EXACT), template.after):f}e{exponent}"
    else:
        shown = f"{number or 0.0:.{template.after}e}"
    mantissa, _, power = shown.partition("e")
    return f"{'' if shown.startswith('-') else ' '}{mantissa}e{int(power):+03d}"


def _special(number: Decimal) -> str:
    return "NaN" if number.is_nan() else "-Infinity" if number < 0 else "Infinity"


def _float_to_char(value: Float, pattern: str, digits: int, scaled: Callable[[float, int], float]) -> str:
    """A number of at most so many significant digits: rounded half to even, as C prints it."""
    if not pattern:
        return ""
    template, number = parse_number_template(pattern), float(value)
    if template.scientific:
        return _scientific(Decimal(number), template, exact=False)
    multiplied = scaled(number, template.shift)
    whole = f"{abs(multiplied):.0f}" if math.isfinite(multiplied) else _special(Decimal(abs(multiplied)))
    after = min(template.after, max(digits - len(whole), 0))
    shown = f"{multiplied:.{after}f}" if math.isfinite(multiplied) else _special(Decimal(multiplied))
    return _format(shown, template, after, round(number) if math.isfinite(number) else 0)


@function("to_char(numeric,text)")
def numeric_to_char(value: str, pattern: str) -> str:
    """Rounded half away from zero."""
    if not pattern:
        return ""
    template, number = parse_number_template(pattern), to_decimal(value)
    if template.scientific:
        return _scientific(number, template, exact=True)
    if not number.is_finite():
        return _format(_special(number), template, template.after, 0)
    rounded = round_to(number.scaleb(template.shift, context=EXACT), template.after)
    return _format(f"{rounded if rounded else abs(rounded):f}", template, template.after, int(round_to(number, 0)))


@function("to_char(integer,text)")
def int4_to_char(value: int, template: str) -> str:
    """V multiplies within 32 bits, the factor too: beyond them it is their smallest number."""
    shift = parse_number_template(template).shift
    factor = 10**shift if shift < INT4_DIGITS else -(2**31)
    product = (value * factor + 2**31) % 2**32 - 2**31
    return _integer_to_char(product, value, template, exact=False)


@function("to_char(bigint,text)")
def int8_to_char(value: int, template: str) -> str:
    """V multiplies within 64 bits: 22003."""
    product = value * 10 ** parse_number_template(template).shift
    if not -(2**63) <= product < 2**63:
        raise out_of_range("bigint")
    return _integer_to_char(product, value, template, exact=True)


def _integer_to_char(product: int, value: int, pattern: str, *, exact: bool) -> str:
    """`product` is the number with V's factor in it."""
    template = parse_number_template(pattern)
    if template.scientific:
        return _scientific(Decimal(value), template, exact=exact)
    digits = f"{product}" + ("." + "0" * template.after if template.after else "")
    return _format(digits, template, template.after, value) if pattern else ""


@function("to_char(double precision,text)")
def float8_to_char(value: Float, template: str) -> str:
    return _float_to_char(value, template, FLOAT8_DIGITS, lambda number, shift: number * float(f"1e{shift}"))


@function("to_char(real,text)")
def float4_to_char(value: Float, template: str) -> str:
    return _float_to_char(value, template, FLOAT4_DIGITS, _single_times_ten)


def _single_times_ten(number: float, shift: int) -> float:
    product = round_single(number * (round_single(float(f"1e{shift}")) or math.inf))
    return math.copysign(math.inf, number) if product is None else product
