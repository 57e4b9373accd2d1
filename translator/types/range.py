"""Ranges and multiranges ("Range Types").

A range is stored as JSON text ["[)",lower,upper], bounds in storage form, null for none; the empty one is ["empty"].
A multirange is a JSON list of ranges in order, none of which touch.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from struct import error, pack, unpack_from
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from translator.errors import PgError
from translator.errors.state import MAX_ALLOCATION, invalid_allocation, program_limit_exceeded
from translator.errors.values import malformed_multirange_literal, malformed_range_literal, range_bounds_reversed
from translator.settings_view import TypeSettings
from translator.types.array import element_text, thawer
from translator.types.binary import incorrect_binary_data, insufficient_data, no_data
from translator.types.datatype import DataType, order_collation

SPACES = " \t\n\r\v\f"
NEEDS_QUOTES = set('"\\()[],' + SPACES)
POINTER_SIZE = 8
EMPTY_FLAG, LOWER_INCLUSIVE, UPPER_INCLUSIVE, LOWER_INFINITE, UPPER_INFINITE = 1, 2, 4, 8, 16
Canonical = Callable[[Any], Any]


class Range(Struct, frozen=True):
    """Bounds in storage form; None is no bound, which is never inclusive."""

    lower: Any = None
    upper: Any = None
    lower_inclusive: bool = False
    upper_inclusive: bool = False
    empty: bool = False


EMPTY = Range(empty=True)
Key = tuple[Any, ...]


def load_range(stored: str, thaw: Callable[[Any], Any] | None = None) -> Range:
    return _from_document(json.loads(stored), thaw)


def _from_document(document: list[Any], thaw: Callable[[Any], Any] | None) -> Range:
    if len(document) == 1:
        return EMPTY
    flags, lower, upper = document
    if thaw is not None:
        lower, upper = (None if value is None else thaw(value) for value in (lower, upper))
    return Range(lower, upper, flags[0] == "[", flags[1] == "]")


def store_range(value: Range) -> str:
    """The storage form."""
    if value.empty:
        return '["empty"]'
    flags = ("[" if value.lower_inclusive else "(") + ("]" if value.upper_inclusive else ")")
    return f'["{flags}",{element_text(value.lower)},{element_text(value.upper)}]'


def store_multirange(ranges: Iterable[Range]) -> str:
    return "[" + ",".join(store_range(value) for value in ranges) + "]"


class RangeType(DataType):
    """A range over `subtype`; `following` gives a discrete subtype's next value, whose ranges are canonical "[)"."""

    def __init__(self, oid: int, name: str, subtype: DataType, following: Canonical | None) -> None:
        self.oid = oid
        self._name = name
        self.sqlname = name
        self.subtype = subtype
        self.following = following
        self.collation = order_collation(oid)
        self._thaw = thawer(subtype)

    @property
    def name(self) -> str:
        return self._name

    @property
    def plain(self) -> DataType:
        plain = self.subtype.plain
        return self if plain is self.subtype else RangeType(self.oid, self._name, plain, self.following)

    def load(self, stored: str) -> Range:
        return load_range(stored, self._thaw)

    def parts(self, stored: str) -> list[Range]:
        """The range as a list, of nothing when it is empty."""
        value = self.load(stored)
        return [] if value.empty else [value]

    def lower_key(self, value: Range) -> Key:
        """What orders lower bounds, and upper ones against them."""
        if value.lower is None:
            return (-1,)
        return 0, self.subtype.key(value.lower), 0 if value.lower_inclusive else 1

    def upper_key(self, value: Range) -> Key:
        if value.upper is None:
            return (1,)
        return 0, self.subtype.key(value.upper), 0 if value.upper_inclusive else -1

    def make(self, value: Range) -> Range:
        """The range in canonical form.  Raises PgError 22000 for bounds in the wrong order."""
        value = self._checked(value)
        if value.empty or self.following is None:
            return value
        if value.lower is not None and not value.lower_inclusive:
            following = self.following(value.lower)
            value = value if following is None else replace(value, lower=following, lower_inclusive=True)
        if value.upper is not None and value.upper_inclusive:
            following = self.following(value.upper)
            value = value if following is None else replace(value, upper=following, upper_inclusive=False)
        return self._checked(value)

    def _checked(self, value: Range) -> Range:
        if value.empty:
            return EMPTY
        if value.lower is None:
            value = replace(value, lower_inclusive=False)
        if value.upper is None:
            value = replace(value, upper_inclusive=False)
        if value.lower is None or value.upper is None:
            return value
        low, high = self.subtype.key(value.lower), self.subtype.key(value.upper)
        if low > high:
            raise range_bounds_reversed()
        return EMPTY if low == high and not (value.lower_inclusive and value.upper_inclusive) else value

    def parse(self, text: str, settings: TypeSettings) -> str:
        return store_range(self.read(text, settings))

    def read(self, text: str, settings: TypeSettings) -> Range:
        """The range that a literal stands for."""
        rest = text.lstrip(SPACES)
        if rest[:5].lower() == "empty":
            if rest[5:].strip(SPACES):
                raise malformed_range_literal(text, 'Junk after "empty" key word.')
            return EMPTY
        if rest[:1] not in ("[", "("):
            raise malformed_range_literal(text, "Missing left parenthesis or bracket.")
        scanner = _Scanner(text, len(text) - len(rest) + 1)
        lower = scanner.bound()
        if scanner.next() != ",":
            raise malformed_range_literal(text, "Missing comma after lower bound.")
        upper = scanner.bound()
        closing = scanner.next()
        if closing not in ("]", ")"):
            raise malformed_range_literal(text, "Too many commas.")
        if text[scanner.place :].strip(SPACES):
            raise malformed_range_literal(text, "Junk after right parenthesis or bracket.")
        low, high = (None if bound is None else self.subtype.input(bound, -1, settings) for bound in (lower, upper))
        return self.make(Range(low, high, rest[0] == "[", closing == "]"))

    def output(self, value: str, settings: TypeSettings) -> str:
        return self.text_of(self.load(value), settings)

    def text_of(self, value: Range, settings: TypeSettings) -> str:
        if value.empty:
            return "empty"
        lower = "" if value.lower is None else quoted(self.subtype.output(value.lower, settings))
        upper = "" if value.upper is None else quoted(self.subtype.output(value.upper, settings))
        return f"{'[' if value.lower_inclusive else '('}{lower},{upper}{']' if value.upper_inclusive else ')'}"

    def receive(self, data: bytes, typmod: int, settings: TypeSettings) -> str:
        try:
            return store_range(self.received(data, settings))
        except error:
            raise insufficient_data() from None

    def received(self, data: bytes, settings: TypeSettings) -> Range:
        if not data:
            raise no_data()
        flags = data[0]
        position = 1
        bounds: list[Any] = []
        for infinite in (LOWER_INFINITE, UPPER_INFINITE):
            if flags & (EMPTY_FLAG | infinite):
                bounds.append(None)
                continue
            (size,) = unpack_from("!i", data, position)
            cell = data[position + 4 : position + 4 + size]
            if size < 0 or len(cell) < size:
                raise insufficient_data()
            bounds.append(self.subtype.receive(cell, -1, settings))
            position += 4 + size
        if position != len(data):
            raise PgError("08P01", "invalid message format")
        if flags & EMPTY_FLAG:
            return EMPTY
        return self.make(Range(bounds[0], bounds[1], bool(flags & LOWER_INCLUSIVE), bool(flags & UPPER_INCLUSIVE)))

    def send(self, value: str, settings: TypeSettings) -> bytes:
        return self.sent(self.load(value), settings)

    def sent(self, value: Range, settings: TypeSettings) -> bytes:
        if value.empty:
            return bytes([EMPTY_FLAG])
        flags = LOWER_INCLUSIVE * value.lower_inclusive | UPPER_INCLUSIVE * value.upper_inclusive
        flags |= LOWER_INFINITE * (value.lower is None) | UPPER_INFINITE * (value.upper is None)
        out = [bytes([flags])]
        for bound in (value.lower, value.upper):
            if bound is not None:
                cell = self.subtype.send(bound, settings)
                out.append(pack("!i", len(cell)) + cell)
        return b"".join(out)

    def key(self, value: str) -> Key:
        return self.range_key(self.load(value))

    def range_key(self, value: Range) -> Key:
        return (0,) if value.empty else (1, self.lower_key(value), self.upper_key(value))


