"""The text of geometric values ("Geometric Types"): points, within parentheses, brackets or braces."""

from __future__ import annotations

import re

from translator.errors import PgError
from translator.types.float import parse_float
from translator.types.geometric_math import box_around, is_zero, line_of, same_point
from translator.types.geometric_values import Box, Circle, Line, Lseg, Path, Point, Points, Polygon

_SPACE = r"[ \t\n\r\f\v]*+"
_NUMBER = re.compile(
    rf"""{_SPACE}(
      [-+]?0x(?:[0-9a-f]++(?:\.[0-9a-f]*+)?|\.[0-9a-f]++)(?:p[-+]?\d++)?
      | [-+]?(?:(?:\d++(?:\.\d*+)?|\.\d++)(?:e[-+]?\d++)?|infinity|inf|nan(?:\(\w*+\))?)
    ){_SPACE}""",
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)
_SPACES = re.compile(_SPACE)


class Mismatch(Exception):
    """The text is not that of the type."""


class _Scanner:
    """A place in a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def skip(self) -> None:
        """Spaces."""
        found = _SPACES.match(self.text, self.at)
        assert found is not None
        self.at = found.end()

    def sees(self, character: str) -> bool:
        return self.text.startswith(character, self.at)

    def take(self, character: str) -> bool:
        """Go behind a character, if it is there."""
        taken = self.sees(character)
        self.at += taken
        return taken

    def expect(self, character: str) -> None:
        if not self.take(character):
            raise Mismatch

    def expect_end(self) -> None:
        if self.at != len(self.text):
            raise Mismatch

    def number(self) -> float:
        """A number and the spaces around it.  Raises PgError 22003."""
        found = _NUMBER.match(self.text, self.at)
        if found is None:
            raise Mismatch
        self.at = found.end()
        return parse_float(found[1], "double precision")

    def point(self) -> Point:
        self.skip()
        within = self.take("(")
        x = self.number()
        self.expect(",")
        y = self.number()
        if within:
            self.expect(")")
            self.skip()
        return Point(x, y)

    def opens_twice(self) -> bool:
        """Whether there are two parentheses; the first is taken then."""
        if not self.sees("("):
            return False
        after = _SPACES.match(self.text, self.at + 1)
        assert after is not None
        taken = self.text.startswith("(", after.end())
        self.at += taken
        return taken

    def opens_once(self) -> bool:
        """Whether there is a parenthesis that is the text's last; it is taken then."""
        return self.text.rfind("(") == self.at and self.take("(")

    def points(self, count: int, *, may_be_open: bool) -> tuple[bool, Points]:
        """So many points, and whether they are in brackets."""
        self.skip()
        is_open = within = self.take("[")
        if is_open and not may_be_open:
            raise Mismatch
        if not within:
            within = self.opens_twice() or self.opens_once()
        self.skip()
        found = []
        for _ in range(count):
            found.append(self.point())
            self.take(",")
        if within:
            if not (self.take(")") or (is_open and self.take("]"))):
                raise Mismatch
            self.skip()
        return is_open, tuple(found)


def _count(text: str) -> int:
    """How many points a text has, which is told by its commas."""
    commas = text.count(",")
    if commas % 2 == 0:
        raise Mismatch
    return (commas + 1) // 2


def scan_point(text: str) -> Point:
    scanner = _Scanner(text)
    found = scanner.point()
    scanner.expect_end()
    return found


def scan_lseg(text: str) -> Lseg:
    scanner = _Scanner(text)
    _, (start, end) = scanner.points(2, may_be_open=True)
    scanner.expect_end()
    return Lseg(start, end)


def scan_box(text: str) -> Box:
    scanner = _Scanner(text)
    _, (one, other) = scanner.points(2, may_be_open=False)
    scanner.expect_end()
    return box_around(other, one)


def scan_line(text: str) -> Line:
    """By its three numbers or two points.  Raises PgError 22P02."""
    scanner = _Scanner(text)
    scanner.skip()
    if not scanner.take("{"):
        ends = scan_lseg(text)
        if same_point(*ends):
            raise PgError("22P02", "invalid line specification: must be two distinct points")
        return line_of(ends)
    a = scanner.number()
    scanner.expect(",")
    b = scanner.number()
    scanner.expect(",")
    c = scanner.number()
    scanner.expect("}")
    scanner.skip()
    scanner.expect_end()
    if is_zero(a) and is_zero(b):
        raise PgError("22P02", "invalid line specification: A and B cannot both be zero")
    return Line(a, b, c)


def scan_path(text: str) -> Path:
    count = _count(text)
    scanner = _Scanner(text)
    scanner.skip()
    within = scanner.opens_once()
    is_open, points = scanner.points(count, may_be_open=True)
    if within:
        scanner.expect(")")
        scanner.skip()
    scanner.expect_end()
    return Path(not is_open, points)


def scan_polygon(text: str) -> Polygon:
    count = _count(text)
    scanner = _Scanner(text)
    _, points = scanner.points(count, may_be_open=False)
    scanner.expect_end()
    return Polygon(points)


def scan_circle(text: str) -> Circle:
    scanner = _Scanner(text)
    scanner.skip()
    within = scanner.take("<") or scanner.opens_twice()
    center = scanner.point()
    scanner.take(",")
    radius = scanner.number()
    if radius < 0.0:
        raise Mismatch
    if within:
        if not scanner.take(")"):
            scanner.expect(">")
        scanner.skip()
    scanner.expect_end()
    return Circle(center, radius)
