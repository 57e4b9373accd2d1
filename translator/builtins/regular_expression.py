r"""Advanced regular expressions as Python's `re` runs them ("POSIX Regular Expressions").

The notation is translated. What stays Python's is the choice among several matches at one place; where alternatives or
mixed greediness make a difference, and nothing looks beyond the match's end, the longest (or shortest) is sought.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from msgspec import Struct

from translator.builtins.regular_expression_syntax import from_basic, from_extended
from translator.deferred import Deferred
from translator.errors import PgError, invalid_parameter_value, invalid_regular_expression
from translator.time_limit import limited

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
SHORTHANDS = {"d": "digit", "s": "space", "w": "word"}
ENDS_OF_TEXT = {"A": r"\A", "Z": r"\Z"}
BOUNDARIES = {"m": "(?<!{0})(?={0})", "M": "(?<={0})(?!{0})", "y": "(?:(?<!{0})(?={0})|(?<={0})(?!{0}))",
              "Y": "(?:(?<!{0})(?!{0})|(?<={0})(?={0}))"}  # fmt: skip
"""Between which letters a constraint holds, given the class of those that words are made of."""
CONTROLS = {
    "a": "\a",
    "b": "\b",
    "e": "\x1b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
    "B": "\\",
}
OPTIONS = "bceimnpqstwx"
MAX_REPEAT = 255
MAX_CODE = 0x7FFFFFFE
"""The largest number of a character in an escape, far beyond Unicode."""
NO_CHARACTER = "\udfff"
"""Half of a surrogate pair, which no text has."""
MAX_OCTAL = 0xFF
_OCTAL = re.compile("[0-7]{1,3}")
_REPEATS = re.compile(r"[*+?}]")
_MATCH = "a match of a regular expression"
DIGITS = frozenset("0123456789")
NOT_ZERO = DIGITS - {"0"}
_PLAIN, _CONSTRAINT = 0, -1
BOUND_LETTERS = "0123456789,}"


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


def constraint_pattern(letter: str) -> str:
    """What an escape for a place between letters means."""
    return ENDS_OF_TEXT.get(letter) or BOUNDARIES[letter].format(class_pattern("word"))


class Regex(Struct, frozen=True):
    """A compiled expression; `prefer` tells whether a match is to be made as long (1) or as short (-1) as can be.

    slow: whether Python may have to try very many ways to match it.
    """

    compiled: re.Pattern[str]
    prefer: int
    slow: bool

    @property
    def groups(self) -> int:
        return self.compiled.groups

    def matches(self, text: str) -> bool:
        if self.slow:
            return limited(self.compiled.search, text, what=_MATCH) is not None
        return self.compiled.search(text) is not None

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        """The leftmost match from `start` on."""
        return limited(self._search, text, start, what=_MATCH) if self.slow else self._search(text, start)

    def fullmatch(self, text: str, start: int, end: int | None = None) -> re.Match[str] | None:
        """The match of a part of the text."""
        stop = len(text) if end is None else end
        if self.slow:
            return limited(self.compiled.fullmatch, text, start, stop, what=_MATCH)
        return self.compiled.fullmatch(text, start, stop)

    def _search(self, text: str, start: int) -> re.Match[str] | None:
        found = self.compiled.search(text, start)
        if found is None or not self.prefer:
            return found
        ends = range(len(text), found.end(), -1) if self.prefer > 0 else range(found.start(), found.end())
        for end in ends:
            better = self.compiled.fullmatch(text, found.start(), end)
            if better is not None:
                return better
        return found


class Options(Struct):
    """The options as letters set them."""

    ignore_case: bool = False
    expanded: bool = False
    literal: bool = False
    syntax: Callable[[str], str] | None = None
    """What makes an advanced expression of the pattern, where it is none."""
    newline_dot: bool = False
    """. and [^...] do not match newline."""
    newline_anchors: bool = False
    """^ and $ match at lines."""

    def set(self, letters: str, *, embedded: bool = False) -> None:
        """The options that letters stand for; e means extended expressions in the pattern itself only."""
        for letter in letters:
            match letter:
                case "i":
                    self.ignore_case = True
                case "c":
                    self.ignore_case = False
                case "x":
                    self.expanded = True
                case "t":
                    self.expanded = False
                case "q":
                    self.literal, self.syntax = True, None
                case "n" | "m" | "s" | "p" | "w":
                    self.newline_dot = letter in "nmp"
                    self.newline_anchors = letter in "nmw"
                case "e" | "b":
                    self.literal, self.syntax = False, from_extended if letter == "e" and embedded else from_basic
                case _:
                    raise invalid_parameter_value(f'invalid regular expression option: "{letter}"')


@lru_cache(maxsize=1024)
def regex(pattern: str, flags: str = "") -> Regex:
    """The expression under the options of `flags`; 2201B, or 22023 for an unknown option."""
    options = Options()
    options.set(flags)
    if pattern.startswith("***") and not options.literal:
        if pattern[3:4] == "?":
            raise invalid_regular_expression("invalid regexp (reg version 0.8)")
        if pattern[3:4] not in ("=", ":"):
            raise invalid_regular_expression("quantifier operand invalid")
        options.literal, options.syntax = pattern[3] == "=", None
        pattern = pattern[4:]
    advanced = not options.literal and options.syntax is None
    embedded = re.match(r"\(\?([a-z]+)\)", pattern) if advanced else None
    if embedded is not None:
        if set(embedded[1]) - set(OPTIONS):
            raise invalid_regular_expression("invalid embedded option")
        options.set(embedded[1], embedded=True)
        pattern = pattern[embedded.end() :]
    return _compile(pattern, options)


def _compile(pattern: str, options: Options) -> Regex:
    if options.syntax is not None:
        pattern = options.syntax(pattern)
    translation = _Translation(pattern, options)
    source = re.escape(pattern) if options.literal else translation.translate()
    try:
        compiled = re.compile(source, re.IGNORECASE if options.ignore_case else 0)
    except (re.error, OverflowError, RecursionError) as error:
        raise _as_pg(str(error)) from None
    return Regex(compiled, translation.preference(), len(_REPEATS.findall(source)) > 1 or "\\1" in source)


def _count(letters: Iterator[str]) -> tuple[int, str]:
    """A number of which too many digits are not read, and the letter behind it."""
    count = 0
    letter = ""
    for letter in letters:
        if not letter.isdigit() or count > MAX_REPEAT:
            break
        count = count * 10 + int(letter)
    return count, letter


def _as_pg(message: str) -> PgError:
    if "look-behind" in message:
        return PgError("0A000", "look-behind of variable length is not supported")
    if "group reference" in message:
        return invalid_regular_expression("invalid backreference number")
    if "repeat" in message:
        return invalid_regular_expression("quantifier operand invalid")
    return invalid_regular_expression("parentheses () not balanced")


class _Translation:
    """One pass over an expression."""

    def __init__(self, pattern: str, options: Options) -> None:
        self.pattern = pattern
        self.options = options
        self.position = 0
        self.depth: list[int] = []
        """The open parentheses: a group's number, _PLAIN or _CONSTRAINT."""
        self.groups = 0
        """How many groups have begun."""
        self.ended: set[int] = set()
        """Those groups that can be referred to."""
        self.greedy: list[bool] = []
        self.alternatives = False
        self.top_alternatives = False
        self.looks_around = False

    def preference(self) -> int:
        """1 for the longest match, -1 for the shortest, 0 where Python's choice is the same."""
        mixed = True in self.greedy and False in self.greedy
        if self.looks_around or not (self.alternatives or mixed):
            return 0
        return 1 if self.top_alternatives or not self.greedy or self.greedy[0] else -1

    def next(self) -> str:
        letter = self.pattern[self.position : self.position + 1]
        self.position += 1
        return letter

    def translate(self) -> str:
        out = []
        quantifiable = False
        while self.position < len(self.pattern):
            letter = self.next()
            if self.options.expanded and self.skip(letter):
                continue
            if letter in "*+?" or (letter == "{" and self.is_bound()):
                if not quantifiable:
                    raise invalid_regular_expression("quantifier operand invalid")
                out.append(self.quantifier(letter))
                quantifiable = False
                continue
            atom, quantifiable = self.atom(letter)
            out.append(atom)
        if self.depth:
            raise invalid_regular_expression("parentheses () not balanced")
        return "".join(out)

    def skip(self, letter: str) -> bool:
        """White space or a comment of expanded syntax."""
        if letter == "#":
            end = self.pattern.find("\n", self.position)
            self.position = len(self.pattern) if end < 0 else end
            return True
        return letter.isspace()

    def quantifier(self, letter: str) -> str:
        """A quantifier that begins with `letter`, as Python writes it."""
        text = self.bound() if letter == "{" else letter
        lazy = self.pattern.startswith("?", self.position)
        self.position += lazy
        if not text.startswith("{") or "," in text:
            self.greedy.append(not lazy)
        return text + ("?" if lazy else "")

    def is_bound(self) -> bool:
        """Whether a brace begins a bound: a digit follows."""
        position = self.position
        while position < len(self.pattern) and self.options.expanded and self.pattern[position].isspace():
            position += 1
        return self.pattern[position : position + 1].isdigit()

    def bound(self) -> str:
        """The bound behind a brace.  Raises PgError 2201B, as one reads it who looks one letter ahead."""
        letters = self.bound_letters()
        low, letter = _count(letters)
        high: int | None = low
        ranged = letter == ","
        if ranged:
            letter = next(letters)
            high = None
            if letter.isdigit():
                high, letter = _count(chain((letter,), letters))
        if letter != "}" or low > MAX_REPEAT or (high is not None and not low <= high <= MAX_REPEAT):
            raise invalid_regular_expression("invalid repetition count(s)")
        return f"{{{low}{',' if ranged else ''}{high if ranged and high is not None else ''}}}"

    def bound_letters(self) -> Iterator[str]:
        """The letters of a bound.  Raises PgError 2201B for one that no bound has."""
        while self.position < len(self.pattern):
            letter = self.next()
            if self.options.expanded and self.skip(letter):
                continue
            if letter not in BOUND_LETTERS:
                raise invalid_regular_expression("invalid repetition count(s)")
            yield letter
        raise invalid_regular_expression("braces {} not balanced")

    def atom(self, letter: str) -> tuple[str, bool]:
        """An atom or constraint, and whether it can be quantified."""
        match letter:
            case "(":
                return self.open(), False
            case ")":
                if not self.depth:
                    raise invalid_regular_expression("parentheses () not balanced")
                self.ended.add(self.depth[-1])
                return ")", self.depth.pop() != _CONSTRAINT
            case "|":
                self.alternatives = True
                self.top_alternatives |= not self.depth
                return "|", False
            case "^":
                return "(?m:^)" if self.options.newline_anchors else r"\A", False
            case "$":
                self.looks_around = True
                return "(?m:$)" if self.options.newline_anchors else r"\Z", False
            case ".":
                return self.any(), True
            case "[":
                return self.bracket()
            case "\\":
                return self.escape()
        return re.escape(letter), True

    def any(self) -> str:
        return r"[^\n]" if self.options.newline_dot else "(?s:.)"

    def open(self) -> str:
        match = re.compile(r"\?(?::|<?[=!])").match(self.pattern, self.position)
        if match is None:
            if self.pattern.startswith("?", self.position):
                raise invalid_regular_expression("quantifier operand invalid")
            if _CONSTRAINT in self.depth:  # in which nothing is captured
                self.depth.append(_PLAIN)
                return "(?:"
            self.groups += 1
            self.depth.append(self.groups)
            return "("
        self.position = match.end()
        constraint = match[0] != "?:"
        self.looks_around |= constraint
        self.depth.append(_CONSTRAINT if constraint else _PLAIN)
        return "(" + match[0]

    def escape(self) -> tuple[str, bool]:
        """What a backslash outside brackets means."""
        letter = self.next()
        if letter in SHORTHANDS or letter.lower() in SHORTHANDS:
            positive = class_pattern(SHORTHANDS[letter.lower()])
            return (f"(?:{positive})" if letter.islower() else f"(?:(?!{positive})(?s:.))"), True
        if letter in ENDS_OF_TEXT or letter in BOUNDARIES:
            self.looks_around |= letter != "A"
            return constraint_pattern(letter), False
        if letter in NOT_ZERO and (reference := self.reference(letter)) is not None:
            return reference, True
        return re.escape(self.character(letter)), True

    def reference(self, first: str) -> str | None:
        """A reference to a group; None for more than one digit that are no group's number, but one in octal."""
        number, end = self.number(first)
        if number > self.groups and end > self.position:
            return None
        if number not in self.ended:
            raise invalid_regular_expression("invalid backreference number")
        self.position = end
        return f"(?:\\{number})"

    def number(self, first: str) -> tuple[int, int]:
        """What a digit and those behind it make, and where they end."""
        end = self.position
        while self.pattern[end : end + 1] in DIGITS:
            end += 1
        return int(first + self.pattern[self.position : end]), end

    def character(self, letter: str) -> str:
        """The character that an escape stands for."""
        if letter in {"x", "u", "U"}:
            syntax = {"x": r"[0-9a-fA-F]{1,255}", "u": r"[0-9a-fA-F]{4}", "U": r"[0-9a-fA-F]{8}"}[letter]
            match = re.compile(syntax).match(self.pattern, self.position)
            code = int(match[0], 16) & 0xFFFFFFFF if match is not None else MAX_CODE + 1
            if match is None or code > MAX_CODE:
                raise invalid_regular_expression("invalid escape \\ sequence")
            self.position = match.end()
            return chr(code) if code <= 0x10FFFF else NO_CHARACTER
        if letter == "c" and self.position < len(self.pattern):
            return chr(ord(self.next()) & 0x1F)
        if letter in CONTROLS:
            return CONTROLS[letter]
        if letter.isdecimal() and (octal := _OCTAL.match(self.pattern, self.position - 1)) is not None:
            digits = octal[0] if int(octal[0], 8) <= MAX_OCTAL else octal[0][:2]
            self.position += len(digits) - 1
            return chr(int(digits, 8))
        if not letter or letter.isalnum():
            raise invalid_regular_expression("invalid escape \\ sequence")
        return letter

    def bracket(self) -> tuple[str, bool]:
        """A bracket expression; [[:<:]] and [[:>:]] are constraints."""
        for word, constraint in (("[:<:]]", "m"), ("[:>:]]", "M")):
            if self.pattern.startswith(word, self.position):
                self.position += len(word)
                self.looks_around = True
                return constraint_pattern(constraint), False
        negated = self.pattern.startswith("^", self.position)
        self.position += negated
        characters: list[str] = []
        classes: list[str] = []
        first = True
        while first or not self.pattern.startswith("]", self.position):
            first = False
            self.member(characters, classes)
        self.position += 1
        if characters:
            classes.append("[" + "".join(characters) + "]")
        return self.alternation(classes, negated=negated), True

    def alternation(self, classes: list[str], *, negated: bool) -> str:
        if not negated:
            return f"(?:{'|'.join(classes)})"
        if self.options.newline_dot:
            classes = [*classes, r"\n"]
        return f"(?:(?!{'|'.join(classes)})(?s:.))"

    def member(self, characters: list[str], classes: list[str]) -> None:
        """One character, range or class of a bracket expression."""
        if self.pattern.startswith("[:", self.position):
            name = self.delimited(":]")
            cased = name in {"upper", "lower"}
            classes.append(class_pattern("alpha" if cased and self.options.ignore_case else name))
            return
        if self.pattern[self.position : self.position + 1] == "\\":
            shorthand = self.pattern[self.position + 1 : self.position + 2]
            if shorthand in SHORTHANDS:
                self.position += 2
                classes.append(class_pattern(SHORTHANDS[shorthand]))
                return
        low = self.element()
        if not self.pattern.startswith("-", self.position) or self.pattern.startswith("-]", self.position):
            characters.append(re.escape(low))
            return
        self.position += 1
        high = self.element()
        if low > high:
            raise invalid_regular_expression("invalid character range")
        characters.append(f"{re.escape(low)}-{re.escape(high)}")

    def element(self) -> str:
        if self.position >= len(self.pattern):
            raise invalid_regular_expression("brackets [] not balanced")
        for opening, closing in (("[.", ".]"), ("[=", "=]")):
            if self.pattern.startswith(opening, self.position):
                name = self.delimited(closing)
                if len(name) != 1:
                    raise invalid_regular_expression("invalid collating element")
                return name
        letter = self.next()
        if letter != "\\":
            return letter
        letter = self.next()
        if letter in NOT_ZERO:
            number, end = self.number(letter)
            if number <= self.groups or end == self.position:
                raise invalid_regular_expression("invalid escape \\ sequence")
        return self.character(letter)

    def delimited(self, closing: str) -> str:
        """The name between [: and :]."""
        end = self.pattern.find(closing, self.position + 2)
        if end < 0:
            raise invalid_regular_expression("brackets [] not balanced")
        name = self.pattern[self.position + 2 : end]
        self.position = end + 2
        return name
