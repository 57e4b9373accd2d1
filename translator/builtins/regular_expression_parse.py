"""Reads regular expressions: what Python's `re` makes of them, and their tree ("POSIX Regular Expressions")."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain

from msgspec import Struct, field

from translator.builtins.regular_expression_letters import (
    COLLATING_NAMES,
    class_pattern,
    letter_pattern,
    letter_set,
    range_set,
)
from translator.builtins.regular_expression_syntax import from_basic, from_extended
from translator.builtins.regular_expression_tree import (
    Constraint,
    Group,
    Letter,
    Look,
    Node,
    Reference,
    alternatives,
    repeated,
)
from translator.errors import PgError
from translator.errors.values import invalid_parameter_value, invalid_regular_expression

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
MAX_REPEAT = 255
MAX_CODE = 0x7FFFFFFE
"""The largest number of a character in an escape, far beyond Unicode."""
NO_CHARACTER = "\udfff"
"""Half of a surrogate pair, which no text has."""
MAX_OCTAL = 0xFF
CONSTRAINT = re.compile(r"\?(?::|(<?[=!]))")
_OCTAL = re.compile("[0-7]{1,3}")
Bound = tuple[int, int | None]
"""How often at least and at most."""
DIGITS = frozenset("0123456789")
NOT_ZERO = DIGITS - {"0"}
QUANTIFIERS: dict[str, Bound] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
BOUND_LETTERS = "0123456789,}"


def constraint_pattern(letter: str) -> str:
    """What an escape for a place between letters means."""
    return ENDS_OF_TEXT.get(letter) or BOUNDARIES[letter].format(class_pattern("word"))


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


def _count(letters: Iterator[str]) -> tuple[int, str]:
    """A number of which too many digits are not read, and the letter behind it."""
    count = 0
    letter = ""
    for letter in letters:
        if not letter.isdigit() or count > MAX_REPEAT:
            break
        count = count * 10 + int(letter)
    return count, letter


def invalid_range() -> PgError:
    return invalid_regular_expression("invalid character range")


class Expression(Struct):
    """What was read."""

    source: str
    """As Python's `re` writes it; what it matches is the same, which of several matches it takes may differ."""
    tree: Node
    exact: bool
    """Whether the tree must tell which match it is."""


class _Open(Struct):
    """What has begun with a parenthesis, or the whole."""

    number: int = 0
    """That of a group."""
    constraint: str = ""
    """What stands behind the parenthesis and the question mark, where it looks ahead or behind."""
    branches: list[list[Node]] = field(default_factory=lambda: [[]])


def literal(pattern: str, options: Options) -> Expression:
    """Letters that stand for themselves."""
    letters = [letter_pattern(letter, fold=options.ignore_case) for letter in pattern]
    return Expression("".join(letters), alternatives([list(map(Letter, letters))]), False)