def spanning(kind: RangeType, left: Range, right: Range) -> Range:
    """The smallest range with both inside; of equal bounds it has the right one's."""
    low = left if kind.lower_key(left) < kind.lower_key(right) else right
    high = left if kind.upper_key(left) > kind.upper_key(right) else right
    return Range(low.lower, high.upper, low.lower_inclusive, high.upper_inclusive)


class MultirangeType(DataType):
    """Several ranges of one type."""

    def __init__(self, oid: int, name: str, range_type: RangeType) -> None:
        self.oid = oid
        self._name = name
        self.sqlname = name
        self.range = range_type
        self.collation = order_collation(oid)

    @property
    def name(self) -> str:
        return self._name

    @property
    def subtype(self) -> DataType:
        return self.range.subtype

    def parts(self, stored: str) -> list[Range]:
        thaw = thawer(self.range.subtype)
        return [_from_document(document, thaw) for document in json.loads(stored)]

    def normalized(self, ranges: Iterable[Range]) -> list[Range]:
        """In order, without empty ones, those that overlap or touch made one."""
        kind = self.range
        merged: list[Range] = []
        for value in sorted((value for value in ranges if not value.empty), key=kind.range_key):
            if merged and _touch(kind, merged[-1], value):
                merged[-1] = spanning(kind, merged[-1], value)
            else:
                merged.append(value)
        return merged

    def parse(self, text: str, settings: TypeSettings) -> str:
        return store_multirange(self.normalized(self.range.read(part, settings) for part in split_multirange(text)))

    def output(self, value: str, settings: TypeSettings) -> str:
        return "{" + ",".join(self.range.text_of(part, settings) for part in self.parts(value)) + "}"

    def receive(self, data: bytes, typmod: int, settings: TypeSettings) -> str:
        try:
            (count,) = unpack_from("!i", data)
            ranges, position = [], 4
            if count < 0:
                size = 2**64 + count
                raise program_limit_exceeded(f"invalid memory allocation request size {POINTER_SIZE} * {size}")
            if count * POINTER_SIZE > MAX_ALLOCATION:
                raise invalid_allocation(count * POINTER_SIZE)
            for _ in range(count):
                (size,) = unpack_from("!i", data, position)
                if not 0 <= size <= len(data) - position - 4:
                    raise insufficient_data()
                ranges.append(self.range.received(data[position + 4 : position + 4 + size], settings))
                position += 4 + size
        except error:
            raise insufficient_data() from None
        if position != len(data):
            raise incorrect_binary_data()
        return store_multirange(self.normalized(ranges))

    def send(self, value: str, settings: TypeSettings) -> bytes:
        cells = [self.range.sent(part, settings) for part in self.parts(value)]
        return pack("!i", len(cells)) + b"".join(pack("!i", len(cell)) + cell for cell in cells)

    def key(self, value: str) -> Key:
        return tuple(self.range.range_key(part) for part in self.parts(value))


