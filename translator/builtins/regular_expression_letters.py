"""Sets of letters as Python's `re` writes them: the classes of regular expressions, and letters without case."""

from __future__ import annotations

import re
import sys
from functools import cache
from typing import TYPE_CHECKING

from translator.deferred import Deferred
from translator.errors.values import invalid_regular_expression
from translator.types.letter_case import simple_lower, simple_upper

if TYPE_CHECKING:
    from translator.types import letter_classes
else:
    letter_classes = Deferred("translator.types.letter_classes")

CLASSES = {
    "digit": "0-9",
    "space": r"\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000",
    "blank": r" \t",
    "cntrl": r"\x00-\x1f\x7f-\x9f",
    "xdigit": "0-9A-Fa-f",
    "ascii": r"\x00-\x7f",
}
"""What stands between the brackets of a character class, where that is not recorded."""
RECORDED = {
    **{name: (name, "") for name in ("alpha", "upper", "lower", "punct", "graph")},
    **{"alnum": ("alpha", "0-9"), "word": ("alpha", "0-9_")},
    "print": ("graph", r" \xa0\u1680\u2000-\u200a\u202f\u205f\u3000"),
}
"""The others: a recorded one and what comes to it."""
_ASCII_NAMES = """
NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC IS4 IS3 IS2 IS1
space exclamation-mark quotation-mark number-sign dollar-sign percent-sign ampersand apostrophe left-parenthesis
right-parenthesis asterisk plus-sign comma hyphen period slash zero one two three four five six seven eight nine colon
semicolon less-than-sign equals-sign greater-than-sign question-mark commercial-at
"""
"""The names of the letters from 0 on."""
COLLATING_NAMES = {
    **{name: chr(code) for code, name in enumerate(_ASCII_NAMES.split())},
    "alert": "\a", "backspace": "\b", "tab": "\t", "newline": "\n", "vertical-tab": "\v", "form-feed": "\f",
    "carriage-return": "\r", "FS": "\x1c", "GS": "\x1d", "RS": "\x1e", "US": "\x1f", "hyphen-minus": "-",
    "full-stop": ".", "solidus": "/", "left-square-bracket": "[", "backslash": "\\", "reverse-solidus": "\\",
    "right-square-bracket": "]", "circumflex": "^", "circumflex-accent": "^", "underscore": "_", "low-line": "_",
    "grave-accent": "`", "left-brace": "{", "left-curly-bracket": "{", "vertical-line": "|", "right-brace": "}",
    "right-curly-bracket": "}", "tilde": "~", "DEL": "\x7f",
}  # fmt: skip
"""The names of letters in [. .] and [= =]."""


@cache
def class_pattern(name: str) -> str:
    """The bracket expression of a character class; 2201B for an unknown one."""
    if name in CLASSES:
        return f"[{CLASSES[name]}]"
    if name not in RECORDED:
        raise invalid_regular_expression("invalid character class")
    recorded, more = RECORDED[name]
    found = [part.split("-") for part in letter_classes.LETTER_CLASSES[recorded].split()]
    return "[" + "".join(["-".join([re.escape(chr(int(code, 16))) for code in part]) for part in found]) + more + "]"


def letter_pattern(letter: str, *, fold: bool) -> str:
    """One letter, or without case its small and its capital form, which for a titlecase letter are others."""
    return f"[{letter_set(letter)}]" if fold else re.escape(letter)


def letter_set(letter: str) -> str:
    """Both forms of a letter, to stand in brackets."""
    forms = dict.fromkeys((simple_lower(letter), simple_upper(letter)))
    return "".join(map(re.escape, forms))


def range_set(low: str, high: str, *, fold: bool) -> str:
    """The letters between two others, to stand in brackets; without case, also the other forms of these letters."""
    plain = f"{re.escape(low)}-{re.escape(high)}"
    if not fold:
        return plain
    return plain + "".join(letter_set(letter) for letter in _cased() if low <= letter <= high)


@cache
def _cased() -> tuple[str, ...]:
    """The letters that have a small and a capital form."""
    letters = map(chr, range(sys.maxunicode + 1))
    return tuple(letter for letter in letters if letter.lower() != letter or letter.upper() != letter)