class Reader:
    """One pass over an expression."""

    def __init__(self, pattern: str, options: Options) -> None:
        self.pattern = pattern
        self.options = options
        self.position = 0
        self.open = [_Open()]
        self.groups = 0
        """How many groups have begun."""
        self.ended: dict[int, Group] = {}
        """Those groups that can be referred to."""
        self.preferences: set[int] = set()
        """Those of the quantifiers."""
        self.exact = False

    @property
    def pieces(self) -> list[Node]:
        """Those of the branch that is being read."""
        return self.open[-1].branches[-1]

    def next(self) -> str:
        letter = self.pattern[self.position : self.position + 1]
        self.position += 1
        return letter

    def read(self) -> Expression:
        """The expression.  Raises PgError 2201B."""
        out = []
        quantifiable = False
        while self.position < len(self.pattern):
            letter = self.next()
            if self.is_comment() or (self.options.expanded and self.skip(letter)):
                continue
            if letter in QUANTIFIERS or (letter == "{" and self.is_bound()):
                if not quantifiable:
                    raise invalid_regular_expression("quantifier operand invalid")
                out.append(self.quantifier(letter))
                quantifiable = False
                continue
            atom, quantifiable = self.atom(letter)
            out.append(atom)
        if len(self.open) > 1:
            raise invalid_regular_expression("parentheses () not balanced")
        exact = self.exact or len(self.preferences) > 1
        return Expression("".join(out), alternatives(self.open[0].branches), exact)

    def is_comment(self) -> bool:
        """(?#...), which goes on to the end where nothing closes it; steps over it."""
        if not self.pattern.startswith("(?#", self.position - 1):
            return False
        end = self.pattern.find(")", self.position)
        self.position = len(self.pattern) if end < 0 else end + 1
        return True

    def skip(self, letter: str) -> bool:
        """White space or a comment of expanded syntax."""
        if letter == "#":
            end = self.pattern.find("\n", self.position)
            self.position = len(self.pattern) if end < 0 else end
            return True
        return letter.isspace()

    def quantifier(self, letter: str) -> str:
        """A quantifier that begins with `letter`, as Python writes it."""
        start = self.position
        low, high = self.bound() if letter == "{" else QUANTIFIERS[letter]
        fixed = letter == "{" and "," not in self.pattern[start : self.position]
        lazy = self.pattern.startswith("?", self.position)
        self.position += lazy
        prefer = 0 if fixed else -1 if lazy else 1
        self.preferences |= {prefer} - {0}
        atom = self.pieces.pop()
        self.exact |= atom.apart
        if high != 0:
            self.pieces.append(repeated(atom, low, high, prefer))
            self.pieces[-1].apart = atom.apart
        return f"{{{low},{'' if high is None else high}}}{'?' if lazy else ''}"

    def is_bound(self) -> bool:
        """Whether a brace begins a bound: a digit follows."""
        position = self.position
        while position < len(self.pattern) and self.options.expanded and self.pattern[position].isspace():
            position += 1
        return self.pattern[position : position + 1].isdigit()

    def bound(self) -> Bound:
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
        return low, high

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

    def letter(self, source: str) -> tuple[str, bool]:
        self.pieces.append(Letter(source))
        return source, True

    def constraint(self, source: str) -> tuple[str, bool]:
        self.pieces.append(Constraint(source))
        return source, False

    def atom(self, letter: str) -> tuple[str, bool]:
        """An atom or constraint as Python writes it, and whether it can be quantified."""
        match letter:
            case "(":
                return self.begin(), False
            case ")":
                return ")", self.end()
            case "|":
                self.exact = True
                self.open[-1].branches.append([])
                return "|", False
            case "^":
                return self.constraint("(?m:^)" if self.options.newline_anchors else r"\A")
            case "$":
                return self.constraint("(?m:$)" if self.options.newline_anchors else r"\Z")
            case ".":
                return self.letter(r"[^\n]" if self.options.newline_dot else "(?s:.)")
            case "[":
                return self.bracket()
            case "\\":
                return self.escape()
        return self.letter(letter_pattern(letter, fold=self.options.ignore_case))

    def begin(self) -> str:
        match = CONSTRAINT.match(self.pattern, self.position)
        if match is None:
            if self.pattern.startswith("?", self.position):
                raise invalid_regular_expression("quantifier operand invalid")
            if self.looks_around():  # in which nothing is captured
                self.open.append(_Open())
                return "(?:"
            self.groups += 1
            self.open.append(_Open(number=self.groups))
            return "("
        self.position = match.end()
        self.open.append(_Open(constraint=match[1] or ""))
        return "(" + match[0]

    def looks_around(self) -> bool:
        """Whether this is within a constraint."""
        return any(each.constraint for each in self.open)

    def end(self) -> bool:
        """A closing parenthesis; whether what it closes can be quantified."""
        if len(self.open) == 1:
            raise invalid_regular_expression("parentheses () not balanced")
        closed = self.open.pop()
        inner = alternatives(closed.branches)
        if closed.constraint:
            behind, sign = "<" in closed.constraint, closed.constraint[-1]
            self.pieces.append(Look(inner, ahead=not behind, positive=sign == "="))
            return False
        if closed.number:
            inner = self.ended[closed.number] = Group(closed.number, inner)
        inner.apart = True
        self.pieces.append(inner)
        return True

    def escape(self) -> tuple[str, bool]:
        """What a backslash outside brackets means."""
        letter = self.next()
        if letter.lower() in SHORTHANDS:
            return self.letter(self.shorthand(letter))
        if letter in ENDS_OF_TEXT or letter in BOUNDARIES:
            return self.constraint(constraint_pattern(letter))
        if letter in NOT_ZERO and (reference := self.reference(letter)) is not None:
            return reference, True
        return self.letter(letter_pattern(self.character(letter), fold=self.options.ignore_case))

    def reference(self, first: str) -> str | None:
        """A reference to a group; None for more than one digit that are no group's number, but one in octal."""
        number, end = self.number(first)
        if number > self.groups and end > self.position:
            return None
        if number not in self.ended or self.looks_around():
            raise invalid_regular_expression("invalid backreference number")
        self.position = end
        self.exact = True
        self.pieces.append(Reference(self.ended[number]))
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
                return self.constraint(constraint_pattern(constraint))
        negated = self.pattern.startswith("^", self.position)
        self.position += negated
        characters: list[str] = []
        classes: list[str] = []
        start = self.position
        while self.position == start or not self.pattern.startswith("]", self.position):
            if self.position > start and self.is_range():
                raise invalid_range()
            self.member(characters, classes)
        self.position += 1
        if characters:
            classes.append("[" + "".join(characters) + "]")
        return self.letter(self.alternation(classes, negated=negated))

    def alternation(self, classes: list[str], *, negated: bool) -> str:
        if not negated:
            return f"(?:{'|'.join(classes)})"
        if self.options.newline_dot:
            classes = [*classes, r"\n"]
        return f"(?:(?!{'|'.join(classes)})(?s:.))"

    def is_range(self) -> bool:
        """Whether the next is a minus sign that stands for itself only at the end."""
        return self.pattern.startswith("-", self.position) and not self.pattern.startswith("-]", self.position)

    def member(self, characters: list[str], classes: list[str]) -> None:
        """One character, range or class of a bracket expression."""
        if self.pattern.startswith("[:", self.position):
            name = self.delimited(":]")
            cased = name in {"upper", "lower"}
            classes.append(class_pattern("alpha" if cased and self.options.ignore_case else name))
            return
        if self.at_shorthand():
            classes.append(self.shorthand(self.pattern[self.position + 1]))
            self.position += 2
            return
        single = self.pattern.startswith("[=", self.position)
        low = self.element()
        if single or not self.is_range():
            characters.append(letter_set(low) if self.options.ignore_case else re.escape(low))
            return
        self.position += 1
        if self.pattern.startswith(("[:", "[="), self.position) or self.at_shorthand():
            raise invalid_range()
        high = self.element()
        if low > high:
            raise invalid_range()
        characters.append(range_set(low, high, fold=self.options.ignore_case))

    def at_shorthand(self) -> bool:
        """Whether a backslash with the letter of a class is next."""
        following = self.pattern[self.position + 1 : self.position + 2]
        return self.pattern.startswith("\\", self.position) and following.lower() in SHORTHANDS

    def shorthand(self, letter: str) -> str:
        """The letters of a class, or with a capital all others."""
        positive = class_pattern(SHORTHANDS[letter.lower()])
        return f"(?:{positive})" if letter.islower() else f"(?:(?!{positive})(?s:.))"

    def element(self) -> str:
        if self.position >= len(self.pattern):
            raise invalid_regular_expression("brackets [] not balanced")
        for opening, closing in (("[.", ".]"), ("[=", "=]")):
            if self.pattern.startswith(opening, self.position):
                name = self.delimited(closing)
                letter = name if len(name) == 1 else COLLATING_NAMES.get(name, "")
                if not letter:
                    raise invalid_regular_expression("invalid collating element")
                return letter
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