def _touch(kind: RangeType, first: Range, second: Range) -> bool:
    """Whether the second range, which does not begin before the first, overlaps it or follows without a gap."""
    return kind.lower_key(second) <= kind.upper_key(first) or adjacent(kind, first, second)


def adjacent(kind: RangeType, first: Range, second: Range) -> bool:
    """Whether the second range begins right where the first ends."""
    if first.upper is None or second.lower is None:
        return False
    same = kind.subtype.key(first.upper) == kind.subtype.key(second.lower)
    return bool(same) and first.upper_inclusive != second.lower_inclusive


def quoted(text: str) -> str:
    """A bound's text, in quotes when it would read differently without."""
    if text and not NEEDS_QUOTES.intersection(text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '""') + '"'


class _Scanner:
    """Reads the bounds of a range literal."""

    def __init__(self, text: str, place: int) -> None:
        self.text = text
        self.place = place

    def next(self) -> str:
        character = self.text[self.place : self.place + 1]
        self.place += 1
        return character

    def _inside(self) -> str:
        character = self.next()
        if not character:
            raise malformed_range_literal(self.text, "Unexpected end of input.")
        return character

    def bound(self) -> str | None:
        """A bound's text up to a comma or the closing bracket, None when there is nothing."""
        if self.text[self.place : self.place + 1] in (",", ")", "]") and self.place < len(self.text):
            return None
        parts: list[str] = []
        inside = False
        while True:
            character = self._inside()
            if not inside and character in ",)]":
                self.place -= 1
                return "".join(parts)
            if character == "\\":
                parts.append(self._inside())
            elif character != '"':
                parts.append(character)
            elif inside and self.text[self.place : self.place + 1] == '"':
                parts.append(self.next())
            else:
                inside = not inside


def split_multirange(text: str) -> Iterator[str]:
    """The literals of the ranges in a multirange literal, each before what follows is looked at."""
    rest = text.lstrip(SPACES)
    if not rest.startswith("{"):
        raise malformed_multirange_literal(text, "Missing left brace.")
    place, start, state, seen = 1, 0, "before", False
    while state != "done":
        character = rest[place : place + 1]
        if not character:
            raise malformed_multirange_literal(text, "Unexpected end of input.")
        if state == "quoted":
            state = "range" if character == '"' else state
            place += character == "\\"
        elif state == "range":
            if character in ")]":
                yield rest[start : place + 1]
                state = "after"
            elif character == '"':
                state = "quoted"
            place += character == "\\"
        elif character in SPACES:
            pass
        elif state == "before":
            if character in "[(":
                start, state, seen = place, "range", True
            elif character == "}" and not seen:
                state = "done"
            elif rest[place : place + 5].lower() == "empty":
                place += 4
                state, seen = "after", True
            else:
                raise malformed_multirange_literal(text, "Expected range start.")
        elif character in ",}":
            state = "before" if character == "," else "done"
        else:
            raise malformed_multirange_literal(text, "Expected comma or end of multirange.")
        place += 1
    if rest[place:].strip(SPACES):
        raise malformed_multirange_literal(text, "Junk after closing right brace.")
