"""Reads the text form of arrays ("Array Input and Output Syntax") into element texts and their shape."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct

from translator.errors import PgError
from translator.errors.state import program_limit_exceeded
from translator.errors.values import array_subscript_error, malformed_array_literal

NUMBER = re.compile(r"(?:[-+]?\d+)?", re.ASCII)
SPACE = " \t\n\r\f\v"
INT4_MAX = 2**31 - 1
MAX_DIMENSIONS = 6
MAX_ELEMENTS = 134217727
MAX_BOUND_SIZE = 4000
"""Digits of a bound that are worth reading."""
SIMPLE = re.compile(r'\{([^{}"\\\s]+)\}')


def too_many_elements() -> PgError:
    return program_limit_exceeded(f"array size exceeds the maximum allowed ({MAX_ELEMENTS})")


def too_many_dimensions() -> PgError:
    return program_limit_exceeded(f"number of array dimensions exceeds the maximum allowed ({MAX_DIMENSIONS})")


class Literal(Struct):
    """Element texts (None for NULL) in row-major order, lengths and lower bounds."""

    elements: list[str | None]
    lengths: tuple[int, ...]
    bounds: tuple[int, ...]


def _bound(text: str) -> int:
    """A written bound.  Raises PgError 54000 for one beyond an integer."""
    value = int(text) if len(text) < MAX_BOUND_SIZE else INT4_MAX + 1
    if not -INT4_MAX - 1 <= value <= INT4_MAX:
        raise program_limit_exceeded("array bound is out of integer range")
    return value


class LiteralReader:
    def __init__(self, text: str, delimiter: str, *, nulls: bool) -> None:
        self.text = text
        self.delimiter = delimiter
        self.nulls = nulls
        self.position = 0
        self.elements: list[str | None] = []
        self.complete = 0
        """How many elements have their delimiter or brace behind them."""
        self.lengths: list[int] = []
        self.depth_of_elements: int | None = None

    def bad(self, detail: str) -> PgError:
        return malformed_array_literal(self.text, detail)

    def peek(self) -> str:
        return self.text[self.position : self.position + 1]

    def skip(self) -> None:
        while self.peek() and self.peek() in SPACE:
            self.position += 1

    def read(self) -> Literal:
        dimensions = self.read_bounds()
        self.skip()
        if self.peek() != "{":
            if dimensions is None:
                raise self.bad('Array value must start with "{" or dimension information.')
            raise self.bad('Array contents must start with "{".')
        self.read_level(0)
        self.skip()
        if self.peek():
            raise self.bad("Junk after closing right brace.")
        if not self.elements:
            self.lengths = []
        lengths = tuple(self.lengths)
        if dimensions is None:
            return Literal(self.elements, lengths, (1,) * len(lengths))
        declared = tuple(upper - lower + 1 for lower, upper in dimensions)
        if declared != lengths:
            raise self.bad("Specified array dimensions do not match array contents.")
        return Literal(self.elements, lengths, tuple(lower for lower, _ in dimensions))

    def read_bounds(self) -> list[tuple[int, int]] | None:
        """What stands before the `=`, if anything does."""
        dimensions: list[tuple[int, int]] = []
        while self.next_is("["):
            if len(dimensions) == MAX_DIMENSIONS:
                raise too_many_dimensions()
            dimensions.append(self.read_dimension())
        if not dimensions:
            return None
        if not self.next_is("="):
            raise self.bad('Missing "=" after array dimensions.')
        return dimensions

    def read_dimension(self) -> tuple[int, int]:
        """Lower and upper bound, after the opening bracket."""
        lower, upper = 1, self.read_bound('"[" must introduce explicitly-specified array dimensions.')
        if self.peek() == ":":
            self.position += 1
            lower, upper = upper, self.read_bound("Missing array dimension value.")
        if self.peek() != "]":
            raise self.bad('Missing "]" after array dimensions.')
        self.position += 1
        if upper < lower:
            raise array_subscript_error("upper bound cannot be less than lower bound")
        if upper == INT4_MAX:
            raise program_limit_exceeded(f"array upper bound is too large: {upper}")
        if upper - lower >= INT4_MAX:
            raise too_many_elements()
        return lower, upper

    def read_bound(self, missing: str) -> int:
        match = NUMBER.match(self.text, self.position)
        assert match is not None
        if not match[0]:
            raise self.bad(missing)
        self.position = match.end()
        return _bound(match[0])

    def next_is(self, character: str) -> bool:
        """Step over the character, when it is what comes next."""
        self.skip()
        found = self.peek() == character
        self.position += found
        return found

    def read_level(self, depth: int) -> None:
        """One brace-enclosed level; the position is at its opening brace."""
        if depth == MAX_DIMENSIONS:
            raise too_many_dimensions()
        self.position += 1
        count = 0
        expect_item = False
        while True:
            self.skip()
            character = self.peek()
            if character == "":
                raise self.bad("Unexpected end of input.")
            if character == "}":
                if expect_item:
                    raise self.bad('Unexpected "}" character.')
                self.position += 1
                break
            if character == self.delimiter:
                raise self.bad(f'Unexpected "{self.delimiter}" character.')
            self.read_item(depth, character)
            count += 1
            self.skip()
            expect_item = self.peek() == self.delimiter
            if expect_item:
                self.position += 1
            elif self.peek() == "":
                raise self.bad("Unexpected end of input.")
            elif self.peek() != "}":
                self.unexpected_after_item()
            self.complete = len(self.elements)
        self.settle(depth, count)

    def unexpected_after_item(self) -> None:
        if self.peek() == "{":
            raise self.bad('Unexpected "{" character.')
        raise self.bad("Incorrectly quoted array element.")

    def read_item(self, depth: int, character: str) -> None:
        if character == "{":
            if self.depth_of_elements is not None and self.depth_of_elements <= depth:
                raise self.ragged()
            self.read_level(depth + 1)
            return
        if self.depth_of_elements is None:
            self.depth_of_elements = depth
        elif self.depth_of_elements != depth:
            raise self.ragged()
        self.elements.append(self.quoted() if character == '"' else self.plain())

    def ragged(self) -> PgError:
        return self.bad("Multidimensional arrays must have sub-arrays with matching dimensions.")

    def settle(self, depth: int, count: int) -> None:
        """A level is complete: all levels of one depth must have the same number of items."""
        while len(self.lengths) <= depth:
            self.lengths.append(-1)
        if self.lengths[depth] == -1:
            self.lengths[depth] = count
        elif self.lengths[depth] != count:
            raise self.ragged()

    def quoted(self) -> str:
        text, position = self.text, self.position + 1
        parts: list[str] = []
        while True:
            character = text[position : position + 1]
            if character == "":
                raise self.bad("Unexpected end of input.")
            if character == '"':
                break
            if character == "\\":
                position += 1
                character = text[position : position + 1]
                if character == "":
                    raise self.bad("Unexpected end of input.")
            parts.append(character)
            position += 1
        self.position = position + 1
        return "".join(parts)

    def plain(self) -> str | None:
        text, position = self.text, self.position
        parts: list[str] = []
        kept = 0
        escaped = False
        while True:
            character = text[position : position + 1]
            if character == "":
                raise self.bad("Unexpected end of input.")
            if character in {self.delimiter, "}"}:
                break
            if character == "{":
                raise self.bad('Unexpected "{" character.')
            if character == '"':
                raise self.bad("Incorrectly quoted array element.")
            if character == "\\":
                position += 1
                character = text[position : position + 1]
                if character == "":
                    raise self.bad("Unexpected end of input.")
                escaped = True
                parts.append(character)
                kept = len(parts)
            else:
                parts.append(character)
                kept = kept if character in SPACE else len(parts)
            position += 1
        self.position = position
        word = "".join(parts[:kept])
        return None if self.nulls and not escaped and word.upper() == "NULL" else word


def read_literal(text: str, delimiter: str, read: Callable[[str], object], *, nulls: bool) -> Literal:
    """The elements and shape of an array literal; 22P02 malformed array literal.

    nulls: whether the word NULL is no element, as array_nulls says.
    read: what reads an element, whose error comes before that of a malformed rest.
    """
    match = SIMPLE.fullmatch(text)
    if match and delimiter == "," and ",," not in match[1] and match[1][0] != "," and match[1][-1] != ",":
        elements: list[str | None] = [None if nulls and e.upper() == "NULL" else e for e in match[1].split(",")]
        return Literal(elements, (len(elements),), (1,))
    reader = LiteralReader(text, delimiter, nulls=nulls)
    try:
        return reader.read()
    except PgError:
        for element in reader.elements[: reader.complete]:
            if element is not None:
                read(element)
        raise
